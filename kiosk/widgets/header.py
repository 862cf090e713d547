"""The band over a page: which errand this is."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from kiosk.widgets.text import Layouts
from kiosk.widgets.theme import Role, Theme

__all__ = ["Header"]


class Header(QLabel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.said = ""
        self.setObjectName("header")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._layouts = Layouts(theme)
        self.restyle()

    def say(self, text: str) -> None:
        self.said = text
        self._tell()

    def _tell(self) -> None:
        if (words := self.theme.words(self.said)) != self.text():
            self.setText(words)

    def restyle(self) -> None:
        self._tell()
        self.setFont(self.theme.font(Role.BUTTON, bold=True))

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.px(48) + self.theme.line(Role.BUTTON))

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        colours, px = self.theme.colours, self.theme.px
        painter.fillRect(rect, colours.band)
        if self.theme.high_contrast:
            painter.fillRect(QRect(0, rect.height() - px(4), rect.width(), px(4)), colours.line)
        room = rect.adjusted(px(Theme.MARGIN), 0, -px(Theme.MARGIN), 0)
        lines = self._layouts.lines(self.theme.words(self.said), Role.BUTTON, room.width(), bold=True)
        lines.paint(painter, room, colours.on_band, Qt.AlignmentFlag.AlignLeft)
