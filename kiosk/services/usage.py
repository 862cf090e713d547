"""How often each item is used on this terminal, and at which step it is left: counted by the hour, without anybody.

``note`` only counts in memory: whoever calls it is not held up by a disk, a full one neither. The sweeper writes what
was counted once a minute; what it cannot write stays counted. A power cut costs the counts of that minute.
"""

import threading
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.core.timing import USE_KEPT
from kiosk.core.usage import Outcome
from kiosk.services.store import Store
from kiosk.services.sweeper import Chore

__all__ = ["HOUR", "Usage", "Use", "completions", "uses"]

HOUR = 3600.0  # seconds; nothing finer is kept
DAY = 24  # hours


@dataclass
class Use:
    """Of one item: how often it came to which end, where it was left (``LEFT``, ``IDLE``, ``TROUBLE``), and seconds: of
    all, and of those that came to ``DONE``."""

    ends: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    steps: dict[str, int] = field(default_factory=dict)
    seconds: int = 0
    done_seconds: int = 0

    @property
    def begun(self) -> int:
        return sum(self.ends.values())

    @property
    def left(self) -> int:
        """How often it was given up before its end."""
        return self.ends[Outcome.LEFT] + self.ends[Outcome.IDLE] + self.ends[Outcome.TROUBLE]

    def add(self, outcome: Outcome, step: str, count: int, seconds: int) -> None:
        self.ends[outcome] += count
        self.seconds += seconds
        if outcome is Outcome.DONE:
            self.done_seconds += seconds
        if step:
            self.steps[step] = self.steps.get(step, 0) + count


class Usage(Chore):
    """For the sweeper, which asks it as it asks effects and orders; nothing of it is ever due by itself."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._counted: dict[tuple[str, int, str, str], tuple[int, int]] = {}  # count and seconds
        self._purged = 0  # up to which hour; to look costs a read of the whole table, and once a day will do

    def note(self, item: str, outcome: Outcome, step: str = "", seconds: float = 0.0) -> None:
        """Returns at once, from any thread. ``step`` is what a step is ``called``."""
        key = (item, int(self._clock.now().timestamp() // HOUR), outcome.value, step)
        self._count({key: (1, max(0, round(seconds)))})

    def flush(self) -> None:
        """Raises StoreError; then it stays counted."""
        with self._lock:
            counted, self._counted = self._counted, {}
        if not counted:
            return
        try:
            with self._store.write() as db:
                db.executemany(
                    "INSERT INTO usage (item, hour, outcome, step, count, seconds) VALUES (?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET count = count + excluded.count, seconds = seconds + excluded.seconds",
                    [(*key, *numbers) for key, numbers in counted.items()],
                )
        except BaseException:
            self._count(counted)
            raise

    def tidy(self) -> int:
        """Raises StoreError."""
        self.flush()
        last = int((self._clock.now().timestamp() - USE_KEPT) // HOUR)
        if last < self._purged + DAY:
            return 0
        purged = 0
        if self._store.read("SELECT 1 FROM usage WHERE hour < ? LIMIT 1", (last,)):
            with self._store.write() as db:
                purged = db.execute("DELETE FROM usage WHERE hour < ?", (last,)).rowcount
        self._purged = last
        return purged

    def close(self) -> None:
        with suppress(StoreError):  # told by the store
            self.flush()

    def _count(self, more: Mapping[tuple[str, int, str, str], tuple[int, int]]) -> None:
        with self._lock:
            for key, (count, seconds) in more.items():
                before = self._counted.get(key, (0, 0))
                self._counted[key] = before[0] + count, before[1] + seconds


def completions(store: Store, since: float) -> dict[str, dict[int, int]]:
    """By item and hour since 1970, from ``since`` (seconds) on. Raises StoreError."""
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    rows = store.read(
        "SELECT item, hour, count FROM usage WHERE outcome = ? AND hour >= ?", (Outcome.DONE.value, int(since // HOUR))
    )
    for row in rows:
        found[row["item"]][row["hour"]] = row["count"]
    return dict(found)


def uses(store: Store, since: float) -> dict[str, Use]:
    """By item. Raises StoreError."""
    found: defaultdict[str, Use] = defaultdict(Use)
    rows = store.read(
        "SELECT item, outcome, step, sum(count) AS count, sum(seconds) AS seconds FROM usage WHERE hour >= ? "
        "GROUP BY item, outcome, step",
        (int(since // HOUR),),
    )
    for row in rows:
        found[row["item"]].add(Outcome(row["outcome"]), row["step"], row["count"], row["seconds"])
    return dict(found)
