"""Cells to be wiped over with a finger: each that was touched is filled. Every finger counts, not the first alone."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Theme

__all__ = ["WipingGrid"]

CELL = 88  # about a fingertip and a half
TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)


class WipingGrid(QWidget):
    """``wiped`` comes for every touch, whether the cell is new or not."""

    wiped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.touched: set[int] = set()
        self.setObjectName("maintenance.touch.grid")
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    @property
    def size_in_cells(self) -> QSize:
        cell = self.theme.px(CELL)
        return QSize(max(round(self.width() / cell), 3), max(round(self.height() / cell), 3))

    def clear(self) -> None:
        self.touched.clear()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() in TOUCHES and isinstance(event, QTouchEvent):
            for point in event.points():
                self._wipe(point.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._wipe(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._wipe(event.position())

    def _wipe(self, at: QPointF) -> None:
        size = self.size_in_cells
        column, row = int(at.x() * size.width() // self.width()), int(at.y() * size.height() // self.height())
        if 0 <= column < size.width() and 0 <= row < size.height():
            cell = row * size.width() + column
            if cell not in self.touched:
                self.touched.add(cell)
                self.update(self._rect(cell))
        self.wiped.emit()

    def _rect(self, cell: int) -> QRect:
        size = self.size_in_cells
        row, column = divmod(cell, size.width())
        left, right = (self.width() * at // size.width() for at in (column, column + 1))
        top, bottom = (self.height() * at // size.height() for at in (row, row + 1))
        return QRect(left, top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self.theme.colours
        painter.fillRect(event.rect(), colours.line)
        size = self.size_in_cells
        for cell in range(size.width() * size.height()):
            rect = self._rect(cell)
            if rect.intersects(event.rect()):
                fill = colours.light if cell in self.touched else colours.ground
                painter.fillRect(rect.adjusted(1, 1, -1, -1), fill)
