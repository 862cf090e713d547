"""换身份证 (居民身份证换领补领预申请): the photo taken here, the fee paid, the fingerprint given where it is fetched.

Cases: runs out soon or has run out; lost; damaged; good for years yet (then only lost or damaged); applied for already;
applied for and not paid; under sixteen; nobody found; a foreigner's card; a number that was typed in, as whoever lost
the card must: then the face proves who it is first. No photo, or one of somebody else. Every end of a payment, and none
where the state pays. Without a link nothing is begun.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.day import spoken_day
from kiosk.core.item import Capability, Category, item
from kiosk.core.money import figures
from kiosk.core.payment import Charge
from kiosk.core.person import CardKind, Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import (
    CaptureIdPhoto,
    Choice,
    Choose,
    Consent,
    Done,
    EnterPhone,
    Face,
    Identify,
    Line,
    Pay,
    PaymentReady,
    PrintReceipt,
    Query,
    Review,
    Route,
    Submit,
    Tone,
)
from kiosk.core.words import said
from kiosk.flows.face import matching_face, own_picture
from kiosk.flows.fee import end_of_fee, later, total
from kiosk.flows.phrases import ask_by_phone, who

ITEM = "police.id_card_renewal"
FEE = "身份证工本费"
FOREIGN = Done("这里只换居民身份证", ("别的证件到出入境窗口换",), tone=Tone.INFO)
NOT_PROVED = Done("没认出是您本人", ("带上户口本，到派出所办",), tone=Tone.INFO)
NO_PHOTO = Done("没拍照片，没有办", ("带一张身份证照片到窗口办", "照相馆拍的也行"), tone=Tone.INFO)
OTHER_FACE = Done("照片和您本人没对上", ("带上户口本，到派出所办",), tone=Tone.ATTENTION)
FACE = Consent(
    "id_card_face",
    "没有身份证，先看看是不是您",
    ("要拍您的脸，和公安的照片比", "比完就删，这台机器不留"),
    agree="同意拍照",
    decline="不拍，不办了",
    icon="mdi6.face-recognition",
)
PICTURE = Consent(
    "id_card_photo",
    "要拍一张照片，印在身份证上",
    ("站在白墙前，别穿白衣服", "摘下帽子，头发别挡眉毛", "照片交给公安，机器里不留"),
    agree="同意拍照",
    decline="不拍，不办了",
    icon="mdi6.camera-account",
)


class Reason(Enum):
    EXPIRY = "expiry"
    LOST = "lost"
    DAMAGED = "damaged"


NAMES = {Reason.EXPIRY: "到期了，换新的", Reason.LOST: "丢了，补一张", Reason.DAMAGED: "坏了，换一张"}


class Standing(Enum):
    """Whether this person can apply now."""

    OPEN = "open"
    MINOR = "minor"  # under sixteen: the guardian applies
    APPLIED = "applied"
    UNPAID = "unpaid"  # applied, and ``owed`` is still to be paid
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Station:
    """Where the card is fetched. ``hours`` in words."""

    id: str
    name: str
    hours: str


@dataclass(frozen=True)
class IdCardRecord:
    """How the police have it. ``due``: within three months of its end, or past it (居民身份证法第十条).

    ``valid_until`` is None for 长期. ``renewal`` and ``replacement`` are the fees in fen, for a card that runs out and
    for one that is lost or damaged; ``free`` says whose share the state pays of the first ("低保对象").
    ``number`` is that of what was handed in before.
    """

    standing: Standing
    masked_name: str = ""
    valid_until: date | None = None
    due: bool = False
    renewal: int = 0
    replacement: int = 0
    free: str = ""
    stations: tuple[Station, ...] = ()
    number: str = ""
    owed: int = 0
    telephone: str = ""

    def fee(self, reason: Reason) -> int:
        return self.renewal if reason is Reason.EXPIRY else self.replacement


@dataclass(frozen=True)
class IdCardStatus(Call[IdCardRecord]):
    path = "/police/id_card/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class ApplyForIdCard(Call[Receipt]):
    """``photo`` is JPEG by GA 461-2004; ``station`` is the id of where it is fetched."""

    path = "/police/id_card/apply"
    id_number: str = field(repr=False)
    reason: Reason
    photo: bytes = field(repr=False)
    station: str
    phone: str = field(repr=False)


@item(
    ITEM,
    title="换身份证",
    official="居民身份证换领补领预申请",
    icon="mdi6.card-account-details-outline",
    category=Category.POLICE,
    words=("补身份证", "身份证丢了", "身份证过期", "身份证到期", "身份证坏了", "挂失身份证", "新身份证"),
    needs=(Capability.ID_CARD | Capability.SCANNER | Capability.KEYPAD, Capability.CAMERA),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def id_card_renewal() -> Done:
    await PaymentReady()
    person = await Identify()
    if person.kind is not CardKind.RESIDENT:
        return FOREIGN
    if person.typed and not (await FACE and await matching_face(person)):
        return NOT_PROVED
    record = await Query(IdCardStatus(person.id_number), "正在查您的身份证")
    if record.standing is Standing.UNPAID:
        return await pay_the_rest(person, record)
    if record.standing is not Standing.OPEN:
        return answer_for(record)
    [chosen] = await Choose("为什么要换", reasons(person, record), many=False, name="reason")
    reason = Reason(chosen)
    if not await PICTURE:
        return NO_PHOTO
    photo = await own_photo(person)
    if not isinstance(photo, Face):
        return photo
    stations = tuple(Choice(each.id, each.name, each.hours) for each in record.stations)
    [station] = await Choose("做好了到哪里取", stations, many=False, name="station")
    phone = await EnterPhone("phone", "做好了打哪个电话")
    await Review("换身份证", lines(person, record, reason, photo, station, phone), "交上去")
    receipt = await Submit(ApplyForIdCard(person.id_number, reason, photo.jpeg, station, phone), person)
    if not record.fee(reason):
        return handed_in(receipt, later(await PrintReceipt(receipt)))
    order = await Pay(Charge(ITEM, FEE, (receipt.number,), record.fee(reason)), person)
    await PrintReceipt(receipt)
    return await end_of_fee(order, receipt.number, record.telephone, lambda _, more: handed_in(receipt, more))


async def own_photo(person: Person) -> Face | Done:
    """A photo that is the person's own; else how it ends."""
    photo = await own_picture(person, CaptureIdPhoto)
    if isinstance(photo, Route):
        return NO_PHOTO
    return photo or OTHER_FACE


