"""The sign that something is going on: three dots, redrawn five times a second and only while they are seen."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Theme

__all__ = ["Busy"]

DOTS = 3
INTERVAL = 200  # milliseconds


class Busy(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._lit = 0
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self._step)
        self.setObjectName("busy")
        theme.tell(self, "正在办")
        self.setFixedSize(theme.px(168), theme.px(40))

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _step(self) -> None:
        self._lit = (self._lit + 1) % (DOTS + 1)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        side = self.height()
        for dot in range(DOTS):
            lit = dot < self._lit
            colour = QColor(self.theme.colours.accent if lit else self.theme.colours.metal_deep)
            painter.setBrush(colour)
            inset = 2 if lit else 7
            x = dot * (self.width() - side) / (DOTS - 1)
            painter.drawEllipse(QRectF(x, 0, side, side).adjusted(inset, inset, -inset, -inset))
