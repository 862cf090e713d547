"""老年人优待证 at the stand-in gateway: the yearly review of a card, and applying for one."""

from datetime import date
from enum import Enum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.advice import age
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Case, Resident, find
from kiosk.sandbox.submissions import enter

__all__ = ["CERTIFICATE", "REVIEW", "cards_of", "router"]

AGENCY: Final = "鄞州区老龄工作办公室"
TELEPHONE: Final = "12345"
REVIEW, CERTIFICATE = "senior.card_review", "senior.certificate"
OLD: Final = 60

router = APIRouter(prefix="/senior", tags=["老年人优待证"], route_class=SignedRoute, responses=REFUSALS)


class CardStanding(Enum):
    DUE = "due"
    REVIEWED = "reviewed"
    LOST = "lost"
    NONE = "none"


class Eligibility(Enum):
    MAY = "may"
    YOUNG = "young"
    HAS_ONE = "has_one"
    APPLIED = "applied"


# Whose card stands otherwise than due; who has none of those who are old enough.
LOST: Final = {"r05", "r19"}
REVIEWED: Final = {"r06", "r20"}
WITHOUT: Final = {"r09", "r16", "r22", "r38"}


class CardQuery(CallBody):
    id_number: IdNumber


class CardRecord(BaseModel):
    standing: CardStanding
    number: str = ""
    valid_until: date | None = None
    telephone: str = TELEPHONE


class Office(BaseModel):
    id: str
    name: str
    hours: str


class Application(BaseModel):
    eligibility: Eligibility
    offices: tuple[Office, ...] = ()
    telephone: str = TELEPHONE


class ApplicationBody(CallBody):
    """Fetched at ``office``, or sent to ``address``."""

    id_number: IdNumber
    picture: Picture
    office: Annotated[str, Field(max_length=20)] = ""
    address: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, Field(pattern=r"^[0-9]{0,12}$")] = ""


OFFICES: Final = (
    Office(id="town", name="东湖镇便民服务中心", hours="周一到周五，8:30到17:00"),
    Office(id="district", name="鄞州区老龄办", hours="周一到周五，9:00到16:30"),
)


def cards_of(desk: Desk) -> dict[str, str]:
    """How everybody's card stands now, by the resident's id."""
    return {resident.id: _standing(desk, resident).value for resident in RESIDENTS}


@router.post("/card/status", summary="老年卡年审状态")
def card_status(asked: CardQuery, desk: AtDesk) -> CardRecord:
    resident = find(asked.id_number)
    if resident is None:
        return CardRecord(standing=CardStanding.NONE)
    standing = _standing(desk, resident)
    if standing is CardStanding.NONE:
        return CardRecord(standing=standing)
    until = date(desk.clock.now().year + 1, 12, 31) if standing is CardStanding.REVIEWED else None
    return CardRecord(standing=standing, number=f"LN****{resident.card.number[-4:]}", valid_until=until)


@router.post("/card/review", summary="老年卡年审", response_model=Receipt)
def review(asked: CardQuery, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _review(asked, desk, effect))
    return Response(reply, media_type="application/json")


@router.post("/certificate/status", summary="能不能领老年卡")
def certificate_status(asked: CardQuery, desk: AtDesk) -> Application:
    resident = find(asked.id_number)
    eligibility = _eligibility(desk, resident) if resident is not None else Eligibility.YOUNG
    return Application(eligibility=eligibility, offices=OFFICES if eligibility is Eligibility.MAY else ())


@router.post("/certificate/apply", summary="申领老年卡", response_model=Receipt)
def apply(asked: ApplicationBody, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _apply(asked, desk, effect))
    return Response(reply, media_type="application/json")


def _standing(desk: Desk, resident: Resident) -> CardStanding:
    if age(desk, resident) < OLD or resident.id in WITHOUT:
        return CardStanding.NONE
    if resident.id in LOST:
        return CardStanding.LOST
    year = desk.clock.now().year
    done = any(entry["item"] == REVIEW and entry["year"] == year for entry in _entries(desk, resident))
    return CardStanding.REVIEWED if done or resident.id in REVIEWED else CardStanding.DUE


def _eligibility(desk: Desk, resident: Resident) -> Eligibility:
    if age(desk, resident) < OLD:
        return Eligibility.YOUNG
    if any(entry["item"] == CERTIFICATE for entry in _entries(desk, resident)):
        return Eligibility.APPLIED
    return Eligibility.MAY if resident.id in WITHOUT else Eligibility.HAS_ONE


def _entries(desk: Desk, resident: Resident) -> list[dict[str, Any]]:
    return desk.books.entries("submissions", person=resident.id)


def _review(asked: CardQuery, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = find(asked.id_number), desk.clock.now()
    if resident is None or _standing(desk, resident) is not CardStanding.DUE:
        raise Refusal(409, "not_due", "这张卡现在不用审", f"有疑问打电话：{TELEPHONE}")
    checking = resident.case is Case.CHECKING
    note = "工作人员五天里打电话给您" if checking else f"用到{now.year + 1}年12月31日，明年再来审"
    return _hand_in(
        desk, effect, resident, REVIEW, "老年卡年审", ReceiptState.CHECKING if checking else ReceiptState.DONE, note
    )


def _apply(asked: ApplicationBody, desk: Desk, effect: Effect) -> str:
    resident = find(asked.id_number)
    if resident is None or _eligibility(desk, resident) is not Eligibility.MAY:
        raise Refusal(409, "not_eligible", "现在不能领", f"有疑问打电话：{TELEPHONE}")
    check_picture(asked.picture)
    offices = {office.id: office.name for office in OFFICES}
    if asked.office not in offices and not (asked.address and asked.phone):
        raise Refusal(409, "no_delivery", "没说怎么拿到卡", "选寄到家里，或者选到哪里取")
    note = f"做好了打电话，到{offices[asked.office]}取" if asked.office in offices else "做好了寄给您，三天左右到"
    return _hand_in(desk, effect, resident, CERTIFICATE, "申领老年卡", ReceiptState.CHECKING, note)


def _hand_in(
    desk: Desk, effect: Effect, resident: Resident, item: str, title: str, state: ReceiptState, note: str
) -> str:
    now = desk.clock.now()
    number = desk.books.numbered("LN", now)
    receipt = Receipt(
        number, title, state, now, AGENCY, rows=(("姓名", resident.masked_name),), note=note, code=f"JB:{number}"
    )
    return enter(desk, effect, resident, item, receipt, year=now.year)
