"""What went over a device's wire, both ways, for the technician who watches it: frames and lengths, never contents.

Off until somebody switches it on, for some minutes; kept in memory, a bounded number of lines. What a driver's frames
are, its ``explain`` knows (``sdt_trace.py`` and the like): it turns bytes into lines at once, and shows in full only
bytes that it knows to be a question, a status or an end. Everything else is told by its length: cards, codes and
receipts are citizens'. Without ``explain`` all of it is.

A wire finds the trace of its device by the thread that opens it (``of_this_thread``), so no driver knows of it.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.core.clock import Clock

__all__ = ["KEPT", "Entry", "Explain", "Seen", "Trace", "lengths", "of_this_thread", "traced"]

KEPT: Final = 300  # lines: some minutes of a card reader that is asked, a receipt of many pieces


@dataclass(frozen=True)
class Seen:
    """One frame, or some bytes. ``shown`` are those of them that may be seen, in hexadecimal, with … for the others."""

    shown: str
    words: str = ""


@dataclass(frozen=True)
class Entry:
    """``sent``: by the terminal. ``at`` is when the last of it was on the wire."""

    at: datetime
    sent: bool
    seen: Seen


Explain = Callable[[bytes, bool], Iterable[Seen]]  # bytes in pieces as they come, and whether they were sent


def lengths() -> Explain:
    """For a protocol of which nothing is known."""
    return lambda data, _sent: (Seen(f"… {len(data)} 字节"),)


class Trace:
    """``explain`` makes a new one for each time that it is switched on: frames come in pieces, so it remembers."""

    def __init__(self, clock: Clock, explain: Callable[[], Explain] = lengths) -> None:
        self._clock = clock
        self._make = explain
        self._lock = threading.Lock()  # over all below
        self._explain: Explain | None = None
        self._until = 0.0
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def start(self, seconds: float) -> None:
        """From now on, for so long; what was kept before is gone."""
        with self._lock:
            self._explain, self._until = self._make(), self._clock.monotonic() + seconds
            self._entries.clear()

    def stop(self) -> None:
        """What is kept stays to be read."""
        with self._lock:
            self._explain = None

    @property
    def left(self) -> float:
        """For how many seconds it goes on; 0 when it is off."""
        return max(0.0, self._until - self._clock.monotonic()) if self._explain is not None else 0.0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The newest last."""
        with self._lock:
            return tuple(self._entries)

    def note(self, data: bytes | bytearray | memoryview, *, sent: bool) -> None:
        """From the thread that uses the wire."""
        explain = self._explain
        if explain is None or not data:
            return
        with self._lock:
            if self._clock.monotonic() >= self._until:
                self._explain = None
                return
            at = self._clock.now()
            self._entries.extend(Entry(at, sent, seen) for seen in explain(bytes(data), sent))


_TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)


def of_this_thread() -> Trace | None:
    return _TRACE.get()


@contextmanager
def traced(trace: Trace | None) -> Iterator[None]:
    """Wires that are opened within tell this trace."""
    token = _TRACE.set(trace)
    try:
        yield
    finally:
        _TRACE.reset(token)
