"""One or several of a list, each as large as a finger, with what it costs; long lists are paged."""

import math

from PySide6.QtWidgets import QVBoxLayout

from kiosk.core.money import figures
from kiosk.core.step import Choice, Choose
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.choice_row import LEAST, ChoiceRow
from kiosk.widgets.notice import Notice
from kiosk.widgets.pager import Pager
from kiosk.widgets.text import Heading, ems
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["ChooseScreen"]

PER_PAGE = {TextSize.STANDARD: 5, TextSize.LARGE: 4, TextSize.HUGE: 3}
PER_PAGE_WIDE = {TextSize.STANDARD: 4, TextSize.LARGE: 3, TextSize.HUGE: 2}
PER_PAGE_LOWERED = {TextSize.STANDARD: 3, TextSize.LARGE: 2, TextSize.HUGE: 2}
# For the rows of an upright page, where one is chosen and where several may be; their width.
ROOM_ONE = {TextSize.STANDARD: 1100, TextSize.LARGE: 1030, TextSize.HUGE: 960}
ROOM_MANY = {TextSize.STANDARD: 1000, TextSize.LARGE: 730, TextSize.HUGE: 635}
ROOM_WIDE, ROOM_LOWERED, ROOM_MANY_LOWERED = 780, 600, 488
ACROSS, ACROSS_WIDE = 820, 740  # for the words of a row
EMPTY = Choose("", ())


class ChooseScreen(Screen):
    """What was chosen stays chosen while the citizen looks at something else; another list begins with nothing."""

    kind = "choose"
    controls_in_second = True
    columns = (2, 3)
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step = EMPTY
        self._chosen: set[str] = set()
        self._portrait = True
        self._heading = Heading(theme)
        self._notice = Notice(theme, "choose.sum", lines=2)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._notice)
        self.first.addStretch(1)
        self._rows: list[ChoiceRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(Theme.GAP))
        self.second.addLayout(self._column)
        self.second.addStretch(1)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self._all = Button(theme, "choice.all", icon="mdi6.check-all")
        self._all.tapped.connect(self._take_all)
        self.second.addWidget(self._pager)
        self.ways.insertWidget(0, self._all)
        self.add_back()
        self._next = self.add_primary("nav.next", "选好了", "mdi6.check")
        self._next.tapped.connect(self._answer)

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._turn(0)

    def restyle(self) -> None:
        super().restyle()
        self._turn(0)

    def fill(self, page: Page) -> None:
        step = page.of(Choose)
        if step != self._step:
            self._chosen.clear()
            self._pager.page = 0
        self._step = step
        self._heading.say(step.heading)
        self._next.setVisible(step.many)
        self._turn(self._pager.page)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._step = EMPTY
        self._chosen.clear()
        for row in self._rows:
            row.fill("", "", "", "", "", many=False)
            row.hide()

    def spoken(self) -> str:
        way = "点一下选上，再点一下取消。选好了点选好了" if self._step.many else "点一个就行"
        return joined("。", (self._heading.said, way))

    @property
    def _open(self) -> list[Choice]:
        return [choice for choice in self._step.choices if not choice.closed]

    def _per_page(self) -> int:
        """Fewer where the words of a row take more lines than usual."""
        table = PER_PAGE_LOWERED if self.lowered else PER_PAGE if self._portrait else PER_PAGE_WIDE
        gap, highest = self.theme.px(Theme.GAP), max(map(self._height, self._step.choices), default=1)
        return max(1, min(table[self.theme.size], (self._room() + gap) // (highest + gap)))

    def _room(self) -> int:
        many, size = self._step.many, self.theme.size
        if self.lowered:
            return self.theme.px(ROOM_MANY_LOWERED if many else ROOM_LOWERED)
        return self.theme.px((ROOM_MANY if many else ROOM_ONE)[size] if self._portrait else ROOM_WIDE)

    def _height(self, choice: Choice) -> int:
        """About how high its row will be: to lay out all of a long list would keep a new text size waiting."""
        theme = self.theme
        left = theme.px(ACROSS if self._portrait else ACROSS_WIDE) - ems(_cost(choice)) * theme.em(Role.BUTTON)
        words = ((choice.label, Role.BUTTON), (choice.detail, Role.CAPTION), (choice.closed, Role.BODY))
        lines = ((math.ceil(ems(theme.words(text)) * theme.em(role) / left), role) for text, role in words)
        return max(theme.px(LEAST), sum(count * theme.line(role) for count, role in lines) + theme.px(32))

    def _fill(self, row: ChoiceRow, choice: Choice) -> None:
        row.fill(choice.value, choice.label, choice.detail, _cost(choice), choice.closed, many=self._step.many)

    def _turn(self, page: int) -> None:
        per_page = self._per_page()
        pages = -(-len(self._step.choices) // per_page) or 1
        page = min(page, pages - 1)
        shown = self._step.choices[page * per_page : (page + 1) * per_page]
        while len(self._rows) < len(shown):
            self._add_row()
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(shown))
            if index < len(shown):
                self._fill(row, shown[index])
        self._pager.show_page(page, pages)
        self._show_chosen()

    def _add_row(self) -> None:
        row = ChoiceRow(self.theme)
        row.tapped.connect(lambda: self._take(row.objectName().removeprefix("choice.")))
        self._rows.append(row)
        self._column.addWidget(row)

    def _take(self, value: str) -> None:
        if not self._step.many:
            self.answered.emit((value,))
            return
        self._chosen ^= {value}
        self._show_chosen()

    def _take_all(self) -> None:
        everything = {choice.value for choice in self._open}
        self._chosen = set() if self._chosen == everything else everything
        self._show_chosen()

    def _answer(self) -> None:
        if self._chosen:
            self.answered.emit(tuple(choice.value for choice in self._open if choice.value in self._chosen))
        else:
            self._notice.say("warning", "还没选，先点一个")

    def _show_chosen(self) -> None:
        for row in self._rows:
            row.show_on(row.objectName().removeprefix("choice.") in self._chosen)
        self._all.setVisible(self._step.many and len(self._open) > 1)
        self._all.say("都不选" if len(self._chosen) == len(self._open) else "全选上")
        self._notice.setVisible(self._step.many)
        chosen = [choice for choice in self._open if choice.value in self._chosen]
        amounts = [choice.amount for choice in chosen if choice.amount is not None]
        if not chosen:
            self._notice.say("info", "点一下选上", "再点一下取消")
        else:
            count = said("选了{number}笔" if amounts else "选了{number}个", number=len(chosen))
            whole = said("一共{amount}", amount=figures(sum(amounts))) if amounts else ""
            self._notice.say("good", count, whole)


def _cost(choice: Choice) -> str:
    return figures(choice.amount) if choice.amount is not None else ""
