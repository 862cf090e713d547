"""Logs as declared events: one line of JSON each in ``terminal.log``, without anybody's name or number.

An event is a frozen dataclass below: its fields are all that is written, and its docstring says when it happens. Text
is cleaned on top of that: only printable ASCII passes (names on cards are Chinese), and nothing that looks like an ID
number. Lines are written by a thread of their own, because a disk that is busy must not hold up whoever tells.
"""

import logging
import queue
import re
import threading
from collections import deque
from dataclasses import asdict, dataclass
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from typing import Any, ClassVar

import structlog
from structlog.typing import EventDict

from kiosk.core.clock import Clock

__all__ = [
    "AnswerNotKept",
    "AuditHead",
    "AuditWaits",
    "Crashed",
    "EffectSettled",
    "EffectWaits",
    "Event",
    "FaultBegan",
    "FaultEnded",
    "Log",
    "NewsRefused",
    "OrderSettled",
    "OrderWaits",
    "SheetSettled",
    "StoreFailed",
    "cleaned",
    "crash",
    "log",
    "without_numbers",
]

FILE_BYTES = 2_000_000
FILES_KEPT = 5  # with some 200 bytes an event, about a month of a busy terminal
EARLY_EVENTS = 200  # told before the log is open: the window's start

_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_MAYBE_ID = re.compile(r"\d{15,}[Xx]?")  # 18 characters, or 15 on cards from before 1999


@dataclass(frozen=True)
class Event:
    """``name`` is what the line is found by. Fields are words of the house, codes, counts: never a citizen's."""

    name: ClassVar[str]
    level: ClassVar[int] = logging.INFO


@dataclass(frozen=True)
class EffectSettled(Event):
    """A submission has reached a final state (services/effect_states.py)."""

    name = "effect.settled"
    path: str
    state: str
    attempts: int


@dataclass(frozen=True)
class EffectWaits(Event):
    """One try of a submission or of its withdrawal ended without an answer; it will be tried again."""

    name = "effect.waits"
    level = logging.WARNING
    path: str
    state: str
    attempts: int
    code: str


@dataclass(frozen=True)
class AnswerNotKept(Event):
    """The gateway's answer came, and the store could not take it: the same key is sent again later."""

    name = "effect.answer_not_kept"
    level = logging.ERROR
    path: str


@dataclass(frozen=True)
class OrderSettled(Event):
    """A paid order has reached a final state (core/order.py). ``reason`` is the word for what went wrong."""

    name = "order.settled"
    number: str
    state: str
    reason: str


@dataclass(frozen=True)
class OrderWaits(Event):
    """One step of a paid order got no good reply; it will be tried again."""

    name = "order.waits"
    level = logging.WARNING
    number: str
    state: str
    code: str


@dataclass(frozen=True)
class SheetSettled(Event):
    """A receipt was sent to the printer. ``state`` says what is known of the sheet, ``copies`` counts reprints."""

    name = "print.settled"
    state: str
    copies: int


@dataclass(frozen=True)
class FaultBegan(Event):
    """A device reports a fault that it had not before. ``clearer`` says who can clear it."""

    name = "fault.began"
    level = logging.WARNING
    device: str
    code: str
    clearer: str


@dataclass(frozen=True)
class FaultEnded(Event):
    """A device reports a fault no more, after so many ``seconds``."""

    name = "fault.ended"
    device: str
    code: str
    seconds: float


@dataclass(frozen=True)
class NewsRefused(Event):
    """The gateway does not want to hear this kind of news of the terminal; it was let go. ``reason`` is its word."""

    name = "news.refused"
    level = logging.WARNING
    kind: str
    reason: str


@dataclass(frozen=True)
class StoreFailed(Event):
    """SQLite could not do what it was asked. ``problem`` is its SQLITE_… name."""

    name = "store.failed"
    level = logging.ERROR
    problem: str


@dataclass(frozen=True)
class AuditHead(Event):
    """The audit's chain has so many rows now, and ends with this hash, in groups of eight.

    Kept here since nobody on the terminal can take back what was sent away of the log.
    """

    name = "audit.head"
    number: int
    hash: str


@dataclass(frozen=True)
class AuditWaits(Event):
    """The store could not take a row of the audit; it is kept in memory until it can. ``row`` is the row's event."""

    name = "audit.waits"
    level = logging.ERROR
    row: str


@dataclass(frozen=True)
class Crashed(Event):
    """A mistake of the program. ``kind`` is the exception's class, ``where`` its line; never its text."""

    name = "program.crashed"
    level = logging.CRITICAL
    kind: str
    where: str


def crash(error: BaseException) -> Crashed:
    frames = extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return Crashed(kind=type(error).__name__, where=where)


class Log:
    """The log of this process, open until ``close``. What was told before is written first."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / "terminal.log"
        self._file = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="ascii")
        lines: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._writer = QueueListener(lines, self._file)
        self._writer.start()
        self._queued = QueueHandler(lines)
        sink = logging.getLogger("kiosk.events")
        sink.propagate = False
        sink.setLevel(logging.INFO)
        sink.addHandler(self._queued)
        self._clock = clock
        self._logger = structlog.wrap_logger(
            sink,
            processors=[self._only_declared, structlog.processors.JSONRenderer()],
            wrapper_class=structlog.stdlib.BoundLogger,
        )
        _told.open(self)

    def write(self, event: Event) -> None:
        self._logger.log(event.level, event.name, declared=event)

    def close(self) -> None:
        """Returns when every line is in the file."""
        _told.open(None)
        logging.getLogger("kiosk.events").removeHandler(self._queued)
        self._writer.stop()
        self._file.close()

    def _only_declared(self, _logger: Any, _method: str, line: EventDict) -> EventDict:
        """What is written is made from the declared event alone; whatever else was bound to the line is left behind."""
        event: Event = line["declared"]
        fields = {name: _clean(value) for name, value in asdict(event).items()}
        at = self._clock.now().isoformat(timespec="milliseconds")
        return {"at": at, "level": logging.getLevelName(event.level).lower(), "event": event.name, **fields}


class _Told:
    """Where events go: into the open log, and until there is one into a short memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._log: Log | None = None
        self._early: deque[Event] = deque(maxlen=EARLY_EVENTS)

    def open(self, log: Log | None) -> None:
        with self._lock:
            self._log = log
            while log is not None and self._early:
                log.write(self._early.popleft())

    def tell(self, event: Event) -> None:
        with self._lock:
            if self._log is None:
                self._early.append(event)
            else:
                self._log.write(event)


_told = _Told()


def log(event: Event) -> None:
    """Tells an event from any thread, without waiting for the disk."""
    _told.tell(event)


def _clean(value: str | float) -> str | float:
    return cleaned(value) if isinstance(value, str) else value


def cleaned(text: str) -> str:
    """Text as printable ASCII, without anything that may be an ID number."""
    return without_numbers(_FOREIGN.sub("?", text))


def without_numbers(text: str) -> str:
    """The text without whatever may be an ID number."""
    return _MAYBE_ID.sub("#", text)
