"""What people found when they tried touch screen, picture and sound: the parts that cannot tell by themselves.

The audit says that somebody tried; this says what came of it, and is what the page shows with its date.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.clock import Clock
from kiosk.services.store import Store

__all__ = ["HardwareCheck", "HardwareChecks"]


@dataclass(frozen=True)
class HardwareCheck:
    """``part`` is "touch", "ghost", "display" or "sound"; ``staff`` the number of who tried it."""

    part: str
    at: datetime
    staff: str
    well: bool
    sentence: str


class HardwareChecks:
    """All of them are kept: a dead corner that grows is seen by comparing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def record(self, part: str, staff: str, sentence: str, *, well: bool) -> None:
        """Raises StoreError."""
        values = (part, self._clock.now().timestamp(), staff, int(well), sentence)
        with self._store.write() as db:
            db.execute("INSERT INTO hardware_checks (part, at, staff, well, sentence) VALUES (?, ?, ?, ?, ?)", values)

    def latest(self, part: str, most: int = 5) -> tuple[HardwareCheck, ...]:
        """The newest first. Raises StoreError."""
        rows = self._store.read(
            "SELECT part, at, staff, well, sentence FROM hardware_checks WHERE part = ? ORDER BY id DESC LIMIT ?",
            (part, most),
        )
        zone = self._clock.now().tzinfo
        return tuple(
            HardwareCheck(part, datetime.fromtimestamp(at, zone), staff, bool(well), sentence)
            for part, at, staff, well, sentence in rows
        )
