"""What previews show that a citizen would bring: a face, a name, a sheet, drawn here. Nobody's are kept here."""

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.core.step import Face

__all__ = ["CORNERS", "certificate_page", "face", "paper_on_a_table", "paper_taken", "portrait", "write_name"]

# 王文: each stroke as the start, control and end of a curve, in a square of 100 for each character
NAME = (
    (((15, 22), (50, 17), (84, 18)), ((22, 51), (50, 50), (78, 46)), ((50, 19), (52, 55), (48, 84)),
     ((6, 87), (50, 83), (95, 84))),
    (((44, 0), (54, 6), (56, 16)), ((8, 32), (50, 30), (93, 26)), ((64, 29), (52, 74), (6, 97)),
     ((30, 40), (50, 80), (97, 94))),
)  # fmt: skip
CORNERS = ((176.0, 52.0), (470.0, 70.0), (452.0, 446.0), (150.0, 424.0))  # of the sheet on the table
MOVES = 16  # of the finger in each stroke


def face() -> Face:
    """A drawn head and shoulders as JPEG."""
    return Face(_jpeg(portrait(480, 640)))


def paper_taken() -> bytes:
    """A written sheet, straightened, as JPEG."""
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("#F0EEE8"))
    painter = QPainter(image)
    for line in range(16):
        painter.fillRect(QRectF(60, 70 + line * 44, 480 - line % 3 * 90, 12), QColor("#46464E"))
    painter.end()
    return _jpeg(image)


def certificate_page() -> bytes:
    """A4 with 175 dots to the inch, as PNG: a title, a table, lines of writing, a seal."""
    image = QImage(1447, 2047, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(440, 220, 567, 66), QColor("#1A1A1A"))
    for line in range(22):
        painter.fillRect(QRectF(190, 420 + line * 52, 1067 - line % 4 * 130, 24), QColor("#3A3A3A"))
    painter.setPen(QPen(QColor("#C62828"), 8))
    painter.drawEllipse(QPointF(1080, 1720), 140, 140)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image.convertToFormat(QImage.Format.Format_Indexed8))
    return bytes(buffer.data().data())


def paper_on_a_table() -> QImage:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#544C46"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#F0EEE8"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in CORNERS]))
    painter.setPen(QPen(QColor("#46464E"), 5))
    for line in range(11):
        y, left = 110 + line * 26, 206 - line * 2
        painter.drawLine(QPointF(left, y), QPointF(left + 224 - line % 3 * 30, y + 14))
    painter.end()
    return image


def _jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"jpg")).write(image)
    return bytes(buffer.data().data())


def portrait(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#B9C7D3"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    middle, unit = width / 2, height / 10
    painter.setBrush(QColor("#3D5A73"))
    painter.drawEllipse(QPointF(middle, height + unit), unit * 3.4, unit * 3)
    painter.setBrush(QColor("#E5BE9F"))
    painter.drawRect(QRectF(middle - unit * 0.8, unit * 6, unit * 1.6, unit * 2))
    painter.setBrush(QColor("#D9D9D6"))
    painter.drawEllipse(QPointF(middle, unit * 4.2), unit * 2.1, unit * 2.5)
    painter.setBrush(QColor("#EBC7A9"))
    painter.drawEllipse(QPointF(middle, unit * 4.7), unit * 1.8, unit * 2.3)
    painter.setBrush(QColor("#3A3330"))
    for side in (-1, 1):
        painter.drawEllipse(QPointF(middle + side * unit * 0.75, unit * 4.5), unit * 0.16, unit * 0.16)
    painter.end()
    return image


def write_name(pad: QWidget) -> None:
    """Writes a name in the middle of the pad, with the moves that a finger makes."""
    side = min(pad.height() * 0.55, pad.width() * 0.3)
    left, top = (pad.width() - side * 2.3) / 2, pad.height() * 0.76 - side * 0.92
    for number, character in enumerate(NAME):
        corner = QPointF(left + number * side * 1.3, top)
        for stroke in character:
            _drag(pad, [corner + _on_curve(stroke, move / MOVES) * (side / 100) for move in range(MOVES + 1)])


def _on_curve(stroke: tuple[tuple[int, int], ...], at: float) -> QPointF:
    start, control, end = (QPointF(*point) for point in stroke)
    return start * (1 - at) ** 2 + control * (2 * at * (1 - at)) + end * at**2


def _drag(widget: QWidget, points: list[QPointF]) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1), QEvent.Type.MouseButtonRelease]
    for kind, point in zip(kinds, [*points, points[-1]], strict=True):
        button = none if kind is QEvent.Type.MouseMove else left
        where = widget.mapToGlobal(point)
        QApplication.sendEvent(widget, QMouseEvent(kind, point, where, button, left, Qt.KeyboardModifier.NoModifier))
