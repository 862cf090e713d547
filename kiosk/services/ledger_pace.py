"""When an unsettled order is asked about again. In memory and by the monotonic clock: no change of time delays it."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.clock import Clock
from kiosk.core.timing import ORDER_PAUSE_MOST, ORDER_SWEEP, SUBMIT_HOLD

__all__ = ["Pace"]


@dataclass
class _Course:
    tried: float = float("-inf")
    next: float = float("-inf")
    pause: float = ORDER_SWEEP
    bad: int = 0  # bad replies in a row


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._courses: dict[str, _Course] = {}
        self._attended: dict[str, float] = {}

    def attended(self, number: str) -> None:
        """A citizen stands before it."""
        self._attended[number] = self._clock.monotonic()

    def is_attended(self, number: str) -> bool:
        """After SUBMIT_HOLD without a look nobody stands there any more."""
        return self._clock.monotonic() - self._attended.get(number, float("-inf")) < SUBMIT_HOLD

    def due(self, unsettled: Iterable[str]) -> list[str]:
        """Those that may be asked about now, the longest untried first; what is settled is forgotten."""
        now, numbers = self._clock.monotonic(), tuple(unsettled)
        with self._lock:
            self._courses = {number: self._courses.get(number, _Course()) for number in numbers}
            self._attended = {number: at for number, at in self._attended.items() if number in self._courses}
            due = [number for number in numbers if self._courses[number].next <= now]
            return sorted(due, key=lambda number: self._courses[number].tried)

    def failed(self, number: str, *, bad: bool) -> int:
        """The next try waits longer after each bad reply. Returns how many of those came in a row."""
        now = self._clock.monotonic()
        with self._lock:
            course = self._courses.setdefault(number, _Course())
            course.tried = now
            if bad:
                course.bad += 1
                course.next = now + course.pause
                course.pause = min(2 * course.pause, ORDER_PAUSE_MOST)
            return course.bad

    def went_well(self, number: str) -> None:
        with self._lock:
            self._courses[number] = _Course(tried=self._clock.monotonic())
