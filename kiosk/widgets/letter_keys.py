"""The 26 letters to type pinyin with, in the order of the alphabet: who knows no keyboard finds them too."""

from string import ascii_lowercase

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.core.words import CHINESE
from kiosk.widgets.key_grid import COLUMNS, KeyGrid
from kiosk.widgets.keypad import Key
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["LetterKeys", "key_of"]

# key: words, icon
EDITING = {"delete": ("删除", "mdi6.backspace-outline"), "clear": ("清空", "mdi6.close")}


class LetterKeys(KeyGrid):
    """``pressed`` says the key: a small letter, "delete" or "clear"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._letters: list[Key] = []
        self._editing: dict[str, Key] = {}
        for key in (*ascii_lowercase, *EDITING):
            button = Key(theme, f"keypad.{key}", "" if key in EDITING else key.upper())
            button.role = Role.CAPTION if key in EDITING else Role.BUTTON
            self.add(button, key)
            if key in EDITING:
                self._editing[key] = button
            else:
                self._letters.append(button)
        for column in range(COLUMNS):
            self.grid.setColumnMinimumWidth(column, theme.px(Theme.KEY))
            self.grid.setColumnStretch(column, 1)
        self.restyle()

    def restyle(self) -> None:
        """Two characters have room on a key; in a language of longer words a sign stands for them."""
        short = self.theme.tongue is CHINESE
        low = not short and self.theme.size is TextSize.HUGE  # all else on the page is higher then
        for letter in self._letters:
            letter.role = Role.CAPTION if low else Role.BUTTON
        for key, button in self._editing.items():
            words, icon = EDITING[key]
            button.icon_gap = 16 if short else 0
            button.set_icon("" if short else icon)
            button.say(words if short else "", words)


def key_of(event: QKeyEvent) -> str:
    """Which of the keys this is on a keyboard, where the site has one; "" for none of them."""
    if event.key() == Qt.Key.Key_Backspace:
        return "delete"
    typed = event.text().lower()
    return typed if len(typed) == 1 and typed in ascii_lowercase else ""
