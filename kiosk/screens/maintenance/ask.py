"""What is asked before something is done: yes or no, a number, letters and signs, or one of several."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.core.board import Action, Ask, AskChoice, AskNumber, AskText, Board, Confirm, Row, Rows
from kiosk.core.words import AsIs
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import Question
from kiosk.screens.maintenance.parts import CHOICE
from kiosk.screens.maintenance.staff_screen import StaffScreen
from kiosk.screens.maintenance.view import BoardView
from kiosk.widgets.board.keyboard import Keyboard
from kiosk.widgets.board.remark import Remark
from kiosk.widgets.buttons import Button
from kiosk.widgets.keypad import Keypad, NumberField
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme
from kiosk.widgets.written_field import WrittenField

__all__ = ["AskScreen"]

KEYPAD_WIDE, KEYPAD_HIGH, KEYBOARD_HIGH = 984, 640, 640
CHOSEN = {True: "mdi6.radiobox-marked", False: "mdi6.radiobox-blank"}
DOT = "●"
NOTHING = "还没填，先填上"


class AskScreen(StaffScreen):
    """Answered with "staff:answer:<value>". What was typed is gone as soon as another question stands there."""

    kind = "maintenance_ask"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._question: Question | None = None
        self._text = ""
        self._fresh = True  # what stands there was there before: the first key writes over it
        self._heading = Heading(theme)
        self._detail = Text(theme, Role.BODY, name="maintenance.detail")
        self._number = NumberField(theme)
        self._written = WrittenField(theme)
        self._hint = Remark(theme, "maintenance.hint")
        for part in (self._heading, self._detail, self._number, self._written, self._hint):
            self.first.addWidget(part)
        self._keypad, self._keyboard, self._choices = Keypad(theme), Keyboard(theme), BoardView(theme)
        self._keypad.setMaximumWidth(theme.px(KEYPAD_WIDE))
        self._keypad.pressed.connect(self._press)
        self._keyboard.pressed.connect(self._press)
        self._choices.pressed.connect(lambda pressed: self._answer(pressed.removeprefix("staff:do:")))
        self._choices.turned.connect(self.regrouped)
        self.second.addWidget(self._keypad, 1)
        self.second.addWidget(self._keyboard, 1)
        self.second.addWidget(self._choices, 1)
        self.add_back().tapped.disconnect()
        self._back_button.tapped.connect(lambda: self.pressed.emit("staff:back"))
        self._look = self._look_button()
        self._yes = self.add_primary("maintenance.")
        self._yes.tapped.connect(self._done)

    @property
    def _back_button(self) -> Button:
        if self._back is None:
            raise RuntimeError("a question can be left")
        return self._back

    def _look_button(self) -> Button:
        """What is typed in secret can be looked at: on glass nobody feels which key was hit."""
        button = Button(self.theme, "maintenance.look", "看一眼", icon="mdi6.eye")
        button.setCheckable(True)
        button.tapped.connect(self._change_look)
        self._row.insertWidget(1, button)
        return button

    # --- a page among pages ---

    def fill(self, page: Page) -> None:
        question = page.of(Question)
        if question != self._question:
            self._question, self._text, self._fresh = question, _given(question.ask), True
            self._keyboard.first()
            self._look.show_on(False)
        ask = question.ask
        self.show_who(question.staff)
        self._back_button.say("不做了" if isinstance(ask, Confirm) else "返回")
        self._heading.set_role(Role.TITLE if isinstance(ask, Confirm) else Role.BUTTON)
        self._heading.say(ask.question)
        self._detail.say(ask.detail if isinstance(ask, Confirm) else "")
        number, text, choice = (isinstance(ask, kind) for kind in (AskNumber, AskText, AskChoice))
        self.stacked = not number
        self._number.setVisible(number)
        self._keypad.setVisible(number)
        self._written.setVisible(text)
        self._keyboard.setVisible(text)
        self._choices.setVisible(choice)
        self._look.setVisible(isinstance(ask, AskText) and ask.secret)
        self._yes.setVisible(not choice)
        self._yes.setObjectName(f"maintenance.{question.page}.{question.action}")
        self._yes.say(ask.yes if isinstance(ask, Confirm) else question.label)
        self._yes.set_icon("mdi6.check")
        self._hint.say("info", "")
        if isinstance(ask, AskChoice):
            self._choices.show_board(_board(ask), CHOICE, question.action, enabled=True)
        elif isinstance(ask, AskText):
            self._written.be(question.action, ask.question, ask.most)
        elif isinstance(ask, AskNumber):
            self._number.setObjectName(f"field.{question.action}")
            self.theme.tell(self._number, ask.question)
            self._keypad.show_extra("-" if ask.least < 0 else "")
        self._show()

    def fills(self, *, portrait: bool) -> bool:
        ask = self._question.ask if self._question is not None else None
        return isinstance(ask, AskChoice) or (isinstance(ask, AskNumber | AskText) and not portrait)

    def rearranged(self, *, portrait: bool) -> None:
        self._keypad.setMinimumHeight(self.theme.px(KEYPAD_HIGH) if portrait else 0)
        self._keyboard.setMinimumHeight(self.theme.px(KEYBOARD_HIGH) if portrait else 0)

    def settle(self) -> None:
        super().settle()
        self._choices.settle()

    def forget(self) -> None:
        super().forget()
        self._question, self._text = None, ""
        self._number.show_number("", (), wrong=False)
        self.theme.tell(self._number, "")
        self._choices.forget()
        self.show_nobody()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where somebody has plugged one in."""
        if event.key() == Qt.Key.Key_Backspace:
            self._press("delete")
        elif event.text().isprintable() and event.text():
            self._press(event.text())

    # --- what is typed ---

    def _press(self, key: str) -> None:
        ask = self._question.ask if self._question is not None else None
        fresh, self._fresh = self._fresh, False
        if key == "clear":
            self._text = ""
        elif key == "delete":
            self._text = self._text[:-1]
        elif isinstance(ask, AskText):
            self._type(key, ask.most)
        elif isinstance(ask, AskNumber) and (key.isdecimal() or key == "-"):
            self._text = "" if fresh else self._text
            if key == "-":
                self._text = self._text.removeprefix("-") if self._text.startswith("-") else f"-{self._text}"
            else:
                self._type(key, max(len(str(ask.most)), len(str(ask.least))))
        self._show()

    def _type(self, key: str, most: int) -> None:
        if len(self._text) < most:
            self._text += key

    def _change_look(self) -> None:
        self._look.show_on(not self._look.isChecked())
        self._show()

    def _show(self) -> None:
        ask = self._question.ask if self._question is not None else None
        if isinstance(ask, AskNumber):
            self._number.show_number(self._text, (), ask.unit, wrong=False)
            self._hint.say("info", f"{ask.least} 到 {ask.most}")
        elif isinstance(ask, AskText):
            hidden = ask.secret and not self._look.isChecked()
            self._written.show_text(AsIs(DOT * len(self._text) if hidden else self._text), "")
            self._hint.say("info", f"最多 {ask.most} 个字，写了 {len(self._text)} 个")

    def _done(self) -> None:
        """Before it is right the button says what is missing; it never stands there dead."""
        ask = self._question.ask if self._question is not None else None
        problem = ""
        if isinstance(ask, AskNumber):
            problem = _wrong_number(self._text, ask)
        elif isinstance(ask, AskText) and not self._text.strip():
            problem = NOTHING
        if problem:
            self._hint.say("error", problem)
            self.settle()
        else:
            self._answer(self._text)

    def _answer(self, value: str) -> None:
        self.pressed.emit(f"staff:answer:{value}")


def _given(ask: Ask) -> str:
    return "" if isinstance(ask, Confirm) else ask.given


def _wrong_number(text: str, ask: AskNumber) -> str:
    if not text.removeprefix("-"):
        return NOTHING
    return "" if ask.least <= int(text) <= ask.most else f"要在 {ask.least} 到 {ask.most} 之间"


def _board(ask: AskChoice) -> Board:
    rows = tuple(
        Row(words, icon=CHOSEN[value == ask.given], name=value, action=Action(value, words))
        for value, words in ask.choices
    )
    return Board("", (Rows(rows),))
