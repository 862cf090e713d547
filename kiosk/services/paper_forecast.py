"""How many days the paper lasts, by what was used on the same days of the weeks before. Pure functions.

A site has its own week: market day, pension day, closed on Sunday. So each weekday has its own mean, in which a week
counts half as much as one three weeks after it. Nothing cleverer: a clerk must be able to follow it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import fmean
from typing import Final

__all__ = ["LEAST_DAYS", "MOST", "WEEKS", "by_weekday", "days_left"]

WEEKS: Final = 8  # that are looked at: further back is another season
HALF_WEEKS: Final = 3.0  # after so many a week counts half
LEAST_DAYS: Final = 3  # of use that must be known before anything is foretold
MOST: Final = 60.0  # days: nothing is said beyond, and nobody needs to know
FLOOR: Final = 0.1  # of the mean day, at least: a day on which nobody ever came may be the next one


def by_weekday(used: Mapping[date, float], since: date, today: date) -> tuple[float, ...] | None:
    """What a Monday, a Tuesday, … uses. ``used`` is by day, days without use may be missing; it is known from ``since``
    until yesterday. None while too little is known, or nothing was used at all."""
    first = max(since, today - timedelta(weeks=WEEKS))
    days = [first + timedelta(days=at) for at in range((today - first).days)]
    if len(days) < LEAST_DAYS:
        return None
    mean = _mean(days, used, today)
    if mean <= 0.0:
        return None
    own = [[day for day in days if day.weekday() == weekday] for weekday in range(7)]
    return tuple(max(FLOOR * mean, _mean(each, used, today)) if each else mean for each in own)


def days_left(left: float, week: tuple[float, ...], today: date, used_today: float, gone: float) -> float:
    """From now until nothing is left, at most MOST. ``gone`` is how much of today is over, 0 to 1.

    What today still needs is what such a day uses less what it has used, and at least its floor.
    """
    rest = 1.0 - gone
    needs = max(week[today.weekday()] - used_today, FLOOR * fmean(week) * rest)
    days, day = 0.0, today
    while left > needs and days < MOST:
        left -= needs
        days += rest
        rest, day = 1.0, day + timedelta(days=1)
        needs = week[day.weekday()]
    part = rest * left / needs if needs > 0.0 else rest
    return min(MOST, days + max(0.0, part))


def _mean(days: list[date], used: Mapping[date, float], today: date) -> float:
    weights = [0.5 ** ((today - day).days / 7 / HALF_WEEKS) for day in days]
    return fmean([used.get(day, 0.0) for day in days], weights)
