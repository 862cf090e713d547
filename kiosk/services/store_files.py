"""The store's files on disk: whose lock, which marker, and where damaged ones are kept.

store.db, -wal, -shm   SQLCipher's
store.made             says that there was a store, and which key it is under (a keyed hash, not the key)
store.lock             the one terminal process
store.head             the audit's anchor (services/audit_check.py)
damaged-<date>-<time>/ a store that could not be used any more, kept as it was
"""

import errno
import fcntl
import hashlib
import hmac
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.core.errors import StoreError

__all__ = ["BROKEN", "FULL", "READ_ONLY", "StoreDamaged", "StoreFiles", "StoreMissing", "disk_failure", "durable"]

# In plain words what to do about a disk that says no.
FULL: Final = "磁盘满了。腾出地方，会自己接着办"
READ_ONLY: Final = "磁盘只能读了。查内核日志，重新挂载，会自己接着办"
BROKEN: Final = "磁盘读写出错。查内核日志，尽快换盘"
DISK: Final = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY, errno.EIO: BROKEN}


class StoreDamaged(StoreError):
    """The file is under this key, and its pages are not what was written."""


class StoreMissing(StoreError):
    """The marker says that there was a store, and there is none."""


class StoreFiles:
    """Names only; each method says what it touches. Raises OSError unless it says otherwise."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.database = directory / "store.db"
        self.made = directory / "store.made"
        self.head = directory / "store.head"
        self._lock = directory / "store.lock"

    def own(self) -> int:
        """Makes the directory 0700, and this process the one terminal; the kernel lets go however it ends.

        Raises StoreError when another one is.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        handle = os.open(self._lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise StoreError(f"{self._lock}：另一个终端程序正在用这个数据库。先把它关掉") from error
        return handle

    def create(self) -> None:
        """The database's file with its mode, before SQLite sees it; its name is on the disk before anything else is."""
        os.close(os.open(self.database, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        sync(self.directory)

    def mark(self, key: bytes) -> None:
        if not self.made.exists() or self.made.read_text("ascii") != _check(key):
            durable(self.made, _check(key))

    def key_fits(self, key: bytes) -> bool | None:
        """Whether the store was made under this key; None when the marker does not say."""
        with suppress(FileNotFoundError):
            if said := self.made.read_text("ascii", errors="replace"):
                return hmac.compare_digest(said.encode(), _check(key).encode())
        return None

    def quarantine(self, now: datetime) -> Path:
        """Moves all of the store but key and lock into a directory of its own, and returns it.

        The marker goes last: a place without one was left in the middle by a power cut, and is filled up.
        """
        unfinished = [place for place in self.quarantined() if not (place / self.made.name).exists()]
        place = unfinished[0] if unfinished else self._place(now)
        place.mkdir(mode=0o700, exist_ok=True)
        sync(self.directory)
        wal, shm = (self.database.with_name(self.database.name + end) for end in ("-wal", "-shm"))
        for file in (self.database, wal, shm, self.head, self.made):
            with suppress(FileNotFoundError):
                file.rename(place / file.name)
            sync(place)
        sync(self.directory)
        return place

    def _place(self, now: datetime) -> Path:
        place = self.directory / f"damaged-{now:%Y%m%d-%H%M%S}"
        while place.exists():  # twice within a second
            place = place.with_name(f"{place.name}x")
        return place

    def quarantined(self) -> list[Path]:
        return sorted(path for path in self.directory.glob("damaged-*") if path.is_dir())


def sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def durable(path: Path, text: str) -> None:
    """The file has this text, or after a power cut the one that it had; mode 0600."""
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(new).replace(path)
    except OSError:
        with suppress(OSError):
            Path(new).unlink()
        raise
    sync(path.parent)


def disk_failure(path: Path, error: OSError) -> StoreError:
    """With what the technician can do."""
    words = DISK.get(error.errno or 0, f"数据库用不了（{error.strerror}）。检查磁盘和权限")
    return StoreError(f"{error.filename or path}：{words}")


def _check(key: bytes) -> str:
    """Tells a wrong key from a damaged file. 64 bits of a keyed hash say nothing about 256 random ones."""
    return hmac.digest(key, b"jinban store", hashlib.sha256)[:8].hex()
