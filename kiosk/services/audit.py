"""The audit: what the terminal did that somebody may ask about later, as a chain of hashes.

Each row carries the SHA-256 over the row before and itself, so that a row that was changed, taken out or put in shows.
An event is a frozen dataclass with declared fields, as in the log: order, receipt and lookup numbers, words of the
house, counts; never a name or an ID number.

What it proves. Whoever has no key of the store can write nothing into it (SQLCipher authenticates each page). Whoever
has the key could count a whole new chain, and a secret in the same store would not hinder them, since they would read
it too: that is why the hash has none. Against them, and against an older copy of the file put back, stands what is
outside the store (``audit_check``): the head of the chain is kept in a file beside it, which shows what was cut off or
put back by mistake, and in the log, of which nobody on the terminal can change what a site has sent away. Cutting off
the rows since the last anchor, of about a minute, cannot be seen.
"""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.services.logs import AuditWaits, log
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["KEPT_FOR", "Audit", "AuditEvent", "AuditPurged", "AuditRow", "Head", "broken_at", "link", "tip"]

KEPT_FOR: Final = timedelta(days=730)  # a question about a payment comes with the next year's bill, or the one after
MOST_WAITING: Final = 1_000
_MAYBE_ID = re.compile(r"(?<!\w)(\d{17}[\dXx]|\d{15})(?!\w)")  # alone: keys and transaction numbers hold such digits


@dataclass(frozen=True)
class AuditEvent:
    """``name`` is what the row is found by; ``subject`` the number that it is about, "" for the terminal itself.

    A subclass adds its fields: text (cleaned of what may be an ID number), whole numbers, truth values, hashes as
    bytes. They are the detail.
    """

    name: ClassVar[str]
    subject: str


@dataclass(frozen=True)
class AuditPurged(AuditEvent):
    """Rows past their time were deleted: up to number ``through``, whose hash the next one follows."""

    name = "audit.purged"
    through: int
    hash: bytes


@dataclass(frozen=True)
class Head:
    """The end of the chain: the last row's number, and its hash in hexadecimal."""

    number: int
    hash: str


@dataclass(frozen=True)
class AuditRow:
    """One row. ``at`` is in UTC; ``detail`` the event's own fields."""

    number: int
    at: datetime
    event: str
    subject: str
    detail: dict[str, Any]


class Audit:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: list[tuple[float, AuditEvent]] = []
        self._kept: Callable[[], None] = lambda: None

    def record(self, db: "Connection | None", event: AuditEvent) -> None:
        """With ``db``: in this transaction (``with store.write() as db``), and undone with it.

        Without: in one of its own, and what the store cannot take now is kept for the next ``flush``; never raises.
        """
        if db is not None:
            _append(db, self._now(), event)
            return
        self.keep(event)
        try:
            self.flush()
        except StoreError:
            log(AuditWaits(event.name))

    def keep(self, event: AuditEvent) -> None:
        """For the next ``flush``; for whoever must not wait for the store."""
        with self._lock:
            self._waiting.append((self._now(), event))
        self._kept()

    def on_kept(self, tell: Callable[[], None]) -> None:
        """``tell`` is called, from any thread, whenever something was kept; it returns at once."""
        self._kept = tell

    def flush(self) -> None:
        """Writes what waits. Raises StoreError, and then it waits on."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        if not taken:
            return
        try:
            with self._store.write() as db:
                for at, event in taken:
                    _append(db, at, event)
        except BaseException:
            with self._lock:
                self._waiting = [*taken, *self._waiting][-MOST_WAITING:]
            raise

    def rows(self, *, since: datetime | None = None, subject: str | None = None) -> Iterator[AuditRow]:
        """Oldest first; all of them, or those about one number. Raises StoreError."""
        after = since.timestamp() if since is not None else 0.0
        select = "SELECT * FROM audit WHERE at >= ? AND subject = coalesce(?, subject) ORDER BY id"
        for row in self._store.read(select, (after, subject)):
            moment = datetime.fromtimestamp(row["at"], UTC)
            yield AuditRow(row["id"], moment, row["event"], row["subject"], json.loads(row["detail"]))

    def head(self) -> Head:
        """Raises StoreError."""
        number, digest = tip(self._store.read)
        return Head(number, digest.hex())

    def purge(self) -> int:
        """Deletes the rows past KEPT_FOR from the beginning on; returns how many.

        The last one's hash stays as the anchor row, which the chain goes on from, and is written into the chain too.
        Rows that do not fit the chain stay as they are: whoever changed one must not get it deleted.
        """
        limit = self._now() - KEPT_FOR.total_seconds()
        if not self._store.read("SELECT 1 FROM (SELECT at FROM audit ORDER BY id LIMIT 1) WHERE at <= ?", (limit,)):
            return 0  # the usual case reads one row
        # Up to the first that is to be kept: the clock may have been put back in between.
        past = self._store.read(
            "SELECT * FROM audit WHERE id < coalesce((SELECT min(id) FROM audit WHERE at > ?),"
            " (SELECT max(id) + 1 FROM audit)) ORDER BY id",
            (limit,),
        )
        start = self._store.read("SELECT id, hash FROM audit_anchor")
        if not past or not start or broken_at(start[0], past):
            return 0
        through, digest = past[-1]["id"], past[-1]["hash"]
        with self._store.write(erases=True) as db:
            db.execute("UPDATE audit_anchor SET id = ?, hash = ?", (through, digest))
            _append(db, self._now(), AuditPurged("", through, digest))
            return db.execute("DELETE FROM audit WHERE id <= ?", (through,)).rowcount

    def _now(self) -> float:
        return self._clock.now().timestamp()


def tip(read: Any) -> tuple[int, bytes]:
    """Number and hash of the last row, or of the anchor that the first one follows; ``read`` as ``Store.read``."""
    rows = read("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1") or read("SELECT id, hash FROM audit_anchor")
    number, digest = rows[0]
    return number, digest


def broken_at(start: Any, rows: Iterable[Any]) -> int:
    """Number of the first row that does not follow the one before, the first of them ``start``; 0 for none."""
    number, digest = start["id"], start["hash"]
    for row in rows:
        number += 1
        if row["id"] != number:
            return int(number)
        digest = link(digest, number, row["at"], row["event"], row["subject"], row["detail"])
        if row["hash"] != digest:
            return int(number)
    return 0


def link(before: bytes, number: int, at: float, event: str, subject: str, detail: str) -> bytes:
    """The hash of a row that follows the one with the hash ``before``."""
    content = json.dumps([number, at, event, subject, detail], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(before + content.encode()).digest()


def _append(db: "Connection", at: float, event: AuditEvent) -> None:
    before, digest = tip(lambda sql: db.execute(sql).fetchall())
    fields = {name: _clean(value) for name, value in asdict(event).items() if name != "subject"}
    row = (before + 1, at, event.name, event.subject, json.dumps(fields, separators=(",", ":")))
    db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", (*row, link(digest, *row)))


def _clean(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return _MAYBE_ID.sub("#", value) if isinstance(value, str) else value
