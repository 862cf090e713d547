"""The terminal's own log, read back: the newest lines that somebody looks for, and whole files as they may leave here.

Only declared events with their declared fields are read; a line that is anything else is left out, whoever wrote it.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.services.logs import Event

__all__ = ["LEVELS", "Line", "Wanted", "declared", "devices", "events", "newest"]

LEVELS: Final = ("info", "warning", "error", "critical")


@dataclass(frozen=True)
class Line:
    at: datetime
    level: str
    event: str
    fields: dict[str, Any]

    @property
    def device(self) -> str:
        return str(self.fields.get("device", ""))


@dataclass(frozen=True)
class Wanted:
    """ "" for any. ``level`` is the least one, ``event`` an event's name or the beginning of it before a point."""

    level: str = ""
    event: str = ""
    device: str = ""
    since: datetime | None = None

    def has(self, line: Line) -> bool:
        return (
            (not self.level or LEVELS.index(line.level) >= LEVELS.index(self.level))
            and self.event in ("", line.event, line.event.partition(".")[0])
            and self.device in ("", line.device)
            and (self.since is None or line.at >= self.since)
        )


def events() -> dict[str, type[Event]]:
    """Every event that is declared, by its name."""
    return {kind.name: kind for kind in _kinds(Event) if hasattr(kind, "name")}


def newest(directory: Path, wanted: Wanted, most: int) -> tuple[Line, ...]:
    """The newest last. Raises OSError where a file is there and cannot be read."""
    found: list[Line] = []
    for line in _backwards(directory):
        if wanted.since is not None and line.at < wanted.since:
            break
        if wanted.has(line):
            found.append(line)
            if len(found) == most:
                break
    return tuple(reversed(found))


def devices(directory: Path, among: int = 2_000) -> tuple[str, ...]:
    """Which ones the last lines speak of."""
    lines = (line for line, _ in zip(_backwards(directory), range(among), strict=False))
    return tuple(sorted({line.device for line in lines} - {""}))


def declared(directory: Path) -> dict[str, bytes]:
    """Each file by its name, with the declared lines alone."""
    known = events()
    return {file.name: b"".join(_clean(raw, known) for raw in _raw(file)) for file in _files(directory)}


def _backwards(directory: Path) -> Iterator[Line]:
    known = events()
    for file in _files(directory):
        for raw in reversed(_raw(file)):
            line = _line(raw, known)
            if line is not None:
                yield line


def _files(directory: Path) -> list[Path]:
    """The newest first."""
    numbered = sorted(directory.glob("terminal.log.*"), key=lambda file: (len(file.name), file.name))
    newest = directory / "terminal.log"
    return [*([newest] if newest.exists() else []), *numbered]


def _raw(file: Path) -> list[bytes]:
    try:
        return file.read_bytes().splitlines()
    except FileNotFoundError:  # it was turned over meanwhile
        return []


def _line(raw: bytes, known: dict[str, type[Event]]) -> Line | None:
    try:
        said = json.loads(raw)
        kind = known[said["event"]]
        own = {field.name: said[field.name] for field in fields(kind)}
        at, level = datetime.fromisoformat(said["at"]), logging.getLevelName(kind.level).lower()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if any(not isinstance(value, str | int | float) for value in own.values()) or at.tzinfo is None:
        return None
    return Line(at, level, kind.name, own)


def _clean(raw: bytes, known: dict[str, type[Event]]) -> bytes:
    line = _line(raw, known)
    if line is None:
        return b""
    head = {"at": line.at.isoformat(timespec="milliseconds"), "level": line.level, "event": line.event}
    return json.dumps({**head, **line.fields}).encode() + b"\n"


def _kinds(kind: type[Event]) -> Iterator[type[Event]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
