"""The keys of a terminal: 32 bytes each, from a systemd credential, or from a file that only its owner can read."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kiosk.core.errors import StoreError

__all__ = ["CREDENTIAL", "KEY_BYTES", "kept_key", "read_key", "store_key"]

CREDENTIAL = "store-key"  # LoadCredentialEncrypted=store-key:… in the unit; systemd.exec(5), CREDENTIALS
KEY_BYTES = 32


def store_key(directory: Path, environ: Mapping[str, str]) -> bytes:
    """The credential where systemd hands one over, else the file ``key`` of the store's directory, made when new.

    Raises StoreError with one sentence for the technician: readable by others, not 32 bytes, or gone while the store
    is still there (a new key would open nothing).
    """
    path = directory / "key"
    lost = f"{path}：密钥不见了，数据库还在。把备份的密钥放回这里再启动"
    return kept_key(path, CREDENTIAL, environ, lost=lost if (directory / "store.db").exists() else "")


def kept_key(path: Path, credential: str, environ: Mapping[str, str], *, lost: str = "") -> bytes:
    """The credential of this name, else this file, made when new: unless it says as ``lost`` why it may not be.

    Raises StoreError with one sentence for the technician.
    """
    handed = Path(environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / credential
    try:
        if handed.exists():
            return _sized(handed.read_bytes(), handed)
        if not path.exists():
            if lost:
                raise StoreError(lost)
            _make(path)
        return _private(path)
    except OSError as error:
        raise StoreError(f"{error.filename}：密钥读写不了（{error.strerror}）。检查磁盘和权限") from error


def read_key(path: Path) -> bytes:
    """A key that is there. Raises StoreError."""
    try:
        return _private(path)
    except OSError as error:
        raise StoreError(f"{path}：密钥读不了（{error.strerror}）。检查路径和权限") from error


def _private(path: Path) -> bytes:
    found = path.stat()
    mode = found.st_mode & 0o777
    if found.st_uid != os.geteuid():
        raise StoreError(f"{path}：密钥是别的用户的（{found.st_uid}）。用终端自己的用户启动")
    if mode & 0o077:
        raise StoreError(f"{path}：密钥别人也能读（{mode:04o}）。先确认没有泄露，再执行 chmod 600 {path}")
    return _sized(path.read_bytes(), path)


def _sized(key: bytes, path: Path) -> bytes:
    if len(key) != KEY_BYTES:
        raise StoreError(f"{path}：密钥应该是 {KEY_BYTES} 个字节，现在是 {len(key)} 个。把备份的密钥放回这里再启动")
    return key


def _make(path: Path) -> None:
    """Whole or not at all: a key that a power cut left half written would lock the terminal for good.

    ``mkstemp`` creates with O_EXCL and mode 0600, and ``link`` never replaces a key that is there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    except FileExistsError:
        pass  # another process was quicker: its key is the key
    finally:
        Path(new).unlink()
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
