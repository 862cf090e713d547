"""One package takes the place of another, or the one before comes back: for the command and the maintenance menu."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from kiosk import config, config_toml
from kiosk.config import PACKAGES, ConfigError
from kiosk.package import choice, kept, source
from kiosk.package.check import Place, check
from kiosk.package.inherit import merged
from kiosk.package.inspection import Inspection

__all__ = ["WHEN", "Shipped", "go_back", "kept_or_none", "shipped", "take_up"]

WHEN: Final = "终端开着的话，没人用的时候换上，最多等一分钟"


class Shipped(NamedTuple):
    """``mistake`` is why it cannot be used on this terminal, or ""."""

    name: str
    title: str
    mistake: str


def take_up(found: Inspection, config_file: Path, state: Path, overrides: Sequence[str], now: datetime) -> bool:
    """False when it is in use as it stands. Raises ConfigError."""
    before, new = kept_or_none(state), kept.entry(found.package, now)
    if before.active is not None and (before.active.table, before.active.file) == (new.table, new.file):
        return False
    kept.write(state, before.using(new))
    config.load(config_file, state=state, overrides=overrides)  # so that the next start only reads
    return True


def go_back(config_file: Path, state: Path, overrides: Sequence[str]) -> str:
    """To what was in use before, checked anew; returns its title. Raises ConfigError."""
    before = kept.read(state)
    if not before.history:
        raise ConfigError(f"{state / config.KEPT}：没有以前用过的功能包可以退回")
    after = before.back()
    tables = config_toml.tables(config_file, overrides)
    found = choice.meant(tables, state, after, source.read)
    title = str(check(found, choice.place(tables, state))["title"])
    kept.write(state, after)
    config.load(config_file, state=state, overrides=overrides)
    return title


def shipped(name: str, here: Place) -> Shipped:
    """One of those that come with the terminal, held against it."""
    try:
        return Shipped(name, check(merged(PACKAGES / f"{name}.toml"), here)["title"], "")
    except ConfigError as mistake:
        return Shipped(name, "", str(mistake))


def kept_or_none(state: Path) -> kept.Kept:
    """What cannot be read any more is begun anew: the terminal goes on with the last one that was right."""
    try:
        return kept.read(state)
    except ConfigError:
        return kept.Kept()
