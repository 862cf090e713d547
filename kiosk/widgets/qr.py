"""A QR code that a phone reads off the screen: whole pixels to a module, black on white in every theme."""

import threading

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.theme import Theme

__all__ = ["QrCode"]

QUIET = 4  # modules of white around it (ISO/IEC 18004 clause 6.3.8)
LEAST = 400  # pixels of the design panel: 10 cm, read from an arm's length by the cheapest phone


class QrCode(QWidget):
    """As large as the square that it is given; ``side`` is what it asks for."""

    def __init__(self, theme: Theme, name: str, side: int) -> None:
        super().__init__()
        self.theme, self._side = theme, side
        self._text = ""
        self._rows: list[bytes] = []
        threading.Thread(target=_modules, args=("0",), name="qr", daemon=True).start()  # loads the library meanwhile
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(LEAST), theme.px(LEAST))

    def show_text(self, text: str) -> None:
        """The code of this text; nothing for "". Raises ValueError for more than one code can hold."""
        if text != self._text:
            self._rows = _modules(text) if text else []
            self._text = text
            self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        count = len(self._rows) + 2 * QUIET
        module = min(self.width(), self.height(), self.theme.px(self._side)) // count
        square = QRect(0, 0, module * count, module * count)
        square.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.fillRect(square, Qt.GlobalColor.white)
        for y, row in enumerate(self._rows, QUIET):
            for x, dark in enumerate(row, QUIET):
                if dark:
                    painter.fillRect(
                        square.x() + x * module, square.y() + y * module, module, module, Qt.GlobalColor.black
                    )


def _modules(text: str) -> list[bytes]:
    import segno

    return [bytes(row) for row in segno.make_qr(text, error="m").matrix]
