"""What the lens of a drawing shows: the card on the reader, the paper coming out, the face before the camera."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kiosk.widgets.theme import Theme

__all__ = ["paint_card", "paint_face", "paint_near", "paint_phone", "paint_receipt"]

# looks like a QR code, and is none
CODE = (
    "#######.#.#######",
    "#.....#..##.....#",
    "#.###.#.#.#.###.#",
    "#.###.#.###.###.#",
    "#.###.#...#.###.#",
    "#.....#.#.#.....#",
    "#######.#.#######",
    "........##.......",
    "#.##..#.#.##.#.##",
    ".#.#.#.##.#..##..",
    "#######..##.#.#.#",
    "#.....#.#..##..#.",
    "#.###.#.##.#.##.#",
    "#.###.#..#.##..#.",
    "#.###.#.#.#..##.#",
    "#.....#..##.#.#..",
    "#######.#.#.##.##",
)


def paint_near(painter: QPainter, theme: Theme, place: str) -> None:
    """``place`` as in ``drawing.PLACES``, on a canvas of 520 × 520."""
    colours = theme.colours
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.metal)
    painter.drawRect(QRectF(0, 0, 520, 520))
    if place == "card":
        _reader(painter, theme)
        paint_card(painter, theme, QRectF(112, 196, 296, 188))
        _arrow(painter, theme, 260, 62)
    elif place == "receipt":
        _slot(painter, theme)
        paint_receipt(painter, theme, QRectF(150, 170, 220, 260))
        _arrow(painter, theme, 260, 452, length=26)
    elif place == "a4":
        _slot(painter, theme)
        _paint_sheet(painter, theme, QRectF(130, 170, 260, 270))
        _arrow(painter, theme, 260, 462, length=26)
    elif place == "scanner":
        _window(painter, theme)
        paint_phone(painter, theme, QRectF(166, 150, 188, 330))
    elif place == "slip":
        _window(painter, theme)
        _paint_slip(painter, theme, QRectF(160, 150, 200, 320))
    else:
        paint_face(painter, theme, QRectF(110, 90, 300, 360))


def _reader(painter: QPainter, theme: Theme) -> None:
    colours = theme.colours
    painter.setBrush(colours.light_soft)
    painter.setPen(QPen(colours.light, 8))
    painter.drawRoundedRect(QRectF(72, 156, 376, 268), 36, 36)


def _slot(painter: QPainter, theme: Theme) -> None:
    colours = theme.colours
    painter.setBrush(colours.metal_deep)
    painter.setPen(QPen(colours.border, 3))
    painter.drawRoundedRect(QRectF(84, 118, 352, 84), 30, 30)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#0E1A26"))
    painter.drawRoundedRect(QRectF(126, 152, 268, 22), 11, 11)
    painter.setBrush(colours.light)
    painter.drawRoundedRect(QRectF(126, 178, 268, 8), 4, 4)


def _window(painter: QPainter, theme: Theme) -> None:
    """The scanner's window, with its light falling out."""
    colours = theme.colours
    painter.setBrush(colours.light_soft)
    painter.drawPolygon([QPointF(180, 90), QPointF(340, 90), QPointF(430, 260), QPointF(90, 260)])
    painter.setBrush(QColor("#0E1A26"))
    painter.setPen(QPen(colours.light, 8))
    painter.drawRoundedRect(QRectF(150, 46, 220, 64), 20, 20)
    painter.setPen(Qt.PenStyle.NoPen)


