"""``kiosk package`` behind its options. A person's mistake is a ConfigError."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk import config, config_toml
from kiosk.config import PACKAGES, ConfigError
from kiosk.core.clock import SystemClock
from kiosk.declarations.shelf import all_items
from kiosk.package import choice, kept, pictures, source, view
from kiosk.package.check import Place
from kiosk.package.check import check as check_package
from kiosk.package.inherit import merged
from kiosk.package.inspection import inspect, path_of

__all__ = ["check", "rollback", "show", "use"]

WHEN: Final = "终端开着的话，没人用的时候换上，最多等一分钟"


def check(wanted: str, config_file: Path, state: Path, overrides: Sequence[str], out: Path | None) -> list[str]:
    """Prints what it finds, and draws the home pages when ``out`` is there; returns what breaks the norms on them."""
    clock = SystemClock()
    found = inspect(path_of(wanted), config_file, state, overrides, clock)
    for note in found.notes:
        print(note, file=sys.stderr)
    known = all_items(state)
    view.show_difference(found.change, lambda item: known[item].title if item in known else item)
    problems: list[str] = []
    if out is not None:
        files, problems = pictures.draw(found.settings, out, clock.now())
        print(f"首页画好了，{len(files)} 张：{out}")
        for problem in problems:
            print(problem, file=sys.stderr)
    print(f"{found.package.path}：{'首页不合规范，改短再试' if problems else '没有错，可以用'}")
    return problems


def use(wanted: str, config_file: Path, state: Path, overrides: Sequence[str]) -> str:
    """What was done, in one sentence."""
    clock = SystemClock()
    found = inspect(path_of(wanted), config_file, state, overrides, clock)
    for note in found.notes:
        print(note, file=sys.stderr)
    before = _kept(state)
    new = kept.entry(found.package, clock.now())
    title = found.settings.package.title
    if before.active is not None and (before.active.table, before.active.file) == (new.table, new.file):
        return f"「{title}」已经用着了"
    kept.write(state, before.using(new))
    config.load(config_file, state=state, overrides=overrides)  # so that the next start only reads
    return f"换成了「{title}」。{WHEN}"


def rollback(config_file: Path, state: Path, overrides: Sequence[str]) -> str:
    before = kept.read(state)
    if not before.history:
        raise ConfigError(f"{state / config.KEPT}：没有以前用过的功能包可以退回")
    after = before.back()
    tables = config_toml.tables(config_file, overrides)
    found = choice.meant(tables, state, after, source.read)
    title = check_package(found, choice.place(tables, state))["title"]
    kept.write(state, after)
    config.load(config_file, state=state, overrides=overrides)
    return f"退回了「{title}」。{WHEN}"


def show(config_file: Path, state: Path, overrides: Sequence[str]) -> None:
    settings = config.load(config_file, state=state, overrides=overrides)
    if settings.package_trouble:
        print(settings.package_trouble, file=sys.stderr)
    here = choice.place(config_toml.tables(config_file, overrides), state)
    shipped = [_shipped(name, here) for name in source.names()]
    view.listing(shipped, _kept(state), settings.terminal.package)


def _shipped(name: str, here: Place) -> view.Shipped:
    try:
        return view.Shipped(name, check_package(merged(PACKAGES / f"{name}.toml"), here)["title"], "")
    except ConfigError as mistake:
        return view.Shipped(name, "", str(mistake))


def _kept(state: Path) -> kept.Kept:
    """What cannot be read any more is begun anew: the terminal goes on with the last one that was right."""
    try:
        return kept.read(state)
    except ConfigError:
        return kept.Kept()
