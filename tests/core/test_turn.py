"""When something comes round again, with clocks that are put forward and back and time zones that change."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.turn import Turn

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.integers(1_577_836_800, 2_840_140_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)  # 2020 to 2060
EVERY = st.integers(1, 366)
DAY = timedelta(days=1)


def at_noon(now: datetime, days: int) -> datetime:
    return now.replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY


@given(MOMENTS, EVERY, ZONES)
def test_after_it_was_done_it_is_due_so_many_days_later_and_no_day_sooner(
    last: datetime, every: int, zone: timezone
) -> None:
    turn = Turn(last, done=False, every=every).taken(last)
    now = last.astimezone(zone)
    assert not turn.is_due(now)
    assert not turn.is_due(at_noon(now, every - 1))
    assert turn.is_due(at_noon(now, every))
    assert turn.is_due(at_noon(now, every + 400))
    assert [turn.overdue(at_noon(now, every + days)) for days in (-1, 0, 1, 30)] == [0, 0, 1, 30]


@given(MOMENTS, EVERY, ZONES)
def test_what_nobody_has_done_yet_is_due_at_once(first_seen: datetime, every: int, zone: timezone) -> None:
    turn, now = Turn(first_seen, done=False, every=every), first_seen.astimezone(zone)
    assert turn.is_due(now)
    assert turn.overdue(at_noon(now, 3)) == 3


@given(MOMENTS, EVERY, ZONES, ZONES, st.integers(0, 400))
def test_a_change_of_zone_makes_no_second_turn_of_one_day_and_loses_none(
    last: datetime, every: int, before: timezone, after: timezone, hours: int
) -> None:
    turn = Turn(last, done=True, every=every)
    now = (last + timedelta(hours=hours)).astimezone(after)
    assert turn.seen(now) == turn.seen(now.astimezone(before)) == turn
    days = (now.date() - last.astimezone(after).date()).days
    assert turn.is_due(now) == (days >= every)
    assert not turn.is_due(last.astimezone(after))


@given(MOMENTS, EVERY, ZONES, st.integers(1, 40 * 365))
def test_a_clock_that_is_put_back_neither_hides_it_for_years_nor_makes_it_due_again(
    last: datetime, every: int, zone: timezone, back: int
) -> None:
    """Done while the clock stood in a day to come; then it is put right."""
    turn, now = Turn(last, done=True, every=every), (last - back * DAY).astimezone(zone)
    seen = turn.seen(now)
    assert not seen.is_due(now)
    assert seen.is_due(at_noon(now, every))
    assert seen.seen(now + DAY) == seen  # once, and not again each day: it would never come


@given(
    MOMENTS,
    EVERY,
    st.lists(st.tuples(st.integers(-1000, 1000).map(lambda hours: timedelta(hours=hours)), ZONES), max_size=40),
)
def test_whatever_the_clock_does_it_is_done_when_due_and_never_twice_for_one_turn(
    start: datetime, every: int, steps: list[tuple[timedelta, timezone]]
) -> None:
    """Somebody looks after each step and does it when it is due. Between two looks the clock may go anywhere."""
    turn, now = Turn(start, done=False, every=every), start
    done_at: datetime | None = None
    for step, zone in steps:
        now = (now + step).astimezone(zone)
        put_back = turn.since > now
        turn = turn.seen(now)
        waited = (now.date() - turn.since.astimezone(zone).date()).days
        assert waited >= 0
        assert turn.is_due(now) == (not turn.done or waited >= every)  # never skipped
        if put_back and turn.done:
            assert not turn.is_due(now)
        if turn.is_due(now):
            if done_at is not None and not put_back and turn.since == done_at:
                assert (now.date() - done_at.astimezone(zone).date()).days >= every  # never twice
            turn = turn.taken(now)
            done_at = turn.since
            assert not turn.is_due(now)
