"""The fault router: every fault of a device becomes a case of whoever it concerns, and the gateway hears of it.

Statuses are handed over and a thread does the rest, as in ``faults.py``. A case outlives runs of the terminal: it ends
when its device is seen without the fault. What is told to the gateway is written in one transaction with the case, so
that it is told once, whatever happens.
"""

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, Fault, KioskError, StoreError
from kiosk.core.news import (
    DeviceStands,
    FaultAnswered,
    FaultBegan,
    FaultEnded,
    FaultEscalated,
    FaultReported,
    Piece,
)
from kiosk.core.routing import Terms, late, next_late, tier_of
from kiosk.core.status import Health, Status
from kiosk.core.timing import SWEEP_SETTLED
from kiosk.services.fault_case_rows import REPORTED, FaultCase, case_of, id_of, number_of
from kiosk.services.logs import crash, log, without_numbers
from kiosk.services.news import News
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["FaultCases"]

KEPT_FOR: Final = timedelta(days=400)  # a year, and the month in which it is reported
MOST_KEPT: Final = 20_000
MOST_WAITING: Final = 1_000
LINK: Final = "link"  # the gateway sees for itself how that stands
MOST_NOTE: Final = 200


@dataclass(frozen=True)
class _Seen:
    """How one device stood at a moment (seconds since 1970)."""

    device: str
    at: float
    status: Status

    def faults(self) -> dict[str, tuple[Fault, bool]]:
        """By code, each with whether it stops the device; of two with the same code the one that does."""
        found = {notice.code: (notice, False) for notice in self.status.notices}
        fault = self.status.fault
        return found | ({fault.code: (fault, True)} if fault is not None else {})


