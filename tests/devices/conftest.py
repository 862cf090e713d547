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
