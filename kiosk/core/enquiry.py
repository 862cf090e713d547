"""What an agency's books say of a person: looked up, read, and taken along on paper by who wants it."""

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.day import spoken_day
from kiosk.core.money import figures
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Done, Fact, PrintReceipt, ShowFacts, Tone
from kiosk.core.words import said

__all__ = ["PROOF", "Movement", "Report", "read"]

PROOF = Done("要本人刷身份证才能查", ("带上身份证再来", "手机上的社保码也行"), tone=Tone.INFO)


@dataclass(frozen=True)
class Movement:
    """One entry of an account's history; ``amount`` in fen, negative for what was taken out."""

    day: date
    what: str = field(repr=False)
    amount: int = field(repr=False)


@dataclass(frozen=True)
class Report:
    """``rows`` are pairs of label and value, none for nothing found; ``movements`` the newest first.

    ``sheet`` is the same for the printer. ``telephone`` answers questions.
    """

    rows: tuple[tuple[str, str], ...] = field(repr=False)
    movements: tuple[Movement, ...] = field(default=(), repr=False)
    sheet: Receipt | None = field(default=None, repr=False)
    telephone: str = ""


async def read(report: Report, heading: str, nothing: str) -> Done:
    """Shows it, and prints it for who asks for it. ``nothing`` says that nothing was found."""
    if not report.rows:
        return Done(nothing, (said("有疑问打电话：{telephone}", telephone=report.telephone),), tone=Tone.INFO)
    history = (
        Fact(spoken_day(entry.day), said("{what}  {amount}", what=entry.what, amount=_signed(entry.amount)))
        for entry in report.movements
    )
    facts = (*(Fact(label, value) for label, value in report.rows), *history)
    if await ShowFacts(heading, facts, printable=report.sheet is not None) and report.sheet is not None:
        return await _print(report.sheet)
    return Done("查好了", ("想打一张带走，再查一次",))


async def _print(sheet: Receipt) -> Done:
    if await PrintReceipt(sheet) is Paper.SKIPPED:
        return Done("查好了，没打出来", ("要带走的话，再查一次",), tone=Tone.INFO)
    return Done("打好了", ("查询单从亮灯的口出来",), sheet.number)


def _signed(amount: int) -> str:
    return said("{sign}{amount}", sign="+" if amount >= 0 else "-", amount=figures(abs(amount)))
