"""Hours of a week: open, when again, in words, and what is nonsense."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.hours import DAYS, week

OFFICE = week({"mon-fri": ["8:30-12:00", "13:30-17:00"], "sat": ["9:00-12:00"]})
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(day: int, time: str) -> datetime:
    hour, minute = map(int, time.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (0, "8:29", "今天 8:30"),
        (0, "8:30", ""),
        (0, "11:59", ""),
        (0, "12:00", "今天 13:30"),
        (0, "17:00", "明天 8:30"),
        (4, "17:00", "明天 9:00"),
        (5, "12:00", "周一 8:30"),
        (6, "10:00", "明天 8:30"),
    ],
)
def test_when_it_opens_again(day: int, time: str, words: str) -> None:
    assert OFFICE.opens_words(at(day, time)) == words
    assert OFFICE.is_open(at(day, time)) is (words == "")


def test_one_morning_a_week_is_waited_for_until_the_next() -> None:
    market = week({"wed": ["6:00-9:30"]})
    assert market.opens(at(2, "6:00")) == at(9, "6:00")
    assert market.opens_words(at(2, "9:30")) == "周三 6:00"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"mon-fri": ["8:30-12:00", "13:30-17:00"]}, "周一到周五 8:30–12:00、13:30–17:00"),
        ({"mon-sun": ["0:00-24:00"]}, "每天 全天"),
        ({"sat": ["9:00-12:00"], "mon": ["9:00-12:00"]}, "周一 9:00–12:00，周六 9:00–12:00"),
        ({"mon-thu": ["8:00-17:00"], "fri": ["8:00-16:00"]}, "周一到周四 8:00–17:00，周五 8:00–16:00"),
    ],
)
def test_in_words(table: dict[str, list[str]], words: str) -> None:
    assert week(table).words() == words


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "没有一天"),
        ({"mon": []}, "没有一天"),
        ({"monday": ["8:00-9:00"]}, "monday 不是星期"),
        ({"fri-mon": ["8:00-9:00"]}, "fri-mon 倒了"),
        ({"mon-": ["8:00-9:00"], "mon": ["8:00-9:00"]}, "周一写了两次"),
        ({"mon-wed": ["8:00-9:00"], "tue": ["8:00-9:00"]}, "周二写了两次"),
        ({"mon": ["8-9"]}, "8:30-17:00"),
        ({"mon": ["25:00-26:00"]}, "不是一天里的时间"),
        ({"mon": ["8:60-9:00"]}, "不是一天里的时间"),
        ({"mon": ["17:00-8:30"]}, "过半夜的分两天写"),
        ({"mon": ["8:00-8:00"]}, "还没开门就关门"),
        ({"mon": ["8:00-12:00", "11:00-17:00"]}, "重叠"),
        ({"mon": ["13:00-17:00", "8:00-12:00"]}, "从早到晚"),
    ],
)
def test_nonsense_is_named(table: dict[str, list[str]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        week(table)


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])


@given(st.dictionaries(st.sampled_from(DAYS), spans, min_size=1), st.integers(0, 20_160))
def test_it_is_open_at_the_moment_that_was_told_and_not_before(days: dict[str, tuple[int, int]], minutes: int) -> None:
    def clock(minute: int) -> str:
        return f"{minute // 60}:{minute % 60:02}"

    found = week({day: [f"{clock(begin)}-{clock(end)}"] for day, (begin, end) in days.items()})
    now = MONDAY + timedelta(minutes=minutes)
    opens = found.opens(now)
    assert now < opens <= now + timedelta(days=7)
    assert found.is_open(opens)
    if not found.is_open(now):
        between = (now + timedelta(minutes=step) for step in range(0, int((opens - now).total_seconds() // 60), 7))
        assert not any(found.is_open(moment) for moment in between)
