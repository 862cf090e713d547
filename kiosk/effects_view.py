"""Unfinished submissions as a helper reads them, and as JSON for a program."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Column, Table

from kiosk.core.clock import SystemClock
from kiosk.guest import guest_store
from kiosk.services.audit import Audit
from kiosk.services.effect_listing import EffectListing, Resolution, Unfinished
from kiosk.services.effect_states import State
from kiosk.services.store import Store

__all__ = ["resolved", "show"]

STATES: Final = {
    State.OPEN: "正在交，平台还没有回",
    State.DEFERRED: "存着，网络好了就交",
    State.WITHDRAWING: "正在撤回",
    State.CONFLICT: "要人处理",
}


def show(state: Path, *, as_json: bool) -> None:
    """Raises StoreError."""
    with guest_store(state) as store:
        found = _listing(store).unfinished()
    if as_json:
        for each in found:
            print(json.dumps(asdict(each), ensure_ascii=False, default=str))
    else:
        Console().print(_table(found) if found else "没有等着的办件，也没有要人处理的")


def resolved(state: Path, number: str, reason: str) -> str | None:
    """One sentence, or None when there is no such conflict. Raises ValueError for another reason, StoreError."""
    how = Resolution(reason)
    with guest_store(state) as store:
        return f"{number} 了结了：{how.words}" if _listing(store).resolve(number, how) else None


def _listing(store: Store) -> EffectListing:
    clock = SystemClock()
    return EffectListing(store, clock, Audit(store, clock))


def _table(found: Iterable[Unfinished]) -> Table:
    table = Table(
        Column("号码", no_wrap=True), "状态", Column("事项", overflow="fold"), "原因", "试过", "从几时", "留到"
    )
    for each in found:
        since, until = each.since.astimezone(), each.until.astimezone()
        table.add_row(
            each.number,
            STATES[each.state],
            each.path,
            each.reason,
            str(each.attempts),
            f"{since:%m-%d %H:%M}",
            f"{until:%m-%d}",
        )
    return table
