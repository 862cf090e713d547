"""What the stand-in gateway knows of a terminal's work, for one that has lost its own record (core/recovery.py)."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Header

from kiosk.core.payment import Charge, OrderStanding
from kiosk.core.recovery import KnownOrder, KnownSubmission, TerminalWork
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.order_entry import OrderEntry
from kiosk.sandbox.refusals import REFUSALS
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.submissions import RECEIPT

__all__ = ["router"]

router = APIRouter(prefix="/terminal", tags=["终端"], route_class=SignedRoute, responses=REFUSALS)

KNOWN_FOR: Final = timedelta(days=30)


class WorkQuery(CallBody):
    """Nothing: who asks stands in the signed headers."""


@router.post("/unfinished", summary="这台终端还没有了结的事")
def unfinished(
    _asked: WorkQuery, desk: AtDesk, jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")]
) -> TerminalWork:
    """Changes nothing."""
    since = (desk.clock.now() - KNOWN_FOR).isoformat()
    orders = [OrderEntry.model_validate(entry) for entry in desk.books.entries("orders") if entry["at"] >= since]
    own = [desk.orders.find(order.number) or order for order in orders if order.terminal == jinban_terminal]
    return TerminalWork(
        submissions=tuple(_handed_in(desk, jinban_terminal, since)),
        orders=tuple(
            KnownOrder(order.number, "", Charge(order.item, order.title, order.bills, order.amount))
            for order in own
            if order.standing is not OrderStanding.CLOSED and not _is_entered(order) and not order.refund
        ),
    )


def _handed_in(desk: Desk, terminal: str, since: str) -> list[KnownSubmission]:
    cards = {resident.id: resident.card.number for resident in RESIDENTS}
    return [
        KnownSubmission(
            entry["key"],
            entry["path"],
            cards.get(entry["person"], ""),
            RECEIPT.validate_json(desk.books.reply(entry["key"]) or ""),
        )
        for entry in desk.books.entries("submissions")
        if entry["terminal"] == terminal and entry["at"] >= since
    ]


def _is_entered(order: OrderEntry) -> bool:
    return order.posting is not None and order.posting.receipt is not None
