"""Use and proposals as a technician reads them, and as JSON for a program."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Column, Table

from kiosk.config import HOME, Config
from kiosk.core.clock import SystemClock
from kiosk.core.usage import Outcome
from kiosk.declarations.shelf import all_items
from kiosk.guest import guest_store
from kiosk.services import delisting
from kiosk.services.home_decisions import HomeDecisions, NotYet
from kiosk.services.home_order import Offer, weights
from kiosk.services.store import Store
from kiosk.services.usage import Use, uses

__all__ = ["Mistake", "accepted", "proposals", "show", "undone"]

DAY: Final = 86400.0
WHEN: Final = "终端开着的话，没人用的时候换上"


class Mistake(Exception):
    """One sentence for whoever typed the command."""


def show(state: Path, days: int, *, as_json: bool) -> None:
    """Raises StoreError."""
    now = SystemClock().now()
    with guest_store(state) as store:
        found, use = weights(store, now), uses(store, now.timestamp() - days * DAY)
    items = sorted(use, key=lambda item: (-found.get(item, 0.0), -use[item].begun, item))
    if as_json:
        for item in items:
            print(json.dumps(_as_json(item, use[item], found.get(item, 0.0)), ensure_ascii=False))
    elif items:
        Console().print(_table(items, use, found, _titles(state)), highlight=False)
    else:
        print(f"最近 {days} 天没有人办过事")


def proposals(state: Path, *, as_json: bool) -> None:
    """Raises StoreError."""
    with guest_store(state) as store:
        found = delisting.proposals(store)
    if as_json:
        for one in found:
            print(json.dumps({**asdict(one), "state": one.state.value}, ensure_ascii=False, default=str))
        return
    if not found:
        print("没有提议从首页拿掉的事")
        return
    table = Table(Column("事项", overflow="fold"), "怎么样了", "几时起可以同意", Column("根据", overflow="fold"))
    title_of = _titles(state)
    for one in found:
        table.add_row(
            f"{title_of(one.item)}（{one.item}）",
            one.state.words,
            f"{one.notice.astimezone():%Y-%m-%d}",
            one.evidence.words,
        )
    Console().print(table, highlight=False)


def accepted(item: str, settings: Config, state: Path) -> str:
    """Raises StoreError, Mistake."""
    with guest_store(state) as store:
        try:
            done = _decisions(store, settings, state).accept(item)
        except NotYet as error:
            raise Mistake(f"{item}：公示到 {error.until.astimezone():%Y-%m-%d}，之后才能同意") from error
    if not done:
        raise Mistake(f"{item}：没有提议拿掉这件事。用 kiosk usage proposals 看有哪些")
    return f"{item} 从首页拿掉了，分类和搜索里还找得到。{WHEN}；要放回来，用 kiosk usage undo {item}"


def undone(item: str, settings: Config, state: Path) -> str:
    """Raises StoreError, Mistake."""
    with guest_store(state) as store:
        done = _decisions(store, settings, state).undo(item)
    if not done:
        raise Mistake(f"{item}：没有从首页拿掉过。用 kiosk usage proposals 看有哪些")
    return f"{item} 放回首页原来的位置了。{WHEN}"


def _decisions(store: Store, settings: Config, state: Path) -> HomeDecisions:
    return HomeDecisions(store, SystemClock(), Offer.of(settings.package), state / HOME)


def _table(items: list[str], use: dict[str, Use], found: dict[str, float], title_of: Callable[[str], str]) -> Table:
    table = Table(
        Column("事项", overflow="fold"),
        "办成",
        "没办成",
        "半路走了",
        "平均秒数",
        Column("走在哪一步", overflow="fold"),
        "排序分",
    )
    for item in items:
        one = use[item]
        steps = sorted(one.steps.items(), key=lambda step: -step[1])
        table.add_row(
            f"{title_of(item)}（{item}）",
            str(one.ends[Outcome.DONE]),
            str(one.ends[Outcome.ENDED]),
            str(one.left),
            str(round(one.seconds / one.begun)),
            "、".join(f"{step} {count}" for step, count in steps),
            f"{found.get(item, 0.0):.1f}",
        )
    return table


def _as_json(item: str, use: Use, weight: float) -> dict[str, object]:
    ends = {outcome.value: count for outcome, count in use.ends.items()}
    return {"item": item, **ends, "steps": use.steps, "seconds": use.seconds, "weight": round(weight, 2)}


def _titles(state: Path) -> Callable[[str], str]:
    known = all_items(state)
    return lambda item: known[item].title if item in known else item
