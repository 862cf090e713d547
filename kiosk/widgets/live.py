"""What a camera sees, live: a face as in a mirror, a sheet of paper as it lies.

A frame is painted straight from the memory in which it was decoded; what lies over it is painted when it changes, kept
as a few small pictures, and laid on. Only where there is something: to blend nothing with a frame takes half as long as
the frame itself. So lines and corners may lie over it, and no veil.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["CodeView", "FaceView", "IdPhotoView", "LiveView", "SheetView"]

GOOD, WAITING = QColor("#7CF29C"), QColor("#FFFFFF")
UNDER_LINE = QColor(0, 0, 0, 110)
_MIRROR = QTransform.fromScale(-1, 1)
_IMAGES = 3  # kept: a camera has three pieces of memory for them
_TILE = 64  # pixels to a side
_OVER_NOTHING = QPainter.CompositionMode.CompositionMode_Source  # looks as blended, in an eighth of the time


class LiveView(QWidget):
    """The middle of the newest frame in a rounded window of the shape ``ASPECT``.

    ``show_frame`` takes 32-bit BGRX rows without padding and keeps them, uncopied, until the next frame; ``shape`` is
    width to height of what they show, 0 where their pixels are square.

    Thirty times a second all that is run is cold: a call that takes a microsecond in a loop takes ten. So what a frame
    does not change is not made, set or asked for again.
    """

    RADIUS = 36
    ASPECT = 1.0  # width to height of what is shown
    MIRRORED = False
    HEIGHT = 350  # the least

    def __init__(self, theme: Theme, accessible: str) -> None:
        super().__init__()
        self.theme = theme
        self.empty = True
        self._frame = QImage()
        self._images: dict[tuple[int, int, int], tuple[QImage, memoryview]] = {}
        self._over: list[tuple[QPoint, QPixmap]] = []
        self._over_state: object = None
        self._form = 1, 1, 0.0
        self._fit()
        self.setObjectName("camera")
        theme.tell(self, accessible)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(self.HEIGHT * self.ASPECT), theme.px(self.HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_frame(self, width: int, height: int, pixels: memoryview, shape: float = 0.0) -> None:
        self._frame = self._image(width, height, pixels)
        self.empty = False
        if self._form != (width, height, shape):
            self._form = width, height, shape
            self._fit()
        if self._fills:
            self.update()
        else:
            self.update(self._window)

    def clear(self) -> None:
        self._frame, self.empty = QImage(), True
        self._images.clear()
        self._form = 1, 1, 0.0
        self.update()

    def _image(self, width: int, height: int, pixels: memoryview) -> QImage:
        """Made once for each of the few pieces of memory that a camera fills by turns."""
        key = id(pixels), width, height
        if key not in self._images:
            if len(self._images) == _IMAGES:
                self._images.clear()
            self._images[key] = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32), pixels
        return self._images[key][0]

    def state(self) -> object:
        """What ``paint_over`` depends on, besides size and theme."""
        return self.empty

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """Paints on top of the frame."""

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._fills:
            painter.fillRect(self.rect(), self.theme.colours.ground)
        if self.empty:
            painter.fillRect(self._window, self.theme.colours.metal)
        elif self.MIRRORED:
            painter.setWorldTransform(_MIRROR)
            painter.drawImage(self._painted, self._frame, self._cut)
            painter.resetTransform()
        else:
            painter.drawImage(self._painted, self._frame, self._cut)
        state = (self.state(), self._fitted, self.theme.high_contrast)
        over = self._over
        if state != self._over_state:
            over = self._painted_over(self._window)
            if self.isVisible():  # not when it is painted ahead, for a page to come
                self._over, self._over_state = over, state
        for corner, piece in over:
            painter.drawPixmap(corner, piece)

    def hideEvent(self, event: QHideEvent) -> None:
        self._over, self._over_state = [], None  # painted again in 3 ms
        super().hideEvent(event)

    def _fit(self) -> None:
        """The window in the middle of the widget, and the middle of the frame in the window's shape."""
        width, height = self.width(), self.height()
        high = min(height, round(width / self.ASPECT))
        self._fitted = round(high * self.ASPECT), high
        self._fills = self._fitted == (width, height)
        self._window = self._painted = _in_the_middle(width, height, *self._fitted)
        if self.MIRRORED:
            self._painted = self._window.translated(-2 * self._window.x() - self._window.width(), 0)
        width, height, shape = self._form
        across = self.ASPECT / (shape or width / height)  # of its width, where more is seen on it than in the window
        self._cut = _in_the_middle(width, height, round(width * min(1, across)), round(height / max(1, across)))

    def _painted_over(self, window: QRect) -> list[tuple[QPoint, QPixmap]]:
        """Corners in the ground's colour, and what else lies over the frame, in pieces with their places."""
        over = QImage(window.size(), QImage.Format.Format_ARGB32_Premultiplied)
        over.fill(Qt.GlobalColor.transparent)
        painter = QPainter(over)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(_OVER_NOTHING)
        area, radius = QRectF(over.rect()), self.theme.px(self.RADIUS)
        corners = QPainterPath()
        corners.addRect(area)
        corners.addRoundedRect(area, radius, radius)  # what is within both outlines is left out
        painter.fillPath(corners, self.theme.colours.ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.paint_over(painter, area)
        painter.end()
        return [(window.topLeft() + piece.topLeft(), QPixmap.fromImage(over.copy(piece))) for piece in _used(over)]


class FaceView(LiveView):
    """Upright, with an oval where the face belongs."""

    ASPECT = 4 / 5
    MIRRORED = True
    OVAL = 0.62, 0.66  # of width and height of what is shown
    MIDDLE = 0.48  # of its height

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "镜头画面")
        self._good = False

    def show_face(self, width: int, height: int, pixels: memoryview, shape: float = 0.0, *, good: bool) -> None:
        self._good = good
        self.show_frame(width, height, pixels, shape)

    def clear(self) -> None:
        self._good = False
        super().clear()

    def state(self) -> object:
        return self.empty, self._good

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        across, down = self.OVAL
        oval = QRectF(0, 0, area.width() * across, area.height() * down)
        oval.moveCenter(QPointF(area.center().x(), area.top() + area.height() * self.MIDDLE))
        painter.setPen(QPen(UNDER_LINE, self.theme.px(12)))
        painter.drawEllipse(oval)
        painter.setPen(_line(self.theme, good=self._good))
        painter.drawEllipse(oval)


