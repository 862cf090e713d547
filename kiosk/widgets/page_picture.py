"""A page of paper: all of it, or a part of it in large. Which part is chosen by buttons: nobody drags or pinches."""

from math import ceil

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["PagePicture"]

FINELY = 100  # ms after a new size until the page is drawn as well as it can be
EDGE = 3  # design pixels of border around what is shown
OVERLAP = 0.06  # of a part that stands in the next one too, so that no line of writing is cut in both


class PagePicture(QWidget):
    """``parts_changed``: it has another size, so the page falls into other parts."""

    LEAST = 300
    parts_changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._data, self._page = b"", QImage()
        self._scale, self._part = 0.0, 0
        self._shown = QPixmap()
        self._finely = QTimer(self, singleShot=True, interval=FINELY)
        self._finely.timeout.connect(self._draw)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(self.LEAST), theme.px(self.LEAST))

    def show_page(self, data: bytes, scale: float = 0.0, part: int = 0) -> None:
        """Shows the page from PNG. ``scale`` 0 is all of it, else so many pixels of the screen to one of the picture.

        No bytes: shows nothing and keeps nothing.
        """
        if data != self._data:  # to read a page takes 10 ms, and it comes again with each size of what is around it
            self._data, self._page = data, QImage.fromData(data) if data else QImage()
            self._finely.stop()
        self._scale, self._part, self._shown = scale, part, QPixmap()
        self.update()

    def grid(self, page: QSize, scale: float) -> tuple[int, int]:
        """Into how many columns and rows of parts a page of so many pixels falls in large."""
        inside = self._inside()
        columns = _parts(page.width() * scale / inside.width())
        return columns, _parts(page.height() * scale / inside.height())

    def two_across(self, page: QSize) -> float:
        """The largest scale at which a page falls into two columns."""
        return self._inside().width() * (2 - OVERLAP) / page.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shown = QPixmap()
        self._finely.start()
        self.parts_changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._page.isNull():
            return
        roughly = self._finely.isActive()
        if self._shown.isNull() and not roughly:
            self._shown = self._drawn()
        cut, size = self._cut_and_size()
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter, edge = QPainter(self), self.theme.px(EDGE)
        painter.fillRect(place.adjusted(-edge, -edge, edge, edge), self.theme.colours.border)
        if roughly:  # for a blink: to smooth it here would take half a frame
            painter.drawImage(place, self._page, cut)
        else:
            painter.drawPixmap(place.topLeft(), self._shown)

    def _draw(self) -> None:
        """Once its new size stands: as it should look, which takes longer than the size may."""
        self.update()

    def _inside(self) -> QRect:
        edge = self.theme.px(EDGE)
        return self.rect().adjusted(edge, edge, -edge, -edge)

    def _cut_and_size(self) -> tuple[QRect, QSize]:
        """What is shown of the page, in its own pixels, and how large it stands on the screen."""
        if not self._scale:
            size = self._page.size().scaled(self._inside().size(), Qt.AspectRatioMode.KeepAspectRatio)
            return self._page.rect(), size
        cut = self._cut()
        return cut, QSize(round(cut.width() * self._scale), round(cut.height() * self._scale))

    def _drawn(self) -> QPixmap:
        fill, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        cut, size = self._cut_and_size()
        page = self._page if cut == self._page.rect() else self._page.copy(cut)
        return QPixmap.fromImage(page.scaled(size, fill, smooth))

    def _cut(self) -> QRect:
        """The part, in pixels of the picture. Parts overlap, and the last one ends with the page."""
        page, inside = self._page.size(), self._inside()
        columns, rows = self.grid(page, self._scale)
        row, column = divmod(min(self._part, columns * rows - 1), columns)
        width = min(page.width(), round(inside.width() / self._scale))
        height = min(page.height(), round(inside.height() / self._scale))
        left = (page.width() - width) * column // max(1, columns - 1)
        top = (page.height() - height) * row // max(1, rows - 1)
        return QRect(left, top, width, height)


def _parts(rooms: float) -> int:
    return max(1, ceil((rooms - OVERLAP) / (1 - OVERLAP) - 1e-6))
