"""What every certificate on the spot (证明) has in common: who, of what, what will stand there, look, print.

Cases: a number that was only typed in, which proves nothing; nothing there to make one of; several to choose from, some
of them closed; not entitled, with the reason; made out today already, which keeps its number; the printer stands still.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.certificate import Certificate
from kiosk.core.day import spoken_day
from kiosk.core.person import Person
from kiosk.core.receipt import Paper
from kiosk.core.step import (
    Choice,
    Choose,
    Done,
    Identify,
    Issue,
    Line,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    Tone,
)
from kiosk.core.words import said
from kiosk.flows.phrases import who

__all__ = [
    "CertificateRecord",
    "CertificateStatus",
    "IssueCertificate",
    "Subject",
    "Subjects",
    "Wanted",
    "certificate",
    "issued",
]

NOTHING = Done("没查到您名下有", tone=Tone.INFO)
PROOF = Done("要本人刷身份证才能打", ("上面有您的姓名和号码", "手机上的社保码也行"), tone=Tone.INFO)


@dataclass(frozen=True)
class Subject:
    """One of several that a certificate can be of: a house, a company, a licence. ``closed`` says why not this one."""

    id: str
    label: str = field(repr=False)
    detail: str = field(default="", repr=False)
    closed: str = ""


@dataclass(frozen=True)
class Subjects(Call[tuple[Subject, ...]]):
    path = "/certificates/subjects"
    kind: str
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class CertificateRecord:
    """``lines`` (label, value) are what will stand on it. None: there is none, ``why`` and ``advice`` are sentences.

    ``number`` is that of the certificate which was made out today already, else "". ``related``: items that help.
    """

    lines: tuple[tuple[str, str], ...] = field(repr=False)
    masked_name: str = ""
    number: str = ""
    why: str = ""
    advice: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class CertificateStatus(Call[CertificateRecord]):
    path = "/certificates/status"
    kind: str
    id_number: str = field(repr=False)
    subject: str = ""


@dataclass(frozen=True)
class IssueCertificate(Call[Certificate]):
    """Asked for again on the same day for the same purpose it is the same certificate."""

    path = "/certificates/issue"
    kind: str
    id_number: str = field(repr=False)
    subject: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Wanted:
    """``kind`` is the gateway's word, ``title`` the official name. ``which`` asks for one of several, "" for none.

    ``none`` is said where there is nothing to choose from. ``purposes`` are what it may be for, which it then says.
    """

    kind: str
    title: str
    which: str = ""
    none: Done = NOTHING
    purposes: tuple[str, ...] = ()


async def certificate(wanted: Wanted) -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    subject, chosen = "", ""
    if wanted.which:
        found = await Query(Subjects(wanted.kind, person.id_number), "正在查您名下有什么")
        if not any(not each.closed for each in found):
            return none_of(found) if found else wanted.none
        subject, chosen = found[0].id, "Identify"
        if len(found) > 1:
            [subject] = await Choose(wanted.which, choices(found), many=False)
            chosen = "Choose"
    record = await Query(CertificateStatus(wanted.kind, person.id_number, subject), "正在查能不能开")
    if not record.lines:
        return Done(record.why, record.advice, tone=Tone.INFO, related=record.related)
    purpose = ""
    if wanted.purposes:
        [purpose] = await Choose("这张证明做什么用", tuple(Choice(each, each) for each in wanted.purposes), many=False)
    heading = "今天开过了，号码不变" if record.number else wanted.title
    lines = (
        *who(person, record.masked_name),
        *(Line(f"row{at}", *row, chosen or "Identify") for at, row in enumerate(record.lines)),
    )
    if purpose:
        lines = (*lines, Line("purpose", "用途", purpose, "Choose"))
    await Review(heading, lines, "看看证明")
    return await issued(IssueCertificate(wanted.kind, person.id_number, subject, purpose), person)


async def issued(call: Call[Certificate], person: Person) -> Done:
    """Makes it out, shows it in large and prints it."""
    made = await Issue(call, person)
    copies = await PreviewDocument(made, person)
    paper = await PrintDocument(made, person, copies) if copies else Paper.SKIPPED
    if paper is Paper.SKIPPED:
        await PrintReceipt(made.slip())
    return end_of(made, paper, copies)


def end_of(made: Certificate, paper: Paper, copies: int) -> Done:
    until = said("{day}以前有效", day=spoken_day(made.valid_until))
    if paper is Paper.OUT:
        sheets = said("一共{sheets}张，从亮灯的口取走", sheets=copies * made.pages)
        return Done("证明打好了", ("从亮灯的口取走" if copies * made.pages == 1 else sheets, until), made.number)
    if paper is Paper.UNSURE:
        look = ("先看看出纸口有没有", "没有的话，下次刷身份证再打")
        return Done("证明可能打出来了", look, made.number, Tone.ATTENTION)
    later = ("凭这个号码，到窗口取", "下次在这里刷身份证也能打", until)
    return Done("证明开好了，还没打", later, made.number, Tone.INFO)


def none_of(found: tuple[Subject, ...]) -> Done:
    """All of them are closed: says of the first three what they are and why."""
    whys = tuple(said("{label}：{why}", label=each.label, why=each.closed) for each in found[:3])
    return Done("现在没有能打的", whys, tone=Tone.INFO)


def choices(found: tuple[Subject, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(each.id, each.label, each.detail, closed=each.closed) for each in found)
