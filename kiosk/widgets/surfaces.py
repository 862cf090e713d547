"""Rounded areas, and the soft shadow under a raised one, cheap to paint: nine patches of a picture that is kept."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

__all__ = ["paint_rounded", "paint_shadow"]

SHADOWS = {1: (10, 3, 30), 2: (28, 6, 26)}  # height over the ground: reach and fall in pixels, darkness of 255


def paint_rounded(
    painter: QPainter, rect: QRect, radius: int, fill: QColor, border: QColor | None = None, width: int = 0
) -> None:
    """Fills a rounded rectangle, with a border inside it where one is given."""
    radius = min(radius, rect.width() // 2, rect.height() // 2)
    _nine(painter, _rounded(radius, fill.rgba(), border.rgba() if border else 0, width), rect, radius + 1, fill)


def paint_shadow(painter: QPainter, rect: QRect, radius: int, height: int) -> None:
    """The shadow of a surface at ``rect``, ``height`` 1 or 2 over the ground, for whoever paints the ground."""
    reach, drop, darkness = SHADOWS[height]
    grown = rect.adjusted(-reach, -reach + drop, reach, reach + drop)
    _nine(painter, _shadow(radius, reach, darkness), grown, reach + radius + 1, None)


def _nine(painter: QPainter, patch: QPixmap, rect: QRect, edge: int, middle: QColor | None) -> None:
    """Corners as they are, edges stretched, the middle filled with one colour or left out."""
    size = patch.width()
    x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
    rows = ((y, edge, 0, edge), (y + edge, h - 2 * edge, edge, 1), (y + h - edge, edge, size - edge, edge))
    columns = ((x, edge, 0, edge), (x + edge, w - 2 * edge, edge, 1), (x + w - edge, edge, size - edge, edge))
    for row, (top, height, from_y, rows_of) in enumerate(rows):
        for column, (left, width, from_x, columns_of) in enumerate(columns):
            if width <= 0 or height <= 0:
                continue
            if row == column == 1:
                if middle is not None:
                    painter.fillRect(left, top, width, height, middle)
                continue
            painter.drawPixmap(QRect(left, top, width, height), patch, QRect(from_x, from_y, columns_of, rows_of))


@lru_cache(maxsize=64)
def _rounded(radius: int, fill: int, border: int, width: int) -> QPixmap:
    size = 2 * (radius + 1) + 1
    pixmap, painter = _canvas(size)
    shape = QRectF(0, 0, size, size)
    if border:
        inset = width / 2
        shape = shape.adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor.fromRgba(border), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(fill))
    painter.drawRoundedRect(shape, radius, radius)
    painter.end()
    return pixmap


@lru_cache(maxsize=16)
def _shadow(radius: int, reach: int, darkness: int) -> QPixmap:
    """Layers of rounded rectangles, each a little smaller: a blur without a filter."""
    size = 2 * (reach + radius + 1) + 1
    pixmap, painter = _canvas(size)
    painter.setPen(Qt.PenStyle.NoPen)
    steps = reach // 2
    for step in range(steps):
        share = (step + 1) / steps
        painter.setBrush(QColor(8, 40, 80, round(darkness / steps * (0.4 + 1.2 * share))))
        inset = 2.0 * step
        side = size - 2 * inset
        corner = radius + reach - inset
        painter.drawRoundedRect(QRectF(inset, inset, side, side), corner, corner)
    painter.end()
    return pixmap


def _canvas(size: int) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter
