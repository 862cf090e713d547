"""A day as a citizen reads it."""

from datetime import date

from kiosk.core.words import said

__all__ = ["spoken_day"]


def spoken_day(day: date) -> str:
    return said("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)
