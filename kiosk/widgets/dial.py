"""Seconds that run out: a figure in a ring that empties, redrawn once a second."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from kiosk.core.words import said
from kiosk.widgets.theme import Role, Theme

__all__ = ["Dial"]

SIDE = 340
WHOLE = 30  # seconds of a full ring


class Dial(QLabel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("idle.seconds")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(SIDE), theme.px(SIDE))
        self.restyle()

    def restyle(self) -> None:
        self.setFont(self.theme.font(Role.FIGURE, bold=True))

    def show_seconds(self, seconds: int) -> None:
        self.setText(str(seconds))
        self.theme.tell(self, said("还有{seconds}秒", seconds=seconds))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, width = self.theme.colours, self.theme.px(20)
        ring = QRectF(0, 0, self.theme.px(SIDE) - width, self.theme.px(SIDE) - width)
        ring.moveCenter(QRectF(self.rect()).center())
        painter.setBrush(colours.surface)
        painter.setPen(QPen(colours.metal_deep if self.theme.high_contrast else colours.line, width))
        painter.drawEllipse(ring)
        pen = QPen(colours.accent, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left = min(int(self.text() or 0), WHOLE) / WHOLE
        painter.drawArc(ring, 90 * 16, round(left * 360 * 16))
        painter.setPen(colours.text)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, self.text())
