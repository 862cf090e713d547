"""Number keys: a number, a telephone, an amount, an ID number; what is wrong is said as soon as all of it is there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.core.money import capitals
from kiosk.core.step import Digits, EnterAmount, EnterOtherId, EnterPhone
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.keypad import Keypad, NumberField
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["DigitsScreen"]


class DigitsScreen(Screen):
    """What was pressed stays while the citizen looks at something else; another question begins with nothing."""

    kind = "digits"
    said_to_all = True
    controls_in_second = True
    ways_left = True
    columns = (6, 5)
    onward = "按好了，下一步"

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__(theme)
        self._today = today
        self._step: Digits[Any] | None = None
        self._text = ""
        self._heading = Heading(theme)
        self._field = NumberField(theme)
        self._hint = Notice(theme)
        self._keypad = Keypad(theme)
        self._keypad.pressed.connect(self._press)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._field)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._keypad, 1)
        self.add_back()
        self._next = self.add_primary("nav.next", self.onward, "mdi6.arrow-right")
        self._next.tapped.connect(self._done)

    def rearranged(self, *, portrait: bool) -> None:
        self._field.set_large(portrait)

    def fill(self, page: Page) -> None:
        self.ask(page.of(Digits))
        self.show_back(page)

    def ask(self, step: Digits[Any]) -> None:
        if step != self._step:
            self._text = ""
        self._step = step
        self._heading.say(step.heading)
        self._field.setObjectName(f"field.{step.name}")
        self.theme.tell(self._field, step.heading)
        self._keypad.show_extra(step.extra)
        self.show_alternatives(step.alternatives)
        self._show()

    def forget(self) -> None:
        super().forget()
        self._step, self._text = None, ""
        self._field.show_number("", (), wrong=False)
        self.theme.tell(self._field, "")

    def spoken(self) -> str:
        return joined("，", (self._heading.said, self._asking))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        typed = event.text().upper()
        if event.key() == Qt.Key.Key_Backspace:
            self._press("delete")
        elif self._step is not None and typed and typed in f"0123456789{self._step.extra}":
            self._press(typed)
        else:
            super().keyPressEvent(event)

    def answer(self, value: object) -> None:
        self.answered.emit(value)

    def _press(self, key: str) -> None:
        if self._step is None:
            return
        if key == "clear":
            self._text = ""
        elif key == "delete":
            self._text = self._text[:-1]
        elif len(self._text) < self._step.longest:
            self._text += key
        self._show()

    def _show(self) -> None:
        step, text = self._step, self._text
        if step is None:
            return
        problem = step.problem(text, self._today())
        wrong = bool(problem) and len(text) == step.longest
        self._field.show_number(text, _groups(step, text), "元" if isinstance(step, EnterAmount) else "", wrong=wrong)
        if wrong:
            self._hint.say("error", problem)
        elif text and not problem:
            self._hint.say("good", self._good(step, text))
        elif not text or isinstance(step, EnterAmount):
            self._hint.say("info", self._asking)
        else:
            self._hint.say("info", _progress(step, len(text)))

    @property
    def _asking(self) -> str:
        return self._step.hint or "一位一位地按" if self._step is not None else ""

    @staticmethod
    def _good(step: Digits[Any], text: str) -> str:
        if isinstance(step, EnterAmount):
            return capitals(step.value(text))
        return said("{whole} 位都有了，看看对不对", whole=step.whole) if step.whole else "按好了，看看对不对"

    def _done(self) -> None:
        """Before it is right the button says what is missing; it never stands there dead."""
        if self._step is None:
            return
        problem = self._step.problem(self._text, self._today())
        if problem:
            self._hint.say("error", problem)
        else:
            self.answer(self._step.value(self._text))


def _progress(step: Digits[Any], pressed: int) -> str:
    if step.whole:
        return said("按了 {pressed} 位，还差 {missing} 位", pressed=pressed, missing=step.whole - pressed)
    return said("按了 {pressed} 位", pressed=pressed)


def _groups(step: Digits[Any], text: str) -> tuple[int, ...]:
    """How people read such a number aloud."""
    if isinstance(step, EnterAmount):
        return ()
    if isinstance(step, EnterOtherId):
        return (6, 8, 4)  # region, date of birth, the rest
    if isinstance(step, EnterPhone):
        return (4, 8) if text.startswith("0") else (3, 4, 5 if len(text) > 11 else 4)
    whole, rest = divmod(step.longest, 4)
    return (*([4] * whole), *([rest] if rest else []))
