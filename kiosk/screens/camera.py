"""What the pages with a live picture share: heading, hint and picture, and words that stand long enough to be read."""

import time
from collections.abc import Callable

from kiosk.core.words import joined
from kiosk.screens.screen import Screen
from kiosk.widgets.live import LiveView
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["HOLD", "CameraScreen"]

HOLD = 0.8  # seconds that words stand before others take their place: faster than that nobody reads


class CameraScreen(Screen):
    """``camera`` is the live picture, made by the page, which knows its own kind."""

    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme, camera: LiveView, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(theme)
        self._monotonic = monotonic
        self._said_at = 0.0
        self._heading = Heading(theme)
        self._hint = Notice(theme, lines=2)
        self._live = camera
        self.first.addWidget(self._heading)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(camera, 1)
        self.add_back()

    def _begin(self, heading: str, tone: str, sentence: str, *, longer: float = 0.0) -> None:
        """For a new citizen or a new try. The sentence stands until the first other one, or so many seconds longer."""
        self._live.clear()
        self._heading.say(heading)
        self._said_at = self._monotonic() + longer if longer else 0.0
        self._hint.say(tone, sentence)

    def _say(self, tone: str, sentence: str, remedy: str = "") -> None:
        now = self._monotonic()
        if now - self._said_at >= HOLD and sentence != self._hint.sentence.said:
            self._said_at = now
            self._hint.say(tone, sentence, remedy)

    def forget(self) -> None:
        super().forget()
        self._live.clear()

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._hint.sentence.said))
