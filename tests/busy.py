"""What a busy machine takes from a test that looks at the clock.

That no call outlives its deadline by more than 50 ms is judged on a quiet one, by ``reliability/deadlines.py``.
"""

from collections.abc import Callable
from typing import TypeVar

import pytest

from kiosk.core.clock import SystemClock

# Seconds for which a test may be kept from a processor; a deadline that is not kept is missed by a whole wait.
SLACK = 0.15
TRIES = 5

E = TypeVar("E", bound=Exception)


def quickest(act: Callable[[], object], within: float) -> float:
    """Seconds that the quickest of a few calls of ``act`` took; the first that takes less than ``within`` is the last.

    Other work may keep any one of them from a processor for longer than SLACK; a deadline that is not kept is missed
    by every one.
    """
    return min(_until_one_is_quick(lambda: seconds(act), within))


def quickest_timed(act: Callable[[], float], within: float) -> float:
    """The same of an ``act`` that prepares and clears up besides, and returns the seconds that count."""
    return min(_until_one_is_quick(act, within))


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    clock = SystemClock()
    started = clock.monotonic()
    act()
    return clock.monotonic() - started


def raised(kind: type[E], act: Callable[[], object]) -> E:
    """The error of this kind that ``act`` must raise."""
    with pytest.raises(kind) as said:
        act()
    return said.value


def _until_one_is_quick(timed: Callable[[], float], within: float) -> list[float]:
    took: list[float] = []
    while len(took) < TRIES and (not took or took[-1] >= within):
        took.append(timed())
    return took
