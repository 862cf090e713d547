"""Which package this terminal uses when ``kiosk package use`` has chosen one, and those before it.

``package.json`` in the state directory holds a whole copy of what was checked then: what becomes of the file after
that changes nothing. Without it, and behind it in the history, stands None: what config.toml says.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.config import KEPT, ConfigError, replace_file
from kiosk.package.inherit import Merged
from kiosk.package.source import Source

__all__ = ["HISTORY", "Entry", "Kept", "as_merged", "entry", "read", "write"]

HISTORY: Final = 5
WRONG: Final = "内容不对。用 kiosk package use 重新选一个"


@dataclass(frozen=True)
class Entry:
    """``at`` is ISO 8601. ``file`` is the package's own; ``texts`` all that it inherits too, by path, as it stood."""

    name: str
    at: str
    file: str
    texts: dict[str, str]
    table: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """``history`` is what was used before, the last one last. None means config.toml's."""

    active: Entry | None = None
    history: tuple[Entry | None, ...] = ()

    def using(self, new: Entry | None) -> "Kept":
        return Kept(new, (*self.history, self.active)[-HISTORY:])

    def back(self) -> "Kept":
        """Raises IndexError when there is nothing to go back to."""
        return Kept(self.history[-1], self.history[:-1])


def entry(package: Merged, now: datetime) -> Entry:
    texts = {str(source.path.absolute()): source.text for source in package.sources}
    return Entry(package.path.stem, now.isoformat(timespec="seconds"), next(iter(texts)), texts, package.table)


def as_merged(kept: Entry, state: Path) -> Merged:
    """To be checked anew: its mistakes name the file that keeps it."""
    return Merged(kept.table, (Source(state / KEPT, "", {}),), {})


def read(state: Path) -> Kept:
    """Raises ConfigError when the file is there and is not what ``write`` made."""
    path = state / KEPT
    try:
        said = json.loads(path.read_bytes())
        return Kept(_entry(said["active"]), tuple(_entry(one) for one in said["history"]))
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise ConfigError(f"{path}：读不到这个文件（{error.strerror}）。检查权限") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError(f"{path}：{WRONG}") from error


def write(state: Path, kept: Kept) -> None:
    """Raises ConfigError."""
    replace_file(
        state / KEPT,
        json.dumps(
            {"active": kept.active and asdict(kept.active), "history": [one and asdict(one) for one in kept.history]},
            ensure_ascii=False,
            indent=1,
        ),
    )


def _entry(said: Any) -> Entry | None:
    if said is None:
        return None
    found = Entry(**said)
    words = (found.name, found.at, found.file)
    if not all(isinstance(word, str) for word in words) or not isinstance(found.table, dict):
        raise TypeError("not an entry")
    datetime.fromisoformat(found.at)
    return found
