"""The ring round the control that the keyboard is on: a 4 px gap, then 6 px, over everything (norm 25)."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.widgets.control import Control
from kiosk.widgets.theme import Theme

__all__ = ["FocusRing"]

GAP, RING = 4, 6


class FocusRing(QWidget):
    """Lies over ``window``; hand it each control that the keyboard comes to, and None when it goes."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.theme = theme
        self._control: Control | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def follow(self, control: QWidget | None) -> None:
        if self._control is not None:
            self._control.removeEventFilter(self)
        self._control = control if isinstance(control, Control) else None
        if self._control is not None:
            self._control.installEventFilter(self)
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        control, window = self._control, self.parentWidget()
        if window is None or control is None or not control.isVisible():
            self.hide()
            return
        reach = self.theme.px(GAP + RING)
        corner = control.mapTo(window, QPoint(0, 0))
        self.setGeometry(QRect(corner, control.size()).adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._control is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, ring = self.theme.px(GAP), self.theme.px(RING)
        radius = self.theme.px(self._control.radius) + gap
        for width, inset, colour in (
            (gap, ring + gap / 2, self.theme.colours.ground),
            (ring, ring / 2, self.theme.colours.focus),
        ):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(area, radius, radius)
