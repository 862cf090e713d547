"""Whether somebody is at the terminal, so that whoever asks something regularly knows how often to ask."""

import threading
from collections.abc import Callable

from kiosk.core.clock import Clock
from kiosk.core.timing import ATTENTION, TOUCH_PAINTED

__all__ = ["Attention"]


class Attention:
    """Close for a while after each touch and each page. For any thread.

    While it is not, healthy devices and the gateway are asked seldom: a terminal that nobody uses shall cost nothing.
    Whoever asks seldom is woken when somebody comes, and asks at once. Whoever asks often leaves the moment after a
    touch to the window: six devices asked in it cost its next picture a third of a frame.
    """

    def __init__(self, clock: Clock, *, lasting: float = ATTENTION) -> None:
        self._clock = clock
        self._lasting = lasting
        self._lock = threading.Lock()  # over all below
        self._until = clock.monotonic() + lasting
        self._painted = clock.monotonic()
        self._wakers: list[Callable[[], None]] = []

    @property
    def close(self) -> bool:
        return self._clock.monotonic() < self._until

    @property
    def painting(self) -> float:
        """Seconds until what the last touch has brought stands on the screen; 0 when it does."""
        return max(0.0, self._painted - self._clock.monotonic())

    def attend(self) -> None:
        """Somebody is there."""
        with self._lock:
            now, wakers = self._clock.monotonic(), () if self.close else tuple(self._wakers)
            self._until, self._painted = now + self._lasting, now + TOUCH_PAINTED
        for wake in wakers:
            wake()

    def on_arrival(self, wake: Callable[[], None]) -> None:
        """``wake`` is called when somebody comes after a while without anybody, in whichever thread; must not block."""
        with self._lock:
            self._wakers.append(wake)
