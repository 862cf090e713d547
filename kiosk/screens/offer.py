"""What was done for this person, and is not or may not be out on paper: print it now?"""

from kiosk.core.certificate import Certificate
from kiosk.core.step import OfferCopy, OfferReceipt
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.drawing import Drawing
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["OfferScreen"]


class OfferScreen(Screen):
    kind = "offer"
    said_to_all = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="offer.what")
        self._when = Text(theme, Role.BODY, name="offer.when", colour="secondary")
        for text in (self._heading, self._what, self._when):
            self.first.addWidget(text)
        self.first.addStretch()
        self._drawing = Drawing(theme, "receipt", "回执从亮灯的口出来")
        self.second.addWidget(self._drawing, 1)
        self._print = self.add_primary("nav.next", "打印回执", "mdi6.printer")
        self._print.tapped.connect(lambda: self.answered.emit(True))

    def fill(self, page: Page) -> None:
        step = page.of(OfferReceipt)
        receipt = step.receipt
        unsure = isinstance(step, OfferCopy)
        what = "证明" if isinstance(receipt, Certificate) else "回执"
        self._heading.say(said("上次的{what}，可能打出来了" if unsure else "上次的{what}，还没拿", what=what))
        self._print.say("没拿到，补打一张" if unsure else said("打印{what}", what=what))
        self._drawing.show_place("a4" if what == "证明" else "receipt")
        self.theme.tell(self._drawing, said("{what}从亮灯的口出来", what=what))
        self._what.say(receipt.title)
        day = receipt.issued_at
        self._when.say(said("{year}年{month}月{day}日办的", year=day.year, month=day.month, day=day.day))
        self.show_alternatives(step.alternatives)

    def spoken(self) -> str:
        return joined("。", (self._heading.said, said("要打就点{what}", what=self._print.said)))
