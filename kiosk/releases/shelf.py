"""The releases that this terminal has, and which one it runs. Standard library only: every start asks.

<state>/releases/
    current, previous   links that are only read: to a version's name, or to "installed", the tree that came first
    installed.json      what the installed tree is, written when the first release took its place
    <version>/          a release's tree; kiosk/, assets/, and libs/ for libraries that it brought; release.json
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kiosk.config import ConfigError, replace_file, sync
from kiosk.probation import Newcomer

__all__ = [
    "ABOUT", "INSTALLED", "About", "about", "current", "folder", "previous", "put_back", "remember_installed", "switch",
    "tree",
]  # fmt: skip

INSTALLED: Final = "installed"
ABOUT: Final = "release.json"


@dataclass(frozen=True)
class About:
    """``schema`` is how many migrations of the store it knows."""

    version: str
    schema: int


def folder(state: Path) -> Path:
    return state / "releases"


def current(state: Path) -> str:
    return _link(state, "current")


def previous(state: Path) -> str:
    """The one that was current before, "" when there was none."""
    return _link(state, "previous", "")


def tree(state: Path) -> Path | None:
    """Where the current release stands; None for the installed tree, and for a release that is gone."""
    version = current(state)
    found = folder(state) / version
    return found.absolute() if version != INSTALLED and (found / "kiosk" / "__main__.py").is_file() else None


def about(state: Path, version: str) -> About | None:
    """None when that is not known."""
    file = folder(state) / f"{INSTALLED}.json" if version == INSTALLED else folder(state) / version / ABOUT
    try:
        said = json.loads(file.read_bytes())
        return About(str(said["version"]), int(said["schema"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remember_installed(state: Path, here: About) -> None:
    """Raises ConfigError."""
    replace_file(folder(state) / f"{INSTALLED}.json", json.dumps(asdict(here)))


def switch(state: Path, version: str) -> None:
    """Atomic, and durable when it returns: the one that was current becomes the previous one. Raises ConfigError."""
    try:
        if (before := current(state)) != version:
            _point(state, "previous", before)
        _point(state, "current", version)
    except OSError as error:
        raise ConfigError(f"{folder(state)}：换不了版本（{error.strerror}）。检查磁盘和权限") from error


def put_back(state: Path, newcomer: Newcomer) -> None:
    """The previous one again. Raises ConfigError when it could not read the store any more, or is gone."""
    before, new = previous(state), about(state, newcomer.new)
    old = about(state, before)
    if not before or (before != INSTALLED and old is None):
        raise ConfigError(f"新版本 {newcomer.new} 起不来，以前的版本也不在了。重新安装程序")
    if newcomer.painted and new is not None and (old is None or old.schema < new.schema):
        raise ConfigError(f"新版本 {newcomer.new} 起不来；数据库已经升级，退不回 {before}。装一个更新的版本")
    switch(state, before)


def _link(state: Path, name: str, none: str = INSTALLED) -> str:
    try:
        return str((folder(state) / name).readlink())
    except OSError:
        return none


def _point(state: Path, name: str, version: str) -> None:
    new = folder(state) / f"{name}.new"
    new.unlink(missing_ok=True)
    new.symlink_to(version)
    new.replace(folder(state) / name)
    sync(folder(state))
