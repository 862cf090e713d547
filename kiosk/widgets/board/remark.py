"""One sentence about the page or about what was just done: icon and words in the colour of its tone."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.board.block import PAD
from kiosk.widgets.notice import ICONS, Icon
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Remark"]

ICON, GAP, ABOVE, RADIUS = 40, 16, 8, 14


class Remark(QWidget):
    """``tone`` is info, good, warning or error. Without words it takes no room."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme, self._tone = theme, "info"
        self._icon = Icon(theme, ICON)
        self._words = Text(theme, Role.BODY, bold=True, name=name)
        for part in (self._icon, self._words):
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def say(self, tone: str, words: str) -> None:
        self._tone = tone
        self._icon.show_icon(ICONS[tone], f"on_{tone}")
        self._words.set_colour(f"on_{tone}")
        self._words.say(words)
        self.setVisible(bool(words))
        self._place()
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()

    def _left(self) -> int:
        return self.theme.px(PAD + ICON + GAP)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = self._words.heightForWidth(width - self._left() - self.theme.px(PAD))
        return max(words, self.theme.px(ICON)) + 2 * self.theme.px(ABOVE)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.theme.line(Role.BODY) + 2 * self.theme.px(ABOVE))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = self._left()
        self._words.setGeometry(x, 0, max(self.width() - x - self.theme.px(PAD), 1), self.height())
        self._icon.move(self.theme.px(PAD), (self.height() - self.theme.px(ICON)) // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = self.theme.colours, QPainter(self)
        border, width = (getattr(colours, f"on_{self._tone}"), self.theme.px(3 if self.theme.high_contrast else 1))
        paint_rounded(painter, self.rect(), self.theme.px(RADIUS), getattr(colours, self._tone), border, width)
