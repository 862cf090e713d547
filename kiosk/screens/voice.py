"""When the voice speaks, how loud and how fast: on arrival, again after a silence, never over a touch (norm 20)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.core.timing import REPEAT_VOICE
from kiosk.core.words import CHINESE, Tongue, is_chinese
from kiosk.screens.content import VoiceLevels

__all__ = ["Voice"]

CHARACTERS_A_SECOND = 170 / 60
LETTERS_A_SECOND = 14  # of English
REPEATS = 3  # a page that talks for ever is a page that nobody stays at
RATES = (0.75, 1.0, 1.25)
VOLUMES = (0.4, 0.7, 1.0, 1.6)
NORMAL = (RATES.index(1.0), VOLUMES.index(1.0))


class Voice(QObject):
    """``say(text, language, rate, volume, keep)`` speaks and returns at once; ``hush`` stops it.

    ``language`` is that of the text, which may be Chinese in any. ``keep`` True says that nothing in the text is of a
    citizen. ``tongue`` is asked each time: the citizen may have chosen another one.
    """

    def __init__(
        self,
        say: Callable[[str, str, float, float, bool], None],
        hush: Callable[[], None],
        tongue: Callable[[], Tongue] = lambda: CHINESE,
    ) -> None:
        super().__init__()
        self._say, self._hush, self._tongue = say, hush, tongue
        self._text, self._keep = "", False
        self._left = 0
        self._rate, self._volume = NORMAL
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._again)

    @property
    def levels(self) -> VoiceLevels:
        return VoiceLevels(self._rate + 1, len(RATES), self._volume + 1, len(VOLUMES))

    def arrive(self, text: str, *, keep: bool) -> None:
        """A page came up: says it, and again after each silence."""
        self._text, self._keep, self._left = text, keep, REPEATS
        self._speak()

    def repeat(self) -> None:
        """读给我听."""
        self._speak()

    def touched(self) -> None:
        """Stops; the silence begins anew."""
        self._hush()
        self._wait(0)

    def prepare(self, text: str, *, keep: bool) -> None:
        """What 读给我听 says on a page that does not speak by itself."""
        self._text, self._keep, self._left = text, keep, 0
        self._timer.stop()

    def adjust(self, what: str) -> None:
        """One step "slower", "faster", "quieter" or "louder", and a word to hear it by."""
        rate = {"slower": -1, "faster": 1}.get(what, 0)
        volume = {"quieter": -1, "louder": 1}.get(what, 0)
        self._rate = min(max(self._rate + rate, 0), len(RATES) - 1)
        self._volume = min(max(self._volume + volume, 0), len(VOLUMES) - 1)
        self._speak()

    def reset(self) -> None:
        """For the next citizen: silent, as loud and as fast as at first."""
        self.prepare("", keep=False)
        self._hush()
        self._rate, self._volume = NORMAL

    def _again(self) -> None:
        if self._left:
            self._left -= 1
            self._speak()

    def _speak(self) -> None:
        if self._text:
            tongue = self._tongue()
            text = tongue.words(self._text)
            language = CHINESE.code if is_chinese(text) else tongue.code
            self._say(text, language, RATES[self._rate], VOLUMES[self._volume], self._keep)
            quick = CHARACTERS_A_SECOND if language == CHINESE.code else LETTERS_A_SECOND
            self._wait(len(text) / quick / RATES[self._rate])

    def _wait(self, speaking: float) -> None:
        if self._text and self._left:
            self._timer.start(round((speaking + REPEAT_VOICE) * 1000))
