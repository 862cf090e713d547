"""A page of paper: all of it, or a part of it in large. Which part is chosen by buttons: nobody drags or pinches."""

from math import ceil

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["PagePicture"]

EDGE = 3  # design pixels of border around what is shown
OVERLAP = 0.06  # of a part that stands in the next one too, so that no line of writing is cut in both


class PagePicture(QWidget):
    """``parts_changed``: it has another size, so the page falls into other parts."""

    LEAST = 300
    parts_changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._page = QImage()
        self._scale, self._part = 0.0, 0
        self._shown = QPixmap()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(self.LEAST), theme.px(self.LEAST))

    def show_page(self, data: bytes, scale: float = 0.0, part: int = 0) -> None:
        """Shows the page from PNG. ``scale`` 0 is all of it, else so many pixels of the screen to one of the picture.

        No bytes: shows nothing and keeps nothing.
        """
        self._page = QImage.fromData(data) if data else QImage()
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
        self.parts_changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._page.isNull():
            return
        if self._shown.isNull():
            self._shown = self._drawn()
        place = QRect(0, 0, self._shown.width(), self._shown.height())
        place.moveCenter(self.rect().center())
        painter, edge = QPainter(self), self.theme.px(EDGE)
        painter.fillRect(place.adjusted(-edge, -edge, edge, edge), self.theme.colours.border)
        painter.drawPixmap(place.topLeft(), self._shown)

    def _inside(self) -> QRect:
        edge = self.theme.px(EDGE)
        return self.rect().adjusted(edge, edge, -edge, -edge)

    def _drawn(self) -> QPixmap:
        fill, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        if not self._scale:
            size = self._page.size().scaled(self._inside().size(), Qt.AspectRatioMode.KeepAspectRatio)
            return QPixmap.fromImage(self._page.scaled(size, fill, smooth))
        cut = self._cut()
        size = QSize(round(cut.width() * self._scale), round(cut.height() * self._scale))
        return QPixmap.fromImage(self._page.copy(cut).scaled(size, fill, smooth))

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
