"""The opening and the closing check, while it runs and afterwards."""

from datetime import datetime

from kiosk.core.board import Action, AskChoice, Board, Facts, Mood, Outcome, Row, Rows, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.parts import PARTS
from kiosk.core.staff import Staff
from kiosk.maintenance.page import ALL, MaintenancePage, Premises
from kiosk.maintenance.readiness import KEPT, OCCASIONS, Progress, Readiness
from kiosk.services.rounds import Inspected

__all__ = ["ReadinessPage"]

VERDICTS = {False: ("有问题", Mood.BAD), None: ("没有试", Mood.PLAIN), True: ("正常", Mood.GOOD)}


class ReadinessPage(MaintenancePage):
    """Places: "readiness:opening", "readiness:closing", "readiness:kept:<number, the newest is 1>"."""

    name, title, roles = "readiness", "开门和关门检查", ALL

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self.readiness = Readiness(premises)

    def left(self) -> None:
        self.readiness.stop()

    def board(self, at: str, staff: Staff) -> Board:
        name, _, number = at.partition(":")
        if name == KEPT:
            return self._kept(number)
        if name not in OCCASIONS:
            raise KioskError(at, sentence="没有这一页", remedy="回到上一页再选")
        return self._inspection(name)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        begun = self.readiness.begin(at, staff, prints=value == "print")
        return None if begun else Said("上一次检查还没有完", Mood.WARN)  # the page itself says how far it is

    def _inspection(self, occasion: str) -> Board:
        progress = self.readiness.progress
        if progress is None or progress.occasion != occasion:
            progress = Progress(occasion, (), "")
        ask = AskChoice("要不要各试打一张？", (("print", "试打，用掉两张纸"), ("none", "不试打")))
        begin = Action("begin", "开始检查", "mdi6.play", ask, primary=True)
        parts = _parts(tuple((one.part, one.ok, one.words) for one in progress.findings)) if progress.findings else ()
        if not progress.over:
            return Board(OCCASIONS[occasion], parts, (), f"正在试：{progress.part}", every=1.0)
        if not progress.findings and not progress.trouble:
            return Board(OCCASIONS[occasion], (), (begin,), "一样一样试，一两分钟；报告打出来留着")
        wrong = sum(one.ok is False for one in progress.findings)
        verdict = f"{wrong} 样有问题，还不能使用" if wrong else "都好，可以使用"
        printed = PARTS.get(progress.printed, "")
        note = progress.trouble or (f"{verdict}。报告在{printed}" if printed else verdict)
        mood = Mood.BAD if wrong else Mood.WARN if progress.trouble else Mood.GOOD
        return Board(OCCASIONS[occasion], parts, (begin,), note, mood)

    def _kept(self, number: str) -> Board:
        kept = self.services.staff.rounds.inspections()
        if not number.isdigit() or not 1 <= int(number) <= len(kept):
            raise KioskError(f"inspection {number}", sentence="没有这一次了", remedy="回到上一页再选")
        one: Inspected = kept[int(number) - 1]
        printed = PARTS.get(one.printed, "没有打")
        facts = Facts((("几时", _moment(one.at)), ("谁", self._name(one.staff)), ("报告", printed)))
        return Board(
            OCCASIONS[one.occasion],
            (facts, *_parts(one.findings)),
            note="可以使用" if one.ready else "还不能使用",
            mood=Mood.GOOD if one.ready else Mood.BAD,
        )

    def _name(self, number: str) -> str:
        staff = self.services.staff.book.find(number)
        return staff.name if staff is not None else number


def _parts(findings: tuple[tuple[str, bool | None, str], ...]) -> tuple[Rows, ...]:
    """What is wrong first."""
    parts = []
    for ok, (heading, mood) in VERDICTS.items():
        rows = tuple(
            Row(part, _here(words) if ok is not True else words, mood=mood)
            for part, found, words in findings
            if found is ok
        )
        if rows:
            parts.append(Rows(rows, f"{heading}，{len(rows)} 样"))
    return tuple(parts)


def _here(words: str) -> str:
    """A command line is told which options there are; whoever stands here has the menu."""
    return "这里没有试" if " --" in words else words.replace("用 kiosk effects list 看是哪些", "点「账和办件」看是哪些")


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%m-%d %H:%M}"
