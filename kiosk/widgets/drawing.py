"""Drawings of this terminal: where something goes in or comes out, marked and seen from near."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.near import paint_near
from kiosk.widgets.theme import Theme

__all__ = ["PLACES", "Drawing"]

WIDTH, HEIGHT = 900.0, 620.0
LENS = QRectF(370, 50, 520, 520)
PULSE = 120  # milliseconds between two brightnesses of the guide light
STEPS = (0, 25, 60, 105, 150, 190, 215, 225, 215, 190, 150, 105, 60, 25)

# where on the terminal each thing is, in the drawing's units
PLACES = {
    "card": QRectF(168, 372, 74, 46),
    "receipt": QRectF(93, 372, 66, 40),
    "camera": QRectF(148, 76, 40, 40),
    "scanner": QRectF(138, 462, 60, 40),
    "a4": QRectF(116, 534, 104, 34),
}
PLACES["slip"] = PLACES["scanner"]  # the same place, for a receipt instead of a phone


class Drawing(QWidget):
    """The terminal with one place marked, and a lens that shows the place. The light pulses while it is seen.

    It is painted once for a size and a theme, and kept while it is seen: what stands still, and each ring of light.
    """

    def __init__(self, theme: Theme, place: str, accessible: str) -> None:
        super().__init__()
        self.theme, self._place = theme, place
        self._kept: tuple[QPixmap, list[QPixmap]] = QPixmap(), []
        self._kept_for: object = None
        self._step = 0
        self._timer = QTimer(self, interval=PULSE)
        self._timer.timeout.connect(self._pulse)
        self.setObjectName("drawing")
        theme.tell(self, accessible)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(220))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(WIDTH), self.theme.px(HEIGHT))

    def show_place(self, place: str) -> None:
        if place != self._place:
            self._place = place
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._kept, self._kept_for = (QPixmap(), []), None  # 4 MB; painted again in 4 ms
        super().hideEvent(event)

    def _pulse(self) -> None:
        self._step = (self._step + 1) % len(STEPS)
        scale, origin = self._frame()
        for area in (self._mark(), LENS.adjusted(-16, -16, 16, 16)):
            self.update(
                QRectF(origin + area.topLeft() * scale, area.size() * scale).adjusted(-2, -2, 2, 2).toAlignedRect()
            )

    def _frame(self) -> tuple[float, QPointF]:
        """How the drawing's units become pixels: as large as fits, centred."""
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        return scale, QPointF((self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2)

    def _mark(self) -> QRectF:
        centre = PLACES[self._place].center()
        return QRectF(centre.x() - 52, centre.y() - 52, 104, 104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rings are as bright as the pulse; to draw them anew each time takes two milliseconds."""
        scale, origin = self._frame()
        painter = QPainter(self)
        still, rings = self._pictures(scale)
        painter.drawPixmap(origin.toPoint(), still)
        painter.setOpacity((40 + STEPS[self._step] * 190 // 225) / 255)
        for area, ring in zip(self._rings(), rings, strict=True):
            painter.drawPixmap(origin.toPoint() + (area.topLeft() * scale).toPoint(), ring)

    def _rings(self) -> tuple[QRectF, QRectF]:
        """Around the marked place, and around the lens; with the width of the pen."""
        return self._mark().adjusted(-4, -4, 4, 4), LENS

    def _pictures(self, scale: float) -> tuple[QPixmap, list[QPixmap]]:
        key = (scale, self.theme.high_contrast, self._place)
        if key == self._kept_for:
            return self._kept
        pictures = self._paint_still(scale), [self._paint_ring(area, scale) for area in self._rings()]
        if self.isVisible():  # not when it is painted ahead, for a page to come
            self._kept, self._kept_for = pictures, key
        return pictures

    def _paint_ring(self, area: QRectF, scale: float) -> QPixmap:
        """A picture of its own pixels only, laid where its corner comes to stand."""
        corner = (area.topLeft() * scale).toPoint()
        ring = QPixmap(ceil(area.width() * scale) + 1, ceil(area.height() * scale) + 1)
        ring.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ring)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-corner)
        painter.scale(scale, scale)
        thick = 10 if area == LENS else 7
        painter.setPen(QPen(self.theme.colours.light, thick))
        inset = 6 if area == LENS else 4
        painter.drawEllipse(area.adjusted(inset, inset, -inset, -inset))
        painter.end()
        return ring

    def _paint_still(self, scale: float) -> QPixmap:
        """All but the pulse; its size does not hang on the room around it, so a new text size keeps it."""
        kept = QPixmap(ceil(WIDTH * scale), ceil(HEIGHT * scale))
        kept.fill(Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        self._paint_beam(painter)
        paint_terminal(painter, self.theme)
        self._paint_lens(painter)
        painter.end()
        return kept

    def _paint_beam(self, painter: QPainter) -> None:
        """From the marked place to the lens."""
        mark, colours = self._mark(), self.theme.colours
        beam = QPainterPath(QPointF(mark.center().x(), mark.top()))
        beam.lineTo(LENS.center().x() - 60, LENS.top() + 8)
        beam.lineTo(LENS.center().x() - 60, LENS.bottom() - 8)
        beam.lineTo(mark.center().x(), mark.bottom())
        soft = QColor(colours.light_soft)
        soft.setAlpha(110)
        painter.fillPath(beam, soft)

    def _paint_lens(self, painter: QPainter) -> None:
        colours = self.theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.surface)
        painter.drawEllipse(LENS)
        inside = QPainterPath()
        inside.addEllipse(LENS.adjusted(10, 10, -10, -10))
        painter.save()
        painter.setClipPath(inside)
        painter.translate(LENS.topLeft())
        painter.scale(LENS.width() / 520, LENS.height() / 520)
        paint_near(painter, self.theme, self._place)
        painter.restore()


def paint_terminal(painter: QPainter, theme: Theme) -> None:
    """The terminal from the front: head with camera and screen, desk with reader and slot, foot."""
    colours = theme.colours
    outline = QPen(colours.border, 4 if theme.high_contrast else 2.5)
    painter.setPen(outline)
    painter.setBrush(colours.metal_deep)
    painter.drawRoundedRect(QRectF(60, 588, 216, 22), 11, 11)
    painter.setBrush(colours.metal)
    painter.drawRoundedRect(QRectF(100, 420, 136, 172), 8, 8)
    painter.setBrush(colours.surface)
    painter.drawRoundedRect(QRectF(54, 52, 228, 302), 22, 22)
    _paint_screen(painter, theme, QRectF(76, 112, 184, 222))
    painter.setPen(outline)
    painter.setBrush(colours.text)
    painter.drawEllipse(QRectF(159, 79, 18, 18))
    desk = QPainterPath(QPointF(54, 354))
    desk.lineTo(282, 354)
    desk.lineTo(304, 424)
    desk.quadTo(306, 438, 292, 438)
    desk.lineTo(44, 438)
    desk.quadTo(30, 438, 32, 424)
    desk.closeSubpath()
    painter.setBrush(colours.metal)
    painter.drawPath(desk)
    painter.setBrush(colours.light_soft)
    painter.setPen(QPen(colours.light, 4))
    painter.drawRoundedRect(PLACES["card"].adjusted(0, 4, 0, -4), 8, 8)
    painter.setPen(outline)
    painter.setBrush(colours.metal_deep)
    painter.drawRoundedRect(PLACES["scanner"].adjusted(4, 4, -4, -4), 8, 8)
    painter.drawRoundedRect(QRectF(92, 384, 68, 16), 8, 8)
    painter.drawRoundedRect(PLACES["a4"].adjusted(0, 4, 0, -4), 8, 8)
    painter.setBrush(colours.text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(100, 389, 52, 6), 3, 3)
    painter.drawRoundedRect(PLACES["a4"].adjusted(10, 14, -10, -14), 3, 3)


def _paint_screen(painter: QPainter, theme: Theme, area: QRectF) -> None:
    colours = theme.colours
    painter.setBrush(colours.ground)
    painter.drawRoundedRect(area, 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.primary)
    painter.drawRoundedRect(QRectF(area.left() + 3, area.top() + 3, area.width() - 6, 54), 6, 6)
    for row in range(2):
        painter.setBrush(colours.metal if theme.high_contrast else colours.surface)
        card = QRectF(area.left() + 16, area.top() + 72 + row * 62, area.width() - 32, 48)
        painter.drawRoundedRect(card, 8, 8)
        painter.setBrush(colours.primary)
        painter.drawRoundedRect(QRectF(card.left() + 10, card.top() + 10, 28, 28), 8, 8)
        painter.setBrush(colours.metal_deep)
        painter.drawRoundedRect(QRectF(card.left() + 50, card.top() + 13, 70, 8), 4, 4)
        painter.drawRoundedRect(QRectF(card.left() + 50, card.top() + 28, 46, 6), 3, 3)
