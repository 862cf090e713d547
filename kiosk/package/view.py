"""Packages as a technician reads them in a console."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Column, Table

from kiosk.package.change import Shipped
from kiosk.package.difference import Difference
from kiosk.package.kept import Kept
from kiosk.package.words import CONFIG, lines, moment

__all__ = ["listing", "show_difference"]


def show_difference(change: Difference, title_of: Callable[[str], str]) -> None:
    """``title_of`` an item's id; what is gone from the program may have none."""
    console = Console()
    if not change:
        console.print("和现在用的一样", highlight=False)
        return
    table = Table(Column("哪一项", overflow="fold"), Column("现在", overflow="fold"), Column("换成", overflow="fold"))
    for line in lines(change, title_of):
        table.add_row(*line)
    console.print(table, highlight=False)


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
