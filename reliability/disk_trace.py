"""What a process wrote under one directory, and the files as a power cut may leave them.

``reliability/disk_shim.c`` records; ``Disk`` plays the record up to a moment and then cuts:

- what was synced is there;
- of each write that was not, a random part of its sectors of 512 bytes is there, and a file that grew may hold zeros
  or rubbish in between;
- a name that was made, removed or moved since its directory was synced may be as before; a rename is whole or not.
"""

import random
import struct
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = ["Disk", "Record", "compiled", "records", "shimmed"]

SECTOR: Final = 512
HEAD: Final = struct.Struct("<cQQI")
SOURCE: Final = Path(__file__).with_name("disk_shim.c")


def compiled(directory: Path) -> Path:
    """The shim as a shared library in this directory. Raises CalledProcessError, with what gcc says on stderr."""
    library = directory / "disk_shim.so"
    command = ["gcc", "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE)]
    subprocess.run([*command, "-ldl", "-lpthread"], check=True)
    return library


def shimmed(
    library: Path, root: Path, *, trace: Path | None = None, faults: Path | None = None, environ: Mapping[str, str]
) -> dict[str, str]:
    """The environment of a process whose files under ``root`` are watched."""
    said = {"DISK_SHIM_TRACE": trace, "DISK_SHIM_FAULTS": faults}
    own = {name: str(path) for name, path in said.items() if path is not None}
    return {**environ, "LD_PRELOAD": str(library), "DISK_SHIM_ROOT": str(root), **own}


@dataclass(frozen=True)
class Record:
    """One change. ``end`` is where its record ends in the trace, ``at`` an offset or a size."""

    end: int
    operation: str
    inode: int
    at: int
    data: bytes = field(repr=False)

    @property
    def names(self) -> list[str]:
        return self.data.decode().split("\0")[:-1]


def records(trace: bytes) -> Iterator[Record]:
    place = 0
    while place < len(trace):
        operation, inode, at, length = HEAD.unpack_from(trace, place)
        place += HEAD.size + length
        yield Record(place, operation.decode(), inode, at, trace[place - length : place])


class _File:
    """``synced`` is what the disk has for sure; ``pending`` are (offset, data) and (size, None) since then."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = bytearray(content)
        self.pending: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        for at, data in self.pending:
            if data is None:
                _resize(self.synced, at)
            else:
                _put(self.synced, at, data)
        self.pending.clear()

    def cut(self, rng: random.Random, survives: float) -> bytes:
        content = bytearray(self.synced)
        rubbish = rng.random() < 0.5
        for at, data in self.pending:
            if data is None:
                if rng.random() < survives:
                    _resize(content, at)
                continue
            for start, end in _sectors(at, len(data)):
                if rng.random() < survives:
                    if rubbish and len(content) < start:
                        content += rng.randbytes(start - len(content))
                    _put(content, start, data[start - at : end - at])
        return bytes(content)


class Disk:
    """``content`` are the files that were there before, by name and inode: all of that is on the disk."""

    def __init__(self, content: Mapping[tuple[str, int], bytes]) -> None:
        self._files = {inode: _File(data) for (_, inode), data in content.items()}
        self._names: dict[str, _File | None] = {name: self._files[inode] for name, inode in content}
        self._now = dict(self._names)  # as the process sees them
        self._pending: list[dict[str, _File | None]] = []  # changes of names, each whole or not at all

    def play(self, record: Record) -> None:
        match record.operation:
            case "C":
                self._files[record.inode] = _File()
                self._rename({record.names[0]: self._files[record.inode]})
            case "W":
                self._files[record.inode].pending.append((record.at, record.data))
            case "T":
                self._files[record.inode].pending.append((record.at, None))
            case "S":
                self._files[record.inode].sync()
            case "D":
                self._sync_names(record.names[0])
            case "U":
                self._rename({record.names[0]: None})
            case "R":
                source, target = record.names
                self._rename({target: self._now.get(source), source: None})
            case "L":
                source, target = record.names
                self._rename({target: self._now.get(source)})
            case "M":
                pass  # directories are made where a file needs them
            case other:
                raise ValueError(f"unknown operation {other}")

    def cut(self, rng: random.Random) -> dict[str, bytes]:
        """The files as they may be after a power cut at this moment."""
        survives = rng.choice([0.0, 1.0, 0.5, rng.random()])
        names = dict(self._names)
        in_order = rng.random() < 0.5  # as a journal would keep them: up to some change, and none after it
        kept = rng.randint(0, len(self._pending))
        for number, change in enumerate(self._pending):
            if number < kept if in_order else rng.random() < survives:
                names |= change
        return {name: file.cut(rng, survives) for name, file in names.items() if file is not None}

    def whole(self) -> dict[str, bytes]:
        """The files as the process left them."""
        for file in self._files.values():
            file.sync()
        return {name: bytes(file.synced) for name, file in self._now.items() if file is not None}

    def _rename(self, change: dict[str, "_File | None"]) -> None:
        self._pending.append(change)
        self._now |= change

    def _sync_names(self, directory: str) -> None:
        for change in list(self._pending):
            if all(name.rpartition("/")[0] != directory for name in change):
                continue
            self._names |= change
            self._pending.remove(change)


def _sectors(at: int, length: int) -> Iterator[tuple[int, int]]:
    start = at
    while start < at + length:
        end = min((start // SECTOR + 1) * SECTOR, at + length)
        yield start, end
        start = end


def _put(content: bytearray, at: int, data: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))
