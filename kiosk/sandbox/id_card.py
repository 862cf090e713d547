"""居民身份证换领补领 at the stand-in gateway: who may, what it costs, where it is fetched; and the fee as a bill.

Fees: 20 yuan for a card that runs out, 40 for one that is lost or damaged (发改价格〔2003〕2322号); the state pays the
first for whoever lives on its minimum (居民身份证法第二十条).
"""

import io
from datetime import date, timedelta
from enum import Enum
from typing import Annotated, Final

from fastapi import APIRouter, Response
from PIL import Image
from pydantic import BaseModel, Field

from kiosk.core.clock import Clock
from kiosk.core.money import capitals, figures
from kiosk.core.person import CardKind
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.advice import age
from kiosk.sandbox.books import Books
from kiosk.sandbox.declared_items import free_for
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Resident, find
from kiosk.sandbox.submissions import enter, is_paid, last_of, owed

__all__ = ["ITEM", "IdCardBills", "id_cards_of", "router"]

ITEM: Final = "police.id_card_renewal"
TITLE: Final = "身份证换领补领"
FEE: Final = "身份证工本费"
AGENCY: Final = "宁波市公安局鄞州分局"
TELEPHONE: Final = "0574-12367"
GROWN: Final = 16
RENEWAL, REPLACEMENT = 20_00, 40_00  # fen
EARLY: Final = timedelta(days=90)  # so long before its end a card is renewed
PHOTO: Final = (358, 441)  # pixels, GA 461-2004

# Whose newest card runs out otherwise than the one that the bench lays says: r21's is the one that has expired (x01).
RUN_OUT: Final = {"r21": date(2025, 6, 1)}
RUNNING_OUT: Final = {"r01", "r04", "r24"}  # in two months
ISSUING: Final = {"r08", "r26"}  # a new one is being made since before

router = APIRouter(prefix="/police/id_card", tags=["公安"], route_class=SignedRoute, responses=REFUSALS)


class Reason(Enum):
    EXPIRY = "expiry"
    LOST = "lost"
    DAMAGED = "damaged"


class Standing(Enum):
    OPEN = "open"
    MINOR = "minor"
    APPLIED = "applied"
    UNPAID = "unpaid"
    NOT_FOUND = "not_found"


class StatusQuery(CallBody):
    id_number: IdNumber


class Application(StatusQuery):
    reason: Reason
    photo: Picture
    station: Annotated[str, Field(max_length=20)]
    phone: Annotated[str, Field(pattern=r"^[0-9]{10,12}$")]


class Station(BaseModel):
    id: str
    name: str
    hours: str


class Record(BaseModel):
    standing: Standing
    masked_name: str = ""
    valid_until: date | None = None
    due: bool = False
    renewal: int = RENEWAL
    replacement: int = REPLACEMENT
    free: str = ""
    stations: tuple[Station, ...] = ()
    number: str = ""
    owed: int = 0
    telephone: str = TELEPHONE


STATIONS: Final = (
    Station(id="donghu", name="东湖派出所", hours="周一到周五，8:30到17:00"),
    Station(id="centre", name="鄞州区公安办证中心", hours="周一到周六，9:00到16:30"),
    Station(id="wangchun", name="望春派出所", hours="周一到周五，8:30到11:30"),
)


@router.post("/status", summary="身份证能不能换")
def status(asked: StatusQuery, desk: AtDesk) -> Record:
    resident = find(asked.id_number)
    if resident is None or resident.card.kind is not CardKind.RESIDENT:
        return Record(standing=Standing.NOT_FOUND)
    standing, entry = _standing(desk, resident), last_of(desk.books, resident, ITEM)
    free = free_for(resident)
    return Record(
        standing=standing,
        masked_name=resident.masked_name,
        valid_until=_until(desk, resident),
        due=_due(desk, resident),
        renewal=0 if free else RENEWAL,
        free=free,
        stations=STATIONS if standing is Standing.OPEN else (),
        number=entry["number"] if entry is not None else "",
        owed=entry["owed"] if entry is not None else 0,
    )


@router.post("/apply", summary="申请换领补领身份证", response_model=Receipt)
def apply(asked: Application, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _apply(asked, desk, effect))
    return Response(reply, media_type="application/json")


