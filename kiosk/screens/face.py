"""A picture of the face: what the camera sees, where the face belongs, and what is wrong, in one fixed place."""

import time
from collections.abc import Callable

from kiosk.core.job import Hint, Preview, Progress
from kiosk.core.step import CaptureFace
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.live import FaceView
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["FaceScreen"]

READ = 3.0  # seconds that the reason why the last picture failed stands
HOLD = 0.8  # seconds that words stand before others take their place: faster than that nobody reads
WAITING = "脸放在圈里，看着镜头"
GOOD = "很好，保持不动"


class FaceScreen(Screen):
    kind = "face"
    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(theme)
        self._monotonic = monotonic
        self._said_at = 0.0
        self._heading = Heading(theme)
        self._hint = Notice(theme, lines=2)
        self._camera = FaceView(theme)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._camera, 1)
        self.add_back()

    def fill(self, page: Page) -> None:
        step = page.of(CaptureFace)
        self._camera.clear()
        self._heading.say("看镜头，机器自己会拍")
        self._said_at = self._monotonic() + (READ - HOLD) if step.hint else 0.0
        self._hint.say("warning" if step.hint else "info", step.hint or WAITING)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Hint):
            self._say("warning", event.sentence, event.remedy)
        elif isinstance(event, Preview) and event.finding is not None:
            frame, problem = event.frame, event.finding.problem
            self._camera.show_face(frame.width, frame.height, frame.pixels, good=not problem)
            self._say(*(("warning", problem, "") if problem else ("good", GOOD, "")))

    def _say(self, tone: str, sentence: str, remedy: str) -> None:
        now = self._monotonic()
        if now - self._said_at >= HOLD and sentence != self._hint.sentence.text():
            self._said_at = now
            self._hint.say(tone, sentence, remedy)

    def forget(self) -> None:
        super().forget()
        self._camera.clear()

    def spoken(self) -> str:
        return f"{self._heading.text()}。{self._hint.sentence.text()}"
