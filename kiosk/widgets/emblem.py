"""A large icon on a soft disc: what a page is about, seen before it is read."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Theme

__all__ = ["Emblem"]


class Emblem(QWidget):
    """``tone`` is info, good, warning or error; the words beside it say the same."""

    def __init__(self, theme: Theme, side: int = 240, icon: str = "", tone: str = "info") -> None:
        super().__init__()
        self.theme, self._icon, self._tone = theme, icon, tone
        px = theme.px(side)
        self.setFixedSize(px, px)

    def show_icon(self, icon: str, tone: str) -> None:
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._icon:
            self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        if not self._icon:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.theme.colours
        ink = getattr(colours, f"on_{self._tone}")
        painter.setBrush(getattr(colours, self._tone))
        painter.setPen(QPen(ink, self.theme.px(4)) if self.theme.high_contrast else Qt.PenStyle.NoPen)
        painter.drawEllipse(rect.adjusted(2, 2, -2, -2))
        side = round(rect.width() * 0.58)
        inset = (rect.width() - side) // 2
        painter.drawPixmap(inset, inset, self.theme.icon(self._icon, side, ink))