def id_cards_of(desk: Desk) -> dict[str, str]:
    """How everybody's stands now, by the resident's id: "due" or "good" where it is open, else the standing."""
    return {each.id: _for_bench(desk, each) for each in RESIDENTS}


class IdCardBills:
    """``Bills`` of this business, for ``desk.bills[ITEM]``: a bill is the number of what was handed in."""

    title = FEE
    agency = AGENCY

    def __init__(self, books: Books, clock: Clock) -> None:
        self._books, self._clock = books, clock

    def amount(self, bills: tuple[str, ...]) -> int | None:
        entry = owed(self._books, ITEM, bills)
        return int(entry["owed"]) if entry is not None else None

    def post(self, bills: tuple[str, ...], order: str) -> Receipt:
        entry, now = owed(self._books, ITEM, bills), self._clock.now()
        if entry is None:
            raise Refusal(409, "bill_settled", "这笔钱已经有人交过了", "钱会退回来")
        number = self._books.numbered("SF", now)
        amount = int(entry["owed"])
        body = {"item": ITEM, "title": FEE, "order": order, "bills": list(bills), "amount": amount}
        self._books.enter("postings", number, now, body)
        rows = (("办件号", bills[0]), ("金额", figures(amount)), ("大写", capitals(amount)), ("订单号", order))
        note = "付好了，做好了打电话给您"
        return Receipt(number, FEE, ReceiptState.DONE, now, AGENCY, rows=rows, note=note, code=f"JB:{number}")


def _for_bench(desk: Desk, resident: Resident) -> str:
    if resident.card.kind is not CardKind.RESIDENT:
        return Standing.NOT_FOUND.value
    standing = _standing(desk, resident)
    if standing is not Standing.OPEN:
        return str(standing.value)
    return "due" if _due(desk, resident) else "good"


def _standing(desk: Desk, resident: Resident) -> Standing:
    if age(desk, resident) < GROWN:
        return Standing.MINOR
    entry = last_of(desk.books, resident, ITEM)
    if entry is not None and entry["owed"] and not is_paid(desk.books, entry["number"]):
        return Standing.UNPAID
    return Standing.APPLIED if entry is not None or resident.id in ISSUING else Standing.OPEN


def _until(desk: Desk, resident: Resident) -> date | None:
    if resident.id in RUNNING_OUT:
        return desk.clock.now().date() + timedelta(days=60)
    return RUN_OUT.get(resident.id, resident.card.valid_until)


def _due(desk: Desk, resident: Resident) -> bool:
    until = _until(desk, resident)
    return until is not None and until - desk.clock.now().date() <= EARLY


def _apply(asked: Application, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = find(asked.id_number), desk.clock.now()
    foreign = resident is None or resident.card.kind is not CardKind.RESIDENT
    if resident is None or foreign or _standing(desk, resident) is not Standing.OPEN:
        raise Refusal(409, "not_open", "现在不能申请", f"有疑问打电话：{TELEPHONE}")
    if asked.reason is Reason.EXPIRY and not _due(desk, resident):
        raise Refusal(409, "not_due", "还没到期，不用换", "丢了坏了，重新选一次")
    _check_photo(asked.photo)
    station = next((each for each in STATIONS if each.id == asked.station), None)
    if station is None:
        raise Refusal(409, "no_station", "没有这个派出所", "重新选一次")
    fee = REPLACEMENT if asked.reason is not Reason.EXPIRY else 0 if free_for(resident) else RENEWAL
    number = desk.books.numbered("SZ", now)
    note = "二十天左右，做好了打电话"
    rows = (
        ("姓名", resident.masked_name),
        ("到哪里取", station.name),
        ("几点开门", station.hours),
        ("取的时候", "带这张单子，按指纹"),
        *((("工本费", figures(fee)),) if fee else ()),
    )
    state = ReceiptState.CHECKING
    receipt = Receipt(number, TITLE, state, now, AGENCY, rows=rows, note=note, code=f"JB:{number}")
    return enter(desk, effect, resident, ITEM, receipt, reason=asked.reason.value, station=station.id, owed=fee)


def _check_photo(photo: bytes) -> None:
    """Raises Refusal for what is no photo by the standard."""
    check_picture(photo)
    with Image.open(io.BytesIO(photo)) as picture:
        good = picture.size == PHOTO and picture.mode == "RGB"
    if not good:
        raise Refusal(409, "photo", "照片不合身份证的标准", "再拍一张")
