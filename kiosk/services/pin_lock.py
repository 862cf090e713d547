"""The lock of the doors for staff: five wrong tries, then waits that double, and shut after fifteen.

A try is counted on the disk before its PIN is compared, so that no power cut makes it free. What was counted stands
twice: in the store, and in the file ``doors`` beside it with a MAC under a key that follows from the store's. At the
start the larger counts. Where one of the two is missing or is not what was written, both doors are shut (while nobody
is on the staff list there is nobody whose PIN could be tried: then it is the first start). They are shut too when the
audit's anchor has shown that the store is older than it was (``store_recovery``: cut off), so that older copies of
both, put back together, help nobody who forgets the anchor. While the terminal runs its own memory counts. Waits are of
the time that the terminal runs: the clock on the wall is never asked, and after a restart a wait begins anew in full.

Not covered: who puts back the whole state directory as it was at one moment, for which they need the terminal's disk,
begins again where it stood. That shows elsewhere: every wrong try is in the audit, whose head went into the log, and
each that made a door wait was told to the gateway.
"""

import hmac
import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door
from kiosk.services.store import Store
from kiosk.services.store_files import disk_failure, durable
from kiosk.services.store_recovery import CUT_OFF

__all__ = ["FILE", "FREE", "SHUT_AT", "DoorShut", "DoorState", "DoorWaits", "PinLock", "pause"]

FILE: Final = "doors"
FREE: Final = 5  # wrong tries before the first wait
SHUT_AT: Final = 15
FIRST_PAUSE: Final = 15.0  # s
SET_UP: Final = ""  # the row of the store that says that there was a lock; it counts how often the store was cut off
NOBODY: Final = ""  # in whose place numbers are counted that are not on the list

Counts = dict[str, Counter[str]]  # by door, then by the number whose PIN was tried; SET_UP is one of them


class DoorWaits(KioskError):
    code = "staff.door_waits"
    sentence = "试错次数太多，先等一等"


class DoorShut(KioskError):
    code = "staff.door_shut"
    sentence = "试错次数太多，锁上了"


@dataclass(frozen=True)
class DoorState:
    """``waits`` are the seconds until the next try."""

    wrong: int
    waits: float
    shut: bool


def pause(wrong: int) -> float:
    """Seconds after so many wrong tries: 15 after the fifth, doubled with each further one."""
    return FIRST_PAUSE * 2 ** (min(wrong, SHUT_AT) - FREE) if wrong >= FREE else 0.0


