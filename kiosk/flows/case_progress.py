"""查办件进度 (办件进度查询): how far a case has come, by the ID card or by the number on the slip.

Cases: one case or several; none; the number is not known. By number nothing of the person is told: whoever holds the
slip may ask.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.enquiry import Report
from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Choice, Choose, Done, EnterNumber, Identify, Query
from kiosk.flows.enquiries import PROOF, read

BY_CARD, BY_NUMBER = "card", "number"
HOW = (
    Choice(BY_CARD, "刷身份证查", "您办过的都能看到"),
    Choice(BY_NUMBER, "输办件号查", "单子上有，只输数字"),
)
NOTHING = "没查到这个办件"


@dataclass(frozen=True)
class Case:
    """``standing`` is how it stands, in words."""

    number: str
    title: str
    standing: str


@dataclass(frozen=True)
class Cases:
    """The newest first."""

    cases: tuple[Case, ...]
    telephone: str


@dataclass(frozen=True)
class AskCases(Call[Cases]):
    path = "/cases/mine"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class AskCase(Call[Report]):
    """``digits`` are those of the case's number, all or the last eight at least."""

    path = "/cases/progress"
    digits: str


@item(
    "case.progress",
    title="查办件进度",
    official="政务服务办件进度查询",
    icon="mdi6.progress-clock",
    category=Category.COMMUNITY,
    words=("办到哪了", "办好没有", "查进度", "查单子", "办件号"),
    needs=(Capability.ID_CARD | Capability.KEYPAD,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def case_progress() -> Done:
    [how] = await Choose("怎么查", HOW, many=False)
    if how == BY_NUMBER:
        return await by_digits(await EnterNumber("case", "输办件号里的数字", most=24, least=8))
    person = await Identify()
    if person.typed:
        return PROOF
    found = await Query(AskCases(person.id_number), "正在查您办过的事")
    if not found.cases:
        return await read(Report((), telephone=found.telephone), "", "没查到您办过的事")
    number = found.cases[0].number
    if len(found.cases) > 1:
        [number] = await Choose("查哪一件，就点哪一件", tuple(map(choice, found.cases)), many=False)
    return await by_digits("".join(filter(str.isdigit, number)))


async def by_digits(digits: str) -> Done:
    report = await Query(AskCase(digits), "正在查办到哪一步了")
    return await read(report, "办到哪一步了", NOTHING)


def choice(case: Case) -> Choice:
    return Choice(case.number, case.title, case.standing)
