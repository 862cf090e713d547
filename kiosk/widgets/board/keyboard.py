"""Letters, digits and signs as on a keyboard, for addresses, ports and passwords: capitals matter there."""

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.widgets.candidates import WritingKey
from kiosk.widgets.pinyin_keys import CROWDED
from kiosk.widgets.theme import Role, Theme

__all__ = ["Keyboard"]

LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm._/")
SIGNS = ("1234567890", "!@#$%^&*()", "+=~`|\\<>{}", ":;\"'?,[] _")
SPANS = 10
# Of these there is too little to see on a key.
WORDS = {
    "-": "横线",
    ".": "点",
    "'": "单引",
    '"': "双引",
    "`": "反引",
    ",": "逗号",
    ":": "冒号",
    ";": "分号",
    " ": "空格",
}


class Keyboard(QWidget):
    """``pressed`` says the character, "delete" or "clear". Capitals stay until 大写 is pressed again."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._signs = self._capital = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(Theme.GAP))
        self._keys = [self._key("") for _ in range(4 * SPANS)]
        for at, key in enumerate(self._keys):
            self._grid.addWidget(key, at // SPANS, at % SPANS)
            key.tapped.connect(lambda at=at: self.pressed.emit(self._character(at)))
        self._shift, self._other = self._key("key.shift", "大写"), self._key("key.signs", "符号")
        self._shift.setCheckable(True)
        self._shift.tapped.connect(self._change_case)
        self._other.tapped.connect(self._change_signs)
        delete, clear = self._key("key.delete", "删除"), self._key("key.clear", "清空")
        delete.tapped.connect(lambda: self.pressed.emit("delete"))
        clear.tapped.connect(lambda: self.pressed.emit("clear"))
        for key, column, span in ((self._shift, 0, 2), (self._other, 2, 3), (delete, 5, 3), (clear, 8, 2)):
            self._grid.addWidget(key, 4, column, 1, span)
        for column in range(SPANS):
            self._grid.setColumnStretch(column, 1)
        self._show()

    def restyle(self) -> None:
        self._show()
        for key in self._keys:
            key.restyle()

    def first(self) -> None:
        """Small letters, as for a new question."""
        self._signs = self._capital = False
        self._show()

    def _key(self, name: str, words: str = "") -> WritingKey:
        key = WritingKey(self.theme, name, words)
        key.padding, key.role = 2, Role.BODY
        key.take_room(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return key

    def _character(self, at: int) -> str:
        character = (SIGNS if self._signs else LETTERS)[at // SPANS][at % SPANS]
        return character.upper() if self._capital else character

    def _change_case(self) -> None:
        self._capital = not self._capital
        self._show()

    def _change_signs(self) -> None:
        self._signs = not self._signs
        self._show()

    def _show(self) -> None:
        for at, key in enumerate(self._keys):
            character = self._character(at)
            name = unicodedata.name(character).lower().replace(" ", "-")
            key.setObjectName(f"key.{character.lower() if character.isalnum() else name}")
            key.role = Role.CAPTION if character in WORDS else CROWDED[self.theme.size]
            key.say(WORDS.get(character, character), character if character.isalnum() else name)
        self._shift.show_on(self._capital)
        self._shift.setVisible(not self._signs)
        self._other.say("字母" if self._signs else "符号")
        self._grid.removeWidget(self._other)
        self._grid.addWidget(self._other, 4, 0 if self._signs else 2, 1, 5 if self._signs else 3)