class PinLock:
    """For every thread. ``key`` is for the file's MAC. Raises StoreError where nothing can be read or written."""

    def __init__(self, store: Store, file: Path, key: bytes, clock: Clock) -> None:
        self._store, self._file, self._key, self._clock = store, file, key, clock
        self._lock = threading.Lock()
        self._counts: Counts = self._at_start()
        now = clock.monotonic()
        self._open_at = {door: now + pause(self._wrong(door)) for door in Door}

    def state(self, door: Door) -> DoorState:
        """Reads nothing: may be asked by the window."""
        with self._lock:
            return self._state(door)

    def check(self, door: Door) -> None:
        """Raises DoorWaits or DoorShut."""
        with self._lock:
            self._check(door)

    def count(self, door: Door, number: str = NOBODY) -> None:
        """One more wrong try at this number's PIN, durable when it returns: to be called before it is compared.

        Raises DoorWaits or DoorShut when there may be no try now, and StoreError when it cannot be kept.
        """
        with self._lock:
            self._check(door)
            self._add(door, number)

    def add(self, door: Door) -> None:
        """As ``count``, for what was wrong already, whatever stands."""
        with self._lock:
            self._add(door, NOBODY)

    def _add(self, door: Door, number: str) -> None:
        self._counts[door][number] += 1
        self._open_at[door] = self._clock.monotonic() + pause(self._wrong(door))
        self._keep()

    def forgive(self, door: Door, *numbers: str) -> None:
        """Somebody has shown who they are: their own tries are forgiven, and those at numbers that nobody has.

        Those at the PINs of others stay, or whoever has a PIN could try another's for ever. Raises StoreError.
        """
        with self._lock:
            for number in (*numbers, NOBODY):
                self._counts[door].pop(number, None)
            self._open_at[door] = self._clock.monotonic() + pause(self._wrong(door))
            self._keep()

    def open(self, door: Door) -> None:
        """An engineer or the head office has said so: nothing is counted any more. Raises StoreError."""
        with self._lock:
            self._counts[door].clear()
            self._open_at[door] = self._clock.monotonic()
            self._keep()

    def _wrong(self, door: str) -> int:
        return self._counts[door].total()

    def _state(self, door: Door) -> DoorState:
        wrong = self._wrong(door)
        return DoorState(wrong, max(0.0, self._open_at[door] - self._clock.monotonic()), wrong >= SHUT_AT)

    def _check(self, door: Door) -> None:
        state = self._state(door)
        if state.shut:
            raise DoorShut(f"{door}: {state.wrong} wrong tries", remedy=_way_on(door))
        if state.waits > 0:
            raise DoorWaits(f"{door}: {state.waits:.0f} s", remedy=f"再过 {_in_words(state.waits)} 可以再试")

    # --- what is kept ---

    def _at_start(self) -> Counts:
        stored, filed = self._stored(), self._filed()
        staffed = bool(self._store.read("SELECT 1 FROM staff LIMIT 1"))
        counts: Counts = {door: Counter() for door in Door}
        for known in (stored, filed):
            for door in Door:
                counts[door] |= (known or counts)[door]  # of each number the larger
        [[cuts]] = self._store.read("SELECT count(*) FROM recovery WHERE reason = ?", (CUT_OFF,))
        whole = stored is not None and filed is not None and cuts <= max(stored[SET_UP][""], filed[SET_UP][""])
        if staffed and not whole:
            for door in Door:
                counts[door] |= Counter({NOBODY: SHUT_AT})
        counts[SET_UP] = Counter({"": cuts})
        self._counts = counts
        if stored != counts or filed != counts:
            self._keep()
        return counts

    def _stored(self) -> Counts | None:
        rows = self._store.read("SELECT door, number, wrong FROM door_tries")
        counts: Counts = {door: Counter() for door in (SET_UP, *Door)}
        for row in rows:
            if row["door"] in counts:
                counts[row["door"]][row["number"]] = row["wrong"]
        return counts if any(row["door"] == SET_UP for row in rows) else None

    def _filed(self) -> Counts | None:
        try:
            said = json.loads(self._file.read_bytes())
            doors, mac = said["doors"], said["mac"]
            if not hmac.compare_digest(str(mac).encode(), self._mac(doors).encode()):
                return None
            return {door: Counter(doors.get(door, {})) for door in (SET_UP, *Door)}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):  # missing, or none of ours
            return None

    def _keep(self) -> None:
        doors = {str(door): dict(wrong) for door, wrong in self._counts.items()}
        rows = [(door, *one) for door, wrong in doors.items() for one in wrong.items()]
        try:
            durable(self._file, json.dumps({"doors": doors, "mac": self._mac(doors)}))
        except OSError as error:
            raise disk_failure(self._file, error) from error
        with self._store.write() as db:
            db.execute("DELETE FROM door_tries")
            db.executemany("INSERT INTO door_tries VALUES (?, ?, ?)", rows)

    def _mac(self, doors: Mapping[str, Mapping[str, int]]) -> str:
        said = json.dumps(doors, sort_keys=True, separators=(",", ":"))
        return hmac.new(self._key, b"jinban doors " + said.encode(), "sm3").hexdigest()


def _way_on(door: Door) -> str:
    return "用「应答码」，或找运维工程师" if door is Door.MAINTENANCE else "请运维工程师在「人员」页解锁"


def _in_words(seconds: float) -> str:
    whole = int(-(-seconds // 1))
    return f"{whole} 秒" if whole < 120 else f"{-(-whole // 60)} 分钟"
