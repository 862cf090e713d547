"""The ID number by hand, for who has not got the card: checked as soon as the 18th character is in."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.core.person import Person, id_number_problem
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.keypad import LENGTH, Keypad, NumberField
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["KeypadScreen"]

ASKING = "一位一位地按，共 18 位"


class KeypadScreen(Screen):
    kind = "keypad"
    said_to_all = True
    controls_in_second = True

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__(theme)
        self._today = today
        self._number = ""
        self._heading = Heading(theme)
        self._field = NumberField(theme, "field.id_number", "身份证号")
        self._hint = Notice(theme)
        self._keypad = Keypad(theme)
        self._keypad.pressed.connect(self._press)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._field)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._keypad, 1)
        self.add_back()
        self._next = self.add_primary("nav.next", "号码对，下一步", "mdi6.arrow-right")
        self._next.tapped.connect(self._done)

    def rearranged(self, *, portrait: bool) -> None:
        self._field.set_large(portrait)

    def fill(self, page: Page) -> None:
        self._heading.say("输入您的身份证号")
        self._show("")
        self.show_back(page)

    def forget(self) -> None:
        self._show("")

    def blank(self) -> bool:
        return not self._number

    def spoken(self) -> str:
        return f"{self._heading.text()}，{ASKING}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        typed = event.text().upper()
        if event.key() == Qt.Key.Key_Backspace:
            self._press("delete")
        elif typed and typed in "0123456789X":
            self._press(typed)
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        if key == "clear":
            self._show("")
        elif key == "delete":
            self._show(self._number[:-1])
        elif len(self._number) < LENGTH:
            self._show(self._number + key)

    def _show(self, number: str) -> None:
        self._number = number
        problem = id_number_problem(number, self._today()) if len(number) == LENGTH else None
        self._field.show_number(number, wrong=problem is not None)
        if problem is not None:
            self._hint.say("error", problem)
        elif len(number) == LENGTH:
            self._hint.say("good", "18 位都有了，看看对不对")
        elif number:
            self._hint.say("info", f"按了 {len(number)} 位，还差 {LENGTH - len(number)} 位")
        else:
            self._hint.say("info", ASKING)

    def _done(self) -> None:
        """Before the number checks out the button says what is missing; it never stands there dead."""
        problem = id_number_problem(self._number, self._today())
        if problem is None:
            self.answered.emit(Person(name="", id_number=self._number, typed=True))
        else:
            self._hint.say("error", problem)
