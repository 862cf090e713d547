"""Check your answers: every line that is about to be handed in, each with 修改."""

from kiosk.core.step import Face, Line, Review
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.review_line import ReviewLine
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["ReviewScreen"]

EMPTY = Line("", "", "", "")


class ReviewScreen(Screen):
    kind = "review"
    controls_in_second = True
    columns = (2, 3)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="review.what", colour="secondary")
        self._lines: list[ReviewLine] = []
        self._edits: list[str] = []
        self.first.addWidget(self._heading)
        self.first.addWidget(self._what)
        self.first.addStretch(1)
        self.second.addStretch(1)
        self.add_back()
        self._confirm = self.add_primary("nav.next", icon="mdi6.check")
        self._confirm.tapped.connect(lambda: self.answered.emit(None))

    def fill(self, page: Page) -> None:
        step = page.of(Review)
        self._heading.say("看一看，对不对")
        self._what.say(step.heading)
        while len(self._lines) < len(step.lines):
            self._add_line()
        for index, line in enumerate(self._lines):
            shown = index < len(step.lines)
            line.setVisible(shown)
            self._fill_line(line, step.lines[index] if shown else EMPTY)
        self._edits = [line.edits for line in step.lines]
        self._confirm.say(step.confirm)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        for line in self._lines:
            self._fill_line(line, EMPTY)

    def spoken(self) -> str:
        return f"{self._heading.text()}。{self._what.text()}。对就点{self._confirm.text()}，不对就点修改"

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
