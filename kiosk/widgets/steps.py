"""How a visit goes, in three pictures: for a home page that has room."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.near import paint_card, paint_receipt
from kiosk.widgets.text import Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["HowTo"]

STEPS = ("点上面这件事", "放上身份证", "拿走回执")
PICTURE = 200


class HowTo(QWidget):
    """Pictures for the eye; the words are its accessible name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._kept = QPixmap()
        self._kept_for: object = None
        self.setObjectName("home.how")
        self.setAccessibleName("，".join(STEPS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(600), self.theme.px(PICTURE + 72) + 2 * self.theme.line(Role.BODY))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        key = (self.size().toTuple(), self.theme.size, self.theme.high_contrast)
        if key != self._kept_for:
            self._kept, self._kept_for = self._paint_still(), key
        QPainter(self).drawPixmap(0, 0, self._kept)

    def _paint_still(self) -> QPixmap:
        kept = QPixmap(self.size())
        kept.fill(Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, colours = self.theme.px, self.theme.colours
        wide, side = self.width() // len(STEPS), px(PICTURE)
        for index, words in enumerate(STEPS):
            column = QRect(index * wide, px(40), wide, self.height())
            area = QRectF(column.center().x() - side / 2, column.top(), side, side)
            self._paint_picture(painter, index, area)
            text = QRect(column.left(), column.top() + side + px(20), wide, 2 * self.theme.line(Role.BODY))
            lines = Lines(words, self.theme, Role.BODY, width=wide - px(16))
            top = QRect(text.left(), text.top(), text.width(), lines.height)
            lines.paint(painter, top, colours.text, Qt.AlignmentFlag.AlignHCenter)
            if index:
                arrow = px(44)
                glyph = self.theme.icon("mdi6.chevron-right", arrow, colours.secondary)
                painter.drawPixmap(column.left() - arrow // 2, round(area.center().y()) - arrow // 2, glyph)
        painter.end()
        return kept

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
