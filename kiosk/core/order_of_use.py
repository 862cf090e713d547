"""Home in the order that follows use: pure functions, of which each step is small and can be foretold.

Protected items stand where the package puts them. The others change places among those that are left: those used more
come forward, at most two places a step, and one step a month.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from kiosk.core.timing import RERANK_EVERY

__all__ = ["FARTHEST", "arranged", "is_due", "reranked", "weight"]

FARTHEST: Final = 2  # places: who knows where a tile stands still finds it beside there
_BAND: Final = math.log(1.25)  # a quarter more use is the least that counts: chance alone moves nothing


def weight(counts: Mapping[int, int], now: int, half_life: float) -> float:
    """Completions, each worth half after a ``half_life``. ``counts`` are by hours since 1970, as is ``now``; what a
    clock that was wrong has put into the future counts as of now."""
    ages = ((count, max(0, now - hour)) for hour, count in counts.items())
    return math.fsum(count * math.pow(0.5, age / half_life) for count, age in ages)


def is_due(last: datetime, now: datetime) -> bool:
    """Never when the clock stands before ``last``."""
    return (now - last).total_seconds() >= RERANK_EVERY


def reranked(order: Sequence[str], weights: Mapping[str, float], protected: Collection[str]) -> tuple[str, ...]:
    """The next order: a permutation with the protected where they were and each other at most FARTHEST away.

    For each place from the front it takes, of the items that may come there, the one used most; of those used alike
    the one that stood before; and none by which another could not keep within FARTHEST any more.
    """
    slots = [index for index, item in enumerate(order) if item not in protected]
    waiting, found = list(slots), list(order)
    for place, slot in enumerate(slots):
        near = [index for index in waiting if abs(index - slot) <= FARTHEST]
        near.sort(key=lambda index: (-_band(weights.get(order[index], 0.0)), index))
        taken = next(
            index for index in near if _fits([other for other in waiting if other != index], slots[place + 1 :])
        )
        waiting.remove(taken)
        found[slot] = order[taken]
    return tuple(found)


def arranged(base: Sequence[str], protected: Collection[str], order: Any) -> tuple[str, ...]:
    """The package's items as ``order`` has them: ``{"base": […], "items": […]}``, where ``base`` are the package's at
    that time. Anything else, an order for another package among it, changes nothing."""
    if not isinstance(order, dict) or order.get("base") != list(base) or not isinstance(order.get("items"), list):
        return tuple(base)
    items = order["items"]
    known = all(isinstance(item, str) and item in base for item in items)
    if not items or not known or len(set(items)) < len(items) or not set(protected) <= set(items):
        return tuple(base)
    return with_fixed(base, protected, [item for item in items if item not in protected])


def with_fixed(base: Sequence[str], protected: Collection[str], free: Sequence[str]) -> tuple[str, ...]:
    """``free`` in their order around the protected, which stand where they do in ``base``; or last, when fewer items
    than that are left."""
    fixed = [index for index, item in enumerate(base) if item in protected]
    places: dict[int, str] = {}
    limit = len(fixed) + len(free)
    for index in reversed(fixed):
        limit = min(index, limit - 1)
        places[limit] = base[index]
    rest = iter(free)
    return tuple(places[index] if index in places else next(rest) for index in range(len(fixed) + len(free)))


def _fits(items: Sequence[int], slots: Sequence[int]) -> bool:
    """Whether each item can still get a slot within FARTHEST: both are in order, so the first goes to the first."""
    return all(abs(item - slot) <= FARTHEST for item, slot in zip(items, slots, strict=True))


def _band(use: float) -> float:
    return math.log(1 + use) // _BAND if use >= 0 else -math.inf
