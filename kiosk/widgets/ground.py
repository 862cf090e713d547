"""The ground of a page: filled once, with the shadows of what is raised on it."""

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.control import Control
from kiosk.widgets.raised import Raised, Shaded
from kiosk.widgets.surfaces import paint_rounded, paint_shadow, shadowed
from kiosk.widgets.theme import Theme

__all__ = ["Card", "Ground"]


class Ground(Shaded, QWidget):
    """Opaque: nothing behind it is painted. Raised widgets are found among all that stand on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._due = False
        self._shaded: set[tuple[int, int, int, int]] = set()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def reshade_soon(self) -> None:
        """When all that moves now has done so."""
        if not self._due and self.isVisible():
            self._due = True
            QTimer.singleShot(0, self, self.reshade)

    def reshade(self) -> None:
        """What has come, gone or moved since the last time takes its shadow with it: Qt knows of none."""
        self._due = False
        places = [shadowed(_place_of(widget, self), widget.raised) for widget in self._raised()]
        shaded = {(place.x(), place.y(), place.width(), place.height()) for place in places}
        for changed in shaded ^ self._shaded:
            self.update(QRect(*changed))
        self._shaded = shaded

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, self.theme.colours.ground)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter, event.rect())
        if self.theme.high_contrast:
            return
        for widget in self._raised():
            where = _place_of(widget, self)
            if event.rect().intersects(shadowed(where, widget.raised)):  # not for each minute of the clock
                paint_shadow(painter, where, self.theme.px(widget.radius), widget.raised)

    def _raised(self) -> "list[Card | Control]":
        standing: list[Card | Control] = [*self.findChildren(Card), *self.findChildren(Control)]
        return [widget for widget in standing if widget.raised and widget.isVisibleTo(self)]


class Card(Raised, QWidget):
    """A white panel on the ground, with what is laid out in it."""

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


def _place_of(widget: QWidget, on: QWidget) -> QRect:
    return QRect(widget.mapTo(on, QPoint(0, 0)), widget.size())
