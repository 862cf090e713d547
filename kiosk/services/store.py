"""The encrypted store: SQLCipher in WAL mode with synchronous=FULL, and one writer.

What was committed survives a power cut; what was erased is gone from the file and from the log beside it. Every
failure of disk or file is a StoreError, and ``Store.failure`` keeps the last one until a write succeeds again, so
that no new work is begun meanwhile. Nothing is ever made anew in place of what is damaged or missing.
"""

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from kiosk.core.errors import StoreError
from kiosk.services.logs import StoreFailed, log
from kiosk.services.schema import MIGRATIONS

if TYPE_CHECKING:
    from sqlite3 import Connection  # sqlcipher3 has the same interface, and no types of its own

__all__ = ["Store"]

BUSY_SECONDS = 5.0  # another process may read: a technician's listing, a backup
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
SETTINGS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY")


class Store:
    """Open from construction to ``close``; usable from every thread. ``directory`` becomes 0700 and holds all of it.

    ``key`` is 32 bytes (``store_key``). Raises StoreError, with the technician's way on, when the file is damaged,
    missing, from a newer version, under another key, or in use by another terminal process.
    """

    def __init__(self, directory: Path, key: bytes) -> None:
        self.failure: StoreError | None = None
        self._lock = threading.RLock()
        self._path = directory / "store.db"
        self._scrub_due = True  # the last run may have ended between an erasure and the emptying of its log
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            directory.chmod(0o700)
            self._owned = _own(directory / "store.lock")
        except OSError as error:
            raise StoreError(f"{error.filename}：数据库目录用不了（{error.strerror}）。检查磁盘和权限") from error
        try:
            self._open(key)
        except BaseException:
            os.close(self._owned)
            raise

    def _open(self, key: bytes) -> None:
        made = self._path.with_suffix(".made")  # tells a first start from a file that was lost
        if made.exists() and not self._path.exists():
            raise StoreError(self._loss())
        with self._translated():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            self._db: Connection = dbapi2.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            self._unlock(key)
            if made.exists() and not self._version():
                raise StoreError(self._loss())  # emptied, or cut off within its first page
            self._set_up()
            made.touch(mode=0o600)
            _sync(self._path.parent)
        except BaseException:
            self._db.close()
            raise

    def _unlock(self, key: bytes) -> None:
        """Without a write, so that a file which is not what it should be stays as it is."""
        with self._translated():
            self._db.execute("PRAGMA cipher_log_level = NONE")  # it writes to stderr what StoreError says
            self._db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # 64 digits are the key itself: nothing to derive
            verdict = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise StoreError(self._damage(verdict))

    def _set_up(self) -> None:
        with self._translated():
            for setting in SETTINGS:
                self._db.execute(f"PRAGMA {setting}")
            self._db.row_factory = dbapi2.Row
        version = self._version()
        if version > len(MIGRATIONS):
            raise StoreError(f"{self._path}：数据库是更新的版本（{version}）写的。装回那个版本的程序再启动")
        for number, migration in enumerate(MIGRATIONS[version:], version + 1):
            with self.write() as db:
                for statement in _statements(migration):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
        self.scrub()

    def _version(self) -> int:
        return int(self.read("PRAGMA user_version")[0][0])

    @contextmanager
    def write(self, *, erases: bool = False) -> "Iterator[Connection]":
        """One transaction: durable when the block has ended, undone when it raises. Raises StoreError.

        ``erases`` says that something of a citizen's was removed: the log is emptied, so that no older page keeps it.
        """
        with self._lock:
            with self._translated():
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                    self._commit()
                except BaseException:
                    if self._db.in_transaction:
                        with suppress(dbapi2.Error):  # the failure that led here is the one to tell
                            self._db.execute("ROLLBACK")
                    raise
            self.failure = None
            self._scrub_due = self._scrub_due or erases
            if erases:
                with suppress(StoreError):  # what was written is written; the sweeper scrubs again
                    self.scrub()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows, each by column name or place. Raises StoreError."""
        with self._lock, self._translated():
            return self._db.execute(sql, parameters).fetchall()

    def scrub(self) -> None:
        """Empties the log after an erasure, if that has not been done yet. Raises StoreError."""
        with self._lock, self._translated():
            if self._scrub_due:
                busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                self._scrub_due = bool(busy)

    def damage(self) -> list[str]:
        """What is wrong in the whole file: each page against its HMAC, then the tables. Raises StoreError."""
        pages = [str(row[0]) for row in self.read("PRAGMA cipher_integrity_check")]
        return pages + [str(row[0]) for row in self.read("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        with self._lock:
            self._db.close()
            os.close(self._owned)

    def _commit(self) -> None:
        self._db.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self._path}：数据库用不了（{error.strerror}）。检查磁盘和权限") from error
        except (dbapi2.OperationalError, dbapi2.DatabaseError) as error:
            if isinstance(error, dbapi2.IntegrityError | dbapi2.ProgrammingError | dbapi2.DataError):
                raise
            name = error.sqlite_errorname
            unusable = f"{self._path}：数据库写不进、读不出（{name}）。检查磁盘"
            self.failure = StoreError(self._damage(name) if name.startswith(DAMAGED) else unusable)
            log(StoreFailed(problem=name))
            raise self.failure from error

    def _loss(self) -> str:
        return f"{self._path}：数据库不见了。从备份恢复，或把整个目录移走再启动"

    def _damage(self, finding: str) -> str:
        return f"{self._path}：密钥不对，或者数据库坏了（{finding.splitlines()[-1]}）。放回原来的密钥，或从备份恢复"


def _own(path: Path) -> int:
    """The lock that makes this process the one writer; the kernel lets go of it however the process ends."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise StoreError(f"{path}：另一个终端程序正在用这个数据库。先把它关掉") from error
    return handle


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _statements(script: str) -> Iterator[str]:
    """One by one, since ``executescript`` commits before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            yield statement
            statement = ""
