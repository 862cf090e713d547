"""The one way to stop work that is under way: a token, asked by the worker, set from any thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.core.errors import Cancelled

__all__ = ["Cancel"]


class Cancel:
    """Set once, never reset. Waiting on it replaces every sleep in performers and drivers."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._wakers: list[Callable[[], None]] = []

    def set(self) -> None:
        with self._lock:
            self._event.set()
            wakers = tuple(self._wakers)
        for wake in wakers:
            wake()

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """While inside, ``wake`` is called once when the token is set, by whoever sets it; at once if it is set.

        For one who waits on something else than this token. ``wake`` must not block.
        """
        with self._lock:
            if not self._event.is_set():
                self._wakers.append(wake)
                registered = True
            else:
                registered = False
        if not registered:
            wake()
        try:
            yield
        finally:
            if registered:
                with self._lock:
                    self._wakers.remove(wake)

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        """Waits, or raises Cancelled as soon as the token is set."""
        if self._event.wait(seconds):
            raise Cancelled

    def check(self) -> None:
        if self._event.is_set():
            raise Cancelled
