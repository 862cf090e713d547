"""A sheet under the document camera: what it sees, the sheet's edges, and what is wrong, in one fixed place."""

import time
from collections.abc import Callable

from kiosk.core.job import Preview, Progress
from kiosk.core.picture import DocumentFinding
from kiosk.core.step import ScanDocument
from kiosk.screens.content import Page
from kiosk.screens.face import HOLD
from kiosk.screens.screen import Screen
from kiosk.widgets.live import SheetView
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["AttachScreen"]

WAITING = "字朝上，平放在镜头下"
GOOD = "很好，手拿开，别动它"


class AttachScreen(Screen):
    kind = "attach"
    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(theme)
        self._monotonic = monotonic
        self._said_at = 0.0
        self._heading = Heading(theme)
        self._hint = Notice(theme, lines=2)
        self._camera = SheetView(theme)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._camera, 1)
        self.add_back()

    def fill(self, page: Page) -> None:
        step = page.of(ScanDocument)
        self._camera.clear()
        self._said_at = 0.0
        self._heading.say(f"放好{step.what}，机器自己会拍")
        self._hint.say("info", WAITING)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Preview) and isinstance(event.finding, DocumentFinding):
            frame, finding = event.frame, event.finding
            good = not finding.problem
            self._camera.show_sheet(frame.width, frame.height, frame.pixels, finding.corners or (), good=good)
            self._say("good" if good else "warning", finding.problem or GOOD)

    def _say(self, tone: str, sentence: str) -> None:
        """Faster than that nobody reads."""
        now = self._monotonic()
        if now - self._said_at >= HOLD and sentence != self._hint.sentence.text():
            self._said_at = now
            self._hint.say(tone, sentence)

    def forget(self) -> None:
        super().forget()
        self._camera.clear()

    def spoken(self) -> str:
        return f"{self._heading.text()}。{self._hint.sentence.text()}"
