"""How a visit goes, in three pictures: for a home page that has room."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.core.words import joined
from kiosk.widgets.near import paint_card, paint_receipt
from kiosk.widgets.text import Layouts
from kiosk.widgets.theme import Role, Theme

__all__ = ["HowTo"]

STEPS = ("点要办的事", "放上身份证", "拿走回执")
PICTURE = 200


class HowTo(QWidget):
    """Pictures for the eye; the words are its accessible name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._pictures: dict[tuple[int, int, bool], QPixmap] = {}
        self._layouts = Layouts(theme)
        self.setObjectName("home.how")
        theme.tell(self, joined("，", STEPS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(600), self.theme.px(PICTURE + 72) + self.theme.line(Role.BODY))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        px, colours = self.theme.px, self.theme.colours
        wide, side, arrow, top = rect.width() // len(STEPS), px(PICTURE), px(44), px(40)
        for index in range(len(STEPS)):
            left = index * wide
            painter.drawPixmap(left + (wide - side) // 2, top, self._picture(index, side))
            lines = self._layouts.lines(self.theme.words(STEPS[index]), Role.BODY, wide - px(16))
            below = QRect(left, top + side + px(20), wide, lines.height)
            lines.paint(painter, below, colours.text, Qt.AlignmentFlag.AlignHCenter)
            if index:
                glyph = self.theme.icon("mdi6.chevron-right", arrow, colours.secondary)
                painter.drawPixmap(left - arrow // 2, top + (side - arrow) // 2, glyph)

    def _picture(self, index: int, side: int) -> QPixmap:
        """Painted once for a size: words that change their size leave it as it is."""
        key = (index, side, self.theme.high_contrast)
        if key not in self._pictures:
            kept = self._pictures[key] = QPixmap(side, side)
            kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(kept)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_picture(painter, index, QRectF(kept.rect()))
            painter.end()
        return self._pictures[key]

    def _paint_picture(self, painter: QPainter, index: int, area: QRectF) -> None:
        colours = self.theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.metal if self.theme.high_contrast else colours.tint)
        painter.drawEllipse(area)
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(area.width() / 168, area.height() / 168)
        if index == 0:
            glyph = self.theme.icon("mdi6.gesture-tap", 256, colours.accent)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(QRectF(38, 34, 96, 96), glyph, QRectF(glyph.rect()))
        elif index == 1:
            paint_card(painter, self.theme, QRectF(27, 48, 114, 72))
        else:
            painter.scale(0.42, 0.42)
            paint_receipt(painter, self.theme, QRectF(100, 78, 200, 244))
        painter.restore()
