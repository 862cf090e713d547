"""How the parts of a board are shared out to pages: nothing is scrolled, what does not fit is turned to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Place", "Run", "Unit", "share_out"]


@dataclass(frozen=True)
class Unit:
    """The least that stays together: ``data`` is what a block of this ``kind`` is filled with."""

    kind: str
    data: Any


@dataclass(frozen=True)
class Run:
    """The units of one part, ``across`` of them side by side, ``gap`` pixels apart (0: they hang together).

    ``lead`` stands over them, ``again`` over those that are on a further page; with ``hangs`` its last is one of them.
    """

    units: tuple[Unit, ...]
    lead: tuple[Unit, ...] = ()
    again: tuple[Unit, ...] = ()
    across: int = 1
    gap: int = 0
    aside: int = 16
    hangs: bool = False


@dataclass(frozen=True)
class Place:
    """Where a unit stands on its page, in pixels. ``above``, ``below``: it hangs together with what is there."""

    unit: Unit
    x: int
    y: int
    width: int
    height: int
    above: bool = False
    below: bool = False


Measure = Callable[[Unit, int], int]


def share_out(runs: Sequence[Run], width: int, height: int, between: int, measure: Measure) -> list[list[Place]]:
    """The pages, at least one. A unit that is higher than a page has one for itself, and is cut."""
    pages: list[list[Place]] = [[]]
    y = 0
    for run in runs:
        lead, last = run.lead, None
        each = (width - (run.across - 1) * run.aside) // run.across
        for at in range(0, len(run.units), run.across):
            row = run.units[at : at + run.across]
            high = max(measure(unit, each) for unit in row)
            before = (between if y else 0) if at == 0 else run.gap
            leading = _high(lead, width, measure) if at == 0 else 0
            if y and y + before + leading + high > height:
                pages.append([])
                y, before, last = 0, 0, None
                lead = run.again if at else run.lead
                leading = _high(lead, width, measure)
            y += before
            if leading:
                y = _put(pages[-1], lead, width, y, measure)
                last = (len(pages[-1]) - 1, 1) if run.hangs else None
            last = _put_row(pages[-1], row, each, run, y, high, last)
            y += high
        if not run.units and run.lead:
            before, high = (between if y else 0), _high(run.lead, width, measure)
            if y and y + before + high > height:
                pages.append([])
                y, before = 0, 0
            y = _put(pages[-1], run.lead, width, y + before, measure)
    return pages


def _high(units: Sequence[Unit], width: int, measure: Measure) -> int:
    return sum(measure(unit, width) for unit in units)


def _put(page: list[Place], units: Sequence[Unit], width: int, y: int, measure: Measure) -> int:
    for unit in units:
        high = measure(unit, width)
        page.append(Place(unit, 0, y, width, high))
        y += high
    return y


def _put_row(
    page: list[Place], row: Sequence[Unit], each: int, run: Run, y: int, high: int, last: tuple[int, int] | None
) -> tuple[int, int]:
    """``last``: where on the page the row above begins, and how many it has; returns the same of this one."""
    hangs = last is not None and run.gap == 0
    first = len(page)
    if hangs and last is not None:
        for at in range(last[0], last[0] + min(last[1], len(row))):
            page[at] = replace(page[at], below=True)
    for column, unit in enumerate(row):
        page.append(Place(unit, column * (each + run.aside), y, each, high, above=hangs))
    return first, len(row)
