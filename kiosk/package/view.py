"""Packages as a technician reads them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Column, Table

from kiosk.package.difference import Difference
from kiosk.package.kept import Kept

__all__ = ["Shipped", "listing", "moment", "show_difference"]

CONFIG: Final = "config.toml 里写的"
NOTHING: Final = "（没有）"


def show_difference(change: Difference, title_of: Callable[[str], str]) -> None:
    """``title_of`` an item's id; what is gone from the program may have none."""
    console = Console()
    if not change:
        console.print("和现在用的一样", highlight=False)
        return
    table = Table(Column("哪一项", overflow="fold"), Column("现在", overflow="fold"), Column("换成", overflow="fold"))
    for item in change.added:
        table.add_row("首页加上", "", _named(item, title_of))
    for item in change.removed:
        table.add_row("首页拿掉", _named(item, title_of), "")
    for item, before, after in change.moved:
        table.add_row(f"首页挪动 {title_of(item)}", f"第 {before} 个", f"第 {after} 个")
    for key, before, after in change.keys:
        table.add_row(key, _value(before), _value(after))
    console.print(table, highlight=False)


class Shipped(NamedTuple):
    """``mistake`` is why it cannot be used on this terminal, or ""."""

    name: str
    title: str
    mistake: str


def listing(shipped: Sequence[Shipped], kept: Kept, meant: str) -> None:
    """``meant`` is config.toml's package."""
    active = kept.active
    table = Table("用着", "名字", Column("叫什么", overflow="fold"), Column("在这台终端上", overflow="fold"))
    for each in shipped:
        used = "✓" if active is None and each.name == meant else ""
        table.add_row(used, each.name, each.title, each.mistake or "能用")
    if active is not None:
        table.add_row("✓", active.name, str(active.table.get("title", "")), f"{active.file}，{moment(active.at)} 换上")
    Console().print(table, highlight=False)
    if kept.history:
        print("以前用的，新的在下面（kiosk package rollback 退回最下面的）：")
        for one in kept.history:
            print(f"  {CONFIG}" if one is None else f"  {one.name}，{one.file}，{moment(one.at)} 换上")


def moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def _named(item: str, title_of: Callable[[str], str]) -> str:
    return f"{title_of(item)}（{item}）"


def _value(value: Any) -> str:
    match value:
        case None | "" | []:
            return NOTHING
        case bool():
            return "是" if value else "否"
        case list():
            return "、".join(map(str, value))
        case _:
            return str(value)
