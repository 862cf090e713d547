"""办养老金认证 (社会保险待遇领取资格认证): once a year a pensioner shows to be alive, and the pension goes on.

Cases: due; certified already this year; handed in and being looked at; no pension; payment stopped (what to bring
where); the face does not match; the agency looks at it first; no link to the gateway (kept encrypted, handed in later).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.day import spoken_day
from kiosk.core.errors import Unreachable
from kiosk.core.item import Capability, Category, Offline, item
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.step import (
    CaptureFace,
    Consent,
    Defer,
    Done,
    Face,
    Identify,
    Line,
    Query,
    Review,
    Route,
    Submit,
    Tone,
    Withdraw,
)
from kiosk.core.words import said
from kiosk.flows.face import matching_face
from kiosk.flows.phrases import NOT_DONE, NOT_KEPT, ask_by_phone, handed_over, kept_for_later, who

TITLE = "办养老金认证"
DONE = "办好了"

PICTURE = Consent(
    "face",
    "要拍一张您的照片",
    ("只拍脸，不用做动作", "只用来核对是不是您本人", "核对完，这台机器就删掉"),
    agree="同意拍照",
    decline="不拍照，换一种办法",
    icon="mdi6.camera-account",
)
STAFF = Consent(
    "staff",
    "改由工作人员核对，好吗",
    ("不用拍照", "工作人员五天里打电话给您", "核对好了，养老金照发"),
    agree="交给工作人员核对",
    decline="不办了",
    icon="mdi6.account-tie",
)
KEEP = Consent(
    "keep_picture",
    "网络没连上，先存着好吗",
    ("照片和号码锁在这台机器里", "网络一好就自动交上去", "交上去以后马上删掉"),
    agree="同意先存着",
    decline="不存，改天再办",
    icon="mdi6.lock-clock",
)


class Standing(Enum):
    """How a person's pension stands, by the books of the social insurance agency."""

    DUE = "due"
    CERTIFIED = "certified"
    NONE = "none"
    STOPPED = "stopped"
    CHECKING = "checking"  # handed in, and somebody at the agency looks at it


@dataclass(frozen=True)
class PensionRecord:
    """``year`` is the year to be certified. ``bring`` and ``where`` say how a stopped payment is opened again."""

    standing: Standing
    year: int
    masked_name: str = ""
    valid_until: date | None = None
    bring: tuple[str, ...] = ()
    where: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class PensionStatus(Call[PensionRecord]):
    path = "/social/pension/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class CertifyPension(Call[Receipt]):
    """``picture`` is JPEG, or empty when the agency's staff is to look at it. ``consents`` are what was agreed to."""

    path = "/social/pension/certify"
    id_number: str = field(repr=False)
    year: int | None
    picture: bytes = field(repr=False)
    consents: tuple[str, ...]


@item(
    "social.pension_certification",
    title=TITLE,
    official="社会保险待遇领取资格认证",
    icon="mdi6.account-check",
    category=Category.SOCIAL,
    words=("养老金", "退休金", "活着证明", "生存认证", "人脸认证", "养老认证", "年审", "退休工资"),
    needs=(
        Capability.ID_CARD | Capability.SCANNER | Capability.KEYPAD,
        Capability.CAMERA | Capability.STAFF,
    ),
    wants=(Capability.RECEIPT_PRINTER,),
    offline=Offline.DEFERRED,
)
async def certify() -> Done:
    person = await Identify()
    try:
        record = await Query(PensionStatus(person.id_number), "正在查您的养老金认证")
    except Unreachable:
        return await certify_later(person)
    if record.standing is not Standing.DUE:
        return answer_for(record)
    if not await PICTURE:
        return await certify_by_staff(person, record)
    face = await matching_face(person)
    if face is None:
        return await certify_by_staff(person, record)
    await Review(said("{year}年养老金认证", year=record.year), lines(person, record.masked_name, face), "交上去")
    return await hand_in(CertifyPension(person.id_number, record.year, face.jpeg, ("face",)), person)


async def certify_by_staff(person: Person, record: PensionRecord) -> Done:
    if not await STAFF:
        return NOT_DONE
    return await hand_in(CertifyPension(person.id_number, record.year, b"", ("staff",)), person)


async def certify_later(person: Person) -> Done:
    """Without the gateway nobody knows whether it is due; the agency sorts that out when it arrives."""
    if not await KEEP:
        return NOT_KEPT
    face = await CaptureFace()
    picture, consents = (b"", ("staff",)) if isinstance(face, Route) else (face.jpeg, ("face", "keep_picture"))
    shown = () if isinstance(face, Route) else (face,)
    await Review("养老金认证", lines(person, "", *shown), "先存着，以后自动交")
    return await keep(CertifyPension(person.id_number, None, picture, consents), person)


async def hand_in(call: CertifyPension, person: Person) -> Done:
    try:
        receipt = await Submit(call, person)
    except Unreachable:
        if call.picture and not await KEEP:
            await Withdraw(call)
            return Done("没有办，照片删掉了", ("网络好了再来",), tone=Tone.INFO)
        return await keep(call, person)
    return await handed_over(receipt, DONE)


async def keep(call: CertifyPension, person: Person) -> Done:
    slip = await Defer(call, person, TITLE)
    if slip.state is not ReceiptState.QUEUED:
        return await handed_over(slip, DONE)  # the gateway's reply came while the citizen was being asked
    return await kept_for_later(slip)


def answer_for(record: PensionRecord) -> Done:
    """What a person hears who has nothing to certify now."""
    if record.standing is Standing.CERTIFIED:
        until = record.valid_until
        details = (said("有效期到{day}", day=spoken_day(until)),) if until else ()
        return Done("今年已经认证过了", (*details, "不用再办"))
    if record.standing is Standing.CHECKING:
        return Done("已经交过了，正在核对", ("等工作人员打电话给您", "不用再办"), tone=Tone.INFO)
    if record.standing is Standing.STOPPED:
        ways_on = (
            said("带上{papers}", papers="、".join(record.bring)),
            said("到{place}办理恢复", place=record.where),
            said("先打电话问：{telephone}", telephone=record.telephone),
        )
        return Done("您的养老金停发了", ways_on, tone=Tone.ATTENTION)
    return Done(
        "没查到您领养老金",
        ("没领养老金，就不用认证", ask_by_phone(record.telephone)),
        tone=Tone.INFO,
    )


def lines(person: Person, masked_name: str, *faces: Face) -> tuple[Line, ...]:
    """The lines of the review: who it is, and the picture where one was taken."""
    return (*who(person, masked_name), *(Line("face", "照片", face, edits="CaptureFace") for face in faces))
