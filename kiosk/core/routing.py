"""Whom a fault concerns, by when somebody has to answer and by when it has to be mended, and who is told when not.

**Answering** is counted in the hours in which the site is open: what breaks at closing time can be answered by nobody
before the next morning, and keeps no citizen waiting until then. **Mending** goes by the wall clock, a day is a day;
only when its end falls into closed hours does it last until the site opens. A site without hours is always open.

A fault that clears itself, or that a citizen clears, concerns nobody else until it has lasted as long as an answer may
take: then it does not clear itself. What is not answered or mended in time goes a tier higher, once for each.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.core.errors import Clearer
from kiosk.core.hours import Week

__all__ = ["Late", "Routed", "Terms", "Tier", "late", "next_late", "repair_by", "respond_by", "tier_of"]


class Tier(StrEnum):
    """Who has to see to it. The value is kept in the store; ``words`` is what staff read."""

    ITSELF = "itself"
    CITIZEN = "citizen"
    SITE = "site"
    ENGINEER = "engineer"
    MANAGER = "manager"  # of the upkeep, who is not at the terminal but hears of it through the gateway

    @property
    def words(self) -> str:
        return _WORDS[self.value]

    @property
    def above(self) -> "Tier":
        return {Tier.SITE: Tier.ENGINEER, Tier.ENGINEER: Tier.MANAGER, Tier.MANAGER: Tier.MANAGER}.get(self, Tier.SITE)

    @property
    def is_asked(self) -> bool:
        """Somebody is told of it and a clock runs."""
        return self not in (Tier.ITSELF, Tier.CITIZEN)


_WORDS = {
    "itself": "它自己好",
    "citizen": "办事的人",
    "site": "网点人员",
    "engineer": "运维工程师",
    "manager": "运维主管",
}


class Late(StrEnum):
    """What did not happen in time."""

    LASTS = "lasts"  # it did not clear itself
    RESPOND = "respond"  # nobody has said that they see to it
    REPAIR = "repair"  # it is still there


@dataclass(frozen=True)
class Terms:
    """What the package says: hours to answer and to mend, and when the site is open (None: always)."""

    respond_hours: float = 2
    repair_hours: float = 24
    hours: Week | None = None


@dataclass(frozen=True)
class Routed:
    """One fault as far as it matters here. ``since`` is when ``tier`` was told first, in the terminal's own zone; for
    one that concerns nobody yet, when it began. ``stops`` False: a notice, for which no clock runs."""

    tier: Tier
    stops: bool
    since: datetime
    answered: bool = False
    told: frozenset[Late] = frozenset()


def tier_of(clearer: Clearer) -> Tier:
    """Who is concerned at first."""
    return Tier(clearer.value)


def respond_by(routed: Routed, terms: Terms) -> datetime:
    return _after_open(routed.since, timedelta(hours=terms.respond_hours), terms.hours)


def repair_by(routed: Routed, terms: Terms) -> datetime:
    """Never before it had to be answered."""
    end = routed.since + timedelta(hours=terms.repair_hours)
    if terms.hours is not None and not terms.hours.is_open(end):
        end = terms.hours.opens(end)
    return max(end, respond_by(routed, terms))


def next_late(routed: Routed, terms: Terms) -> tuple[datetime, Late] | None:
    """What becomes late next, and when; None when no clock runs, or all was told."""
    if not routed.stops:
        return None
    if not routed.tier.is_asked:
        return respond_by(routed, terms), Late.LASTS
    if Late.RESPOND not in routed.told and not routed.answered:
        return respond_by(routed, terms), Late.RESPOND
    if Late.REPAIR not in routed.told:
        return repair_by(routed, terms), Late.REPAIR
    return None


def late(routed: Routed, terms: Terms, now: datetime) -> Late | None:
    """What has become late by ``now`` and was not told yet; the earlier of two. Ask again after it was told."""
    found = next_late(routed, terms)
    return found[1] if found is not None and now >= found[0] else None


def _after_open(start: datetime, span: timedelta, hours: Week | None) -> datetime:
    """When so much of opening time has passed since ``start``."""
    if hours is None:
        return start + span
    week = timedelta(minutes=sum(end - begin for spans in hours.days for begin, end in spans))
    weeks = max(-(-span // week) - 1, 0)  # whole ones are all alike
    start, span = start + weeks * timedelta(days=7), span - weeks * week
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while True:
        for begin, end in hours.days[day.weekday()]:
            opens, closes = max(start, day + timedelta(minutes=begin)), day + timedelta(minutes=end)
            if span <= closes - opens:
                return opens + span
            span -= max(closes - opens, timedelta(0))
        day += timedelta(days=1)
