"""``kiosk config`` behind its options."""

import getpass
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kiosk.config import ConfigError
from kiosk.core.clock import SystemClock
from kiosk.settings import versions as kept_versions
from kiosk.settings.change import Place, draft, tables_of, take_up
from kiosk.settings.edit import difference
from kiosk.settings.keys import find, sections, shown

__all__ = ["change", "place", "rollback", "show", "versions"]


def place(config_file: Path, state: Path, overrides: Sequence[str] | None = None) -> Place:
    """Raises ConfigError."""
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"{state}：状态目录建不了（{error.strerror}）。换一个目录，或改权限") from error
    return Place(config_file, state, tuple(overrides or ()))


def show(where: Place, only: str) -> None:
    """Raises ConfigError."""
    found = [one for one in sections(tables_of(where.text())) if only in ("", one.name)]
    if not found:
        raise ConfigError(f"{where.file}：没有 {only} 这一节")
    for section in found:
        table = Table("项", "现在", "意思", title=f"[{section.name}] {section.title}", title_justify="left")
        table.title_style = "bold"
        for key in section.keys:
            table.add_row(key.short, shown(key.value), key.meaning)
        Console().print(table, markup=False)
    if trouble := kept_versions.load(where.state).trouble:
        print(trouble)


def change(where: Place, changes: Sequence[str], *, anyway: bool) -> None:
    """Raises ConfigError."""
    tables, wanted = tables_of(where.text()), {}
    for one in changes:
        name, separator, value = one.partition("=")
        if not separator:
            raise ConfigError(f"{one}：要写成 键=值，例如 site.telephone=0574-12345")
        wanted[name] = find(tables, name).read(value)
    _take_up(where, draft(where, wanted), anyway=anyway)


def versions(where: Place) -> None:
    """Raises ConfigError."""
    kept, now = kept_versions.load(where.state), where.text()
    print(f"现在用的：{_by(kept.made)}")
    for number, version in enumerate(reversed(kept.before), 1):
        print(f"以前第 {number} 份：{_by(version.made)}")
        for name, new, old in difference(now, version.text):
            print(f"  {name}：{shown(old)}（现在是 {shown(new)}）")


def rollback(where: Place, number: int) -> None:
    """Raises ConfigError."""
    before = kept_versions.load(where.state).before
    if number > len(before):
        raise ConfigError(f"以前只有 {len(before)} 份" if before else "还没有改过，没有以前的")
    _take_up(where, before[-number].text, anyway=True)


def _take_up(where: Place, text: str, *, anyway: bool) -> None:
    lines = difference(where.text(), text)
    trial = take_up(where, text, getpass.getuser(), SystemClock().now(), anyway=anyway)
    if trial.mistake:
        raise ConfigError(f"没有换：{trial.mistake}")
    if trial.notes and not anyway:
        raise ConfigError(f"没有换：{'；'.join(trial.notes)}。还要换就加上 --anyway")
    for name, old, new in lines:
        print(f"{name}：{shown(old)} → {shown(new)}")
    print("换上了。终端开着的话，没人用的时候窗口会重新打开")


def _by(made: kept_versions.Made) -> str:
    return f"{made.who}，{made.at.replace('T', ' ')}" if made.at else "装机时的"
