"""The ID number by hand, for who has not got the card: checked as soon as the 18th character is in."""

from kiosk.core.person import Person
from kiosk.core.step import EnterIdNumber, EnterOtherId
from kiosk.screens.content import Page
from kiosk.screens.digits import DigitsScreen

__all__ = ["KeypadScreen"]

NUMBER = EnterOtherId("id_number", "输入您的身份证号", hint="一位一位地按，共 18 位")


class KeypadScreen(DigitsScreen):
    kind = "keypad"
    onward = "号码对，下一步"

    def fill(self, page: Page) -> None:
        page.of(EnterIdNumber)
        self.forget()  # another try begins with nothing
        self.ask(NUMBER)
        self.show_back(page)

    def blank(self) -> bool:
        return not self._text

    def answer(self, value: object) -> None:
        self.answered.emit(Person(name="", id_number=str(value), typed=True))