def paint_phone(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """A phone that shows a code: the three corner marks and some of what is between."""
    painter.setPen(QPen(theme.colours.border, 3))
    painter.setBrush(QColor("#1F2A36"))
    painter.drawRoundedRect(area, 26, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#FFFFFF"))
    screen = area.adjusted(12, 28, -12, -28)
    painter.drawRoundedRect(screen, 8, 8)
    _paint_code(painter, screen.topLeft() + QPointF(14, 40), screen.width() - 28)


def _paint_slip(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """A receipt with some lines, and its code at the lower end."""
    painter.setPen(QPen(theme.colours.border, 3))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRect(area)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#9AA8B5"))
    for row, share in enumerate((0.9, 0.6, 0.8, 0.5)):
        painter.drawRoundedRect(QRectF(area.left() + 24, area.top() + 28 + row * 28, 152 * share, 11), 5, 5)
    side = area.width() - 60
    _paint_code(painter, QPointF(area.left() + 30, area.bottom() - side - 24), side)


def _paint_code(painter: QPainter, corner: QPointF, side: float) -> None:
    module = side / len(CODE)
    painter.setBrush(QColor("#12304D"))
    for row, line in enumerate(CODE):
        for column, dark in enumerate(line):
            if dark == "#":
                x, y = corner.x() + column * module, corner.y() + row * module
                painter.drawRect(QRectF(x, y, module + 0.5, module + 0.5))


def _arrow(painter: QPainter, theme: Theme, x: float, y: float, length: float = 44) -> None:
    pen = QPen(theme.colours.light, 14)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    head = QPainterPath(QPointF(x, y))
    head.lineTo(x, y + length)
    head.moveTo(x - 24, y + length - 24)
    head.lineTo(x, y + length)
    head.lineTo(x + 24, y + length - 24)
    painter.drawPath(head)


def paint_card(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """An identity card, the side with the picture."""
    colours = theme.colours
    unit = area.width() / 296
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(8, 40, 80, 40))
    painter.drawRoundedRect(QRectF(2, 8, 296, 188), 18, 18)
    painter.setBrush(QColor("#F7FBFF"))
    painter.setPen(QPen(colours.border, 3))
    painter.drawRoundedRect(QRectF(0, 0, 296, 188), 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#CFE3F5"))
    painter.drawRoundedRect(QRectF(14, 140, 268, 34), 10, 10)
    for y, wide in ((26, 92), (52, 66), (78, 120), (104, 104)):
        painter.setBrush(QColor("#6A8FB5"))
        painter.drawRoundedRect(QRectF(22, y, wide, 11), 5, 5)
    painter.setBrush(QColor("#35618F"))
    painter.drawRoundedRect(QRectF(28, 151, 196, 12), 6, 6)
    painter.setBrush(QColor("#DCE9F5"))
    painter.drawRoundedRect(QRectF(186, 20, 92, 108), 10, 10)
    _bust(painter, QRectF(186, 20, 92, 108))
    painter.restore()


def _bust(painter: QPainter, area: QRectF) -> None:
    """Head and shoulders in ``area``, cut at its lower edge."""
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(area, 10, 10)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    wide, high = area.width(), area.height()
    painter.setBrush(QColor("#35618F"))
    painter.drawEllipse(QRectF(area.left() + wide * 0.08, area.top() + high * 0.66, wide * 0.84, high * 0.7))
    painter.setBrush(QColor("#F4D9C2"))
    painter.drawEllipse(QRectF(area.left() + wide * 0.28, area.top() + high * 0.16, wide * 0.44, high * 0.5))
    painter.setBrush(QColor("#55616D"))
    hair = QPainterPath()
    hair.addEllipse(QRectF(area.left() + wide * 0.26, area.top() + high * 0.12, wide * 0.48, high * 0.46))
    face = QPainterPath()
    face.addRect(QRectF(area.left(), area.top() + high * 0.28, wide, high))
    painter.drawPath(hair - face)
    painter.restore()


def paint_receipt(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """A slip of paper with a torn lower edge, ticked."""
    colours = theme.colours
    painter.setPen(QPen(colours.border, 3))
    painter.setBrush(QColor("#FFFFFF"))
    teeth = 11
    step = area.width() / teeth
    sheet = QPainterPath(area.topLeft())
    sheet.lineTo(area.topRight())
    sheet.lineTo(area.bottomRight())
    for tooth in range(teeth):
        x = area.right() - tooth * step
        sheet.lineTo(x - step / 2, area.bottom() - 9)
        sheet.lineTo(x - step, area.bottom())
    sheet.closeSubpath()
    painter.drawPath(sheet)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#0B5D2A"))
    centre = QPointF(area.center().x(), area.top() + area.height() * 0.3)
    painter.drawEllipse(centre, 34, 34)
    tick = QPen(QColor("#FFFFFF"), 9)
    tick.setCapStyle(Qt.PenCapStyle.RoundCap)
    tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(tick)
    painter.drawPolyline([centre + QPointF(-14, 1), centre + QPointF(-4, 12), centre + QPointF(16, -11)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#9AA8B5"))
    for row, share in enumerate((0.68, 0.5, 0.6)):
        y = area.top() + area.height() * (0.54 + row * 0.13)
        painter.drawRoundedRect(QRectF(area.left() + 28, y, (area.width() - 56) * share, 11), 5, 5)


def _paint_sheet(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """A sheet of A4 with a heading, some lines and a red seal."""
    painter.setPen(QPen(theme.colours.border, 3))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRect(area)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#35618F"))
    painter.drawRoundedRect(QRectF(area.center().x() - 60, area.top() + 44, 120, 18), 6, 6)
    painter.setBrush(QColor("#9AA8B5"))
    for row, share in enumerate((1.0, 0.86, 0.94, 0.5)):
        y = area.top() + 92 + row * 32
        painter.drawRoundedRect(QRectF(area.left() + 32, y, (area.width() - 64) * share, 11), 5, 5)
    painter.setPen(QPen(QColor("#B3261E"), 7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(area.right() - 66, area.bottom() - 60), 34, 34)
    painter.setPen(Qt.PenStyle.NoPen)


def paint_face(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """A face in the oval where it belongs."""
    clip = QPainterPath()
    clip.addEllipse(area)
    painter.save()
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#DCE9F5"))
    painter.drawEllipse(area)
    _bust(painter, area)
    painter.restore()
    painter.setPen(QPen(theme.colours.light, 10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)
