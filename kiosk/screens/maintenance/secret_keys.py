"""The base of the pages on which staff type what nobody else may see: keys, a field, one sentence, the way out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.keypad import Keypad, NumberField
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["SecretKeys"]


class SecretKeys(Screen):
    """What is typed stands in ``typed`` until ``clear``, and nowhere else; ``closed`` while no key does anything."""

    alone = True
    ways_left = True
    columns = (6, 5)

    def __init__(self, theme: Theme, field: str, onward: str) -> None:
        super().__init__(theme)
        self.typed = ""
        self.closed = False
        self._turn = -1
        self.heading = Heading(theme)
        self.field = NumberField(theme)
        self.field.setObjectName(field)
        self.notice = Notice(theme)
        self._keypad = Keypad(theme)
        self._keypad.pressed.connect(self.key)
        self.second.addWidget(self._keypad, 1)
        self._cancel = Button(theme, "sign_in.cancel", "不登录了", icon="mdi6.close")
        self._cancel.least_height = Theme.ACTION
        narrow = self._cancel.sizePolicy()
        narrow.setHorizontalPolicy(narrow.Policy.Minimum)
        self._cancel.setSizePolicy(narrow)
        self._cancel.tapped.connect(lambda: self.pressed.emit("sign_in:cancel"))
        self._row.addWidget(self._cancel)
        self.onward = self.add_primary("nav.next", onward, "mdi6.arrow-right")
        self.onward.tapped.connect(self.go_on)

    def rearranged(self, *, portrait: bool) -> None:
        self.field.set_large(portrait)

    @property
    def longest(self) -> int:
        raise NotImplementedError

    def show_typed(self) -> None:
        """The field, as what is typed now may be shown."""
        raise NotImplementedError

    def go_on(self) -> None:
        """What is typed is all of it."""
        raise NotImplementedError

    def begin(self, turn: int) -> bool:
        """Whether it is another turn; then nothing that was typed is left."""
        another, self._turn = turn != self._turn, turn
        if another:
            self.clear()
        return another

    def clear(self) -> None:
        self.typed = ""
        self.show_typed()

    def forget(self) -> None:
        super().forget()
        self._turn = -1
        self.clear()

    def spoken(self) -> str:
        return ""

    def key(self, key: str) -> None:
        if self.closed:
            return
        if key == "clear":
            self.typed = ""
        elif key == "delete":
            self.typed = self.typed[:-1]
        elif len(self.typed) < self.longest:
            self.typed += key
        self.show_typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        typed = event.text()
        if event.key() == Qt.Key.Key_Backspace:
            self.key("delete")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif len(typed) == 1 and typed in "0123456789":
            self.key(typed)
        else:
            super().keyPressEvent(event)
