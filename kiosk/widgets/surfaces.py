"""Rounded areas, and the soft shadow under a raised one, cheap to paint: of large ones pictures of corners are kept."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

__all__ = ["paint_rounded", "paint_shadow", "shadowed"]

SHADOWS = {1: (10, 3, 30), 2: (28, 6, 26)}  # height over the ground: reach and fall in pixels, darkness of 255
STRIP = 128  # pixels of a shadow's edge that are kept as a picture
SMALL = 24_000  # pixels of a surface up to which a picture of all of it is kept: a key, of which there are dozens


def paint_rounded(
    painter: QPainter, rect: QRect, radius: int, fill: QColor, border: QColor | None = None, width: int = 0
) -> None:
    """Fills a rounded rectangle, with a border inside it where one is given."""
    if rect.width() * rect.height() > SMALL:
        _paint_rounded(painter, rect, radius, fill, border, width)
        return
    key = (rect.width(), rect.height(), radius, fill.rgba(), border.rgba() if border else None, width)
    painter.drawPixmap(rect.topLeft(), _small_rounded(*key))


def _paint_rounded(
    painter: QPainter, rect: QRect, radius: int, fill: QColor, border: QColor | None, width: int
) -> None:
    radius = min(radius, rect.width() // 2, rect.height() // 2)
    frame = width if border else 0
    edge = radius + 1
    x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
    across, down = max(w - 2 * edge, 0), max(h - 2 * edge, 0)
    painter.fillRect(x + edge, y + frame, across, h - 2 * frame, fill)
    painter.fillRect(x + frame, y + edge, edge - frame, down, fill)
    painter.fillRect(x + w - edge, y + edge, edge - frame, down, fill)
    if border and frame:
        painter.fillRect(x + edge, y, across, frame, border)
        painter.fillRect(x + edge, y + h - frame, across, frame, border)
        painter.fillRect(x, y + edge, frame, down, border)
        painter.fillRect(x + w - frame, y + edge, frame, down, border)
    _corners(painter, _rounded(radius, fill.rgba(), border.rgba() if border and frame else 0, frame), rect, edge)


def shadowed(rect: QRect, height: int) -> QRect:
    """The surface with all of its shadow."""
    reach, drop, _ = SHADOWS[height]
    return rect.adjusted(-reach, -reach + drop, reach, reach + drop)


def paint_shadow(painter: QPainter, rect: QRect, radius: int, height: int) -> None:
    """The shadow of a surface at ``rect``, ``height`` 1 or 2 over the ground, for whoever paints the ground.

    What the surface hides of it is left out.
    """
    if rect.width() * rect.height() > SMALL:
        _paint_shadow(painter, rect, radius, height)
        return
    painter.drawPixmap(shadowed(rect, height).topLeft(), _small_shadow(rect.width(), rect.height(), radius, height))


def _paint_shadow(painter: QPainter, rect: QRect, radius: int, height: int) -> None:
    reach, drop, darkness = SHADOWS[height]
    grown = shadowed(rect, height)
    edge, seen = reach + radius + 1, reach + drop
    patch, strip = _shadow(radius, reach, darkness), _edge(radius, reach, darkness)
    x, y, w, h = grown.x(), grown.y(), grown.width(), grown.height()
    if (across := w - 2 * edge) > 0:
        painter.drawTiledPixmap(x + edge, y, across, reach, strip)
        painter.drawTiledPixmap(x + edge, y + h - seen, across, seen, strip, 0, strip.height() - seen)
    if (down := h - 2 * edge) > 0:
        right = patch.width() - reach
        painter.drawPixmap(QRect(x, y + edge, reach, down), patch, QRect(0, edge, reach, 1))
        painter.drawPixmap(QRect(x + w - reach, y + edge, reach, down), patch, QRect(right, edge, reach, 1))
    _corners(painter, patch, grown, edge)


def _corners(painter: QPainter, patch: QPixmap, rect: QRect, edge: int) -> None:
    far = patch.width() - edge
    right, bottom = rect.x() + rect.width() - edge, rect.y() + rect.height() - edge
    for x, from_x in ((rect.x(), 0), (right, far)):
        for y, from_y in ((rect.y(), 0), (bottom, far)):
            painter.drawPixmap(x, y, patch, from_x, from_y, edge, edge)


@lru_cache(maxsize=48)
def _small_rounded(wide: int, high: int, radius: int, fill: int, border: int | None, width: int) -> QPixmap:
    pixmap, painter = _canvas(wide, high)
    edge = QColor.fromRgba(border) if border is not None else None
    _paint_rounded(painter, pixmap.rect(), radius, QColor.fromRgba(fill), edge, width)
    painter.end()
    return pixmap


@lru_cache(maxsize=48)
def _small_shadow(wide: int, high: int, radius: int, height: int) -> QPixmap:
    grown = shadowed(QRect(0, 0, wide, high), height)
    pixmap, painter = _canvas(grown.width(), grown.height())
    _paint_shadow(painter, QRect(-grown.topLeft(), QSize(wide, high)), radius, height)
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def _rounded(radius: int, fill: int, border: int, width: int) -> QPixmap:
    size = 2 * (radius + 1) + 1
    pixmap, painter = _canvas(size, size)
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
    pixmap, painter = _canvas(size, size)
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


@lru_cache(maxsize=16)
def _edge(radius: int, reach: int, darkness: int) -> QPixmap:
    """The upper edge of a shadow and the lower one below it, wide enough to be laid side by side."""
    patch, middle = _shadow(radius, reach, darkness), reach + radius + 1
    strip = QPixmap(STRIP, patch.height())
    strip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(strip)
    painter.drawPixmap(strip.rect(), patch, QRect(middle, 0, 1, patch.height()))
    painter.end()
    return strip


def _canvas(wide: int, high: int) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(wide, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter
