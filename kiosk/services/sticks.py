"""USB sticks that are mounted, and a file put on one of them so that it is there when the stick is pulled out."""

import errno
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.core.errors import KioskError

__all__ = ["BLOCKS", "MOUNTS", "Stick", "StickError", "put", "sticks"]

MOUNTS: Final = Path("/proc/self/mounts")
BLOCKS: Final = Path("/sys/block")
SUM: Final = ".sha256"  # as sha256sum -c reads it
_ESCAPES: Final = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}  # getmntent(3)


class StickError(KioskError):
    code = "stick"
    sentence = "写不到 U 盘上"
    remedy = "拔下来再插一次，或换一个 U 盘"


@dataclass(frozen=True)
class Stick:
    """``device`` is the partition (/dev/sda1), ``free`` in bytes, 0 where it does not say."""

    device: str
    mount: Path
    read_only: bool
    free: int

    @property
    def words(self) -> str:
        room = "只能读" if self.read_only else f"还有 {self.free / 2**20:,.0f} MB"
        return f"{self.mount.name}，{room}"


def sticks(mounts: Path = MOUNTS, blocks: Path = BLOCKS) -> tuple[Stick, ...]:
    """What is mounted of disks that can be taken out, or that hang on USB."""
    found = []
    for line in mounts.read_text(errors="surrogateescape").splitlines():
        device, mount, _, options, *_ = line.split(" ")
        if device.startswith("/dev/") and _is_taken_out(device.removeprefix("/dev/"), blocks):
            path = Path(_unescaped(mount))
            found.append(Stick(device, path, "ro" in options.split(","), _free(path)))
    return tuple(found)


def put(stick: Stick, name: str, data: bytes, *, mounts: Path = MOUNTS) -> Path:
    """Writes the file and its checksum beside it, and reads both back from the stick itself.

    Raises StickError: full, read only, or pulled out in the middle; then nothing half-written is left, where that can
    still be seen to.
    """
    if stick.read_only:
        raise StickError(f"{stick.device}: ro", sentence="这个 U 盘只能读", remedy="推开它的写保护，或换一个 U 盘")
    if stick.free and len(data) > stick.free:
        raise _full(stick)
    path, digest = stick.mount / name, hashlib.sha256(data).hexdigest()
    files = {path: data, path.with_name(name + SUM): f"{digest}  {name}\n".encode()}
    try:
        for file, content in files.items():
            _written(stick, mounts, file, content)
        _sync(stick.mount)
        for file, content in files.items():
            if _read_back(file) != content:
                raise StickError(
                    f"{file}: read back otherwise", sentence="U 盘上写的和读的不一样", remedy="换一个 U 盘"
                )
        _still_there(stick, mounts)
    except OSError as error:
        _take_back(files)
        raise _said(stick, error) from error
    except StickError:
        _take_back(files)
        raise
    return path


def _written(stick: Stick, mounts: Path, path: Path, data: bytes) -> None:
    _still_there(stick, mounts)  # or it would be written into the empty directory that the stick was mounted on
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def _read_back(path: Path) -> bytes:
    """From the stick, not from what the kernel remembers of it."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that has nothing to sync there
            raise
    finally:
        os.close(handle)


def _still_there(stick: Stick, mounts: Path) -> None:
    lines = [line.split(" ") for line in mounts.read_text(errors="surrogateescape").splitlines()]
    if not any(line[0] == stick.device and Path(_unescaped(line[1])) == stick.mount for line in lines):
        raise StickError(f"{stick.device} is not mounted any more", sentence="U 盘中途拔出来了", remedy="插好再存一次")


def _take_back(files: dict[Path, bytes]) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink()


def _said(stick: Stick, error: OSError) -> StickError:
    why: dict[int | None, Callable[[], StickError]] = {
        errno.ENOSPC: lambda: _full(stick),
        errno.EDQUOT: lambda: _full(stick),
        errno.EROFS: lambda: StickError(str(error), sentence="这个 U 盘只能读", remedy="推开它的写保护，或换一个 U 盘"),
        errno.EACCES: lambda: StickError(
            str(error), sentence="没有权限写这个 U 盘", remedy="换一个 U 盘，或找管机器的人"
        ),
    }
    gone = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTCONN, errno.ENOTDIR)
    if error.errno in gone:
        return StickError(f"{stick.device}: {error}", sentence="U 盘中途拔出来了", remedy="插好再存一次")
    return why.get(error.errno, lambda: StickError(f"{stick.device}: {error}"))()


def _full(stick: Stick) -> StickError:
    return StickError(f"{stick.device}: full", sentence="U 盘满了，写不下", remedy="删掉一些，或换一个 U 盘")


def _is_taken_out(partition: str, blocks: Path) -> bool:
    for disk in blocks.iterdir() if blocks.is_dir() else ():
        if partition == disk.name or (disk / partition).exists():
            with suppress(OSError):
                if (disk / "removable").read_text().strip() == "1":
                    return True
            return "/usb" in str(disk.resolve())  # a disk in a box says that it cannot be taken out
    return False


def _free(path: Path) -> int:
    try:
        found = os.statvfs(path)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize


def _unescaped(word: str) -> str:
    for escape, character in _ESCAPES.items():
        word = word.replace(escape, character)
    return word
