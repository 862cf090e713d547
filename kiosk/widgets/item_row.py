"""One item in a helper's list: its name, low and dense, for who knows what they look for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Layouts, Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["ItemRow"]

PAD, GAP, ICON = 20, 16, 40


class ItemRow(Control):
    """``note`` says what is missing today, and is spoken only: the row is drawn fainter then."""

    radius = 16

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "tile.")
        self._icon, self._note = "", ""
        self._layouts = Layouts(theme)

    def fill(self, item: str, title: str, icon: str, note: str) -> None:
        self.setObjectName(f"tile.{item}")
        if title != self.said:
            self._layouts.clear()
        self._icon, self._note = icon, note
        self.say(title, *(word for word in (title, note) if word))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.heightForWidth(self.theme.px(400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(Theme.TARGET), self.theme.px(Theme.TARGET))

    def heightForWidth(self, width: int) -> int:
        return max(self.theme.px(Theme.TARGET), self._lines(width).height + self.theme.px(GAP))

    def _lines(self, width: int) -> Lines:
        room = width - self.theme.px(2 * PAD + GAP + ICON)
        return self._layouts.lines(self.words(), Role.BODY, max(room, 1))

    def torn(self) -> str:
        return self._lines(self.width()).torn

    def paint(self, painter: QPainter, rect: QRect) -> None:
        px, colours = self.theme.px, self.theme.colours
        fill = colours.accent_pressed if self.isDown() else colours.tint if self._note else colours.surface
        edge = px(4 if self.theme.high_contrast else 2)
        paint_rounded(painter, rect, px(self.radius), fill, colours.border, edge)
        icon = self.theme.icon("mdi6.alert" if self._note else self._icon, px(ICON), colours.accent)
        painter.drawPixmap(rect.x() + px(PAD), rect.center().y() + 1 - px(ICON) // 2, icon)
        words = rect.adjusted(px(PAD + ICON + GAP), 0, -px(PAD), 0)
        self._lines(rect.width()).paint(painter, words, colours.text, Qt.AlignmentFlag.AlignLeft)
