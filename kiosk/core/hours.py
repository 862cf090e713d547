"""Hours of a week, as a function package writes them: open now, when again, and in words.

    { "mon-fri" = ["8:30-12:00", "13:30-17:00"], sat = ["9:00-12:00"] }

A day that is not named is closed; a day belongs to one line only; an interval ends on its own day, at 24:00 at the
latest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from kiosk.core.words import joined, said

__all__ = ["DAYS", "Week", "week"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_DAY = 24 * 60

Spans = tuple[tuple[int, int], ...]  # minutes since midnight, in order


@dataclass(frozen=True)
class Week:
    """Monday first. Times are the wall clock's."""

    days: tuple[Spans, ...]

    def is_open(self, now: datetime) -> bool:
        minute = now.hour * 60 + now.minute
        return any(begin <= minute < end for begin, end in self.days[now.weekday()])

    def opens(self, now: datetime) -> datetime:
        """When it opens next after ``now``; today's intervals that have begun do not count."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for ahead in range(8):
            day = midnight + timedelta(days=ahead)
            for begin, _ in self.days[day.weekday()]:
                if (moment := day + timedelta(minutes=begin)) > now:
                    return moment
        raise ValueError("a week that never opens")  # ``week`` lets none through

    def opens_words(self, now: datetime) -> str:
        """ "今天 13:30", or "" while it is open."""
        if self.is_open(now):
            return ""
        moment = self.opens(now)
        time = f"{moment.hour}:{moment.minute:02}"
        match (moment.date() - now.date()).days:
            case 0:
                return said("今天 {time}", time=time)
            case 1:
                return said("明天 {time}", time=time)
            case _:
                return said("{day} {time}", day=WEEKDAYS[moment.weekday()], time=time)

    def words(self) -> str:
        """ "周一到周五 8:30–12:00、13:30–17:00，周六 9:00–12:00"."""
        parts = []
        numbered = list(enumerate(self.days))
        for spans, group in groupby(numbered, key=lambda day: day[1]):
            numbers = [number for number, _ in group]
            if spans:
                parts.append(said("{days} {times}", days=_named(numbers), times=_times(spans)))
        return joined("，", parts)


def week(table: Mapping[str, Sequence[str]]) -> Week:
    """Raises ValueError with one sentence for whoever wrote the table."""
    days: list[Spans | None] = [None] * len(DAYS)
    for key, spans in table.items():
        for day in _days(key):
            if days[day] is not None:
                raise ValueError(f"{WEEKDAYS[day]}写了两次")
            days[day] = _spans(key, spans)
    if not any(days):
        raise ValueError("没有一天开门。不写 hours 就是一直开着")
    return Week(tuple(spans or () for spans in days))


def _days(key: str) -> range:
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(f"{key} 不是星期，要写 {'、'.join(DAYS)}，或 mon-fri 这样")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    if end < begin:
        raise ValueError(f"{key} 倒了，一周从 mon 到 sun")
    return range(begin, end + 1)


def _spans(key: str, texts: Sequence[str]) -> Spans:
    spans = tuple(_span(key, text) for text in texts)
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise ValueError(f"{key} 的时间重叠了，或者没有从早到晚写")
    return spans


def _span(key: str, text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f'{key} 写的是 {text!r}，要写成 "8:30-17:00"')
    hour, minute, last_hour, last_minute = map(int, found.groups())
    begin, end = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or end > _DAY:
        raise ValueError(f"{key} 写的 {text} 不是一天里的时间")
    if begin >= end:
        raise ValueError(f"{key} 写的 {text} 还没开门就关门了；过半夜的分两天写")
    return begin, end


def _named(days: Sequence[int]) -> str:
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    if len(days) == len(WEEKDAYS):
        return "每天"
    return first if len(days) == 1 else said("{first}到{last}", first=first, last=last)


def _times(spans: Spans) -> str:
    if spans == ((0, _DAY),):
        return "全天"
    return joined("、", (f"{_clock(begin)}–{_clock(end)}" for begin, end in spans))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
