"""代办 at the stand-in gateway: who may act for whom in what, entered in the books before anything is done."""

from typing import Annotated, Final

from fastapi import APIRouter, Response
from pydantic import Field

from kiosk.core.masking import mask_name
from kiosk.core.proxy import Relation
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Resident, find
from kiosk.sandbox.submissions import RECEIPT

__all__ = ["router"]

AGENCY: Final = "东湖镇便民服务中心"

router = APIRouter(prefix="/proxy", tags=["代办"], route_class=SignedRoute, responses=REFUSALS)


class Registration(CallBody):
    """``id_number`` is the principal's; consent is one of ``signature`` (SVG) and ``sheet`` (JPEG)."""

    id_number: IdNumber
    agent_number: IdNumber
    item: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{2,63}$")]
    relation: Relation
    helper: Annotated[str, Field(min_length=1, max_length=20)]
    signature: Annotated[str, Field(max_length=2_000_000)]
    sheet: Picture


@router.post("/authorise", summary="登记代办", response_model=Receipt)
def authorise(asked: Registration, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _authorise(asked, desk, effect))
    return Response(reply, media_type="application/json")


def _authorise(asked: Registration, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    agent, principal = _known(asked.agent_number, "代办人"), _known(asked.id_number, "本人")
    if agent is principal:
        raise Refusal(409, "same_person", "代办人和本人是同一个人", "换另一个人的身份证")
    if asked.sheet:
        check_picture(asked.sheet)
    elif not asked.signature.startswith("<svg "):
        raise Refusal(409, "no_consent", "没有本人的同意", "本人签名，或拍下委托书")
    now = desk.clock.now()
    number = desk.books.numbered("DB", now)
    body = {
        "item": asked.item,
        "person": principal.id,
        "agent": agent.id,
        "relation": asked.relation.value,
        "consent": "paper" if asked.sheet else "signature",
        "helper": asked.helper,
        "terminal": effect.terminal,
        "key": effect.key,
    }
    desk.books.enter("authorisations", number, now, body)
    rows = (
        ("代办人", mask_name(agent.card.name)),
        ("本人", mask_name(principal.card.name)),
        ("关系", asked.relation.value),
    )
    return RECEIPT.dump_json(Receipt(number, "代办登记", ReceiptState.ENTERED, now, AGENCY, rows=rows)).decode()


def _known(number: str, who: str) -> Resident:
    resident = find(number)
    if resident is None:
        raise Refusal(409, "unknown_person", f"没查到{who}的身份", "到窗口问工作人员")
    return resident
