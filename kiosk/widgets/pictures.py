"""A picture that was taken."""

from PySide6.QtCore import QBuffer, QRect, QRectF, Qt
from PySide6.QtGui import QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import Theme

__all__ = ["Picture"]


class Picture(QWidget):
    """One picture from JPEG or PNG, cut to a rounded square of ``side`` design pixels."""

    def __init__(self, theme: Theme, side: int, name: str) -> None:
        super().__init__()
        self.theme, self._side = theme, side
        self._picture = QPixmap()
        self.setObjectName(name)
        self.restyle()

    def restyle(self) -> None:
        side = self.theme.px(self._side)
        self.setFixedSize(side, side)

    def show_bytes(self, data: bytes) -> None:
        """Shows the picture, or nothing for no bytes."""
        self._picture = QPixmap()
        if data:
            buffer = QBuffer()
            buffer.setData(data)
            reader = QImageReader(buffer)
            side, mode = self.width(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
            size = reader.size().scaled(side, side, mode)
            reader.setScaledSize(size)  # JPEG is decoded at about this size: a quarter of the time
            reader.setScaledClipRect(QRect((size.width() - side) // 2, (size.height() - side) // 2, side, side))
            self._picture = QPixmap.fromImage(reader.read())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 16, 16)
        painter.setClipPath(shape)
        painter.drawPixmap(0, 0, self._picture)
