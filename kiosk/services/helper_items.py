"""Which items each helper used last: they stand on top of the helper's list. Nothing of any citizen.

Kept in the store by the helper's number, so that the list is as it was after a power cut, and on another day.
"""

import threading
from contextlib import suppress
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.services.store import Store

__all__ = ["HelperItems"]

MOST: Final = 20  # of a helper: more than that nobody remembers to have used


class HelperItems:
    """For any thread. ``latest`` answers from memory, as soon as ``load`` has read."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._latest: dict[str, list[str]] = {}

    def load(self, helper: str) -> None:
        """What the store cannot say now is not known."""
        with suppress(StoreError):  # told by the store
            rows = self._store.read(
                "SELECT item FROM helper_items WHERE helper = ? ORDER BY used DESC LIMIT ?", (helper, MOST)
            )
            with self._lock:
                now = self._latest.setdefault(helper, [])
                now += [row["item"] for row in rows if row["item"] not in now]

    def latest(self, helper: str) -> tuple[str, ...]:
        """Ids, the last one first."""
        with self._lock:
            return tuple(self._latest.get(helper, ()))

    def use(self, helper: str, item: str) -> None:
        """In memory; ``keep`` writes it down."""
        with self._lock:
            before = self._latest.get(helper, [])
            self._latest[helper] = [item, *(one for one in before if one != item)][:MOST]

    def keep(self, helper: str, item: str) -> None:
        """What the store cannot write is forgotten with the window."""
        with suppress(StoreError), self._store.write() as db:
            db.execute(
                "INSERT INTO helper_items (helper, item, used) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET used = excluded.used",
                (helper, item, self._clock.now().timestamp()),
            )
            db.execute(
                "DELETE FROM helper_items WHERE helper = ?1 AND item NOT IN"
                " (SELECT item FROM helper_items WHERE helper = ?1 ORDER BY used DESC LIMIT ?2)",
                (helper, MOST),
            )
