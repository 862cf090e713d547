"""A line of a log or of a wire, every character as wide as the next."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from kiosk.widgets.board.block import PAD, Block
from kiosk.widgets.theme import Role, Theme

__all__ = ["WireLine"]

FAMILY = "Noto Sans Mono CJK SC"
FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere


class _Words(QLabel):
    """It may end a line anywhere: bytes and paths are no words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.restyle()

    def restyle(self) -> None:
        font = QFont(self.theme.font(Role.CAPTION))
        font.setFamily(FAMILY)
        self.setFont(font)

    def heightForWidth(self, width: int) -> int:
        area = QRect(0, 0, width, 100_000)
        return QFontMetrics(self.font()).boundingRect(area, FLAGS, self.text() or " ").height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.theme.colours.text)
        painter.drawText(QRectF(self.rect()), FLAGS, self.text())


class WireLine(Block):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = _Words(theme)
        self._words.setParent(self)

    def fill(self, words: str) -> None:
        self._words.setText(words)

    def lay(self, width: int, least: int = 0) -> int:
        room = width - 2 * self.theme.px(PAD)
        high = self._words.heightForWidth(room) + 2
        self._words.setGeometry(self.theme.px(PAD), self.theme.px(4), room, high)
        return high + 2 * self.theme.px(4)
