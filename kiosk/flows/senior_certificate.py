"""领老年卡 (老年人优待证申领): with a picture taken here, sent home by courier or fetched at the office.

Cases: applied for; too young; has one already; applied for already; a number that was only typed in, which proves
nothing; no picture can be taken (bring one to the window).
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.item import Capability, Category, item
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import (
    CaptureFace,
    Choice,
    Choose,
    Consent,
    Done,
    EnterAddress,
    EnterPhone,
    Face,
    Identify,
    Line,
    PrintReceipt,
    Query,
    Review,
    Route,
    Submit,
    Tone,
)
from kiosk.core.words import said
from kiosk.flows.phrases import ask_by_phone, in_person, who

COURIER = "courier"
PROOF = in_person("要本人刷身份证才能领")
NO_PICTURE = Done("没拍照片，没有办", ("带一张一寸照片到窗口办",), tone=Tone.INFO)
PICTURE = Consent(
    "senior_picture",
    "要拍一张照片，印在卡上",
    ("只拍脸，不用做动作", "照片交给老龄办做卡", "交好以后，这台机器就删掉"),
    agree="同意拍照",
    decline="不拍，不办了",
    icon="mdi6.camera-account",
)


class Eligibility(Enum):
    """Whether this person can apply now."""

    MAY = "may"
    YOUNG = "young"
    HAS_ONE = "has_one"
    APPLIED = "applied"


@dataclass(frozen=True)
class Office:
    """Where a card is fetched. ``hours`` in words."""

    id: str
    name: str
    hours: str


@dataclass(frozen=True)
class Application:
    eligibility: Eligibility
    offices: tuple[Office, ...] = ()
    telephone: str = ""


@dataclass(frozen=True)
class SeniorCertificateStatus(Call[Application]):
    path = "/senior/certificate/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class ApplyForSeniorCertificate(Call[Receipt]):
    """``picture`` is JPEG. ``office`` says where it is fetched, or ``address`` and ``phone`` where it is sent."""

    path = "/senior/certificate/apply"
    id_number: str = field(repr=False)
    picture: bytes = field(repr=False)
    office: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@item(
    "senior.certificate",
    title="领老年卡",
    official="老年人优待证申领",
    icon="mdi6.card-account-details-outline",
    category=Category.CARE,
    words=("老年证", "敬老卡", "优待证", "办老年卡", "六十岁"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.CAMERA),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def senior_certificate() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    found = await Query(SeniorCertificateStatus(person.id_number), "正在查您能不能领")
    if found.eligibility is not Eligibility.MAY:
        return answer_for(found)
    if not await PICTURE:
        return NO_PICTURE
    face = await CaptureFace()
    if isinstance(face, Route):
        return NO_PICTURE
    call, delivery = await deliver(person, face, found.offices)
    lines = (*who(person), Line("face", "照片", face, edits="CaptureFace"), *delivery)
    await Review("领老年卡", lines, "交上去")
    receipt = await Submit(call, person)
    await PrintReceipt(receipt)
    return Done("交上去了", (receipt.note,), receipt.number, related=receipt.related)


async def deliver(
    person: Person, face: Face, offices: tuple[Office, ...]
) -> tuple[ApplyForSeniorCertificate, tuple[Line, ...]]:
    """How the card gets to its owner, as part of the application and as lines of the review."""
    ways = (
        Choice(COURIER, "寄到家里", "三天左右，邮费到付"),
        *(Choice(office.id, said("到{office}取", office=office.name), office.hours) for office in offices),
    )
    [way] = await Choose("做好的卡怎么给您", ways, many=False, name="delivery")
    if way != COURIER:
        office = next(office for office in offices if office.id == way)
        call = ApplyForSeniorCertificate(person.id_number, face.jpeg, office=way)
        return call, (Line("office", "到哪里取", office.name, edits="delivery"),)
    address = await EnterAddress("address", "寄到哪里", known=person.address)
    phone = await EnterPhone("phone", "收件人的电话")
    call = ApplyForSeniorCertificate(person.id_number, face.jpeg, address=address, phone=phone)
    return call, (
        Line("address", "寄到哪里", address, edits="address"),
        Line("phone", "电话", phone, edits="phone"),
    )


def answer_for(found: Application) -> Done:
    ask = ask_by_phone(found.telephone)
    if found.eligibility is Eligibility.YOUNG:
        return Done("还没到60岁，不能领", ("满60岁那天起就能领", ask), tone=Tone.INFO)
    if found.eligibility is Eligibility.HAS_ONE:
        return Done("您已经有老年卡了", ("丢了就到窗口补", ask), tone=Tone.INFO)
    return Done("已经申请过了，正在做卡", ("等工作人员打电话给您", ask), tone=Tone.INFO)
