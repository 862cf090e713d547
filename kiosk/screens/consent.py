"""A question with its reasons: agree, or the other way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.core.step import Consent
from kiosk.core.words import joined
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["ConsentScreen"]

POINTS = 4


class ConsentScreen(Screen):
    kind = "consent"
    said_to_all = True
    upright = (2, 3)
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        px = theme.px
        centre = Qt.AlignmentFlag.AlignHCenter
        self._emblem = Emblem(theme)
        self._heading = Heading(theme, align=centre)
        self.first.addWidget(self._emblem, 0, centre)
        self.first.addSpacing(px(16))
        self.first.addWidget(self._heading)
        self.first.addSpacing(px(16))
        card = Card(theme)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(40), px(40), px(40), px(40))
        column.setSpacing(px(28))
        self._points: list[Text] = []
        self._marks: list[Icon] = []
        for _ in range(POINTS):
            row = QHBoxLayout()
            row.setSpacing(px(Theme.SPACE))
            mark, point = Icon(theme, 44, "mdi6.check-circle", "on_good"), Text(theme, Role.BODY)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(point, 1)
            column.addLayout(row)
            self._points.append(point)
            self._marks.append(mark)
        self.second.addWidget(card)
        self.centre()
        self.add_back()
        self._agree = self.add_primary("nav.next")
        self._agree.tapped.connect(lambda: self.answered.emit(True))

    def fill(self, page: Page) -> None:
        step = page.of(Consent)
        self._emblem.show_icon(step.icon, "info")
        self._heading.say(step.heading)
        for index, (point, mark) in enumerate(zip(self._points, self._marks, strict=True)):
            point.say(step.points[index] if index < len(step.points) else "")
            mark.setVisible(index < len(step.points))
        self._agree.say(step.agree)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def spoken(self) -> str:
        return joined("。", (self._heading.said, *(point.said for point in self._points)))