class FaultCases:
    """A thread from ``start`` to ``close``. ``devices`` are those that the terminal has: cases of others end."""

    def __init__(
        self,
        store: Store,
        news: News,
        clock: Clock,
        terms: Terms,
        devices: Collection[str],
        *,
        every: float = SWEEP_SETTLED,  # s: after this a clock that was set anew is noticed
    ) -> None:
        self._store, self._news, self._clock, self.terms, self._every = store, news, clock, terms, every
        self._devices: Collection[str] | None = frozenset(devices)  # None once those that are gone were seen to
        self._told: dict[str, DeviceStands] = {}  # what the gateway was told last in this run
        self._lock = threading.Lock()  # over what waits
        self._waiting: list[_Seen] = []
        self._woken = threading.Event()
        self._woken.set()
        self._closing = False
        self._thread = threading.Thread(target=self._live, name="fault-cases", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def note(self, device: str, status: Status) -> None:
        """From any thread; returns at once. A device that is starting tells nothing yet."""
        if status.health is Health.STARTING:
            return
        with self._lock:
            self._waiting.append(_Seen(device, self._clock.now().timestamp(), status))
            del self._waiting[:-MOST_WAITING]
        self._woken.set()

    def open(self) -> tuple[FaultCase, ...]:
        """What stands now, the longest first. Raises StoreError."""
        return self._cases("SELECT * FROM fault_cases WHERE ended IS NULL ORDER BY began, id")

    def recent(self, device: str | None = None, *, most: int = 200) -> tuple[FaultCase, ...]:
        """The newest first, of one device or of all. Raises StoreError."""
        newest = "SELECT * FROM fault_cases WHERE device = coalesce(?, device) ORDER BY began DESC, id DESC LIMIT ?"
        return self._cases(newest, device, most)

    def find(self, number: str) -> FaultCase:
        """Raises KioskError for one that is not there, StoreError."""
        cases = self._cases("SELECT * FROM fault_cases WHERE id = ?", id_of(number))
        if not cases:
            raise KioskError(f"no case {number}", sentence="没有这个故障了", remedy="回到故障页再看")
        return cases[0]

    def answer(self, number: str, staff: str) -> None:
        """``staff`` (number on the list) sees to it; who was first stays. Raises KioskError, StoreError."""
        case, now = self._open(number), self._clock.now()
        with self._store.write() as db:
            done = db.execute(
                "UPDATE fault_cases SET responder = ?, responded = ? WHERE id = ? AND responder = ''",
                (staff, now.timestamp(), id_of(number)),
            )
            if done.rowcount:
                self._news.enter(db, FaultAnswered(number, staff, _seconds(now.timestamp() - case.since.timestamp())))
        self._news.wake()

    def report(self, number: str, staff: str, note: str, photo: bytes = b"") -> str:
        """Written down of a case, or with "" of the terminal itself: then it is a case of its own, for an engineer.

        Returns its number. Raises KioskError, StoreError; ValueError for a photo that is too large.
        """
        device = self._open(number).device if number else ""
        words = without_numbers(note)[:MOST_NOTE]
        with self._store.write() as db:
            if not number:
                fault = Fault(REPORTED, words, "", "", Clearer.ENGINEER)
                number = self._begin(db, "", fault, self._clock.now().timestamp(), stops=True)
            self._news.enter(db, FaultReported(number, device, staff, words), photo)
        self._news.wake()
        self._woken.set()  # from now on the thread sees to its terms
        return number

    def mended(self, number: str, staff: str, how: str) -> None:
        """For what only a person can tell. Raises KioskError where the device itself will, StoreError."""
        case = self._open(number)
        if case.tells_itself:
            raise KioskError("the device tells", sentence="机器自己会知道好没好", remedy="修好等几秒再看")
        with self._store.write() as db:
            self._end(db, id_of(number), self._clock.now().timestamp(), staff, without_numbers(how)[:MOST_NOTE])
        self._news.wake()

    def close(self) -> None:
        """Returns when all is written down, or the store would not take it."""
        self._closing = True
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _cases(self, sql: str, *parameters: object) -> tuple[FaultCase, ...]:
        zone = self._clock.now().tzinfo
        return tuple(case_of(row, zone) for row in self._store.read(sql, parameters))

    def _open(self, number: str) -> FaultCase:
        case = self.find(number)
        if case.ended is not None:
            raise KioskError(f"case {number} has ended", sentence="这个故障已经好了", remedy="回到故障页再看")
        return case

    # --- the thread ---

    def _live(self) -> None:
        closing = False
        pause: float | None = self._every
        while not closing:
            self._woken.wait(pause)
            self._woken.clear()
            closing, pause = self._closing, self._every
            try:
                term = self._catch_up()
                pause = min(term, self._every) if term is not None else None
            except StoreError:
                continue  # told by the store; what waits is tried again
            except Exception as error:  # noqa: BLE001 - one mistake must not end the routing
                log(crash(error))

    def _catch_up(self) -> float | None:
        """Seconds until something becomes late; None when nothing will, as it stands now."""
        with self._lock:
            seen, self._waiting = self._waiting, []
        told = dict(self._told)
        try:
            if seen or self._devices is not None or self._term() == 0:
                self._write(seen, told)
        except StoreError:
            with self._lock:
                self._waiting = [*seen, *self._waiting][-MOST_WAITING:]
            raise
        self._told, self._devices = told, None
        return self._term()

    def _term(self) -> float | None:
        now = self._clock.now()
        found = [term for case in self.open() if (term := next_late(case.routed, self.terms)) is not None]
        return max((min(at for at, _ in found) - now).total_seconds(), 0.0) if found else None

    def _write(self, seen: Iterable[_Seen], told: dict[str, DeviceStands]) -> None:
        now = self._clock.now().timestamp()
        with self._store.write() as db:
            if self._devices is not None:
                standing = "SELECT id, device FROM fault_cases WHERE ended IS NULL AND device <> ''"
                for row in db.execute(standing).fetchall():
                    if row["device"] not in self._devices:
                        self._end(db, row["id"], now, how="这台机器没有它了")
            for one in seen:
                self._route(db, one)
                self._tell_how_it_stands(db, one, told)
            self._tell_what_is_late(db)
            db.execute("DELETE FROM fault_cases WHERE ended < ?", (now - KEPT_FOR.total_seconds(),))
            oldest = "DELETE FROM fault_cases WHERE ended IS NOT NULL AND id <= (SELECT max(id) FROM fault_cases) - ?"
            db.execute(oldest, (MOST_KEPT,))
        self._news.wake()

    def _route(self, db: "Connection", seen: _Seen) -> None:
        """Brings the cases of one device to how it stands. One that began to stop the device is another case."""
        faults = seen.faults()
        rows = db.execute("SELECT * FROM fault_cases WHERE device = ? AND ended IS NULL", (seen.device,)).fetchall()
        standing = {row["code"]: bool(row["stops"]) for row in rows}
        for row in rows:
            if row["code"] not in faults or faults[row["code"]][1] != bool(row["stops"]):
                self._end(db, row["id"], seen.at)
        for code, (fault, stops) in faults.items():
            if standing.get(code) != stops:
                self._begin(db, seen.device, fault, seen.at, stops=stops)

    def _tell_how_it_stands(self, db: "Connection", seen: _Seen, told: dict[str, DeviceStands]) -> None:
        status = seen.status
        health = Health.ONLINE if status.health is Health.BUSY else status.health
        media = status.media.value if status.media is not None else ""
        codes = ",".join(sorted(notice.code for notice in status.notices))
        fault = status.fault.code if status.fault is not None else ""
        stands = DeviceStands(seen.device, health.value, media, fault, codes)
        if seen.device != LINK and told.get(seen.device) != stands:
            self._news.enter(db, stands)
            told[seen.device] = stands

    def _tell_what_is_late(self, db: "Connection") -> None:
        now = self._clock.now()
        for row in db.execute("SELECT * FROM fault_cases WHERE ended IS NULL").fetchall():
            case = before = case_of(row, now.tzinfo)
            while (found := late(case.routed, self.terms, now)) is not None:
                case = case.escalated(found, now)
                news = FaultEscalated(case.number, case.device, case.fault.code, case.tier.value, found.value)
                self._news.enter(db, news)
            if case is not before:
                db.execute(
                    "UPDATE fault_cases SET tier = ?, since = ?, late = ? WHERE id = ?",
                    (case.tier, case.since.timestamp(), ",".join(sorted(case.late)), row["id"]),
                )

    def _begin(self, db: "Connection", device: str, fault: Fault, at: float, *, stops: bool) -> str:
        tier, technician = tier_of(fault.clearer), without_numbers(fault.technician)
        row = db.execute(
            "INSERT INTO fault_cases (device, code, stops, clearer, sentence, remedy, technician, began, tier, since,"
            " late, responder, closer, how) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '') RETURNING id",
            (device, fault.code, stops, fault.clearer.value, fault.sentence, fault.remedy, technician, at, tier, at),
        ).fetchone()
        number = number_of(row["id"], at, self._clock.now().tzinfo)
        if tier.is_asked:
            self._news.enter(db, FaultBegan(number, device, fault.code, stops, tier.value, technician))
        return number

    def _end(self, db: "Connection", id: int, at: float, staff: str = "", how: str = "") -> None:
        row: Any = db.execute("SELECT * FROM fault_cases WHERE id = ?", (id,)).fetchone()
        ended = max(row["began"], at)  # the clock may have been put back
        db.execute("UPDATE fault_cases SET ended = ?, closer = ?, how = ? WHERE id = ?", (ended, staff, how, id))
        case = case_of(row, self._clock.now().tzinfo)
        if case.tier.is_asked:
            seconds = _seconds(ended - row["began"])
            news: Piece = FaultEnded(case.number, case.device, case.fault.code, seconds, staff, how)
            self._news.enter(db, news)


def _seconds(passed: float) -> int:
    return max(round(passed), 0)
