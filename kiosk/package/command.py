"""``kiosk package`` behind its options. A person's mistake is a ConfigError."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import config, config_toml
from kiosk.core.clock import SystemClock
from kiosk.declarations.shelf import all_items
from kiosk.package import change, choice, pictures, source, view
from kiosk.package.inspection import inspect, path_of

__all__ = ["check", "rollback", "show", "use"]


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
    title = found.settings.package.title
    if not change.take_up(found, config_file, state, overrides, clock.now()):
        return f"「{title}」已经用着了"
    return f"换成了「{title}」。{change.WHEN}"


def rollback(config_file: Path, state: Path, overrides: Sequence[str]) -> str:
    return f"退回了「{change.go_back(config_file, state, overrides)}」。{change.WHEN}"


def show(config_file: Path, state: Path, overrides: Sequence[str]) -> None:
    settings = config.load(config_file, state=state, overrides=overrides)
    if settings.package_trouble:
        print(settings.package_trouble, file=sys.stderr)
    here = choice.place(config_toml.tables(config_file, overrides), state)
    shipped = [change.shipped(name, here) for name in source.names()]
    view.listing(shipped, change.kept_or_none(state), settings.terminal.package)
