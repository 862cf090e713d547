"""Pictures of pages as they stood: one that comes back is there at once, and is filled and painted behind its picture.

A tap is answered by copying a picture, a few milliseconds whatever the page holds. Only pages that show nothing of any
citizen are kept (``Screen.blank``), as they stood before anybody touched them.
"""

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QPaintDevice, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.timing import SNAPSHOT, SNAPSHOT_STANDS
from kiosk.screens.screen import Screen

__all__ = ["Snapshots"]


class Snapshots(QWidget):
    """Lies over the page for a moment; touches go through it. ``look`` is all that the picture of a page depends on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._kept: dict[str, tuple[object, QImage]] = {}
        self._shown = QImage()
        self._next: tuple[Screen | None, object, QRect] = (None, None, QRect())
        self._lift = QTimer(self, singleShot=True, interval=round(SNAPSHOT_STANDS * 1000))
        self._lift.timeout.connect(self._lifted)
        self._settled = QTimer(self, singleShot=True, interval=round(SNAPSHOT * 1000))
        self._settled.timeout.connect(self._keep)

    def cover(self, kind: str, look: object, area: QRect) -> bool:
        """Shows the page's picture now, before this returns. False when there is none that is right."""
        self._settled.stop()
        kept, picture = self._kept.get(kind, (None, QImage()))
        if kept != look or not self.window().isVisible():
            return False
        self._shown = picture
        self.setGeometry(area)
        self.show()
        self.raise_()
        self.repaint()
        self._lift.start()
        return True

    def _lifted(self) -> None:
        self.hide()
        self._shown = QImage()  # a newer one may be kept by now, and two are eight megabytes more

    def watch(self, screen: Screen, look: object, area: QRect) -> None:
        """The page stands there, untouched: it is kept when it still does after a moment."""
        self._next = (screen, look, area)
        self._settled.start()

    def touched(self) -> None:
        """From now on the page may hold what a citizen did."""
        self._settled.stop()

    def _keep(self) -> None:
        screen, look, area = self._next
        window = self.window()
        if screen is None or not screen.blank() or self.isVisible() or not window.isVisible():
            return
        painted = window.backingStore().paintDevice()
        if not isinstance(painted, QImage) or painted.size() != window.size():
            return  # a scaled screen
        before, picture = self._kept.get(screen.kind, (None, QImage()))
        if before == look:
            return
        if (picture.size(), picture.format()) == (area.size(), painted.format()):
            _copy(painted, area, picture, QPoint())  # a fifth of the time that a new one takes
        else:
            picture = painted.copy(area)
        self._kept[screen.kind] = (look, picture)

    def paintEvent(self, event: QPaintEvent) -> None:
        _copy(self._shown, event.rect(), self, event.rect().topLeft())


def _copy(picture: QImage, area: QRect, onto: QPaintDevice, at: QPoint) -> None:
    painter = QPainter(onto)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(at, picture, area)
    painter.end()