async def pay_the_rest(person: Person, record: IdCardRecord) -> Done:
    charge = Charge(ITEM, FEE, (record.number,), record.owed)
    about = said("{number}还没付钱", number=record.number)
    await Review(about, (*who(person, record.masked_name), total(charge)), "去付钱")
    order = await Pay(charge, person)
    return await end_of_fee(
        order,
        record.number,
        record.telephone,
        lambda sheet, more: Done("付好了", (sheet.note, *more), sheet.number),
    )


def reasons(person: Person, record: IdCardRecord) -> tuple[Choice, ...]:
    """With what each costs. What cannot be is shown too, with the reason."""
    has_it = person.valid_from is not None  # it lies on the reader: codes and numbers tell no such day
    closed = {
        Reason.EXPIRY: "" if record.due else until(record),
        Reason.LOST: "身份证就在您手里" if has_it else "",
        Reason.DAMAGED: "",
    }
    return tuple(Choice(reason.value, NAMES[reason], price(record, reason), closed=closed[reason]) for reason in Reason)


def until(record: IdCardRecord) -> str:
    if record.valid_until is None:
        return "您的是长期的，不用换"
    return said("{day}才到期", day=spoken_day(record.valid_until))


def price(record: IdCardRecord, reason: Reason) -> str:
    if not record.fee(reason):
        return said("{reason}，不用交", reason=record.free)
    return said("{name}{amount}", name=FEE, amount=figures(record.fee(reason)))


def lines(
    person: Person, record: IdCardRecord, reason: Reason, photo: Face, station: str, phone: str
) -> tuple[Line, ...]:
    place = next(each.name for each in record.stations if each.id == station)
    fee = record.fee(reason)
    cost = total(Charge(ITEM, FEE, (), fee), "reason") if fee else Line("fee", FEE, price(record, reason), "reason")
    return (
        *who(person, record.masked_name),
        Line("reason", "为什么换", NAMES[reason], "reason"),
        Line("photo", "照片", photo, "CaptureIdPhoto"),
        Line("station", "到哪里取，按指纹", place, "station"),
        Line("phone", "电话", phone, "phone"),
        cost,
    )


def handed_in(receipt: Receipt, more: tuple[str, ...]) -> Done:
    words = (receipt.note, "取的时候要按指纹", *more)
    return Done("交上去了", words, receipt.number, related=receipt.related)


def answer_for(record: IdCardRecord) -> Done:
    ask = ask_by_phone(record.telephone)
    match record.standing:
        case Standing.MINOR:
            return Done("没满16岁，要家长来办", ("家长带户口本，一起到派出所", ask), tone=Tone.INFO)
        case Standing.APPLIED:
            return Done("已经申请过了，正在做", ("做好了打电话给您", ask), record.number, Tone.INFO)
    return Done("没查到您的身份证", ("带上户口本，到派出所问", ask), tone=Tone.INFO)
