"""When something comes round again: by the calendar, in whole days, whatever clock and time zone do meanwhile."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

__all__ = ["Turn"]


@dataclass(frozen=True)
class Turn:
    """``since`` is the moment of the last time (``done``), or, before any, from when it counts. ``every`` is in days.

    The moment is kept and no date: which day it was is for the time zone of whoever asks, so that one and the same day
    is never counted as two.
    """

    since: datetime
    done: bool
    every: int

    def due(self, now: datetime) -> date:
        """From this day on, in the zone of ``now``: the first time at once, and then ``every`` days after the last."""
        day = self.since.astimezone(now.tzinfo).date()
        return day + timedelta(days=self.every) if self.done else day

    def is_due(self, now: datetime) -> bool:
        return now.date() >= self.due(now)

    def overdue(self, now: datetime) -> int:
        """Whole days past the one on which it was due, 0 on that day and before."""
        return max(0, (now.date() - self.due(now)).days)

    def seen(self, now: datetime) -> "Turn":
        """As it is kept from now on. What was done on a day that is still to come, since the clock has been put back,
        counts from now: else nobody would hear of it until that day."""
        return replace(self, since=now.astimezone(UTC)) if self.since > now else self

    def taken(self, now: datetime) -> "Turn":
        """It was done."""
        return replace(self, since=now.astimezone(UTC), done=True)