class IdPhotoView(FaceView):
    """Higher, and for hair and chin: the photo goes on below it, as far as above it and a third of it more."""

    OVAL = 0.56, 0.61
    MIDDLE = 0.42


class CodeView(LiveView):
    """As in a mirror, with corners where the code belongs."""

    ASPECT = 4 / 3
    MIRRORED = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "镜头画面")

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        side = area.height() * 0.66
        square = QRectF(0, 0, side, side)
        square.moveCenter(area.center())
        reach = side * 0.2
        for colour, width in ((UNDER_LINE, 12), (WAITING, 6)):
            painter.setPen(QPen(colour, self.theme.px(width)))
            for corner, right, down in (
                (square.topLeft(), 1, 1),
                (square.topRight(), -1, 1),
                (square.bottomRight(), -1, -1),
                (square.bottomLeft(), 1, -1),
            ):
                aside, under = corner + QPointF(right * reach, 0), corner + QPointF(0, down * reach)
                painter.drawPolyline(QPolygonF([aside, corner, under]))


class SheetView(LiveView):
    """As wide as a document camera sees, with a line around the sheet that was found."""

    ASPECT = 4 / 3

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "纸的画面")
        self._good = False
        self._corners: tuple[tuple[float, float], ...] = ()
        self._size = (1, 1)

    def show_sheet(
        self, width: int, height: int, pixels: memoryview, corners: tuple[tuple[float, float], ...], *, good: bool
    ) -> None:
        """``corners`` are x and y in pixels of the frame, none while no sheet is found."""
        self._good, self._size = good, (width, height)
        self._corners = tuple((round(x), round(y)) for x, y in corners)
        self.show_frame(width, height, pixels)

    def clear(self) -> None:
        self._good, self._corners = False, ()
        super().clear()

    def state(self) -> object:
        return self.empty, self._good, self._corners, self._size

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """The frame is shown as far as it has the window's shape; the line goes with it."""
        if not self._corners:
            return
        width, height = self._size
        factor = max(area.width() / width, area.height() / height)
        left, top = (area.width() - width * factor) / 2, (area.height() - height * factor) / 2
        sheet = QPolygonF([QPointF(left + x * factor, top + y * factor) for x, y in self._corners])
        painter.setPen(QPen(UNDER_LINE, self.theme.px(12)))
        painter.drawPolygon(sheet)
        painter.setPen(_line(self.theme, good=self._good))
        painter.drawPolygon(sheet)


def _in_the_middle(of_width: int, of_height: int, width: int, height: int) -> QRect:
    return QRect((of_width - width) // 2, (of_height - height) // 2, width, height)


def _used(over: QImage) -> list[QRect]:
    """The tiles on which there is something, joined where they lie side by side or in one column: few to paint."""
    empty = QImage(_TILE, _TILE, over.format())
    empty.fill(Qt.GlobalColor.transparent)
    found: list[QRect] = []
    for top in range(0, over.height(), _TILE):
        runs: list[QRect] = []
        for left in range(0, over.width(), _TILE):
            tile = QRect(left, top, _TILE, _TILE)
            if over.copy(tile) == empty:  # past the edge a copy is transparent
                continue
            if runs and runs[-1].right() + 1 == left:
                runs[-1] |= tile
            else:
                runs.append(tile)
        for run in runs:
            edges = run.left(), run.right(), top - 1
            above = [n for n, one in enumerate(found) if (one.left(), one.right(), one.bottom()) == edges]
            if above:
                found[above[0]] |= run
            else:
                found.append(run)
    return [rect & over.rect() for rect in found]


def _line(theme: Theme, *, good: bool) -> QPen:
    """Whole when all is well, of dashes while it is not: no colour says it alone (norm 7)."""
    line = QPen(GOOD if good else WAITING, theme.px(6))
    if not good:
        line.setDashPattern([4, 3])
    return line
