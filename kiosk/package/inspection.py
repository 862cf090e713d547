"""A package held against this terminal, its gateway and the package in use; none is used without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk import config, config_toml
from kiosk.config import PACKAGES, Config, ConfigError
from kiosk.core.clock import Clock
from kiosk.core.errors import GatewayError, KioskError
from kiosk.core.package import package_of
from kiosk.package import choice, served, source
from kiosk.package.check import check, check_served
from kiosk.package.difference import Difference, difference
from kiosk.package.inherit import Merged, merged

__all__ = ["Inspection", "inspect", "path_of"]


@dataclass(frozen=True)
class Inspection:
    """``settings`` are the terminal's as they would be. ``notes`` is what could not be looked at, in sentences."""

    package: Merged
    settings: Config
    change: Difference
    notes: tuple[str, ...]


def path_of(said: str) -> Path:
    """A file as it was typed, or the package of that name among those that come with the terminal."""
    if "/" in said or said.endswith(".toml"):
        return Path(said)
    found = source.find(said, PACKAGES)
    if found is None or not found.exists():
        raise ConfigError(f"{said}：没有这个功能包。可以写：{'、'.join(source.names())}，或文件的路径")
    return found


def inspect(path: Path, config_file: Path, state: Path, overrides: Sequence[str], clock: Clock) -> Inspection:
    """Raises ConfigError at the first mistake."""
    tables = config_toml.tables(config_file, overrides)
    here = choice.place(tables, state)
    package = merged(path)
    table = check(package, here)
    in_use, notes = config.load(config_file, state=state, overrides=overrides), list[str]()
    wanted = package_of(table)
    items = (here.known[item] for item in table["items"])
    settings = replace(
        in_use,
        package=wanted,
        site=config.site_of(tables["site"], wanted),
        items=tuple(config.Named(item.id, item.title, item.official, item.icon) for item in items),
    )
    try:
        check_served(package, table, served.closed(settings, state, wanted.items, clock))
    except GatewayError as error:
        notes.append(f"政务平台没有说它办哪些事（{error.sentence}），这一项没有查")
    except KioskError as error:
        notes.append(f"没有问政务平台（{error.technician}），这一项没有查")
    if missing := [name for name in wanted.optional if name not in here.devices]:
        notes.append(f"这台终端没有 {'、'.join(missing)}，用得着它们的事会少一些")
    if in_use.package_trouble:
        notes.append(in_use.package_trouble)
    return Inspection(package, settings, difference(choice.chosen(tables, state).table, table), tuple(notes))
