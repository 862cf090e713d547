import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock

DATA = Path(__file__).parent / "data"


class DatedClock(SystemClock):
    """Real seconds on a fixed day: wires wait in real time, cards expire by the calendar."""

    def __init__(self, today: date) -> None:
        self.today = today

    def now(self) -> datetime:
        return datetime.combine(self.today, datetime.min.time()).astimezone()


@pytest.fixture
def clock() -> DatedClock:
    return DatedClock(date(2025, 6, 1))


@pytest.fixture(scope="session")
def cards() -> dict[str, bytes]:
    """The 256-byte texts of four invented people, one for each kind of card."""
    return {path.stem: bytes.fromhex(path.read_text()) for path in sorted(DATA.glob("*.hex"))}


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for something that another thread brings about, at most five seconds."""

    def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> None:
        clock, tick = SystemClock(), threading.Event()
        end = clock.monotonic() + seconds
        while not true():
            assert clock.monotonic() < end, "it never came about"
            tick.wait(0.002)

    return wait_until
