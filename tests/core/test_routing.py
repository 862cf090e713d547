"""The clocks of a fault: answered in opening hours, mended by the wall clock, and each delay told once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Clearer
from kiosk.core.hours import Week, week
from kiosk.core.routing import Late, Routed, Terms, Tier, late, repair_by, respond_by, tier_of

CHINA = timezone(timedelta(hours=8))
HOURS = week({"mon-fri": ["8:30-12:00", "13:30-17:00"], "sat": ["9:00-11:00"]})
TERMS = Terms(2, 24, HOURS)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """July 2026; the 27th is a Monday."""
    return datetime(2026, 7, day, hour, minute, tzinfo=CHINA)


def site(since: datetime, *, answered: bool = False, told: frozenset[Late] = frozenset()) -> Routed:
    return Routed(Tier.SITE, True, since, answered, told)


@pytest.mark.parametrize(
    ("began", "answered_by", "mended_by"),
    [
        (at(27, 9), at(27, 11), at(28, 9)),
        (at(27, 11), at(27, 14, 30), at(28, 11)),  # an hour before noon, an hour after it
        (at(27, 12, 30), at(27, 15, 30), at(28, 13, 30)),  # mended by 12:30: it opens at 13:30
        (at(24, 16), at(25, 10), at(27, 8, 30)),  # Friday at four: Saturday at ten; on Saturday at four it is closed
        (at(25, 12), at(27, 10, 30), at(27, 10, 30)),  # Saturday after hours: not before it had to be answered
    ],
)
def test_the_hours_of_the_site_count_for_an_answer(began: datetime, answered_by: datetime, mended_by: datetime) -> None:
    assert respond_by(site(began), TERMS) == answered_by
    assert repair_by(site(began), TERMS) == mended_by


def test_a_site_that_never_closes_counts_by_the_wall_clock() -> None:
    terms = Terms(2, 24)
    assert respond_by(site(at(25, 23)), terms) == at(26, 1)
    assert repair_by(site(at(25, 23)), terms) == at(26, 23)


def test_a_notice_has_no_clock_and_what_clears_itself_has_one_only_when_it_does_not() -> None:
    later = at(31, 12)
    assert late(Routed(Tier.SITE, False, at(27, 9)), TERMS, later) is None
    itself = Routed(Tier.ITSELF, True, at(27, 9))
    assert late(itself, TERMS, at(27, 10, 59)) is None
    assert late(itself, TERMS, at(27, 11)) is Late.LASTS
    assert Tier.ITSELF.above is Tier.SITE
    assert Tier.CITIZEN.above is Tier.SITE


def test_unanswered_then_unmended_each_once() -> None:
    began = at(27, 9)
    assert late(site(began), TERMS, at(27, 10, 59)) is None
    assert late(site(began), TERMS, at(27, 11)) is Late.RESPOND
    told = frozenset({Late.RESPOND})
    assert late(site(began, told=told), TERMS, at(28, 8, 59)) is None
    assert late(site(began, told=told), TERMS, at(28, 9)) is Late.REPAIR
    assert late(site(began, told=told | {Late.REPAIR}), TERMS, at(31, 9)) is None
    assert late(site(began, answered=True), TERMS, at(27, 16)) is None
    assert late(site(began, answered=True), TERMS, at(28, 9)) is Late.REPAIR


@pytest.mark.parametrize("clearer", Clearer)
def test_every_clearer_is_a_tier(clearer: Clearer) -> None:
    assert tier_of(clearer).value == clearer.value
    assert tier_of(clearer).words


moments = st.integers(0, 525_600).map(lambda minute: at(1, 0) + timedelta(minutes=minute))
minutes = st.integers(0, 24 * 60)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    days = []
    for _ in range(7):
        edges = sorted(set(draw(st.lists(minutes, max_size=4))))
        days.append(tuple(zip(edges[::2], edges[1::2], strict=False)))
    if not any(days):
        days[draw(st.integers(0, 6))] = ((600, 601),)
    return Week(tuple(days))


def open_time(hours: Week, start: datetime, end: datetime) -> timedelta:
    """Counted day by day, as one would on paper."""
    total, day = timedelta(0), start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        for begin, close in hours.days[day.weekday()]:
            first, last = max(start, day + timedelta(minutes=begin)), min(end, day + timedelta(minutes=close))
            total += max(last - first, timedelta(0))
        day += timedelta(days=1)
    return total


@given(weeks(), moments, st.integers(1, 30))
def test_exactly_so_much_opening_time_passes_until_an_answer_is_late(hours: Week, began: datetime, span: int) -> None:
    terms = Terms(span / 10, 24, hours)
    end = respond_by(site(began), terms)
    assert open_time(hours, began, end) == timedelta(hours=span / 10)
    assert open_time(hours, began, end - timedelta(seconds=1)) < timedelta(hours=span / 10)
    mended = repair_by(site(began), terms)
    assert mended >= max(end, began + timedelta(hours=24))
    assert mended == end or hours.is_open(mended)


@given(weeks(), moments, st.lists(st.integers(1, 5000), max_size=30), st.booleans())
def test_however_time_goes_on_each_delay_is_told_once_and_not_too_early(
    hours: Week, began: datetime, passes: list[int], answered: bool
) -> None:
    terms, routed, now, told = Terms(2, 24, hours), site(began, answered=answered), began, []
    for passed in passes:
        now += timedelta(minutes=passed)
        while (found := late(routed, terms, now)) is not None:
            told.append(found)
            assert now >= (respond_by if found is Late.RESPOND else repair_by)(routed, terms)
            routed = site(began, answered=answered, told=routed.told | {found})
    due = [] if answered else [Late.RESPOND] * (now >= respond_by(routed, terms))
    due += [Late.REPAIR] * (now >= repair_by(routed, terms))
    assert told == due


def test_the_zone_is_the_terminals_own() -> None:
    """The same moment in another zone is another hour of the day."""
    assert respond_by(site(at(27, 9).astimezone(UTC).astimezone(CHINA)), TERMS) == at(27, 11)
