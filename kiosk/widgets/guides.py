"""Drawings of what whoever stands beside the machine does about a fault; which belongs where: ``core/guides.py``.

    paint(painter, rect, "a4.jam", theme)

Each is 300 units wide and 220 high and is fitted into the rectangle. Grey stands still, green is touched and moved.
"""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from kiosk.widgets import guides_a4, guides_receipt, guides_wires
from kiosk.widgets.guide_sketch import HEIGHT, WIDTH, Sketch
from kiosk.widgets.theme import Theme

__all__ = ["PICTURES", "paint"]

PICTURES: Final[Mapping[str, Callable[[Sketch], None]]] = {
    **guides_receipt.PICTURES,
    **guides_a4.PICTURES,
    **guides_wires.PICTURES,
}


def paint(painter: QPainter, rect: QRect | QRectF, name: str, theme: Theme) -> None:
    """Fits the drawing into the rectangle, centred; the ground stays as it is. Raises KeyError for one there is not."""
    draw, area = PICTURES[name], QRectF(rect)
    scale = min(area.width() / WIDTH, area.height() / HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center().x() - WIDTH * scale / 2, area.center().y() - HEIGHT * scale / 2)
    painter.scale(scale, scale)
    draw(Sketch(painter, theme.colours, bold=theme.high_contrast))
    painter.restore()
