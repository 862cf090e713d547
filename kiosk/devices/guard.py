"""What a command gets of its driver: all of it, in the thread that owns it."""

import threading
from typing import Any

__all__ = ["Guard"]


class Guard:
    """Stands for the driver in a command: any use of it outside the owner's thread is a programming error."""

    def __init__(self, driver: object) -> None:
        self._driver = driver
        self._thread = threading.get_ident()

    def __getattr__(self, name: str) -> Any:
        if threading.get_ident() != self._thread:
            raise AssertionError(f"{name} of a driver was used outside the thread that owns it")
        return getattr(self._driver, name)
