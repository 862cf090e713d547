"""Pictures that were taken."""

from PySide6.QtCore import QBuffer, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["Picture", "WholePicture"]


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


class WholePicture(QWidget):
    """One picture from JPEG or PNG, all of it, as large as there is room."""

    LEAST = 350

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._picture = QImage()
        self._shown = QPixmap()  # as large as it is painted
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(self.LEAST), theme.px(self.LEAST))

    def show_bytes(self, data: bytes) -> None:
        """Shows the picture, or nothing for no bytes."""
        self._picture, self._shown = QImage.fromData(data) if data else QImage(), QPixmap()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if self._shown.size() != size:
            fill, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._shown = QPixmap.fromImage(self._picture.scaled(size, fill, smooth))
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        QPainter(self).drawPixmap(place.topLeft(), self._shown)
