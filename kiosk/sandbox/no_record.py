"""无犯罪记录证明 at the stand-in gateway: made out at once, or applied for, and collected later."""

from typing import Annotated, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from kiosk.core.masking import mask_id
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.applications import DAYS, NO_RECORD, is_checked
from kiosk.sandbox.certificate_kinds import KINDS
from kiosk.sandbox.certificates import made_out_of
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.holdings import CANCELLED, RECORD, SLOW_CHECK
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Resident, find
from kiosk.sandbox.submissions import enter, last_of

__all__ = ["no_record_of", "ready", "router"]

_KIND: Final = KINDS[NO_RECORD]

router = APIRouter(prefix="/police/no_record", tags=["公安"], route_class=SignedRoute, responses=REFUSALS)


class StatusQuery(CallBody):
    id_number: IdNumber


class Application(StatusQuery):
    purpose: Annotated[str, Field(min_length=1, max_length=40)]


class Standing(BaseModel):
    """``state``: at_once, later, checking, ready, cancelled, no. ``number`` is the application's."""

    state: str
    masked_name: str = ""
    number: str = ""
    days: int = DAYS
    why: str = ""
    telephone: str = _KIND.telephone


@router.post("/status", summary="无犯罪记录证明办到哪了")
def status(asked: StatusQuery, desk: AtDesk) -> Standing:
    resident = find(asked.id_number)
    if resident is None:
        return Standing(state="no", why="没查到您的记录")
    state, number = _standing(desk, resident)
    name = resident.masked_name
    return Standing(state=state, masked_name=name, number=number, why="这张证明这里开不了" if state == "no" else "")


@router.post("/apply", summary="申请无犯罪记录证明", response_model=Receipt)
def apply(asked: Application, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _apply(asked, desk, effect))
    return Response(reply, media_type="application/json")


def no_record_of(desk: Desk, resident: Resident) -> str:
    """How it stands, for the bench."""
    return _standing(desk, resident)[0]


def ready(desk: Desk, resident: Resident) -> bool:
    """The bench plays the person who looks at it: whether there was an application that is ready now."""
    with desk.books.transaction():
        last = last_of(desk.books, resident, NO_RECORD)
        if last is None or _standing(desk, resident)[0] != "checking":
            return False
        number = last.pop("number")
        del last["at"]
        desk.books.amend("submissions", number, {**last, "checked": True})
    return True


def _apply(asked: Application, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = find(asked.id_number), desk.clock.now()
    state = "no" if resident is None else _standing(desk, resident)[0]
    if resident is None or state == "no":
        raise Refusal(409, "not_here", "这张证明这里开不了", "带身份证，到派出所办")
    if state == "checking":
        raise Refusal(409, "being_checked", "已经申请过了，正在查", "凭上次的号码来取")
    number = desk.books.numbered("WS", now)
    receipt = Receipt(
        number,
        "无犯罪记录证明申请",
        ReceiptState.CHECKING,
        now,
        _KIND.agency,
        rows=(
            ("姓名", resident.masked_name),
            ("身份证号", mask_id(resident.card.number)),
            ("用途", asked.purpose),
            ("什么时候取", f"{DAYS}个工作日以后"),
        ),
        note="带身份证，在自助机上取",
        code=f"JB:{number}",
    )
    return enter(desk, effect, resident, NO_RECORD, receipt, purpose=asked.purpose)


def _standing(desk: Desk, resident: Resident) -> tuple[str, str]:
    """Its word, and the application's number or ""."""
    if resident.id in RECORD:
        return "no", ""
    last = last_of(desk.books, resident, NO_RECORD)
    if last is not None and not made_out_of(desk, last["number"]):
        return ("ready" if is_checked(desk, last) else "checking"), last["number"]
    if last is None and resident.id in CANCELLED:
        return "cancelled", ""
    return ("later" if resident.id in SLOW_CHECK else "at_once"), ""
