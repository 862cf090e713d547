"""A field to write a name in with finger, pen or mouse. It is the one place where dragging is meant.

What is written is painted as it comes: each new piece goes on a picture that is kept, and only the rectangle around it
is painted on the screen, so that it keeps up with 60 moves a second on a machine without a GPU.
"""

from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QHideEvent,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["SignaturePad"]

Dot = tuple[float, float, int]  # millimetres from the upper left corner, milliseconds since the first touch
DOTS_PER_MM = 8  # of the PNG: about 200 dpi
STEP = 0.3  # mm; a finger that moves less has not moved
SPOT = QPointF(0.01, 0)  # a line without length would not be painted; with round ends this one is a dot
BASELINE = 0.76  # of the height: where a line of writing stands


class SignaturePad(QWidget):
    """``strokes`` are what was written, in millimetres of the pad as it was at the first touch.

    When the pad changes its size later (another text size), what was written is shown smaller or moved, and what is
    added joins it; the strokes themselves stay. ``changed`` comes when a stroke ends, and after undo and clear.
    """

    RADIUS = 28
    changed = Signal()

    def __init__(self, theme: Theme, name: str, *, pen: float, prompt: str) -> None:
        """``pen`` is the width of the line in millimetres; ``prompt`` stands there until something is written."""
        super().__init__()
        self.theme, self._pen, self._prompt = theme, pen, prompt
        self.strokes: list[list[Dot]] = []
        self._began = 0
        self._writing: int | None = None  # the touch that writes; -1 is the mouse
        self._paper = QRectF()  # the pad at the first touch, in millimetres
        self._ink = QPixmap()
        self._ink_for: object = None
        self._words = Text(theme, Role.TITLE, colour="secondary", align=Qt.AlignmentFlag.AlignHCenter)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(self._words)
        box.addStretch(1)
        self.setObjectName(name)
        theme.tell(self, prompt)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(240))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.clear()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(900), self.theme.px(480))

    def restyle(self) -> None:
        self.update()

    def guides(self) -> list[QLineF]:
        """The line to write on."""
        side, y = self.theme.px(Theme.MARGIN), self.height() * BASELINE
        return [QLineF(side, y, self.width() - side, y)]

    def clear(self) -> None:
        """An empty pad, for writing anew or for the next citizen."""
        self.strokes, self._writing, self._paper = [], None, QRectF()
        self._drawn_anew()

    def undo(self) -> None:
        """Takes the last stroke back."""
        self.strokes, self._writing = self.strokes[:-1], None
        self._drawn_anew()

    def png(self, x: float, y: float, width: float, height: float) -> bytes:
        """This part of the paper, in millimetres, as a picture: black on white, 8 dots a millimetre."""
        size = QSize(round(width * DOTS_PER_MM), round(height * DOTS_PER_MM))
        image = QImage(size, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        image.setDotsPerMeterX(DOTS_PER_MM * 1000)
        image.setDotsPerMeterY(DOTS_PER_MM * 1000)
        painter = QPainter(image)
        painter.scale(size.width() / width, size.height() / height)
        painter.translate(-x, -y)
        self._paint_strokes(painter, QColor(Qt.GlobalColor.black))
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())

    # --- writing ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._writing is None:
            self._touch_down(-1, event.position(), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._writing == -1:
            self._move(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._writing == -1 and event.button() == Qt.MouseButton.LeftButton:
            self._lift(event.position(), event.timestamp())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            for point in event.points():
                self._touched(point)
            if event.type() == QEvent.Type.TouchCancel and self._writing is not None:
                self.undo()
            event.accept()
            return True
        return super().event(event)

    def _touched(self, point: QEventPoint) -> None:
        """The first finger writes; a palm or a second finger beside it does not."""
        where, when = point.position(), point.timestamp()
        if point.state() == QEventPoint.State.Pressed and self._writing is None:
            self._touch_down(point.id(), where, when)
        elif point.id() == self._writing and point.state() == QEventPoint.State.Updated:
            self._move(where, when)
        elif point.id() == self._writing and point.state() == QEventPoint.State.Released:
            self._lift(where, when)

    def _touch_down(self, touch: int, where: QPointF, when: int) -> None:
        self._writing = touch
        if not self.strokes:
            self._began = when
            self._paper = QRectF(0, 0, self.width() * self.theme.pitch, self.height() * self.theme.pitch)
            self._words.say("")
            self.update()
        self.strokes.append([self._dot(where, when)])
        self._paint_newest()

    def _move(self, where: QPointF, when: int) -> None:
        x, y, _ = dot = self._dot(where, when)
        before_x, before_y, _ = self.strokes[-1][-1]
        if max(abs(x - before_x), abs(y - before_y)) >= STEP:
            self.strokes[-1].append(dot)
            self._paint_newest()

    def _lift(self, where: QPointF, when: int) -> None:
        self._move(where, when)
        self._writing = None
        self._paint_end()
        self.changed.emit()

    def _dot(self, where: QPointF, when: int) -> Dot:
        """What is written beyond the edge stands at the edge."""
        point = self._shown().inverted()[0].map(where)
        x = min(max(point.x(), 0.0), self._paper.width())
        y = min(max(point.y(), 0.0), self._paper.height())
        return round(x, 2), round(y, 2), max(0, when - self._began)

    def _shown(self) -> QTransform:
        """From the paper's millimetres to the pad's pixels: as it was written, or as large as fits, in the middle."""
        wide, high = self._paper.width() or 1.0, self._paper.height() or 1.0
        scale = min(1 / self.theme.pitch, self.width() / wide, self.height() / high)
        beside, above = (self.width() - wide * scale) / 2, (self.height() - high * scale) / 2
        return QTransform().translate(beside, above).scale(scale, scale)

    # --- painting ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ink_for = None

    def _drawn_anew(self) -> None:
        self._ink_for = None
        self._words.say("" if self.strokes else self._prompt)
        self.update()
        self.changed.emit()

    def _paint_newest(self) -> None:
        """The piece that the newest point adds: from one middle between points to the next."""
        dots = [QPointF(x, y) for x, y, _ in self.strokes[-1][-3:]]
        path = QPainterPath(dots[0])
        if len(dots) == 1:
            path.lineTo(dots[0] + SPOT)
        elif len(dots) == 3:
            path = _piece(dots, first=len(self.strokes[-1]) == 3)
        else:
            return  # two points: the curve through them waits for a third, or for the end
        self._add_ink(path)

    def _paint_end(self) -> None:
        """From the last middle to the last point."""
        dots = [QPointF(x, y) for x, y, _ in self.strokes[-1][-2:]]
        if len(dots) == 2:
            start = dots[0] if len(self.strokes[-1]) == 2 else (dots[0] + dots[1]) * 0.5
            path = QPainterPath(start)
            path.lineTo(dots[1])
            self._add_ink(path)

    def _add_ink(self, path: QPainterPath) -> None:
        shown = self._shown()
        if self._ink_for == self._ink_key():
            painter = QPainter(self._ink)
            painter.setTransform(shown)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(path, self._line(self.theme.colours.text))
            painter.end()
        around = self._pen / 2 + 0.5
        self.update(shown.mapRect(path.boundingRect().adjusted(-around, -around, around, around)).toAlignedRect())

    def _line(self, colour: QColor) -> QPen:
        return QPen(colour, self._pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)

    def _paint_strokes(self, painter: QPainter, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            painter.strokePath(_curve([QPointF(x, y) for x, y, _ in stroke]), self._line(colour))

    def _ink_key(self) -> object:
        return self.width(), self.height(), self.theme.high_contrast

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = self._ink if self._ink_for == self._ink_key() else self._paint_all()
        if self.isVisible():  # not when it is painted ahead, for a page to come
            self._ink, self._ink_for = ink, self._ink_key()
        QPainter(self).drawPixmap(event.rect(), ink, event.rect())

    def hideEvent(self, event: QHideEvent) -> None:
        self._ink, self._ink_for = QPixmap(), None  # 4 MB; painted again in a millisecond or two
        super().hideEvent(event)

    def _paint_all(self) -> QPixmap:
        """The field, its guides, and what has been written."""
        ink = QPixmap(self.size())
        theme, colours = self.theme, self.theme.colours
        ink.fill(colours.ground)
        painter = QPainter(ink)
        border = theme.px(4 if theme.high_contrast else 3)
        paint_rounded(painter, self.rect(), theme.px(self.RADIUS), colours.surface, colours.border, border)
        painter.setPen(QPen(colours.line, theme.px(3), Qt.PenStyle.DashLine))
        for line in self.guides():
            painter.drawLine(line)
        painter.setTransform(self._shown())
        self._paint_strokes(painter, colours.text)
        painter.end()
        return ink


def _piece(dots: list[QPointF], *, first: bool) -> QPainterPath:
    """Of three points in a row: the curve with the middle one as its control."""
    path = QPainterPath(dots[0] if first else (dots[0] + dots[1]) * 0.5)
    path.quadTo(dots[1], (dots[1] + dots[2]) * 0.5)
    return path


def _curve(dots: list[QPointF]) -> QPainterPath:
    """A whole stroke, as its pieces make it."""
    path = QPainterPath(dots[0])
    for control, after in pairwise(dots[1:]):
        path.quadTo(control, (control + after) * 0.5)
    path.lineTo(dots[-1] if len(dots) > 1 else dots[0] + SPOT)
    return path
