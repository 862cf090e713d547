"""Watches the touches of the home page for the hidden entry; they go on to the page as always."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.maintenance.pattern import CORNER, QUIET_AFTER, STILL, Corner, Pattern, corner_at
from kiosk.screens.window import Window
from kiosk.widgets.control import Control

__all__ = ["Corners"]

OTHERS = (QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.TabletPress, QEvent.Type.TouchCancel)


class Corners(QObject):
    """An event filter of the window's handle. ``knocked`` comes when all of the pattern was there, and quiet after it.

    Qt makes a mouse's events of the touches of one finger: these are read. ``now`` is a monotonic clock in seconds.
    """

    knocked = Signal()

    def __init__(self, window: Window, now: Callable[[], float]) -> None:
        super().__init__(window)
        self._window, self._now = window, now
        self._pattern = Pattern(now())
        self._down = QPoint()
        self._quiet = QTimer(self, singleShot=True, interval=round(QUIET_AFTER * 1000))
        self._quiet.timeout.connect(self._knock)
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self._mouse(event)
        elif event.type() in OTHERS or (isinstance(event, QTouchEvent) and event.pointCount() > 1):
            self._spoil()
        return False

    def _mouse(self, event: QMouseEvent) -> None:
        kind, where = event.type(), event.position().toPoint()
        if kind == QEvent.Type.MouseButtonPress:
            self._quiet.stop()
            left = event.button() == Qt.MouseButton.LeftButton
            self._down = where
            self._pattern.press(self._corner(where) if left else None, self._now())
        elif kind == QEvent.Type.MouseMove and event.buttons() != Qt.MouseButton.NoButton:
            if (where - self._down).manhattanLength() > self._window.theme.px(STILL):
                self._spoil()
        elif kind == QEvent.Type.MouseButtonRelease:
            if (where - self._down).manhattanLength() > self._window.theme.px(STILL):
                self._spoil()
            elif self._pattern.release(self._now()):
                self._quiet.start()

    def _spoil(self) -> None:
        self._quiet.stop()
        self._pattern.spoil(self._now())

    def _corner(self, where: QPoint) -> Corner | None:
        """Of the home page; None where another page or a control stands."""
        page = self._window.current
        under: QWidget | None = self._window.childAt(where)
        while under is not None and under is not page:
            if isinstance(under, Control):
                return None
            under = under.parentWidget()
        if page.kind != "home":
            return None
        place = page.mapFrom(self._window, where)
        return corner_at(place.x(), place.y(), page.width(), page.height(), self._window.theme.px(CORNER))

    def _knock(self) -> None:
        self._pattern.spoil(self._now())
        if self._window.current.kind == "home":
            self.knocked.emit()
