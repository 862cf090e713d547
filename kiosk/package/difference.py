"""What changes on a terminal when one package takes the place of another."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "difference"]


@dataclass(frozen=True)
class Difference:
    """``moved`` are the fewest items by which the order of those that stay is explained: item, place before, place
    after, from 1. ``keys`` are key, value before and after; None where it is not there."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[tuple[str, int, int], ...]
    keys: tuple[tuple[str, Any, Any], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.keys)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Of two tables that were checked."""
    old, new = before["items"], after["items"]
    flat_before, flat_after = dict(_flat(before)), dict(_flat(after))
    keys = (
        (key, flat_before.get(key), flat_after.get(key))
        for key in (*flat_before, *(key for key in flat_after if key not in flat_before))
        if flat_before.get(key) != flat_after.get(key)
    )
    return Difference(
        added=tuple(item for item in new if item not in old),
        removed=tuple(item for item in old if item not in new),
        moved=tuple((item, old.index(item) + 1, new.index(item) + 1) for item in _moved(old, new)),
        keys=tuple(keys),
    )


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    stay = [item for item in old if item in new]
    in_order = _longest_rising([new.index(item) for item in stay])
    return [item for item in stay if new.index(item) not in in_order]


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest rising subsequence, by patience sorting."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        before[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    found: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif f"{prefix}{key}" != "items":
            yield f"{prefix}{key}", value
