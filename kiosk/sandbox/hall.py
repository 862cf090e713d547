"""The hall's queues as they stand today: in memory, because yesterday's numbers mean nothing.

Before the first ticket of a day others stand in line already; the windows call whom the bench has them call.
"""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import Final

__all__ = ["QUEUES", "Hall", "Held", "QueueKind"]

EARLY: Final = 3  # people who came before anybody took a number here
KEPT: Final = 3  # calls that are shown
MINUTES: Final = 4  # that one person takes


@dataclass(frozen=True)
class QueueKind:
    """``closed`` says why no number is given, "" when one is."""

    id: str
    title: str
    window: str
    closed: str = ""


QUEUES: Final = (
    QueueKind("A", "社保、医保", "1号窗口"),
    QueueKind("B", "户口、身份证", "2号窗口"),
    QueueKind("C", "低保、救助、残疾人", "3号窗口"),
    QueueKind("D", "结婚登记", "4号窗口", "星期二、星期四才办"),
)


@dataclass(frozen=True)
class Held:
    """``called`` is what the window calls: A012. ``number`` is unique for ever."""

    person: str
    queue: QueueKind
    called: str
    number: str


@dataclass
class _Line:
    """``given`` and ``served`` count from 1 each morning."""

    given: int = EARLY
    served: int = 0
    gone: set[int] = field(default_factory=set)

    @property
    def waiting(self) -> int:
        return self.given - self.served - len([place for place in self.gone if place > self.served])


class Hall:
    """May be used from any thread. A new day begins with empty lines."""

    def __init__(self) -> None:
        self.open = True  # whether numbers are given at all
        self._lock = threading.Lock()
        self._day: date | None = None
        self._lines: dict[str, _Line] = {}
        self._held: dict[str, tuple[Held, int]] = {}
        self._calls: deque[tuple[str, str]] = deque(maxlen=KEPT)

    def waiting(self, today: date) -> dict[str, int]:
        """By queue."""
        with self._lock:
            self._begin(today)
            return {id: line.waiting for id, line in self._lines.items()}

    def ticket_of(self, person: str, today: date) -> tuple[Held, int] | None:
        """What they hold that was not called yet, and how many are before them."""
        with self._lock:
            self._begin(today)
            held = self._held.get(person)
            if held is None or held[1] <= self._lines[held[0].queue.id].served:
                return None
            line = self._lines[held[0].queue.id]
            before = [place for place in range(line.served + 1, held[1]) if place not in line.gone]
            return held[0], len(before)

    def take(self, person: str, queue: QueueKind, today: date, serial: int) -> Held:
        """``serial`` makes its number another one than that of a line which was forgotten by a restart."""
        with self._lock:
            self._begin(today)
            line = self._lines[queue.id]
            line.given += 1
            called = f"{queue.id}{line.given:03}"
            held = Held(person, queue, called, f"{called}-{today:%m%d}-{serial:06}")
            self._held[person] = held, line.given
            return held

    def cancel(self, person: str, number: str, today: date) -> Held | None:
        """What was given back; None when they do not hold it any more."""
        with self._lock:
            self._begin(today)
            held = self._held.get(person)
            if held is None or held[0].number != number:
                return None
            del self._held[person]
            self._lines[held[0].queue.id].gone.add(held[1])
            return held[0]

    def call_next(self, queue: QueueKind, today: date) -> str | None:
        """The window calls the next who still waits: their number, or None when nobody does."""
        with self._lock:
            self._begin(today)
            line = self._lines[queue.id]
            for place in range(line.served + 1, line.given + 1):
                line.served = place
                if place not in line.gone:
                    called = f"{queue.id}{place:03}"
                    self._calls.appendleft((called, queue.window))
                    return called
            return None

    def calls(self, today: date) -> tuple[tuple[str, str], ...]:
        """Number and window, the newest first."""
        with self._lock:
            self._begin(today)
            return tuple(self._calls)

    def empty(self) -> None:
        """Everybody has gone: as at the beginning of a day."""
        with self._lock:
            self._day = None

    def _begin(self, today: date) -> None:
        if today != self._day:
            self._day = today
            self._lines = {queue.id: _Line() for queue in QUEUES}
            self._held.clear()
            self._calls.clear()
