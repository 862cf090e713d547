"""The idle clock: asks whether anybody is still there, and wipes everything when nobody is (norms 13 and 14)."""

import math

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.core.clock import Clock
from kiosk.core.timing import COUNTDOWN

__all__ = ["IdleClock"]


class IdleClock(QObject):
    """Runs from ``start`` to ``stop``. ``counting`` carries the whole seconds left, ``gone`` comes when none are.

    ``touched`` begins anew, without limit. While ``held`` (a device or the network works) no time passes.
    """

    counting = Signal(int)
    gone = Signal()

    def __init__(self, clock: Clock, seconds: float) -> None:
        super().__init__()
        self._clock = clock
        self._seconds = seconds
        self._since = clock.monotonic()
        self._held = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def runs(self) -> bool:
        """Whether anybody has touched anything and may still be there."""
        return self._timer.isActive()

    def allow(self, seconds: float) -> None:
        """So long nobody is asked anything from now on."""
        self._seconds = seconds
        self.touched()
        if self.runs:
            self._look_again(seconds)

    def grant(self, seconds: float) -> None:
        """So long nobody is asked, this once: whoever touches the screen meanwhile begins anew as always."""
        self._since = self._clock.monotonic() + max(seconds - self._seconds, 0.0)
        if self.runs:
            self._look_again(max(seconds, self._seconds))

    def start(self) -> None:
        self.touched()
        self._look_again(self._seconds)

    def stop(self) -> None:
        self._timer.stop()

    def touched(self) -> None:
        self._since = self._clock.monotonic()

    def hold(self, held: bool) -> None:
        if self._held != held:
            self._held = held
            self.touched()

    def tick(self) -> None:
        """Looks at the clock; called by its own timer when the time may be over, then once a second."""
        over = -self._seconds if self._held else self._clock.monotonic() - self._since - self._seconds
        if over >= COUNTDOWN:
            self.stop()
            self.gone.emit()
            return
        self._look_again(-over if over < 0 else 1.0)
        if over >= 0:
            self.counting.emit(round(COUNTDOWN - over))

    def _look_again(self, seconds: float) -> None:
        self._timer.start(math.ceil(seconds * 1000))
