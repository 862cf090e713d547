"""What every enquiry (查询) has in common: what was found is read, and taken along on paper by who wants it."""

from kiosk.core.day import spoken_day
from kiosk.core.enquiry import Report
from kiosk.core.money import figures
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Done, Fact, PrintReceipt, ShowFacts, Tone
from kiosk.core.words import said
from kiosk.flows.phrases import ask_by_phone, in_person

__all__ = ["PROOF", "read"]

PROOF = in_person("要本人刷身份证才能查")


async def read(report: Report, heading: str, nothing: str) -> Done:
    """Shows it, and prints it for who asks for it. ``nothing`` says that nothing was found."""
    if not report.rows:
        return Done(nothing, (ask_by_phone(report.telephone),), tone=Tone.INFO)
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
