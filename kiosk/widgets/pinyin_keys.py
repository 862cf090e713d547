"""Keys to write with: the letters of pinyin, and digits with the signs of an address."""

from collections.abc import Sequence
from string import ascii_lowercase

from kiosk.widgets.candidates import WritingKey
from kiosk.widgets.key_grid import KeyGrid
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["CROWDED", "PinyinKeys", "SignKeys"]

# Larger with every size, and no larger than there is room for.
CROWDED = {TextSize.STANDARD: Role.BUTTON, TextSize.LARGE: Role.BODY, TextSize.HUGE: Role.CAPTION}
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


class _Keys(KeyGrid):
    """``pressed`` says the character."""

    def __init__(self, theme: Theme, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(theme)
        self._single: list[WritingKey] = []
        for says, name, words in keys:
            button = WritingKey(theme, f"pinyin.{name}", words)
            button.role = Role.CAPTION
            if len(words) == 1:
                self._single.append(button)
            self.add(button, says)
        self.restyle()

    def restyle(self) -> None:
        for key in self._single:
            key.role = CROWDED[self.theme.size]


class PinyinKeys(_Keys):
    """Small letters, and ``'`` between syllables."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LETTERS)


class SignKeys(_Keys):
    """Digits and signs, which are written as they are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, SIGNS)
