"""Whether somebody is at the terminal, so that whoever asks something regularly knows how often to ask."""

import threading
from collections.abc import Callable

from kiosk.core.clock import Clock
from kiosk.core.timing import ATTENTION

__all__ = ["Attention"]


class Attention:
    """Close for a while after each touch and each page. For any thread.

    While it is not, healthy devices and the gateway are asked seldom: a terminal that nobody uses shall cost nothing.
    Whoever asks seldom is woken when somebody comes, and asks at once.
    """

    def __init__(self, clock: Clock, *, lasting: float = ATTENTION) -> None:
        self._clock = clock
        self._lasting = lasting
        self._lock = threading.Lock()  # over all below
        self._until = clock.monotonic() + lasting
        self._wakers: list[Callable[[], None]] = []

    @property
    def close(self) -> bool:
        return self._clock.monotonic() < self._until

    def attend(self) -> None:
        """Somebody is there."""
        with self._lock:
            wakers = () if self.close else tuple(self._wakers)
            self._until = self._clock.monotonic() + self._lasting
        for wake in wakers:
            wake()

    def on_arrival(self, wake: Callable[[], None]) -> None:
        """``wake`` is called when somebody comes after a while without anybody, in whichever thread; must not block."""
        with self._lock:
            self._wakers.append(wake)
