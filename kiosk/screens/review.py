"""Check your answers: every line that is about to be handed in, each with 修改; many are paged, each page is seen."""

import math
from collections.abc import Sequence

from kiosk.core.step import Face, Line, Review
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.pager import Pager
from kiosk.widgets.review_line import ReviewLine
from kiosk.widgets.text import Heading, Text, ems
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["ReviewScreen"]

EMPTY = Line("", "", "", "")
NOTHING = Review("", (), "")
PICTURE = 200  # high, with what is around it
# For the lines of a page, with a pager under them; the larger the words, the higher the heading over them.
ROOM = {TextSize.STANDARD: 1160, TextSize.LARGE: 1100, TextSize.HUGE: 1000}
ROOM_WIDE = {TextSize.STANDARD: 690, TextSize.LARGE: 660, TextSize.HUGE: 590}
ROOM_LOWERED = 560
ACROSS, ACROSS_WIDE = 640, 560  # for the words of one line
ONWARD = "往下看"


class ReviewScreen(Screen):
    kind = "review"
    controls_in_second = True
    columns = (2, 3)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step = NOTHING
        self._portrait = True
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="review.what", colour="secondary")
        self._lines: list[ReviewLine] = []
        self._edits: list[str] = []
        self.first.addWidget(self._heading)
        self.first.addWidget(self._what)
        self.first.addStretch(1)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn_over)
        self.second.addWidget(self._pager)
        self.second.addStretch(1)
        self.add_back()
        self._confirm = self.add_primary("nav.next", icon="mdi6.check")
        self._confirm.tapped.connect(self._onward)

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._turn(self._pager.page)

    def restyle(self) -> None:
        super().restyle()
        self._turn(self._pager.page)

    def fill(self, page: Page) -> None:
        step = page.of(Review)
        if step != self._step:
            self._pager.page = 0
        self._step = step
        self._heading.say("看一看，对不对")
        self._what.say(step.heading)
        self._turn(self._pager.page)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._step = NOTHING
        for line in self._lines:
            self._fill_line(line, EMPTY)

    def spoken(self) -> str:
        way = said("对就点{what}，不对就点修改", what=self._step.confirm)
        return joined("。", (self._heading.said, self._what.said, way))

    def _onward(self) -> None:
        """Nothing is handed in that was not seen."""
        pages = len(self._pages())
        if self._pager.page + 1 < pages:
            self._turn_over(self._pager.page + 1)
        else:
            self.answered.emit(None)

    def _turn_over(self, page: int) -> None:
        self._turn(page)
        self.regrouped.emit()

    def _turn(self, page: int) -> None:
        pages = self._pages()
        page = min(page, len(pages) - 1)
        shown = pages[page]
        while len(self._lines) < len(shown):
            self._add_line()
        for index, line in enumerate(self._lines):
            line.setVisible(index < len(shown))
            self._fill_line(line, shown[index] if index < len(shown) else EMPTY)
        self._edits = [line.edits for line in shown]
        self._pager.show_page(page, len(pages))
        last = page + 1 == len(pages)
        self._confirm.say(self._step.confirm if last else ONWARD)
        self._confirm.set_icon("mdi6.check" if last else "mdi6.chevron-right")

    def _pages(self) -> list[Sequence[Line]]:
        """As many lines on each as have room; all on one where they have it without a pager."""
        upright = ROOM if self._portrait else ROOM_WIDE
        room = self.theme.px(ROOM_LOWERED if self.lowered else upright[self.theme.size])
        lines = self._step.lines
        if sum(map(self._height, lines)) <= room + self.theme.px(Theme.ACTION):
            return [lines]
        pages: list[list[Line]] = [[]]
        left = room
        for line in lines:
            high = self._height(line)
            if high > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(line)
            left -= high
        return list(pages)

    def _height(self, line: Line) -> int:
        """About how high it will be, with the gap under it."""
        theme = self.theme
        if isinstance(line.value, Face):
            return theme.px(PICTURE + Theme.SPACE)
        across = theme.px(ACROSS if self._portrait else ACROSS_WIDE) / theme.em(Role.BUTTON)
        rows = sum(math.ceil(ems(part) / across) or 1 for part in theme.words(line.value).split("\n"))
        return theme.px(32 + Theme.SPACE) + theme.line(Role.CAPTION) + rows * theme.line(Role.BUTTON)

    def _add_line(self) -> None:
        line = ReviewLine(self.theme)
        index = len(self._lines)
        line.edit.tapped.connect(lambda: self.revised.emit(self._edits[index]))
        self._lines.append(line)
        self.second.insertWidget(len(self._lines) - 1, line)

    @staticmethod
    def _fill_line(shown: ReviewLine, line: Line) -> None:
        if isinstance(line.value, Face):
            shown.fill(line.name, line.label, "", line.value.jpeg)
        else:
            shown.fill(line.name, line.label, line.value, b"")
