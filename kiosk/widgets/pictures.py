"""Pictures of people: the camera's, live, and one that was taken."""

from PySide6.QtCore import QBuffer, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["CameraView", "Picture"]


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


class CameraView(QWidget):
    """The newest frame in a rounded portrait window, with an oval where the face belongs.

    ``show_frame`` takes 32-bit BGRX rows without padding and keeps them, uncopied, until the next frame.
    """

    RADIUS = 36
    ASPECT = 4 / 5  # width to height of what is shown

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._frame = QImage()
        self._pixels: memoryview | None = None
        self._good = False
        self._overlay = QPixmap()
        self._overlay_key: object = None
        self.setObjectName("camera")
        self.setAccessibleName("镜头画面")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(280), theme.px(350))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_frame(self, width: int, height: int, pixels: memoryview, *, good: bool) -> None:
        self._frame = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32)
        self._pixels, self._good = pixels, good
        self.update(self._window())

    def clear(self) -> None:
        self._frame, self._pixels, self._good = QImage(), None, False
        self.update()

    def _window(self) -> QRect:
        high = min(self.height(), round(self.width() / self.ASPECT))
        wide = round(high * self.ASPECT)
        return QRect((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        window, colours = self._window(), self.theme.colours
        if window.size() != self.size():
            painter.fillRect(self.rect(), colours.ground)
        if self._frame.isNull():
            painter.fillRect(window, colours.metal)
        else:
            painter.drawImage(window, self._frame, self._cut())
        painter.drawPixmap(window.topLeft(), self._frame_and_oval(window.size()))

    def _cut(self) -> QRect:
        """The middle of the frame, in the shape of the window."""
        wide = min(self._frame.width(), round(self._frame.height() * self.ASPECT))
        high = min(self._frame.height(), round(wide / self.ASPECT))
        return QRect((self._frame.width() - wide) // 2, (self._frame.height() - high) // 2, wide, high)

    def _frame_and_oval(self, size: QSize) -> QPixmap:
        """Corners in the ground's colour and the oval: painted once for a size, a theme and a state."""
        key = (size.width(), size.height(), self.theme.high_contrast, self._good, self._frame.isNull())
        if key == self._overlay_key:
            return self._overlay
        self._overlay_key = key
        self._overlay = QPixmap(size)
        self._overlay.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._overlay)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, 0, size.width(), size.height())
        radius = self.theme.px(self.RADIUS)
        outside = QPainterPath()
        outside.addRect(area)
        inside = QPainterPath()
        inside.addRoundedRect(area, radius, radius)
        painter.fillPath(outside - inside, self.theme.colours.ground)
        oval = QRectF(0, 0, size.width() * 0.62, size.height() * 0.66)
        oval.moveCenter(area.center())
        oval.translate(0, -size.height() * 0.02)
        if not self._frame.isNull():
            hole = QPainterPath()
            hole.addEllipse(oval)
            painter.fillPath(inside - hole, QColor(8, 28, 52, 90))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 110), self.theme.px(12)))
        painter.drawEllipse(oval)
        line = QPen(QColor("#7CF29C") if self._good else QColor("#FFFFFF"), self.theme.px(6))
        if not self._good:
            line.setDashPattern([4, 3])
        painter.setPen(line)
        painter.drawEllipse(oval)
        painter.end()
        return self._overlay
