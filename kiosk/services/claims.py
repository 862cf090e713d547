"""One at a time for each key: a foreground submission and the sweeper never send the same effect at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.cancel import Cancel

__all__ = ["Claims"]


class Claims:
    def __init__(self) -> None:
        self._held: set[str] = set()
        self._changed = threading.Condition()

    @contextmanager
    def wait(self, key: str, cancel: Cancel) -> Iterator[None]:
        """Holds the key, as soon as nobody else does. Raises Cancelled."""
        with cancel.waking(self._notify), self._changed:
            self._changed.wait_for(lambda: cancel.is_set or key not in self._held)
            cancel.check()
            self._held.add(key)
        try:
            yield
        finally:
            self._free(key)

    @contextmanager
    def attempt(self, key: str) -> Iterator[bool]:
        """Holds the key and yields True, or False while somebody else holds it."""
        with self._changed:
            free = key not in self._held
            if free:
                self._held.add(key)
        try:
            yield free
        finally:
            if free:
                self._free(key)

    def _free(self, key: str) -> None:
        with self._changed:
            self._held.discard(key)
            self._changed.notify_all()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()
