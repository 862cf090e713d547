"""The one way to stop work that is under way: a token, asked by the worker, set from any thread."""

import threading

from kiosk.core.errors import Cancelled

__all__ = ["Cancel"]


class Cancel:
    """Set once, never reset. Waiting on it replaces every sleep in performers and drivers."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

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
