"""Who of the staff list gets in at which door."""

from base64 import b64encode
from collections.abc import Callable
from math import ceil

from argon2 import PasswordHasher

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import DoorOpened, SignedIn, SignInFailed
from kiosk.services.pin_lock import PinLock
from kiosk.services.pins import matches
from kiosk.services.staff_list import StaffList, staff_of
from kiosk.services.store import Store

__all__ = ["NotAdmitted", "StaffBook"]


class NotAdmitted(KioskError):
    """Never says which of number and PIN was wrong."""

    code = "staff.not_admitted"
    sentence = "工号或密码不对"
    remedy = "看清楚再输一遍"


class StaffBook(StaffList):
    """The list, and its doors. ``locked`` hears of each wrong try after which a door waits: door, tries, and for how
    many seconds, 0 for until somebody opens it."""

    def __init__(
        self,
        store: Store,
        lock: PinLock,
        audit: Audit,
        clock: Clock,
        *,
        hashes: PasswordHasher | None = None,
        locked: Callable[[Door, int, int], None] = lambda _door, _tries, _seconds: None,
    ) -> None:
        super().__init__(store, audit, clock, hashes)
        self.lock = lock
        self._locked = locked

    def by_pin(self, id: str, pin: str, door: Door) -> Staff:
        """Who signs in at this door. Takes as long whether somebody has this number or nobody.

        The try counts as a wrong one, durably, until the PIN was found to be right. Raises NotAdmitted, DoorWaits,
        DoorShut.
        """
        door = Door(door)
        row = self._row(id)
        number = row["number"] if row is not None else ""
        self.lock.count(door, number)
        right = matches(self._hashes, row["pin"] if row is not None else self._nobodys_pin(), pin)
        if row is None or not right or Role(row["role"]) not in door.admits:
            raise self._refused(door, number)
        self.lock.forgive(door, number)
        if self._hashes.check_needs_rehash(row["pin"]):
            with self._store.write(erases=True) as db:
                db.execute("UPDATE staff SET pin = ? WHERE number = ?", (self._hashes.hash(pin), number))
        return self._admitted(staff_of(row), door, "pin")

    def with_card(self, id_number: str, door: Door) -> Staff:
        """A helper at the visible door, where the card alone is enough. Raises NotAdmitted, DoorShut."""
        staff = self.by_card(id_number)
        if staff is None or door is not Door.ASSIST or staff.role not in door.admits:
            raise NotAdmitted("not a helper's card", sentence="这张卡不在名单上", remedy="换一张，或用工号登录")
        if self.lock.state(door).shut:
            self.lock.check(door)
        self.lock.forgive(door)
        return self._admitted(staff, door, "card")

    def open_door(self, door: Door, by: Staff) -> None:
        """An engineer forgets what was tried there."""
        wrong = self.lock.state(door).wrong
        self.lock.open(door)
        self._audit.record(None, DoorOpened(door.value, by.id, wrong))

    def _refused(self, door: Door, number: str) -> KioskError:
        state = self.lock.state(door)
        self._audit.record(None, SignInFailed(door.value, number, "pin", state.wrong))
        if state.shut or state.waits:
            self._locked(door, state.wrong, 0 if state.shut else ceil(state.waits))
        return NotAdmitted(f"{door}: {state.wrong} wrong tries")

    def _admitted(self, staff: Staff, door: Door, means: str) -> Staff:
        self._audit.record(None, SignedIn(door.value, staff.id, staff.role.value, means))
        return staff

    def _nobodys_pin(self) -> str:
        """A hash that no PIN has, and that takes as long to compare."""
        hashes = self._hashes
        cost = f"m={hashes.memory_cost},t={hashes.time_cost},p={hashes.parallelism}"
        salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (hashes.salt_len, hashes.hash_len))
        return f"$argon2id$v=19${cost}${salt}${digest}"
