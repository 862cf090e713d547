"""The site's staff list: number, name, role, PIN and card of everybody who may sign in; kept in the encrypted store.

Of a PIN only its Argon2id hash is kept, of a card the keyed hash of its ID number (``owner``). Who gets in by it is
seen to by ``staff``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from argon2 import PasswordHasher

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.person import Person, id_number_problem
from kiosk.core.staff import Role, Staff
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import StaffChanged
from kiosk.services.owner import OwnerKey
from kiosk.services.pins import hasher, pin_problem
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["COMMAND", "Member", "StaffList", "StaffMistake", "staff_of"]

NUMBER_DIGITS: Final = range(3, 11)
LONGEST_NAME: Final = 20
COMMAND: Final = "command"  # who changed the list, where it was somebody with a shell on the terminal


class StaffMistake(KioskError):
    """What was to be written down cannot be: the sentence says why."""

    code = "staff.mistake"
    remedy = "改好再试一次"


@dataclass(frozen=True)
class Member:
    """One row of the list, of those who were removed too."""

    staff: Staff
    card: bool
    active: bool
    changed: datetime


class StaffList:
    """For every thread, and for a command beside a running terminal. Whatever reads or writes raises StoreError;
    whatever is not possible StaffMistake. ``by`` is the number of who wants it, or COMMAND."""

    def __init__(self, store: Store, audit: Audit, clock: Clock, hashes: PasswordHasher | None = None) -> None:
        self._store, self._audit, self._clock = store, audit, clock
        self._owner = OwnerKey(store)
        self._hashes = hashes or hasher()

    def find(self, id: str) -> Staff | None:
        row = self._row(id)
        return staff_of(row) if row is not None else None

    def all(self) -> tuple[Staff, ...]:
        return tuple(member.staff for member in self.members() if member.active)

    def members(self) -> tuple[Member, ...]:
        rows = self._store.read("SELECT * FROM staff ORDER BY active DESC, length(number), number")
        return tuple(
            Member(
                staff_of(row),
                row["card"] is not None,
                bool(row["active"]),
                datetime.fromtimestamp(row["changed"], self._clock.now().tzinfo),
            )
            for row in rows
        )

    def by_card(self, id_number: str) -> Staff | None:
        """Whose card it is; admits nobody by itself."""
        rows = self._store.read("SELECT * FROM staff WHERE active AND card = ?", (self._card(id_number),))
        return staff_of(rows[0]) if rows else None

    # --- who is on the list ---

    def add(self, id: str, name: str, role: Role, pin: str, *, by: str) -> Staff:
        """Somebody new, or somebody who was removed and is back."""
        staff = Staff(id, name.strip(), role)
        if not (id.isascii() and id.isdigit() and len(id) in NUMBER_DIGITS):
            raise StaffMistake(id, sentence=f"工号是 {NUMBER_DIGITS[0]} 到 {NUMBER_DIGITS[-1]} 位数字")
        if not 0 < len(staff.name) <= LONGEST_NAME or not staff.name.isprintable():
            raise StaffMistake(id, sentence=f"名字是 1 到 {LONGEST_NAME} 个字")
        kept = self._hash(pin, id)
        with self._store.write() as db:
            if db.execute("SELECT 1 FROM staff WHERE active AND number = ?", (id,)).fetchone():
                raise StaffMistake(id, sentence=f"工号 {id} 已经有人用", remedy="换一个工号")
            row = (id, staff.name, role.value, kept, self._now())
            db.execute("INSERT OR REPLACE INTO staff VALUES (?, ?, ?, ?, NULL, 1, ?)", row)
            self._changed(db, id, "added", by)
        return staff

    def new_pin(self, id: str, pin: str, *, by: str) -> None:
        kept = self._hash(pin, id)
        with self._store.write(erases=True) as db:
            self._update(db, id, "pin = ?", kept)
            self._changed(db, id, "pin", by)

    def set_card(self, id: str, id_number: str | None, *, by: str) -> None:
        """The ID card that is this person's staff card; None for none."""
        problem = id_number_problem(id_number, self._clock.now().date()) if id_number is not None else None
        if problem:
            raise StaffMistake(id, sentence=problem)
        card = self._card(id_number) if id_number is not None else None
        with self._store.write(erases=True) as db:
            if db.execute("SELECT 1 FROM staff WHERE card = ? AND number != ?", (card, id)).fetchone():
                raise StaffMistake(id, sentence="这张卡已经登记给别人", remedy="换一张卡")
            self._update(db, id, "card = ?", card)
            self._changed(db, id, "card", by)

    def remove(self, id: str, *, by: str) -> None:
        """The number stays for the audit's readers; PIN and card are erased."""
        with self._store.write(erases=True) as db:
            row = db.execute("SELECT role FROM staff WHERE active AND number = ?", (id,)).fetchone()
            engineers = "SELECT count(*) FROM staff WHERE active AND role = ?"
            left = db.execute(engineers, (Role.ENGINEER.value,)).fetchone()[0]
            if row is not None and row["role"] == Role.ENGINEER and left == 1 and by != COMMAND:
                raise StaffMistake(id, sentence="最后一个工程师不能删", remedy="先添一个工程师")
            self._update(db, id, "pin = '', card = NULL, active = ?", 0)
            self._changed(db, id, "removed", by)

    def _hash(self, pin: str, id: str) -> str:
        if problem := pin_problem(pin, id):
            raise StaffMistake(id, sentence=problem)
        return self._hashes.hash(pin)

    def _update(self, db: "Connection", id: str, what: str, value: Any) -> None:
        sql = f"UPDATE staff SET {what}, changed = ? WHERE active AND number = ?"  # noqa: S608 - words of this file
        if db.execute(sql, (value, self._now(), id)).rowcount == 0:
            raise StaffMistake(id, sentence=f"名单上没有工号 {id}", remedy="看一看名单")

    def _changed(self, db: "Connection", id: str, what: str, by: str) -> None:
        self._audit.record(db, StaffChanged(id, what, by))

    def _row(self, id: str) -> Any:
        rows = self._store.read("SELECT * FROM staff WHERE active AND number = ?", (id,))
        return rows[0] if rows else None

    def _card(self, id_number: str) -> bytes:
        return self._owner.hash(Person(name="", id_number=id_number))

    def _now(self) -> float:
        return self._clock.now().timestamp()


def staff_of(row: Any) -> Staff:
    return Staff(row["number"], row["name"], Role(row["role"]))
