"""The fault history: what was wrong with which device, from when to when, who clears it, in both readers' words.

Whoever notices a status hands it over and goes on at once; a thread of its own writes it down. What the store cannot
take now waits in memory for the next try. Each entry is the device's state at one moment, so that the table can be
brought to it whatever was lost before. Nothing in it is a citizen's.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, Fault, StoreError
from kiosk.core.status import Health, Status
from kiosk.core.timing import FAULT_SEEN
from kiosk.services.logs import Event, FaultBegan, FaultEnded, crash, log, without_numbers
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Ending", "FaultHistory", "FaultRecord"]

KEPT_FOR: Final = timedelta(days=400)  # a year, and the month in which it is reported
MOST_KEPT: Final = 20_000  # a loose plug makes one every few seconds
MOST_WAITING: Final = 1_000  # changes that the store could not take yet


class Ending(StrEnum):
    """How a fault ended, as far as anybody knows."""

    CLEARED = "cleared"  # the device reports it no more
    UNSEEN = "unseen"  # the terminal stopped while it lasted: until ``ended`` it did, what then became of it nobody saw


@dataclass(frozen=True)
class FaultRecord:
    """One fault of one device. ``stops`` False: a notice, with which the device still works. Times are in UTC."""

    device: str
    fault: Fault
    stops: bool
    began: datetime
    ended: datetime | None
    ending: Ending | None


@dataclass(frozen=True)
class _Change:
    """All that was wrong with one device from this moment (seconds since 1970) on."""

    device: str
    at: float
    fault: Fault | None
    notices: tuple[Fault, ...]

    def by_code(self) -> dict[str, tuple[Fault, bool]]:
        """Each fault with whether it stops the device; of two with the same code the one that does."""
        found = {notice.code: (notice, False) for notice in self.notices}
        return found | ({self.fault.code: (self.fault, True)} if self.fault is not None else {})


class FaultHistory:
    """A thread from construction to ``close``. It begins by closing what the last run left open."""

    def __init__(self, store: Store, clock: Clock, *, every: float = FAULT_SEEN) -> None:
        self._store = store
        self._clock = clock
        self._every = every
        self._lock = threading.Lock()  # over what waits
        self._waiting: list[_Change] = []
        self._woken = threading.Event()
        self._woken.set()
        self._closing = False
        self._left_open = True  # perhaps, by the last run
        self._thread = threading.Thread(target=self._live, name="faults", daemon=True)
        self._thread.start()

    def note(self, device: str, status: Status) -> None:
        """From any thread; returns at once. A device that is starting tells nothing yet: what it had stays open."""
        if status.health is Health.STARTING:
            return
        change = _Change(device, self._clock.now().timestamp(), status.fault, status.notices)
        with self._lock:
            self._waiting.append(change)
            del self._waiting[:-MOST_WAITING]
        self._woken.set()

    def standing(self) -> tuple[FaultRecord, ...]:
        """What is wrong now, the longest first. Raises StoreError."""
        return self._records("SELECT * FROM faults WHERE ended IS NULL ORDER BY began, id")

    def recent(self, device: str | None = None, *, most: int = 200) -> tuple[FaultRecord, ...]:
        """The newest first, of one device or of all. Raises StoreError."""
        newest = "SELECT * FROM faults WHERE device = coalesce(?, device) ORDER BY began DESC, id DESC LIMIT ?"
        return self._records(newest, device, most)

    def close(self) -> None:
        """Returns when all is written down, or the store would not take it."""
        self._closing = True
        self._woken.set()
        self._thread.join()

    def _records(self, sql: str, *parameters: object) -> tuple[FaultRecord, ...]:
        return tuple(map(_record, self._store.read(sql, parameters)))

    # --- the thread ---

    def _live(self) -> None:
        closing = False
        while not closing:
            self._woken.wait(self._every)
            self._woken.clear()
            closing = self._closing
            try:
                self._catch_up(closing=closing)
            except StoreError:
                continue  # told by the store; what waits is tried again
            except Exception as error:  # noqa: BLE001 - one mistake must not end the history
                log(crash(error))

    def _catch_up(self, *, closing: bool) -> None:
        with self._lock:
            changes, self._waiting = self._waiting, []
        try:
            told = self._write(changes, closing=closing)
        except StoreError:
            with self._lock:
                self._waiting = [*changes, *self._waiting][-MOST_WAITING:]
            raise
        for event in told:
            log(event)

    def _write(self, changes: list[_Change], *, closing: bool) -> list[Event]:
        """One transaction; returns what is to be told when it has succeeded."""
        if not (changes or self._left_open or self.standing()):
            return []
        now, told = self._clock.now().timestamp(), []
        with self._store.write() as db:
            if self._left_open:
                db.execute("UPDATE faults SET ended = seen, ending = ? WHERE ended IS NULL", (Ending.UNSEEN,))
            for change in changes:
                told += list(_apply(db, change))
            db.execute("UPDATE faults SET seen = max(seen, ?) WHERE ended IS NULL", (now,))
            if closing:
                db.execute("UPDATE faults SET ended = seen, ending = ? WHERE ended IS NULL", (Ending.UNSEEN,))
            _purge(db, now)
        self._left_open = False
        return told


def _apply(db: "Connection", change: _Change) -> Iterator[Event]:
    """Brings the rows of one device to what the change says."""
    faults = change.by_code()
    rows = db.execute("SELECT * FROM faults WHERE device = ? AND ended IS NULL", (change.device,)).fetchall()
    standing = {row["code"]: row for row in rows}
    for code, row in standing.items():
        if code in faults and faults[code][1] == bool(row["stops"]):
            continue
        ended = max(row["began"], change.at)  # the clock may have been put back
        end = (ended, ended, Ending.CLEARED, row["id"])
        db.execute("UPDATE faults SET seen = ?, ended = ?, ending = ? WHERE id = ?", end)
        yield FaultEnded(change.device, code, round(ended - row["began"], 1))
    for code, (fault, stops) in faults.items():
        if code in standing and bool(standing[code]["stops"]) == stops:
            continue
        words = (fault.clearer.value, fault.sentence, fault.remedy, without_numbers(fault.technician))
        db.execute(
            "INSERT INTO faults (device, code, stops, clearer, sentence, remedy, technician, began, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (change.device, code, stops, *words, change.at, change.at),
        )
        yield FaultBegan(change.device, code, fault.clearer.value)


def _purge(db: "Connection", now: float) -> None:
    db.execute("DELETE FROM faults WHERE ended < ?", (now - KEPT_FOR.total_seconds(),))
    db.execute("DELETE FROM faults WHERE ended IS NOT NULL AND id <= (SELECT max(id) FROM faults) - ?", (MOST_KEPT,))


def _record(row: Any) -> FaultRecord:
    fault = Fault(row["code"], row["sentence"], row["remedy"], row["technician"], Clearer(row["clearer"]))
    ended = _moment(row["ended"]) if row["ended"] is not None else None
    ending = Ending(row["ending"]) if row["ending"] is not None else None
    return FaultRecord(row["device"], fault, bool(row["stops"]), _moment(row["began"]), ended, ending)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
