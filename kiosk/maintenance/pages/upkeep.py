"""Upkeep: which checklist is due, gone through item by item and signed by name."""

from datetime import datetime

from kiosk.core.board import (
    Action,
    AskText,
    Board,
    Confirm,
    Facts,
    Go,
    Mood,
    Outcome,
    Part,
    Row,
    Rows,
    Table,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.maintenance.due import row, when
from kiosk.maintenance.page import ALL, MaintenancePage, Premises
from kiosk.maintenance.readiness import KEPT, OCCASIONS
from kiosk.services.checklists import Item
from kiosk.services.rounds import LONGEST_NOTE, Due

__all__ = ["UpkeepPage"]


class UpkeepPage(MaintenancePage):
    """Places: "upkeep", "upkeep:<list>", "upkeep:<list>:<item>"."""

    name, title, icon, order, roles = "upkeep", "检查", "mdi6.clipboard-check", 60, ALL

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._rounds = self.services.staff.rounds

    def board(self, at: str, staff: Staff) -> Board:
        name, _, rest = at.partition(":")
        if not at:
            return self._all()
        stands = self._stands(name)
        return self._one(stands, rest) if rest else self._list(stands)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        name, _, item = at.partition(":")
        match action:
            case "opening" | "closing":
                return Go(f"readiness:{action}")
            case "well" | "wanting":
                self._stands(name)
                self._rounds.answer(name, item, ok=action == "well", note=value, staff=staff)
                left = self._stands(name).left
                return Go(f"{self.name}:{name}:{left[0].name}" if left else f"{self.name}:{name}")
            case "go_on":
                return Go(f"{self.name}:{name}:{self._stands(name).left[0].name}")
        wanting = self._rounds.sign(name, staff)
        return Go(self.name, f"{staff.name}签了字。" + (f"{wanting} 样有问题，报给平台了" if wanting else "都没有问题"))

    # --- checklists ---

    def _all(self) -> Board:
        standing = self._rounds.standing()
        due = [one for one in standing if one.due]
        late = any(one.overdue for one in standing)
        kept = tuple(
            Row(
                OCCASIONS[one.occasion],
                f"{_moment(one.at)}，{self._name(one.staff)}",
                "可以使用" if one.ready else "还不能使用",
                Mood.GOOD if one.ready else Mood.BAD,
                name=f"kept{number}",
                opens=f"readiness:{KEPT}:{number}",
            )
            for number, one in enumerate(self._rounds.inspections(5), 1)
        )
        titles = {one.checklist.name: one.checklist.title for one in standing}
        signed = tuple(
            (titles.get(one.checklist, one.checklist), _moment(one.at), self._name(one.staff), _found(len(one.found)))
            for one in self._rounds.signed(10)
        )
        parts: list[Part] = [Rows(tuple(map(row, standing)), "照单子检查")]
        if kept:
            parts.append(Rows(kept, "开门和关门检查"))
        if signed:
            parts.append(Table(("单子", "几时", "谁签的", "怎么样"), signed, "签过的"))
        return Board(
            self.title,
            tuple(parts),
            tuple(Action(name, words, "mdi6.stethoscope") for name, words in OCCASIONS.items()),
            note=f"{len(due)} 张单子该看了" if due else "没有到期的",
            mood=Mood.BAD if late else Mood.WARN if due else Mood.GOOD,
        )

    def _list(self, stands: Due) -> Board:
        name = stands.checklist.name
        lines = []
        for item in stands.checklist.items:
            answer = stands.answers.get(item.name)
            mood = Mood.PLAIN if answer is None else Mood.GOOD if answer.ok else Mood.BAD
            value = "没看" if answer is None else "好" if answer.ok else "有问题"
            by = f"{self._name(answer.staff)}：{answer.note or '看过'}" if answer is not None else item.how
            lines.append(Row(item.what, by, value, mood, name=item.name, opens=f"{self.name}:{name}:{item.name}"))
        count = len(stands.checklist.items) - len(stands.left)
        if stands.left:
            words = "接着看" if count else "开始看"
            actions = (Action("go_on", words, "mdi6.arrow-right", primary=True),)
            note = f"看了 {count} 样，还有 {len(stands.left)} 样"
        else:
            ask = Confirm("签字，这一遍看完了？", "签字", "签的是现在登录的人")
            actions, note = (Action("sign", "签字", "mdi6.draw", ask, primary=True),), "都看过了，签字才算完"
        return Board(stands.checklist.title, (Rows(tuple(lines), when(stands)),), actions, note)

    def _one(self, stands: Due, name: str) -> Board:
        item = self._item(stands, name)
        items = stands.checklist.items
        answer = stands.answers.get(name)
        said = () if answer is None else (("上一次", "好" if answer.ok else f"有问题：{answer.note}"),)
        return Board(
            item.what,
            (Facts((("怎么看", item.how), *said)),),
            (
                Action("well", "没问题", "mdi6.check", primary=True),
                Action("wanting", "有问题", "mdi6.close", AskText("哪里不对？", LONGEST_NOTE)),
            ),
            note=f"{stands.checklist.title}，第 {items.index(item) + 1} 样，一共 {len(items)} 样",
        )

    def _stands(self, name: str) -> Due:
        try:
            return self._rounds.of(name)
        except KeyError as error:
            raise KioskError(name, sentence="没有这张单子", remedy="回到上一页再选") from error

    @staticmethod
    def _item(stands: Due, name: str) -> Item:
        found = next((item for item in stands.checklist.items if item.name == name), None)
        if found is None:
            raise KioskError(name, sentence="单子上没有这一样", remedy="回到上一页再选")
        return found

    def _name(self, number: str) -> str:
        staff = self.services.staff.book.find(number)
        return staff.name if staff is not None else number


def _found(wanting: int) -> str:
    return f"{wanting} 样有问题" if wanting else "都好"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%m-%d %H:%M}"
