"""The last five versions of config.toml, in the state directory: with who made them, and when.

``settings.json`` is written before config.toml is replaced and once more after: whatever a power cut leaves,
config.toml is whole, and the one before it is here. Standard library only: the supervisor goes back by it.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.config import SETTINGS, ConfigError, read, replace_file

__all__ = ["HISTORY", "Made", "Version", "Versions", "load", "put_back", "put_in_place", "text_of"]

HISTORY: Final = 5


@dataclass(frozen=True)
class Made:
    """``who`` is "" for what came with the machine; ``at`` is ISO 8601, or ""."""

    who: str = ""
    at: str = ""


@dataclass(frozen=True)
class Version:
    """One config.toml, whole."""

    text: str
    made: Made


@dataclass(frozen=True)
class Versions:
    """``before``: the last one last. ``trouble`` is why the last change was undone, or ""."""

    before: tuple[Version, ...] = ()
    made: Made = Made()
    trouble: str = ""


def load(state: Path) -> Versions:
    """Raises ConfigError when the file is there and is not what was written."""
    path = state / SETTINGS
    try:
        said = json.loads(path.read_bytes())
        before = tuple(Version(str(one["text"]), Made(**one["made"])) for one in said["before"])
        return Versions(before, Made(**said["made"]), str(said["trouble"]))
    except FileNotFoundError:
        return Versions()
    except OSError as error:
        raise ConfigError(f"{path}：读不到这个文件（{error.strerror}）。检查权限") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError(f"{path}：内容不对。把它挪开，以前的几份就不在了") from error


def text_of(file: Path) -> str:
    """Raises ConfigError."""
    return read(file).decode("utf-8", errors="replace")


def put_in_place(file: Path, state: Path, text: str, who: str, now: datetime) -> None:
    """The one that stands now is kept, then this one takes its place. Raises ConfigError."""
    kept, old = load(state), text_of(file)
    before = [*kept.before, Version(old, kept.made)]
    versions = Versions(tuple(_without_twins(before))[-HISTORY:], kept.made)
    _write(state, versions)
    _replace(file, text)
    _write(state, replace(versions, made=Made(who, now.isoformat(timespec="seconds"))))


def put_back(file: Path, state: Path, trouble: str) -> bool:
    """The last version stands again, without a new one being kept; False when there is none. Raises ConfigError."""
    kept = load(state)
    if not kept.before:
        return False
    last = kept.before[-1]
    _replace(file, last.text)
    _write(state, Versions(kept.before[:-1], last.made, trouble))
    return True


def _without_twins(versions: list[Version]) -> list[Version]:
    """A power cut between keeping and replacing leaves the same text twice."""
    texts = [one.text for one in versions]
    return [one for one, after in zip(versions, [*texts[1:], None], strict=True) if one.text != after]


def _replace(file: Path, text: str) -> None:
    """A link stays one; the file keeps who may read it."""
    real = file.resolve()
    replace_file(real, text, mode=real.stat().st_mode & 0o777)


def _write(state: Path, versions: Versions) -> None:
    replace_file(state / SETTINGS, json.dumps(asdict(versions), ensure_ascii=False, indent=1))
