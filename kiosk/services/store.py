"""The encrypted store: SQLCipher in WAL mode with synchronous=FULL, and one terminal process that writes.

What was committed survives a power cut; what was erased is gone from the file and from the log beside it. Every
failure of disk or file is a StoreError, and ``Store.failure`` keeps the last one until a write succeeds again, so
that no new work is begun meanwhile.

    disk full              refused; nothing is lost, and the next write that succeeds ends it
    read-only, I/O error   refused; the connection is not trusted any more. Before the next use the file is opened
                           anew, looked over, and its log brought into it. A commit that failed while it was being
                           synced may be there then, or not: whoever wrote it reads
    damaged, missing       refused (StoreDamaged, StoreMissing); ``store_recovery`` makes a new one before the next use
    wrong key              refused, and nothing is touched
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from kiosk.core.errors import StoreError
from kiosk.core.status import Health, Status
from kiosk.services.logs import StoreFailed, log
from kiosk.services.schema import MIGRATIONS, statements
from kiosk.services.store_files import BROKEN, FULL, READ_ONLY, StoreDamaged, StoreFiles, StoreMissing, disk_failure

if TYPE_CHECKING:
    from sqlite3 import Connection  # sqlcipher3 has the same interface, and no types of its own

__all__ = ["Store"]

BUSY_SECONDS: Final = 5.0  # another process may read: a technician's listing, a backup
DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
# After these SQLite's picture of the file may be wrong: a page that was not read, a sync that was lost (fsync tells
# once, and the next one succeeds), a file that may only be read any more.
UNTRUSTED: Final = (*DAMAGED, "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")
BUSY: Final = "别的程序占着不放。关掉正在看数据库的程序"
SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cache_size = -256",  # KiB: what one errand reads and writes, instead of two megabytes that fill up in a day
)
UP: Final = Status(Health.ONLINE)


class Store:
    """Open from construction to ``close``; usable from every thread. ``directory`` becomes 0700 and holds all of it.

    ``key`` is 32 bytes (``store_key``). ``guest`` is for a technician's command beside a running terminal: it makes
    and migrates nothing. Raises StoreError, with the technician's way on, when the file is damaged, missing, from a
    newer version, under another key, or in use by another terminal process.
    """

    def __init__(self, directory: Path, key: bytes, *, guest: bool = False) -> None:
        self.failure: StoreError | None = None
        self.files = StoreFiles(directory)
        self._key = key
        self._guest = guest
        self._lock = threading.RLock()
        self._writing = False
        self._trusted = True
        self._told = UP
        self._tell: Callable[[Status], None] = lambda _status: None
        self._replace: Callable[[], None] | None = None
        self._scrub_due = not guest  # the last run may have ended between an erasure and the emptying of its log
        try:
            self._owned = None if guest else self.files.own()
        except OSError as error:
            raise disk_failure(directory, error) from error
        try:
            self._open()
        except BaseException:
            self._disown()
            raise

    def _open(self) -> None:
        files = self.files
        if self._guest and not files.database.exists():
            raise StoreError(f"{files.database}：这里没有数据库。用 --state 指对状态目录")
        if files.made.exists() and (not files.database.exists() or not files.database.stat().st_size):
            raise StoreMissing(self._loss())  # before SQLite deletes the log that lies beside an empty file
        with self._translated():
            if not self._guest:
                files.create()
            self._db: Connection = dbapi2.connect(
                files.database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            self._unlock()
            if files.made.exists() and not self._version():
                raise StoreMissing(self._loss())  # cut off within its first page
            self._set_up()
            if not self._guest:
                with self._translated():
                    files.mark(self._key)
        except BaseException:
            self._db.close()
            raise

    def _unlock(self) -> None:
        """Without a write, so that a file which is not what it should be stays as it is.

        A guest looks only whether the key fits: all of a year's file takes a quarter of a second, and each page that it
        reads is authenticated anyway.
        """
        look = "SELECT 'ok' FROM (SELECT count(*) FROM sqlite_master)" if self._guest else "PRAGMA quick_check(1)"
        with self._translated():
            self._db.execute("PRAGMA cipher_log_level = NONE")  # it writes to stderr what StoreError says
            self._db.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")  # 64 digits are the key itself
            try:
                verdict = self._db.execute(look).fetchone()[0]
            except dbapi2.DatabaseError as error:
                if not error.sqlite_errorname.startswith(DAMAGED):
                    raise
                verdict = error.sqlite_errorname
        if verdict != "ok":
            log(StoreFailed(problem=verdict.splitlines()[0]))
            raise self._damage(verdict)

    def _set_up(self) -> None:
        with self._translated():
            for setting in SETTINGS:
                self._db.execute(f"PRAGMA {setting}")
            self._db.row_factory = dbapi2.Row
        version = self._version()
        if version > len(MIGRATIONS):
            raise StoreError(f"{self._path}：数据库是更新的版本（{version}）写的。装回那个版本的程序再启动")
        if self._guest and version < len(MIGRATIONS):
            raise StoreError(f"{self._path}：数据库是旧版本（{version}）写的。先启动一次终端")
        for number, migration in enumerate(MIGRATIONS[version:], version + 1):
            with self.write() as db:
                for statement in statements(migration):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
        self.scrub()

    def _version(self) -> int:
        with self._translated():
            return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    @property
    def status(self) -> Status:
        failure = self.failure
        return UP if failure is None else Status(Health.HARDWARE_ERROR, fault=failure.fault())

    def on_status(self, tell: Callable[[Status], None]) -> None:
        """``tell`` is called when ``status`` has changed, in the thread that noticed; it must not use the store."""
        self._tell = tell

    def on_damage(self, replace: Callable[[], None]) -> None:
        """``replace`` puts a new file in the place of one that is damaged or missing, and calls ``reopen``.

        It is called in the thread that noticed, which may use the store; no other can meanwhile.
        """
        self._replace = replace

    @contextmanager
    def write(self, *, erases: bool = False) -> "Iterator[Connection]":
        """One transaction: durable when the block has ended, undone when it raises. Raises StoreError.

        ``erases`` says that something of a citizen's was removed: the log is emptied, so that no older page keeps it.
        """
        with self._lock:
            self._trust()
            with self._translated():
                self._db.execute("BEGIN IMMEDIATE")
                self._writing = True
                try:
                    yield self._db
                    self._commit()
                except BaseException:
                    if self._db.in_transaction:
                        with suppress(dbapi2.Error):  # the failure that led here is the one to tell
                            self._db.execute("ROLLBACK")
                    raise
                finally:
                    self._writing = False
            self._stands(None)
            self._scrub_due = self._scrub_due or erases
            if erases:
                with suppress(StoreError):  # what was written is written; the sweeper scrubs again
                    self.scrub()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows, each by column name or place. Raises StoreError."""
        with self._lock:
            self._trust()
            with self._translated():
                return self._db.execute(sql, parameters).fetchall()

    def scrub(self) -> None:
        """Empties the log after an erasure, if that has not been done yet. Raises StoreError."""
        with self._lock, self._translated():
            if self._scrub_due:
                busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                self._scrub_due = bool(busy)

    def probe(self) -> None:
        """Writes something and takes it away: whether it could be written down now. Raises StoreError."""
        with self.write() as db:  # what does not change a page is not written
            db.execute("INSERT INTO secrets VALUES ('probe', randomblob(32))")
            db.execute("DELETE FROM secrets WHERE name = 'probe'")

    def damage(self) -> list[str]:
        """What is wrong in the whole file: each page against its HMAC, then the tables. Raises StoreError."""
        pages = [str(row[0]) for row in self.read("PRAGMA cipher_integrity_check")]
        return pages + [str(row[0]) for row in self.read("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        with self._lock:
            self._db.close()
            self._disown()

    def _disown(self) -> None:
        if self._owned is not None:
            os.close(self._owned)
            self._owned = None

    def _commit(self) -> None:
        self._db.execute("COMMIT")

    def _trust(self) -> None:
        """Opens the file anew when the connection is not to be trusted. What its log holds is brought into the file,
        and synced there: of a log whose sync failed nobody knows what is on the disk."""
        if self._trusted or self._writing:
            return
        self._trusted = True  # for what is done in here
        try:
            self._open_or_replace()
        except BaseException as error:
            self._trusted = False
            if isinstance(error, StoreError):
                self._stands(error)
            raise

    def _open_or_replace(self) -> None:
        try:
            self.reopen()
        except (StoreDamaged, StoreMissing):
            if self._replace is None:
                raise
            self._replace()

    def reopen(self) -> None:
        """Raises StoreError; then it is closed."""
        with suppress(dbapi2.Error):
            self._db.close()
        self._scrub_due = not self._guest
        self._open()

    @property
    def _path(self) -> Path:
        return self.files.database

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            failure = disk_failure(self._path, error)
            self._stands(failure)
            raise failure from error
        except (dbapi2.OperationalError, dbapi2.DatabaseError) as error:
            if isinstance(error, dbapi2.IntegrityError | dbapi2.ProgrammingError | dbapi2.DataError):
                raise
            name = error.sqlite_errorname
            self._trusted = self._trusted and not name.startswith(UNTRUSTED)
            log(StoreFailed(problem=name))
            failure = StoreError(self._unusable(name))
            self._stands(failure)
            raise failure from error

    def _stands(self, failure: StoreError | None) -> None:
        self.failure = failure
        if self._told != self.status:
            self._told = self.status
            self._tell(self._told)

    def _unusable(self, name: str) -> str:
        words = {"SQLITE_FULL": FULL, "SQLITE_READONLY": READ_ONLY, "SQLITE_BUSY": BUSY}
        return f"{self._path}：{words.get(name, BROKEN)}（{name}）"

    def _loss(self) -> str:
        return f"{self._path}：数据库不见了。会建新的，平台有的会找回来"

    def _damage(self, finding: str) -> StoreError:
        fits = self.files.key_fits(self._key)
        detail = finding.splitlines()[-1]
        if fits is None:
            words = f"密钥不对，或者数据库坏了（{detail}）。放回原来的密钥，或从备份恢复"
            return StoreError(f"{self._path}：{words}")
        if not fits:
            return StoreError(f"{self._path}：密钥不是这个数据库的。放回原来的密钥再启动")
        return StoreDamaged(f"{self._path}：数据库坏了（{detail}）。坏的会留着，会建新的")
