"""Time, handed in: nothing in the house asks the operating system for it except ``SystemClock``."""

import time
from datetime import datetime
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, aware, in the terminal's own zone."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        return time.monotonic()
