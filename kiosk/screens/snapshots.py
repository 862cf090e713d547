"""Pictures of pages as they stood: one that comes back is there at once, and is filled and painted behind its picture.

A tap is answered by copying a picture, a few milliseconds whatever the page holds. Only pages that show nothing of any
citizen are kept (``Screen.blank``), as they stood before anybody touched them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.timing import SNAPSHOT, SNAPSHOT_STANDS
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen

__all__ = ["Snapshots"]

CELL_WIDTH, CELL_HEIGHT = 64, 32  # of what is looked at as one: of one colour or not


class Snapshots(QWidget):
    """Lies over the page for a moment; touches go through it. ``look`` is what has to be the same for a page's picture
    to stand for it; the picture is kept anew for every ``page``."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._kept: dict[str, _Kept] = {}
        self._shown: _Picture | None = None
        self._next: _Next | None = None
        self._lift = QTimer(self, singleShot=True, interval=round(SNAPSHOT_STANDS * 1000))
        self._lift.timeout.connect(self._lifted)
        self._settled = QTimer(self, singleShot=True, interval=round(SNAPSHOT * 1000))
        self._settled.timeout.connect(self._stands)
        self._again = False  # the page stood there already, with other words
        self._due = False  # it is to be kept when it is touched

    def cover(self, kind: str, look: object, area: QRect) -> bool:
        """Shows the page's picture now, before this returns. False when there is none that is right."""
        self._settled.stop()
        self._next, self._due = None, False
        kept = self._kept.get(kind)
        if kept is None or kept.look != look or not self.window().isVisible():
            return False
        self._shown = kept.picture
        self.setGeometry(area)
        self.show()
        self.raise_()
        self.repaint()
        self._lift.start()
        return True

    def _lifted(self) -> None:
        self.hide()
        self._shown = None  # a newer one may be kept by now, and two are four megabytes more

    def watch(self, screen: Screen, page: Page, look: object, area: QRect) -> None:
        """The page stands there, untouched: it is kept when it still does after a moment.

        Filled anew, as home is each minute, it is kept when it is touched: a terminal that nobody uses copies nothing.
        """
        before, self._next = self._next, _Next(screen, page, look, area)
        self._again = before is not None and before.screen is screen and not self._settled.isActive()
        self._due = self._again and before is not None and before.look == look  # only its clock is another
        if not self._due:
            self._settled.start()

    def touched(self) -> None:
        """From now on the page may hold what a citizen did."""
        self._settled.stop()
        if self._due:
            self._keep()
        self._due = False

    def _stands(self) -> None:
        if self._again:
            self._due = True
        else:
            self._keep()

    def _keep(self) -> None:
        wanted, window = self._next, self.window()
        if wanted is None or not wanted.screen.blank() or self.isVisible() or not window.isVisible():
            return
        painted = window.backingStore().paintDevice()
        if not isinstance(painted, QImage) or painted.size() != window.size():
            return  # a scaled screen
        before = self._kept.get(wanted.screen.kind)
        if before is not None and (before.page, before.look) == (wanted.page, wanted.look):
            return
        if before is not None and before.picture.take(painted, wanted.area):  # a third of the time that a new one takes
            picture = before.picture
        else:
            picture = _Picture(painted, wanted.area)
        self._kept[wanted.screen.kind] = _Kept(wanted.page, wanted.look, picture)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is not None:
            self._shown.paint(self)


class _Next(NamedTuple):
    """What stands there and may be kept."""

    screen: Screen
    page: Page
    look: object
    area: QRect


class _Kept(NamedTuple):
    page: Page
    look: object
    picture: "_Picture"


class _Picture:
    """One area of ``painted``. What is of one colour in it, more than half of a page, is kept as that: 4 MB less each.

    The rest, in rows of cells, stands side by side and below each other in one picture.
    """

    def __init__(self, painted: QImage, area: QRect) -> None:
        self._area = area
        self._flat: list[tuple[QRect, QColor]] = []
        self._pieces: list[tuple[QPoint, QRect]] = []  # where on the page, and where in the picture
        x, y = 0, 0
        for rect, colour in _runs(painted, area):
            here = rect.translated(-area.topLeft())
            if colour is not None:
                self._flat.append((here, QColor.fromRgba(colour)))
                continue
            if x + rect.width() > area.width():
                x, y = 0, y + CELL_HEIGHT
            self._pieces.append((here.topLeft(), QRect(QPoint(x, y), rect.size())))
            x += rect.width()
        self._picture = QImage(area.width(), y + CELL_HEIGHT, painted.format())
        self._copy(painted)

    def take(self, painted: QImage, area: QRect) -> bool:
        """The same page with other words in places: True when the same of it is still of one colour."""
        origin = area.topLeft()
        if area != self._area or painted.format() != self._picture.format():
            return False
        if any(_colour(painted.copy(rect.translated(origin))) != colour.rgba() for rect, colour in self._flat):
            return False
        self._copy(painted)
        return True

    def _copy(self, painted: QImage) -> None:
        painter = _copier(self._picture)
        for corner, piece in self._pieces:
            painter.drawImage(piece.topLeft(), painted, QRect(corner + self._area.topLeft(), piece.size()))
        painter.end()

    def paint(self, onto: QPaintDevice) -> None:
        painter = _copier(onto)
        for rect, colour in self._flat:
            painter.fillRect(rect, colour)
        for corner, piece in self._pieces:
            painter.drawImage(corner, self._picture, piece)
        painter.end()


def _copier(onto: QPaintDevice) -> QPainter:
    painter = QPainter(onto)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    return painter


def _runs(painted: QImage, area: QRect) -> Iterator[tuple[QRect, int | None]]:
    """Neighbouring cells in a row that are of one colour (0xAARRGGBB) or of several, which is None."""
    for top in range(area.top(), area.bottom() + 1, CELL_HEIGHT):
        run, of = QRect(), None
        for left in range(area.left(), area.right() + 1, CELL_WIDTH):
            cell = QRect(left, top, CELL_WIDTH, CELL_HEIGHT).intersected(area)
            colour = _colour(painted.copy(cell))
            if not run.isNull() and colour != of:
                yield run, of
                run = QRect()
            run, of = run.united(cell), colour
        yield run, of


def _colour(cell: QImage) -> int | None:
    """The only colour in it, or None."""
    colour = cell.pixel(0, 0)
    flat = QImage(cell.size(), cell.format())
    flat.fill(colour)
    return colour if cell == flat else None
