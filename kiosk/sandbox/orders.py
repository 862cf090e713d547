"""缴费订单 at the stand-in gateway: create, ask, close, enter with the agency, give back, and a day's books.

An effect is kept under its key, but what is answered is always how the order stands now: whoever repeats a request
whose reply was lost hears of what has happened since.
"""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Header
from pydantic import Field, StrictInt

from kiosk.core.payment import GatewayOrder, OrdersOfDay, Posting, Refund
from kiosk.sandbox.authorisations import check_authorised
from kiosk.sandbox.desk import AtDesk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal

__all__ = ["router"]

router = APIRouter(prefix="/orders", tags=["缴费订单"], route_class=SignedRoute, responses=REFUSALS)

_DONE: Final = "{}"  # the reply is made anew each time
Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{6,56}$")]
Terminal = Annotated[str, Header(alias="Jinban-Terminal")]
Fen = Annotated[StrictInt, Field(gt=0, le=100_000_00)]
BillNumber = Annotated[str, Field(min_length=1, max_length=64)]


class NewOrder(CallBody):
    number: Number
    item: Annotated[str, Field(max_length=64)]
    bills: Annotated[tuple[BillNumber, ...], Field(min_length=1, max_length=50)]
    amount: Fen
    assisted: Annotated[str, Field(max_length=16)] = ""
    authorisation: Annotated[str, Field(max_length=32)] = ""


class OrderQuery(CallBody):
    number: Number


class RefundRequest(CallBody):
    number: Number
    refund: Number
    amount: Fen
    reason: Annotated[str, Field(max_length=80)]


class DayQuery(CallBody):
    day: date


@router.post("/create", summary="开一单")
def create(asked: NewOrder, desk: AtDesk, effect: IdempotentEffect) -> GatewayOrder:
    """Once for each number; a number that was refused or closed is never created."""
    _check_key(effect, asked.number)

    def do() -> str:
        check_authorised(desk.books, asked.authorisation, effect.terminal)
        who = {"assisted": asked.assisted, "authorisation": asked.authorisation}
        desk.orders.create(asked.number, asked.item, asked.bills, asked.amount, effect.terminal, **who)
        return _DONE

    desk.books.effect(effect.key, effect.fingerprint, do)
    with desk.books.transaction():
        return desk.orders.status(asked.number, effect.terminal)


@router.post("/status", summary="问一单")
def status(asked: OrderQuery, desk: AtDesk, terminal: Terminal) -> GatewayOrder:
    with desk.books.transaction():
        return desk.orders.status(asked.number, terminal)


@router.post("/close", summary="关一单")
def close(asked: OrderQuery, desk: AtDesk, terminal: Terminal) -> GatewayOrder:
    """Closed, or paid when the citizen was quicker. A number that has never come is closed for ever."""
    with desk.books.transaction():
        return desk.orders.close(asked.number, terminal)


@router.post("/post", summary="入账")
def post(asked: OrderQuery, desk: AtDesk, effect: IdempotentEffect) -> Posting:
    """Enters a paid order with the agency, whose answer is final."""
    _check_key(effect, f"{asked.number}.post")

    def do() -> str:
        desk.orders.post(asked.number, effect.terminal)
        return _DONE

    desk.books.effect(effect.key, effect.fingerprint, do, keep_refusal=False)
    with desk.books.transaction():
        return desk.orders.post(asked.number, effect.terminal)


@router.post("/refund", summary="退款")
def refund(asked: RefundRequest, desk: AtDesk, effect: IdempotentEffect) -> Refund:
    """All of it, once for each order."""
    _check_key(effect, asked.refund)

    def refunded() -> Refund:
        return desk.orders.refund(asked.number, asked.refund, asked.amount, asked.reason, effect.terminal)

    def do() -> str:
        refunded()
        return _DONE

    desk.books.effect(effect.key, effect.fingerprint, do, keep_refusal=False)
    with desk.books.transaction():
        return refunded()


@router.post("/book", summary="一天的账")
def book(asked: DayQuery, desk: AtDesk, terminal: Terminal) -> OrdersOfDay:
    """Every order of the asking terminal that came on this day."""
    with desk.books.transaction():
        return desk.orders.book(asked.day, terminal)


def _check_key(effect: Effect, key: str) -> None:
    if effect.key != key:
        raise Refusal(400, "wrong_key", "这台机器发的内容不对", "点「找人帮忙」")
