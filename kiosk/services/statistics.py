"""What was done on this terminal in a day, a month or a year: counted, never whose.

Use and paper are kept by the hour (``services/usage.py``, ``services/paper.py``), faults each by itself: when a device
was down by ``services/faults.py``, who answered and mended it by ``services/fault_cases.py``. Times of day
are the terminal's own: a day begins at its midnight, and has 23 or 25 hours where the clocks are changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import Any, Final

from kiosk.core.errors import Clearer
from kiosk.core.usage import Outcome
from kiosk.services.store import Store
from kiosk.services.usage import HOUR, Use

__all__ = ["DeviceUse", "Period", "Report", "Span", "TierUse", "report"]

MONTHS: Final = 12


class Span(Enum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """The day, month or year in which ``day`` is."""

    span: Span
    day: date

    @property
    def first(self) -> date:
        of_year = self.day.replace(month=1, day=1)
        return {Span.DAY: self.day, Span.MONTH: self.day.replace(day=1), Span.YEAR: of_year}[self.span]

    @property
    def after(self) -> date:
        """The first day that is not part of it."""
        if self.span is Span.DAY:
            return self.day + timedelta(days=1)
        if self.span is Span.YEAR:
            return date(self.day.year + 1, 1, 1)
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> "Period":
        return Period(self.span, self.first - timedelta(days=1))

    @property
    def next(self) -> "Period":
        return Period(self.span, self.after)

    @property
    def words(self) -> str:
        """「2026年」, 「2026年11月」, 「2026年11月22日」."""
        month, day = f"{self.day.month}月", f"{self.day.day}日"
        parts = {Span.DAY: (month, day), Span.MONTH: (month,), Span.YEAR: ()}[self.span]
        return "".join((f"{self.day.year}年", *parts))

    def parts(self) -> tuple[tuple[str, float], ...]:
        """What it is looked at by (hours, days or months): each with its name and when it begins, and the end without
        one. In seconds since 1970."""
        if self.span is Span.DAY:
            midnight, end = _midnight(self.first), _midnight(self.after)
            hours = [midnight + at * HOUR for at in range(round((end - midnight) / HOUR))]
            names = [f"{datetime.fromtimestamp(at).astimezone().hour}点" for at in hours]
            return (*zip(names, hours, strict=True), ("", end))
        if self.span is Span.MONTH:
            days = [self.first + timedelta(days=at) for at in range((self.after - self.first).days)]
            return (*((f"{one.day}日", _midnight(one)) for one in days), ("", _midnight(self.after)))
        months = [self.first.replace(month=month + 1) for month in range(MONTHS)]
        return (*((f"{one.month}月", _midnight(one)) for one in months), ("", _midnight(self.after)))


@dataclass(frozen=True)
class DeviceUse:
    """``available`` is the part of the time (0 to 1) in which no fault stopped it; ``down`` the rest, in seconds."""

    device: str
    faults: int
    down: float
    available: float


@dataclass(frozen=True)
class TierUse:
    """Faults that one kind of person clears. ``respond`` (from when somebody was told) and ``repair`` (from when it
    began) are medians in seconds, None where none was answered or repaired; ``late`` were not in their time."""

    clearer: Clearer
    faults: int
    answered: int
    respond: float | None
    repair: float | None
    late: int


@dataclass(frozen=True)
class Report:
    """``done`` is by hour, day or month. ``paper`` is in sheets, by device and then by item ("" for tests and checks).

    ``observed`` are the seconds of the period in which there was a terminal at all: availability is of these.
    """

    period: Period
    items: Mapping[str, Use]
    done: tuple[tuple[str, int], ...]
    devices: tuple[DeviceUse, ...] = ()
    tiers: tuple[TierUse, ...] = ()
    paper: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    observed: float = 0.0

    @property
    def completions(self) -> int:
        return sum(use.ends[Outcome.DONE] for use in self.items.values())

    @property
    def begun(self) -> int:
        return sum(use.begun for use in self.items.values())


def report(store: Store, period: Period, now: datetime, devices: Iterable[str] = ()) -> Report:
    """``devices`` are those that the site has, by the Kit's names; whatever else had a fault is added.

    Raises StoreError.
    """
    parts = period.parts()
    start, end = parts[0][1], parts[-1][1]
    first = "SELECT min(at) AS at FROM (SELECT at FROM recovery UNION ALL SELECT began FROM faults)"
    since = min((row["at"] for row in store.read(first) if row["at"] is not None), default=end)
    watched = max(start, since), max(start, since, min(end, now.timestamp()))
    faults = store.read(
        "SELECT * FROM faults WHERE began < ? AND coalesce(ended, ?) > ?", (end, now.timestamp(), start)
    )
    return Report(
        period,
        _items(store, start, end),
        _done(store, parts),
        tuple(_devices(faults, {*devices, *(row["device"] for row in faults)}, watched, now.timestamp())),
        tuple(_tiers(store.read("SELECT * FROM fault_cases WHERE began >= ? AND began < ?", (start, end)))),
        _paper(store, start, end),
        watched[1] - watched[0],
    )


def _items(store: Store, start: float, end: float) -> dict[str, Use]:
    found: defaultdict[str, Use] = defaultdict(Use)
    rows = store.read(
        "SELECT item, outcome, step, sum(count) AS count, sum(seconds) AS seconds FROM usage "
        "WHERE hour >= ? AND hour < ? GROUP BY item, outcome, step",
        _hours(start, end),
    )
    for row in rows:
        found[row["item"]].add(Outcome(row["outcome"]), row["step"], row["count"], row["seconds"])
    return dict(found)


def _done(store: Store, parts: Sequence[tuple[str, float]]) -> tuple[tuple[str, int], ...]:
    rows = store.read(
        "SELECT hour, sum(count) AS count FROM usage WHERE outcome = ? AND hour >= ? AND hour < ? GROUP BY hour",
        (Outcome.DONE.value, *_hours(parts[0][1], parts[-1][1])),
    )
    by_hour = {row["hour"]: row["count"] for row in rows}
    spans = [range(*_hours(begin, end)) for (_, begin), (_, end) in pairwise(parts)]
    counts = [sum(by_hour.get(hour, 0) for hour in span) for span in spans]
    return tuple(zip((name for name, _ in parts[:-1]), counts, strict=True))


def _devices(
    faults: Sequence[Any], devices: Iterable[str], watched: tuple[float, float], now: float
) -> Iterator[DeviceUse]:
    start, end = watched
    for device in sorted(devices):
        own = [row for row in faults if row["device"] == device]
        stops = [(row["began"], row["ended"] or now) for row in own if row["stops"]]
        down = _together((max(start, began), min(end, ended)) for began, ended in stops)
        whole = end - start
        yield DeviceUse(device, len(own), down, 1 - down / whole if whole else 1.0)


def _together(spans: Iterable[tuple[float, float]]) -> float:
    """How long at least one of them lasted."""
    whole = reached = 0.0
    for began, ended in sorted(spans):
        whole += max(0.0, ended - max(began, reached))
        reached = max(reached, ended)
    return whole


def _tiers(cases: Sequence[Any]) -> Iterator[TierUse]:
    for clearer in Clearer:
        own = [row for row in cases if row["clearer"] == clearer.value]
        answered = [row["responded"] - row["since"] for row in own if row["responded"] is not None]
        repaired = [row["ended"] - row["began"] for row in own if row["ended"] is not None]
        late = sum(bool(row["late"]) for row in own)
        yield TierUse(clearer, len(own), len(answered), _median(answered), _median(repaired), late)


def _median(seconds: Sequence[float]) -> float | None:
    return median(seconds) if seconds else None


def _paper(store: Store, start: float, end: float) -> dict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = store.read(
        "SELECT device, item, sum(sheets) AS sheets FROM paper_used WHERE hour >= ? AND hour < ? GROUP BY device, item",
        _hours(start, end),
    )
    for row in rows:
        found[row["device"]][row["item"]] = row["sheets"]
    return dict(found)


def _hours(start: float, end: float) -> tuple[int, int]:
    """Whole hours since 1970. Where midnight is not at a whole hour (India, Iran), by half an hour too early."""
    return int(start // HOUR), int(end // HOUR)


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day).astimezone().timestamp()
