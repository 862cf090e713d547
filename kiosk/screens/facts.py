"""What was looked up, a line each; long lists are paged. It can be taken along on paper."""

from kiosk.core.step import Fact, ShowFacts
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.pager import Pager
from kiosk.widgets.review_line import FactLine
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import TextSize, Theme

__all__ = ["FactsScreen"]

PER_PAGE = {TextSize.STANDARD: 7, TextSize.LARGE: 5, TextSize.HUGE: 4}
PER_PAGE_WIDE = {TextSize.STANDARD: 5, TextSize.LARGE: 4, TextSize.HUGE: 3}
PER_PAGE_LOWERED = {TextSize.STANDARD: 3, TextSize.LARGE: 3, TextSize.HUGE: 2}
EMPTY = ShowFacts("", ())


class FactsScreen(Screen):
    kind = "facts"
    columns = (2, 3)
    controls_in_second = True
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step = EMPTY
        self._portrait = True
        self._heading = Heading(theme)
        self.first.addWidget(self._heading)
        self.first.addStretch(1)
        self._lines = [FactLine(theme) for _ in range(max(PER_PAGE.values()))]
        for line in self._lines:
            self.second.addWidget(line)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self.second.addWidget(self._pager)
        self.second.addStretch(1)
        self.add_back()
        self._next = self.add_primary("nav.next", "看好了", "mdi6.check")
        self._next.tapped.connect(lambda: self.answered.emit(None))

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._turn(0)

    def restyle(self) -> None:
        super().restyle()
        self._turn(0)

    def fill(self, page: Page) -> None:
        self._step = page.of(ShowFacts)
        self._heading.say(self._step.heading)
        self.show_alternatives(self._step.alternatives)
        self._turn(0)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._step = EMPTY

    def spoken(self) -> str:
        labels = joined("，", dict.fromkeys(fact.label for fact in self._shown()))
        return joined("。", (self._heading.said, said("屏幕上有{labels}", labels=labels)))

    def _shown(self) -> tuple[Fact, ...]:
        at = self._pager.page * self._per_page()
        return self._step.facts[at : at + self._per_page()]

    def _per_page(self) -> int:
        table = PER_PAGE_LOWERED if self.lowered else PER_PAGE if self._portrait else PER_PAGE_WIDE
        return table[self.theme.size]

    def _turn(self, page: int) -> None:
        pages = -(-len(self._step.facts) // self._per_page()) or 1
        self._pager.show_page(min(page, pages - 1), pages)
        shown = self._shown()
        for index, line in enumerate(self._lines):
            line.setVisible(index < len(shown))
            if index < len(shown):
                line.say(shown[index].label, shown[index].value)
