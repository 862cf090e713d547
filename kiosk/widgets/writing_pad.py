"""A field to write one Chinese character in: a square with a cross, as in a copybook."""

from PySide6.QtCore import QLineF, QRectF

from kiosk.widgets.signature_pad import SignaturePad
from kiosk.widgets.theme import Theme

__all__ = ["WritingPad"]

LINE = 1.6  # mm; narrower than a signature's, so that a character of twenty strokes stays clear


class WritingPad(SignaturePad):
    """``strokes`` and ``changed`` as of a signature. What is written beside the square counts as well."""

    def __init__(self, theme: Theme, name: str, *, prompt: str) -> None:
        super().__init__(theme, name, pen=LINE, prompt=prompt)

    def guides(self) -> list[QLineF]:
        side = min(self.width(), self.height()) - 2 * self.theme.px(Theme.SPACE)
        square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        centre = square.center()
        return [
            QLineF(square.topLeft(), square.topRight()),
            QLineF(square.topRight(), square.bottomRight()),
            QLineF(square.bottomLeft(), square.bottomRight()),
            QLineF(square.topLeft(), square.bottomLeft()),
            QLineF(square.left(), centre.y(), square.right(), centre.y()),
            QLineF(centre.x(), square.top(), centre.x(), square.bottom()),
        ]
