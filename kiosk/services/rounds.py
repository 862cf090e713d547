"""Rounds: checklists gone through item by item, each with who looked, and signed off by name; and when they come again.

Begun and not ended, a round waits and is gone on with, by whomever.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.news import CheckDone, CheckOverdue
from kiosk.core.package import Upkeep
from kiosk.core.staff import Staff
from kiosk.core.turn import Turn
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import RoundSigned, TerminalInspected
from kiosk.services.checklists import Checklist, Item
from kiosk.services.logs import without_numbers
from kiosk.services.news import News
from kiosk.services.store import Store
from kiosk.services.sweeper import Chore

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Answer", "Due", "Inspected", "Rounds", "Signed", "Unanswered"]

LONGEST_NOTE: Final = 60
KEPT_FOR: Final = timedelta(days=730)  # as the audit, which names them


class Unanswered(KioskError):
    code = "round.unanswered"
    sentence = "还有没看的，不能签字"
    remedy = "看完没看的几样，再签"


@dataclass(frozen=True)
class Answer:
    """What somebody (``staff`` is their number) found of an item."""

    ok: bool
    note: str
    staff: str
    at: datetime


@dataclass(frozen=True)
class Due:
    """How a checklist stands: ``overdue`` in whole days. ``answers`` are those of the round that is under way."""

    checklist: Checklist
    day: date
    due: bool
    overdue: int
    answers: Mapping[str, Answer]

    @property
    def left(self) -> tuple[Item, ...]:
        return tuple(item for item in self.checklist.items if item.name not in self.answers)


@dataclass(frozen=True)
class Signed:
    """A round that is over. ``found`` are the notes of what was wanting, by item."""

    checklist: str
    at: datetime
    staff: str
    found: Mapping[str, str]


@dataclass(frozen=True)
class Inspected:
    """The terminal was tried as a whole: ``occasion`` is "opening" or "closing". ``findings`` as in check/finding.py:
    part, whether it is well, words. ``printed`` is the device that the report came out of, "" for none."""

    occasion: str
    at: datetime
    staff: str
    ready: bool
    findings: tuple[tuple[str, bool | None, str], ...]
    printed: str


class Rounds(Chore):
    """For every thread, and for the sweeper; every call raises StoreError. Times are in UTC, days in the zone of the
    terminal's clock."""

    def __init__(
        self, store: Store, clock: Clock, audit: Audit, news: News, upkeep: Upkeep, lists: Sequence[Checklist]
    ) -> None:
        self._store, self._clock, self._audit, self._news = store, clock, audit, news
        self._upkeep, self._lists = upkeep, {one.name: one for one in lists}
        self._told: dict[str, int] = {}  # since the start: how many days late the gateway has heard that it is

    def standing(self) -> tuple[Due, ...]:
        """The most overdue first."""
        found = [self.of(name) for name in self._lists]
        return tuple(sorted(found, key=lambda one: (one.day, one.checklist.name)))

    def of(self, name: str) -> Due:
        """Raises KeyError."""
        checklist, now = self._lists[name], self._clock.now().astimezone()
        turn = self._turn(checklist, now)
        return Due(checklist, turn.due(now), turn.is_due(now), turn.overdue(now), self._answers(name))

    def answer(self, name: str, item: str, *, ok: bool, note: str, staff: Staff) -> None:
        """The first one begins the round; another one takes its place. Raises KeyError."""
        checklist, now = self._lists[name], self._clock.now().timestamp()
        if item not in {one.name for one in checklist.items}:
            raise KeyError(item)
        words = without_numbers(note.strip())[:LONGEST_NOTE]
        with self._store.write() as db:
            number = _open_round(db, name)
            if number is None:
                number = db.execute("INSERT INTO rounds (checklist, begun) VALUES (?, ?)", (name, now)).lastrowid
            db.execute(
                "INSERT OR REPLACE INTO round_items (round, item, ok, note, staff, at) VALUES (?, ?, ?, ?, ?, ?)",
                (number, item, ok, words, staff.id, now),
            )

    def sign(self, name: str, staff: Staff) -> int:
        """Ends the round; returns how much was found wanting. Raises Unanswered, KeyError."""
        stands = self.of(name)
        if stands.left:
            raise Unanswered(f"{name}: {len(stands.left)} left")
        wanting = sum(not one.ok for one in stands.answers.values())
        now = self._clock.now().astimezone()
        turn = self._turn(stands.checklist, now).taken(now)
        with self._store.write() as db:
            if _open_round(db, name) is None:
                raise Unanswered(f"{name}: somebody else has signed it")
            row = (now.timestamp(), staff.id, wanting, name)
            db.execute("UPDATE rounds SET ended = ?, staff = ?, wanting = ? WHERE checklist = ? AND ended IS NULL", row)
            _keep(db, name, turn)
            self._audit.record(db, RoundSigned("", name, staff.id, wanting))
        self._news.tell(CheckDone(name, staff.id, wanting))
        return wanting

    def signed(self, most: int = 20) -> tuple[Signed, ...]:
        """The newest first."""
        rows = self._store.read(
            "SELECT id, checklist, ended, staff FROM rounds WHERE ended IS NOT NULL ORDER BY ended DESC LIMIT ?",
            (most,),
        )
        return tuple(
            Signed(row["checklist"], _moment(row["ended"]), row["staff"], self._wanting(row["id"])) for row in rows
        )

    def tidy(self) -> int:
        """Tells the gateway what is late, once a day, and forgets what is past its time."""
        for one in self.standing():
            if one.overdue and self._told.get(one.checklist.name) != one.overdue:
                self._news.tell(CheckOverdue(one.checklist.name, one.overdue))
            self._told[one.checklist.name] = one.overdue
        limit = (self._clock.now() - KEPT_FOR).timestamp()
        old = "SELECT id FROM rounds WHERE ended < ? UNION ALL SELECT id FROM inspections WHERE at < ? LIMIT 1"
        if not self._store.read(old, (limit, limit)):
            return 0  # the usual case
        with self._store.write() as db:
            db.execute("DELETE FROM round_items WHERE round IN (SELECT id FROM rounds WHERE ended < ?)", (limit,))
            gone = db.execute("DELETE FROM rounds WHERE ended < ?", (limit,)).rowcount
            return gone + db.execute("DELETE FROM inspections WHERE at < ?", (limit,)).rowcount

    # --- the terminal as a whole ---

    def inspected(self, found: Inspected) -> None:
        """Keeps what an opening or closing check has found, and tells the gateway."""
        wanting = sum(ok is False for _, ok, _ in found.findings)
        with self._store.write() as db:
            db.execute(
                "INSERT INTO inspections (occasion, at, staff, ready, findings, printed) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    found.occasion,
                    found.at.timestamp(),
                    found.staff,
                    found.ready,
                    json.dumps(found.findings, ensure_ascii=False),
                    found.printed,
                ),
            )
            event = TerminalInspected(found.occasion, found.staff, found.ready, wanting, found.printed)
            self._audit.record(db, event)
        self._news.tell(CheckDone(found.occasion, found.staff, wanting))

    def inspections(self, most: int = 20) -> tuple[Inspected, ...]:
        """The newest first."""
        rows = self._store.read("SELECT * FROM inspections ORDER BY at DESC, id DESC LIMIT ?", (most,))
        return tuple(
            Inspected(
                row["occasion"],
                _moment(row["at"]),
                row["staff"],
                bool(row["ready"]),
                tuple((part, ok, words) for part, ok, words in json.loads(row["findings"])),
                row["printed"],
            )
            for row in rows
        )

    # --- inside ---

    def _turn(self, checklist: Checklist, now: datetime) -> Turn:
        """As it is kept; begun where nobody has seen it before, and set right where the clock was put back."""
        rows = self._store.read("SELECT since, done FROM checklists WHERE name = ?", (checklist.name,))
        every: int = getattr(self._upkeep, checklist.every)
        kept = Turn(_moment(rows[0]["since"]), bool(rows[0]["done"]), every) if rows else None
        turn = kept.seen(now) if kept is not None else Turn(now.astimezone(UTC), done=False, every=every)
        if turn != kept:
            with self._store.write() as db:
                _keep(db, checklist.name, turn)
        return turn

    def _answers(self, name: str) -> dict[str, Answer]:
        rows = self._store.read(
            "SELECT round_items.* FROM round_items JOIN rounds ON rounds.id = round"
            " WHERE checklist = ? AND ended IS NULL",
            (name,),
        )
        return {row["item"]: Answer(bool(row["ok"]), row["note"], row["staff"], _moment(row["at"])) for row in rows}

    def _wanting(self, number: int) -> dict[str, str]:
        rows = self._store.read("SELECT item, note FROM round_items WHERE round = ? AND NOT ok", (number,))
        return {row["item"]: row["note"] for row in rows}


def _open_round(db: "Connection", name: str) -> int | None:
    row: Any = db.execute("SELECT id FROM rounds WHERE checklist = ? AND ended IS NULL", (name,)).fetchone()
    return int(row["id"]) if row is not None else None


def _keep(db: "Connection", name: str, turn: Turn) -> None:
    row = (name, turn.since.timestamp(), turn.done)
    db.execute("INSERT OR REPLACE INTO checklists (name, since, done) VALUES (?, ?, ?)", row)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
