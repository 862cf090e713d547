"""A store that is damaged or missing: what is left is kept beside, a new one is made, and what can be read is saved.

The new store knows that it is one (table ``recovery``) until what the gateway knows of this terminal was written into
it (``store_rebuild``). Each step may be cut off by a power cut, and is made good at the next start.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from kiosk.core.clock import Clock
from kiosk.core.errors import Fault, StoreError
from kiosk.services.audit import Audit
from kiosk.services.audit_check import missing
from kiosk.services.audit_events import StoreReplaced
from kiosk.services.schema import SAVED_TABLES
from kiosk.services.store import Store
from kiosk.services.store_files import StoreDamaged, StoreFiles, StoreMissing, disk_failure

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["CUT_OFF", "FIRST", "REASONS", "Replacement", "open_store", "replacements"]

READING: Final = "reading-"
CUT_OFF: Final = "cut_off"
FIRST: Final = "first"  # nobody can tell a first start from a lost directory: the gateway is asked in both

REASONS: Final = {
    FIRST: "新装的",
    "damaged": "数据库坏了，换了新的",
    "missing": "数据库不见了，换了新的",
    CUT_OFF: "数据库末尾少了几条，可能放回了旧文件",
}


@dataclass(frozen=True)
class Replacement:
    """When a store took the place of another, and why: ``first``, ``damaged``, ``missing``, or ``cut_off``: its end is.

    ``kept`` names the directory beside it that holds the old one; ``saved`` are the rows that could be read there.
    ``rebuilt`` is None until the gateway has told what it knows.
    """

    at: datetime
    reason: str
    kept: str
    saved: int
    rebuilt: datetime | None

    def fault(self) -> Fault:
        """For the fault history."""
        what = REASONS[self.reason]
        words = f"{what}；旧的留在 {self.kept}，救回 {self.saved} 条" if self.reason != CUT_OFF else what
        return Fault("store.replaced", StoreError.sentence, StoreError.remedy, words, StoreError.clearer)


def open_store(
    directory: Path, key: bytes, clock: Clock, *, tell: Callable[[Replacement], None] = lambda _new: None
) -> Store:
    """The store, or a new one in the place of one that is damaged or missing; ``tell`` hears of it, once for each.

    Raises StoreError for everything else.
    """
    try:
        store = _opened(directory, key)
    except (StoreDamaged, StoreMissing):
        _set_aside(StoreFiles(directory), clock)
        store = Store(directory, key)

    def take_over() -> None:
        known = len(replacements(store))
        _take_over(store, key, clock)
        for replacement in replacements(store)[known:]:
            if replacement.reason != FIRST:
                tell(replacement)

    def replace() -> None:
        _read_all(store.files)
        try:
            store.reopen()
        except (StoreDamaged, StoreMissing):
            _quarantine(store.files, clock)
            store.reopen()
            take_over()

    try:
        take_over()
    except BaseException:
        store.close()
        raise
    store.on_damage(replace)
    return store


def _opened(directory: Path, key: bytes) -> Store:
    try:
        return Store(directory, key)
    except StoreDamaged:
        _read_all(StoreFiles(directory))
        return Store(directory, key)


def _read_all(files: StoreFiles) -> None:
    """Damaged is what can be read, and is wrong twice: a disk that fails is no damage. Raises StoreError."""
    try:
        for file in files.directory.glob("store.db*"):
            file.read_bytes()
    except OSError as error:
        raise disk_failure(files.database, error) from error


def replacements(store: Store) -> list[Replacement]:
    """Oldest first. Raises StoreError."""
    return [
        Replacement(
            _moment(row["at"]), row["reason"], row["kept"], row["saved"], row["rebuilt"] and _moment(row["rebuilt"])
        )
        for row in store.read("SELECT * FROM recovery ORDER BY id")
    ]


def _set_aside(files: StoreFiles, clock: Clock) -> None:
    """While no other terminal process has it."""
    try:
        owned = files.own()
    except OSError as error:
        raise disk_failure(files.database, error) from error
    try:
        _quarantine(files, clock)
    finally:
        os.close(owned)


def _quarantine(files: StoreFiles, clock: Clock) -> None:
    try:
        files.quarantine(clock.now())
    except OSError as error:
        raise disk_failure(files.database, error) from error


def _take_over(store: Store, key: bytes, clock: Clock) -> None:
    """Each quarantined store that this one knows nothing of yet; without any, that this is the first; a lost end."""
    for left in store.files.directory.glob(f"{READING}*"):
        shutil.rmtree(left, ignore_errors=True)  # by a power cut in the middle of a reading
    known = {row["kept"] for row in store.read("SELECT kept FROM recovery")}
    new = [place for place in store.files.quarantined() if place.name not in known]
    if not new and not known:
        _note(store, clock, FIRST, "", [])
    head = missing(store)
    if head is not None and f"head-{head.number}" not in known:
        _note(store, clock, CUT_OFF, f"head-{head.number}", [])
    for place in new:
        reason = "damaged" if (place / store.files.database.name).exists() else "missing"
        _note(store, clock, reason, place.name, list(_saved(place, key)))


def _note(store: Store, clock: Clock, reason: str, kept: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
    with store.write() as db:
        saved = sum(_put(db, table, row) for table, row in rows)
        db.execute(
            "INSERT INTO recovery (at, reason, kept, saved) VALUES (?, ?, ?, ?)",
            (clock.now().timestamp(), reason, kept, saved),
        )
        if reason != FIRST:
            Audit(store, clock).record(db, StoreReplaced("", reason, kept, saved))


def _put(db: "Connection", table: str, row: dict[str, Any]) -> int:
    """Of the secrets the old one's go first: rows are found by them. Returns how many rows it was."""
    columns = [column["name"] for column in db.execute(f"PRAGMA table_info({table})") if column["name"] in row]
    otherwise = "REPLACE" if table == "secrets" else "IGNORE"
    values = ", ".join("?" * len(columns))
    sql = f"INSERT OR {otherwise} INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608 - names of our own tables
    with suppress(dbapi2.IntegrityError):
        return db.execute(sql, [row[column] for column in columns]).rowcount
    return 0


def _saved(place: Path, key: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """What can be read of the tables in a quarantined store; of a copy, since SQLite would bring its log into it."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=READING) as copy:
        with suppress(OSError):
            for file in place.glob("store.db*"):
                shutil.copy(file, copy)
        for table in SAVED_TABLES:
            yield from ((table, row) for row in _readable(Path(copy) / "store.db", key, table))


def _readable(file: Path, key: bytes, table: str) -> Iterator[dict[str, Any]]:
    """From both ends up to what cannot be read, in the order in which its rows lie there.

    Each time anew: a connection that has met a damaged page reads nothing more.
    """
    seen = set()
    for order in ("ASC", "DESC"):
        with suppress(dbapi2.Error), closing(dbapi2.connect(file, isolation_level=None)) as db:
            db.execute("PRAGMA cipher_log_level = NONE")
            db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            db.row_factory = dbapi2.Row
            way = ", ".join(f"{column} {order}" for column in _lies_by(db, table))
            for row in db.execute(f"SELECT * FROM {table} ORDER BY {way}"):  # noqa: S608 - names of our own tables
                if tuple(row) not in seen:
                    seen.add(tuple(row))
                    yield dict(row)


def _lies_by(db: "Connection", table: str) -> list[str]:
    """The columns of its key, of a table without rowid."""
    said = db.execute("SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%WITHOUT ROWID%'", (table,)).fetchone()
    if said is None:
        return ["rowid"]
    columns = db.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return [column["name"] for column in columns]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
