"""A release's archive becomes a tree: files and directories only, all of them inside, and no more than it may be.

The archive is signed, and is looked at all the same: what signs may be tricked, and a tree is started.
"""

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from kiosk.releases.trusted import TIMES_UNPACKED, UpdateRefused

__all__ = ["unpack"]

MOST_FILES: Final = 20_000
ROOM: Final = 64 * 1024 * 1024  # bytes that a small archive may become, whatever it is made of
CHUNK: Final = 1024 * 1024


def unpack(archive: Path, into: Path) -> None:
    """``into`` is made anew, and gone again when something is wrong. Raises UpdateRefused."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True, mode=0o755)
    try:
        with tarfile.open(archive, "r:gz") as tar:
            _unpack(tar, into, max(ROOM, archive.stat().st_size * TIMES_UNPACKED))
        os.sync()  # once, for thousands of files: the name that makes it a release comes after
    except (tarfile.TarError, EOFError, OSError, UpdateRefused) as error:
        shutil.rmtree(into, ignore_errors=True)
        if isinstance(error, UpdateRefused):
            raise
        raise UpdateRefused(f"{type(error).__name__}: {error}", sentence="新版本的文件解不开") from error


def _unpack(tar: tarfile.TarFile, into: Path, room: int) -> None:
    for number, (member, path) in enumerate(_inside(tar, into), 1):
        if number > MOST_FILES:
            raise UpdateRefused(sentence=f"新版本的文件太多，超过 {MOST_FILES} 个")
        room -= max(member.size, 0)
        if room < 0:
            raise UpdateRefused(sentence="新版本解开以后太大")
        if member.isdir():
            path.mkdir(parents=True, exist_ok=True, mode=0o755)
        else:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            source = tar.extractfile(member)
            if source is not None:
                with source:
                    _write(source, path, 0o755 if member.mode & 0o100 else 0o644)


def _inside(tar: tarfile.TarFile, into: Path) -> Iterator[tuple[tarfile.TarInfo, Path]]:
    for member in tar:
        name = PurePosixPath(member.name)
        strange = name.is_absolute() or ".." in name.parts or "\\" in member.name or "\0" in member.name
        if strange or not (member.isreg() or member.isdir()):
            raise UpdateRefused(member.name, sentence="新版本里有不该有的文件")
        yield member, into / name


def _write(source: IO[bytes], path: Path, mode: int) -> None:
    """Never over a file that is there: a name that comes twice is a trick."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(source, file, CHUNK)
