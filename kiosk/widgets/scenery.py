"""The picture in the band of the home page: hills, a bridge and roofs by the water, in the band's own blue."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from kiosk.widgets.theme import Theme

__all__ = ["Scenery"]

WIDTH, HEIGHT = 1080.0, 300.0


class Scenery:
    """Painted once for a width; quiet enough that white text may stand on it (7:1)."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept = QPixmap()

    def paint(self, painter: QPainter, left: int, bottom: int, width: int) -> int:
        """Stands on ``bottom``; returns how high it is. Nothing in high contrast."""
        if self._theme.high_contrast:
            return 0
        if self._kept.width() != width:
            self._kept = self._draw(width)
        painter.drawPixmap(left, bottom - self._kept.height(), self._kept)
        return self._kept.height()

    def _draw(self, width: int) -> QPixmap:
        colours = self._theme.colours
        height = round(self._theme.px(HEIGHT))
        kept = QPixmap(width, height)
        kept.fill(colours.band)
        painter = QPainter(kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scale = height / HEIGHT
        painter.translate(width - WIDTH * scale, 0)
        painter.scale(scale, scale)
        left = WIDTH - width / scale  # where the picture begins, beyond its own units on a wide panel
        painter.setBrush(colours.band_soft)
        painter.drawEllipse(QPointF(905, 92), 52, 52)
        painter.drawPath(_hill(left, 190, ((0.12, 150), (0.34, 214), (0.6, 128), (0.82, 196), (1.0, 140))))
        painter.setBrush(colours.band_far)
        painter.drawPath(_hill(left, 230, ((0.2, 236), (0.45, 190), (0.7, 244), (1.0, 198))))
        painter.setBrush(colours.band_deep)
        painter.drawPath(_bridge())
        for x, y, wide in ((812, 206, 116), (908, 182, 150)):
            painter.drawPath(_house(x, y, wide))
        painter.drawRect(QRectF(left, 284, WIDTH - left, 16))
        painter.end()
        return kept


def _hill(left: float, start: float, crests: tuple[tuple[float, float], ...]) -> QPainterPath:
    """A soft line through the crests (share of the width, y), filled down to the ground."""
    wide = WIDTH - left
    path = QPainterPath(QPointF(left, HEIGHT))
    path.lineTo(left, start)
    x, y = left, start
    for share, crest in crests:
        next_x = left + share * wide
        middle = (x + next_x) / 2
        path.cubicTo(QPointF(middle, y), QPointF(middle, crest), QPointF(next_x, crest))
        x, y = next_x, crest
    path.lineTo(WIDTH, HEIGHT)
    path.closeSubpath()
    return path


def _bridge() -> QPainterPath:
    """An arched stone bridge."""
    path = QPainterPath(QPointF(470, 290))
    path.cubicTo(QPointF(560, 280), QPointF(580, 214), QPointF(640, 214))
    path.cubicTo(QPointF(700, 214), QPointF(720, 280), QPointF(810, 290))
    path.closeSubpath()
    arch = QPainterPath()
    arch.addEllipse(QPointF(640, 292), 50, 50)
    return path - arch


def _house(x: float, y: float, wide: float) -> QPainterPath:
    """Walls under a roof whose eaves turn up."""
    path = QPainterPath()
    path.addRect(QRectF(x + wide * 0.12, y + 30, wide * 0.76, HEIGHT - y - 30))
    roof = QPainterPath(QPointF(x - 8, y + 30))
    roof.quadTo(QPointF(x + wide * 0.2, y + 26), QPointF(x + wide * 0.3, y))
    roof.lineTo(x + wide * 0.7, y)
    roof.quadTo(QPointF(x + wide * 0.8, y + 26), QPointF(x + wide + 8, y + 30))
    roof.lineTo(x + wide * 0.9, y + 40)
    roof.lineTo(x + wide * 0.1, y + 40)
    roof.closeSubpath()
    return path.united(roof)
