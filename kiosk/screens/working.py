"""Something takes its time: what, that it goes on, and where paper will come out."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from kiosk.core.job import Hint, Progress
from kiosk.core.step import PrintDocument, PrintReceipt
from kiosk.core.timing import PROGRESS_WORDS
from kiosk.core.words import joined
from kiosk.screens.content import Page, Working
from kiosk.screens.screen import Screen
from kiosk.widgets.busy import Busy
from kiosk.widgets.drawing import Drawing
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["WorkingScreen"]

LONG = "还在办，没有停，再等一会儿"
SHORT = "等一会儿，别走开"
PLACES = {PrintReceipt: "receipt", PrintDocument: "a4"}  # of the terminal, as in widgets/drawing.py
COMES_OUT = {"receipt": "回执从亮灯的口出来", "a4": "证明从亮灯的口出来"}


class WorkingScreen(Screen):
    kind = "working"
    said_to_all = True
    upright = (2, 3)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._placed = False
        self._heading = Heading(theme, align=Qt.AlignmentFlag.AlignHCenter)
        self._words = Text(theme, Role.BODY, name="working.words", align=Qt.AlignmentFlag.AlignHCenter)
        self._busy = Busy(theme)
        self._drawing = Drawing(theme, "receipt", COMES_OUT["receipt"])
        self._long = QTimer(self, singleShot=True, interval=round(PROGRESS_WORDS * 1000))
        self._long.timeout.connect(lambda: self._words.say(LONG))
        self.first.addStretch(2)
        self.first.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignHCenter)
        self.first.addSpacing(theme.px(24))
        self.first.addWidget(self._heading)
        self.first.addWidget(self._words)
        self.first.addStretch(3)
        self.second.addWidget(self._drawing, 1)

    def fill(self, page: Page) -> None:
        """Takes a step with ``words``, or ``Working``."""
        content = page.content
        if isinstance(content, Working):
            words, place = content.words, content.place
        else:
            words, place = getattr(content, "words", "正在办"), PLACES.get(type(content), "")
        self._heading.say(words)
        self._words.say(COMES_OUT.get(place, SHORT))
        if place:
            self._drawing.show_place(place)
            self.theme.tell(self._drawing, COMES_OUT[place])
        self._drawing.setVisible(bool(place))
        self.second.parentWidget().setVisible(bool(place))
        self._placed = bool(place)
        self._share_height()

    def rearranged(self, *, portrait: bool) -> None:
        self._share_height()

    def _share_height(self) -> None:
        self.share(2, 3 if self._placed else 0)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Hint):
            self._words.say(event.sentence)

    def showEvent(self, event: QShowEvent) -> None:
        self._long.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._long.stop()
        super().hideEvent(event)

    def spoken(self) -> str:
        return joined("，", (self._heading.said, self._words.said))
