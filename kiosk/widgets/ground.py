"""The ground of a page: filled once, with the shadows of what is raised on it."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded, paint_shadow, shadowed
from kiosk.widgets.theme import Theme

__all__ = ["Card", "Ground", "reshade_under"]


class Shade(NamedTuple):
    """What throws it: place on the ground, radius of its corners in tokens, height over the ground."""

    x: int
    y: int
    width: int
    height: int
    radius: int
    raised: int

    @property
    def place(self) -> QRect:
        return QRect(self.x, self.y, self.width, self.height)


class Ground(QWidget):
    """Opaque: nothing behind it is painted. Raised widgets are found among all that stand on it.

    Qt knows of no shadow. Whatever comes, goes or moves in a layout ends in a ``LayoutRequest`` here; for what is
    moved by hand see ``reshade_under``.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.moving = False  # more is to be laid out at once: the shadows of what stands there now are nobody's
        self._shades: list[Shade] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and not self.moving:
            self.reshade()
        return done

    def reshade(self) -> None:
        """What has come, gone or moved since the last time takes its shadow with it."""
        shades = [self._shade(widget) for widget in self._raised()]
        for changed in {*shades} ^ {*self._shades}:
            self.update(shadowed(changed.place, changed.raised))
        self._shades = shades

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, self.theme.colours.ground)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), event.rect()
        self.paint_ground(painter, rect)
        if self.theme.high_contrast:
            return
        for shade in self._shades:
            if rect.intersects(shadowed(shade.place, shade.raised)):  # not for each minute of the clock
                paint_shadow(painter, shade.place, self.theme.px(shade.radius), shade.raised)

    def _raised(self) -> "list[Card | Control]":
        standing: list[Card | Control] = [*self.findChildren(Card), *self.findChildren(Control)]
        return [widget for widget in standing if widget.raised and widget.isVisibleTo(self)]

    def _shade(self, widget: "Card | Control") -> Shade:
        corner = widget.mapTo(self, QPoint(0, 0))
        return Shade(corner.x(), corner.y(), widget.width(), widget.height(), widget.radius, widget.raised)


class Card(QWidget):
    """A white panel on the ground, with what is laid out in it. ``raised`` is its height (``surfaces.SHADOWS``)."""

    raised = 2
    radius = 24

    def __init__(self, theme: Theme, *, colour: str = "surface", border: str = "border") -> None:
        super().__init__()
        self.theme, self.colour, self.border = theme, colour, border

    def set_colour(self, colour: str) -> None:
        if colour != self.colour:
            self.colour = colour
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self.theme.colours
        border, width = (getattr(colours, self.border), self.theme.px(4)) if self.theme.high_contrast else (None, 0)
        fill = getattr(colours, self.colour)
        paint_rounded(QPainter(self), self.rect(), self.theme.px(self.radius), fill, border, width)


def reshade_under(widget: QWidget) -> None:
    """For whoever moves what is raised by hand: before the next picture the ground looks at it anew."""
    under = widget.parentWidget()
    while under is not None and not isinstance(under, Ground):
        under = under.parentWidget()
    if under is not None:
        QCoreApplication.postEvent(under, QEvent(QEvent.Type.LayoutRequest))
