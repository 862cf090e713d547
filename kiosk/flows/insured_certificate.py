"""打社保证明 (社会保险参保证明): what the agency has of a person's social insurance, on A4 with its seal and code.

Cases: insured; not insured; made out today already (it keeps its number); a number that was only typed in, which
proves nothing: the sheet bears the full name. The printer stands still: it waits, or the citizen goes with the number.
"""

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.call import Call
from kiosk.core.certificate import Certificate
from kiosk.core.item import Capability, Category, item
from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person
from kiosk.core.receipt import Paper
from kiosk.core.step import Done, Identify, Issue, Line, PrintDocument, PrintReceipt, Query, Review, Tone

TITLE = "社会保险参保证明"
PROOF = Done("要本人刷身份证才能打", ("上面有您的姓名和号码", "手机上的社保码也行"), tone=Tone.INFO)


@dataclass(frozen=True)
class InsuredRecord:
    """What the certificate will say. ``insurances`` are pairs of one in short and how it stands; none: not insured.

    ``number`` is that of the certificate which was made out today already, else "".
    """

    insurances: tuple[tuple[str, str], ...]
    masked_name: str = ""
    number: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class InsuredStatus(Call[InsuredRecord]):
    path = "/social/insured/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class IssueInsuredCertificate(Call[Certificate]):
    path = "/social/insured/issue"
    id_number: str = field(repr=False)


@item(
    "social.insured_certificate",
    title="打社保证明",
    official=TITLE,
    icon="mdi6.file-certificate",
    category=Category.SOCIAL,
    words=("参保证明", "社保缴费证明", "社保参保记录", "买房证明"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def insured_certificate() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    record = await Query(InsuredStatus(person.id_number), "正在查您的参保情况")
    if not record.insurances:
        return Done("没查到您参保", ("没参保，开不了证明", f"有疑问打电话：{record.telephone}"), tone=Tone.INFO)
    await Review("今天开过了，号码不变" if record.number else TITLE, lines(person, record), "打印证明")
    certificate = await Issue(IssueInsuredCertificate(person.id_number), person)
    paper = await PrintDocument(certificate, person)
    if paper is Paper.SKIPPED:
        await PrintReceipt(certificate.slip())
    return end_of(certificate, paper)


def end_of(certificate: Certificate, paper: Paper) -> Done:
    until = f"{spoken_day(certificate.valid_until)}以前有效"
    if paper is Paper.OUT:
        return Done("证明打好了", ("从亮灯的口取走", until), certificate.number)
    if paper is Paper.UNSURE:
        look = ("先看看出纸口有没有", "没有的话，下次刷身份证再打")
        return Done("证明可能打出来了", look, certificate.number, Tone.ATTENTION)
    later = ("凭这个号码，到窗口取", "下次在这里刷身份证也能打", until)
    return Done("证明开好了，还没打", later, certificate.number, Tone.INFO)


def lines(person: Person, record: InsuredRecord) -> tuple[Line, ...]:
    """What will stand on the sheet, masked: somebody may look over one's shoulder."""
    who = (
        Line("name", "姓名", mask_name(person.name) or record.masked_name, "Identify"),
        Line("id_number", "身份证号", mask_id(person.id_number), "Identify"),
    )
    insured = "\n".join(f"{name}：{standing}" for name, standing in record.insurances)
    return (*who, Line("insured", "参保情况", insured, "Identify"))


def spoken_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
