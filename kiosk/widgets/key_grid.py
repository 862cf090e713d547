"""Keys to write with, as wide as they are high, in an order that who knows no keyboard finds too."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.widgets.keypad import Key
from kiosk.widgets.theme import Theme

__all__ = ["COLUMNS", "KeyGrid"]

COLUMNS = 7


class KeyGrid(QWidget):
    """``pressed`` says which key: what it was added with."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px(Theme.GAP))

    def add(self, key: Key, says: str) -> None:
        """At the next place, row by row."""
        at = self.grid.count()
        key.tapped.connect(lambda: self.pressed.emit(says))
        key.take_room(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.grid.addWidget(key, at // COLUMNS, at % COLUMNS)
