"""Keys to write with: the letters of pinyin, and digits with the signs of an address."""

from collections.abc import Sequence
from string import ascii_lowercase

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.widgets.candidates import WritingKey
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["CROWDED", "PinyinKeys", "SignKeys"]

# Larger with every size, and no larger than there is room for.
CROWDED = {TextSize.STANDARD: Role.BUTTON, TextSize.LARGE: Role.BODY, TextSize.HUGE: Role.CAPTION}
COLUMNS = 7  # keys as wide as they are high, in an order that who knows no keyboard finds too
# what is written, name, what stands on the key
LETTERS = (
    *((letter, letter, letter.upper()) for letter in ascii_lowercase),
    ("'", "apart", "隔开"),  # xi'an is two syllables, xian may be one
)
SIGNS = (
    *((digit, digit, digit) for digit in "1234567890"),
    ("号", "number", "号"),
    ("-", "dash", "横线"),
    ("#", "hash", "#"),
    ("·", "dot", "间隔点"),
    ("（", "open", "（"),
    ("）", "close", "）"),
    ("、", "pause", "顿号"),
    ("，", "comma", "逗号"),
    (" ", "space", "空格"),
    ("/", "slash", "/"),
    (".", "point", "圆点"),
)


class _Keys(QWidget):
    """``pressed`` says the character."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(Theme.GAP))
        self.theme = theme
        self._single: list[WritingKey] = []
        for at, (says, name, words) in enumerate(keys):
            button = WritingKey(theme, f"pinyin.{name}", words)
            button.role = Role.CAPTION
            if len(words) == 1:
                self._single.append(button)
            button.tapped.connect(lambda says=says: self.pressed.emit(says))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            grid.addWidget(button, at // COLUMNS, at % COLUMNS)
        self.restyle()

    def restyle(self) -> None:
        for key in self._single:
            key.role = CROWDED[self.theme.size]
            key.restyle()


class PinyinKeys(_Keys):
    """Small letters, and ``'`` between syllables."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LETTERS)


class SignKeys(_Keys):
    """Digits and signs, which are written as they are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, SIGNS)
