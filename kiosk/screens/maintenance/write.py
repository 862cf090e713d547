"""Chinese words that an action asks for, written as citizens write: by hand or by pinyin."""

from kiosk.core.board import AskText
from kiosk.core.step import EnterText
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import Question
from kiosk.screens.write import WriteScreen
from kiosk.widgets.theme import Theme

__all__ = ["StaffWriteScreen"]


class StaffWriteScreen(WriteScreen):
    """Answered with "staff:answer:<words>"."""

    kind = "maintenance_write"
    said_to_all = False
    alone = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._asks: Question | None = None
        if self._back is not None:
            self._back.tapped.disconnect()
            self._back.tapped.connect(lambda: self.pressed.emit("staff:back"))

    def fill(self, page: Page) -> None:
        question = page.of(Question)
        ask = question.ask
        if not isinstance(ask, AskText):
            raise TypeError(f"{question.action} asks for no words")
        step = EnterText(question.action, ask.question, most=ask.most)
        super().fill(Page(step, page.title, can_go_back=True))
        if question != self._asks:
            self._asks, self._text = question, ask.given
            self._show()
        self._next.setObjectName(f"maintenance.{question.page}.{question.action}")

    def forget(self) -> None:
        super().forget()
        self._asks = None

    def answer(self, text: str) -> None:
        self.pressed.emit(f"staff:answer:{text}")
