"""The 26 letters to type pinyin with, in the order of the alphabet: who knows no keyboard finds them too."""

from string import ascii_lowercase

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.widgets.keypad import Key
from kiosk.widgets.theme import Role, Theme

__all__ = ["LetterKeys"]

COLUMNS = 7


class LetterKeys(QWidget):
    """``pressed`` says the key: a small letter, "delete" or "clear"."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(Theme.GAP))
        keys = [(letter, letter.upper()) for letter in ascii_lowercase] + [("delete", "删除"), ("clear", "清空")]
        for at, (key, words) in enumerate(keys):
            button = Key(theme, f"keypad.{key}", words)
            button.role = Role.BUTTON if len(words) == 1 else Role.CAPTION
            button.tapped.connect(lambda pressed=key: self.pressed.emit(pressed))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            grid.addWidget(button, at // COLUMNS, at % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnMinimumWidth(column, theme.px(Theme.KEY))
            grid.setColumnStretch(column, 1)
