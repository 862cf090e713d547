"""The pencil that the drawings of ``guides.py`` are made with: 300 units wide and 220 high, in the theme's colours."""

from math import cos, hypot, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.widgets.colours import Colours

__all__ = ["HEIGHT", "WIDTH", "Sketch"]

WIDTH, HEIGHT = 300.0, 220.0
Point = tuple[float, float]


class Sketch:
    """What stands still is grey; what is to be moved or touched is green, and an arrow says where to."""

    def __init__(self, painter: QPainter, colours: Colours, *, bold: bool) -> None:
        self._painter, self.colours = painter, colours
        self._line = 4.0 if bold else 3.0

    def _use(self, fill: QColor | None, line: QColor | None, width: float = 0.0) -> QPainter:
        painter = self._painter
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        if line is None:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(line, width or self._line, Qt.PenStyle.SolidLine, round_cap, round_join))
        return painter

    # --- what stands still ---

    def body(self, x: float, y: float, wide: float, high: float, radius: float = 10) -> None:
        self._use(self.colours.metal, self.colours.border).drawRoundedRect(QRectF(x, y, wide, high), radius, radius)

    def panel(self, x: float, y: float, wide: float, high: float, radius: float = 6) -> None:
        self._use(self.colours.metal_deep, self.colours.border).drawRoundedRect(
            QRectF(x, y, wide, high), radius, radius
        )

    def hollow(self, x: float, y: float, wide: float, high: float, radius: float = 4) -> None:
        """An opening that one looks into."""
        self._use(self.colours.secondary, None).drawRoundedRect(QRectF(x, y, wide, high), radius, radius)

    def shape(self, *points: Point) -> None:
        self._use(self.colours.metal, self.colours.border).drawPolygon(_polygon(points))

    def disc(self, x: float, y: float, radius: float) -> None:
        self._use(self.colours.metal_deep, self.colours.border).drawEllipse(QPointF(x, y), radius, radius)

    def dot(self, x: float, y: float, radius: float) -> None:
        self._use(self.colours.secondary, None).drawEllipse(QPointF(x, y), radius, radius)

    def face(self, x: float, y: float, radius: float) -> None:
        """Of a clock."""
        self._use(self.colours.surface, self.colours.border).drawEllipse(QPointF(x, y), radius, radius)

    def stroke(self, *points: Point) -> None:
        self._use(None, self.colours.border).drawPolyline(_polygon(points))

    def cord(self, *points: Point) -> None:
        """A cable: from the first point to the last, bent by those between."""
        path = QPainterPath(QPointF(*points[0]))
        for at in range(1, len(points) - 1, 2):
            path.quadTo(QPointF(*points[at]), QPointF(*points[at + 1]))
        self._use(None, self.colours.secondary, 7).drawPath(path)

    def limit(self, x: float, y: float, wide: float) -> None:
        """A red line that nothing may pass."""
        self._use(None, self.colours.on_error, 5).drawLine(QPointF(x, y), QPointF(x + wide, y))

    # --- paper ---

    def paper(self, *points: Point) -> None:
        self._use(self.colours.surface, self.colours.text).drawPolygon(_polygon(points))

    def writing(self, x: float, y: float, wide: float, lines: int, gap: float = 10) -> None:
        painter = self._use(None, self.colours.secondary)
        for line in range(lines):
            painter.drawLine(QPointF(x, y + line * gap), QPointF(x + wide * (0.7 if line % 2 else 1), y + line * gap))

    def roll(self, x: float, y: float, radius: float) -> None:
        """A roll of paper from its end."""
        self._use(self.colours.surface, self.colours.text).drawEllipse(QPointF(x, y), radius, radius)
        self._use(None, self.colours.line).drawEllipse(QPointF(x, y), radius * 0.72, radius * 0.72)
        self._use(self.colours.metal_deep, self.colours.border).drawEllipse(QPointF(x, y), radius * 0.36, radius * 0.36)

    # --- what is done ---

    def part(self, x: float, y: float, wide: float, high: float, radius: float = 6) -> None:
        """What is to be touched."""
        self._use(self.colours.light_soft, self.colours.light).drawRoundedRect(QRectF(x, y, wide, high), radius, radius)

    def part_shape(self, *points: Point) -> None:
        self._use(self.colours.light_soft, self.colours.light).drawPolygon(_polygon(points))

    def part_disc(self, x: float, y: float, radius: float) -> None:
        self._use(self.colours.light_soft, self.colours.light).drawEllipse(QPointF(x, y), radius, radius)

    def arrow(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """With a thick shaft; its point is at ``to``."""
        long = hypot(to_x - x, to_y - y)
        ahead_x, ahead_y = (to_x - x) / long, (to_y - y) / long
        neck = QPointF(to_x - ahead_x * 18, to_y - ahead_y * 18)
        self._use(None, self.colours.light, 9).drawLine(QPointF(x, y), neck)
        side = QPointF(-ahead_y * 15, ahead_x * 15)
        back = QPointF(to_x - ahead_x * 24, to_y - ahead_y * 24)
        head = QPolygonF([QPointF(to_x, to_y), back + side, back - side])
        self._use(self.colours.light, self.colours.light, 2).drawPolygon(head)

    def turn(self, x: float, y: float, radius: float, start: float, span: float) -> None:
        """An arrow round a centre: degrees from three o'clock, against the clock as Qt counts."""
        area = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        self._use(None, self.colours.light, 9).drawArc(area, round(start * 16), round(span * 16))
        end = radians(start + span)
        at = QPointF(x + radius * cos(end), y - radius * sin(end))
        sense = 1 if span > 0 else -1
        ahead = QPointF(-sin(end) * sense, -cos(end) * sense)
        side = QPointF(-ahead.y(), ahead.x()) * 15
        head = QPolygonF([at + ahead * 20, at - ahead * 4 + side, at - ahead * 4 - side])
        self._use(self.colours.light, self.colours.light, 2).drawPolygon(head)

    def tick(self, x: float, y: float) -> None:
        """This way round. A disc with a tick in it, 36 across."""
        self._use(self.colours.light, None).drawEllipse(QPointF(x, y), 18, 18)
        points = ((x - 9, y + 1), (x - 2, y + 8), (x + 9, y - 7))
        self._use(None, self.colours.surface, 5).drawPolyline(_polygon(points))

    def cross(self, x: float, y: float) -> None:
        """Not this way round."""
        self._use(self.colours.on_error, None).drawEllipse(QPointF(x, y), 18, 18)
        painter = self._use(None, self.colours.surface, 5)
        painter.drawLine(QPointF(x - 7, y - 7), QPointF(x + 7, y + 7))
        painter.drawLine(QPointF(x - 7, y + 7), QPointF(x + 7, y - 7))

    def fingers(self, x: float, y: float, *, right: bool = False) -> None:
        """Thumb and finger that come from the left (or the right) and pinch at the point."""
        side = -1 if right else 1
        for up, long in ((-1, 74), (1, 58)):
            path = QPainterPath(QPointF(x, y + up * 4))
            path.quadTo(QPointF(x - side * 24, y + up * 30), QPointF(x - side * long, y + up * 26))
            path.lineTo(x - side * long, y + up * 6)
            path.quadTo(QPointF(x - side * 24, y + up * 12), QPointF(x, y + up * 4))
            self._use(self.colours.skin, self.colours.text).drawPath(path)


def _polygon(points: tuple[Point, ...]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points])
