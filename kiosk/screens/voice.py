"""When the voice speaks: on arrival at a page, again after a silence, never over a touch (norm 20)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.core.timing import REPEAT_VOICE

__all__ = ["Voice"]

CHARACTERS_A_SECOND = 170 / 60
REPEATS = 3  # a page that talks for ever is a page that nobody stays at


class Voice(QObject):
    """``say`` speaks a text at a rate (0.75 to 1.25) and returns at once; ``hush`` stops it."""

    def __init__(self, say: Callable[[str, float], None], hush: Callable[[], None]) -> None:
        super().__init__()
        self._say, self._hush = say, hush
        self._text = ""
        self._left = 0
        self.rate = 1.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._again)

    def arrive(self, text: str) -> None:
        """A page came up: says it, and again after each silence."""
        self._text, self._left = text, REPEATS
        self._speak()

    def repeat(self) -> None:
        """读给我听."""
        self._speak()

    def touched(self) -> None:
        """Stops; the silence begins anew."""
        self._hush()
        self._wait(0)

    def quiet(self) -> None:
        """Nothing to say on this page."""
        self._text = ""
        self._timer.stop()
        self._hush()

    def _again(self) -> None:
        if self._left:
            self._left -= 1
            self._speak()

    def _speak(self) -> None:
        if self._text:
            self._say(self._text, self.rate)
            self._wait(len(self._text) / CHARACTERS_A_SECOND / self.rate)

    def _wait(self, speaking: float) -> None:
        if self._text:
            self._timer.start(round((speaking + REPEAT_VOICE) * 1000))
