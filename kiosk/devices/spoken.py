"""Screen words to words that can be read aloud: dates, times, money and numbers written out. Pure functions.

espeak-ng groups the digits of a year, and breaks in the middle of a decimal.
"""

import re
from typing import Final

__all__ = ["spoken"]

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ("", "十", "百", "千")
_PHONE_DIGITS: Final = "零幺二三四五六七八九"  # 一 and 七 are easily taken for each other
_LEFT_OUT: Final = re.compile(r"[「」『』“”《》【】()（）\[\]]")

_RULES: Final = (
    (re.compile(r"(\d{4})年"), lambda found: _one_by_one(found[1]) + "年"),
    (re.compile(r"\b(\d{1,2}):(\d{2})\b"), lambda found: _time(int(found[1]), int(found[2]))),
    (re.compile(r"[¥￥]\s*(\d+(?:\.\d{1,2})?)"), lambda found: _money(found[1])),
    (re.compile(r"(\d+\.\d{1,2})元"), lambda found: _money(found[1])),
    (re.compile(r"(\d+(?:\.\d+)?)%"), lambda found: "百分之" + _decimal(found[1])),
    (re.compile(r"\d[\d -]{4,}\d[Xx]?"), lambda found: _phone(found[0])),
    (re.compile(r"\d+\.\d+"), lambda found: _decimal(found[0])),
    (re.compile(r"\d+"), lambda found: _number(int(found[0])) if len(found[0]) <= 4 else _phone(found[0])),
)


def spoken(text: str) -> str:
    """The text with every number in Chinese words. Long numbers are read digit by digit."""
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return _LEFT_OUT.sub("", text).strip()


def _one_by_one(digits: str, names: str = _DIGITS) -> str:
    return "".join(names[int(digit)] for digit in digits)


def _phone(written: str) -> str:
    """Groups are kept apart, a last X is said as it is."""
    groups = (group for group in re.split(r"[ -]+", written.upper()) if group)
    return "，".join(_one_by_one(group.rstrip("X"), _PHONE_DIGITS) + "X" * group.count("X") for group in groups)


def _number(number: int) -> str:
    """0 to 9999."""
    if number == 0:
        return _DIGITS[0]
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += (_DIGITS[0] if gap and words else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def _decimal(written: str) -> str:
    whole, _, rest = written.partition(".")
    words = _number(int(whole)) if len(whole) <= 4 else _one_by_one(whole)
    return f"{words}点{_one_by_one(rest)}" if rest else words


def _money(written: str) -> str:
    whole, _, rest = written.partition(".")
    words = (_number(int(whole)) if len(whole) <= 4 else _one_by_one(whole)) + "元"
    tenth, hundredth = int(rest[:1] or 0), int(rest[1:2] or 0)
    if tenth or hundredth:
        words += (_DIGITS[tenth] + "角" if tenth else _DIGITS[0]) + (_DIGITS[hundredth] + "分" if hundredth else "")
    return words


def _time(hour: int, minute: int) -> str:
    minutes = f"{_DIGITS[0] if minute < 10 else ''}{_number(minute)}分" if minute else "整"
    return f"{_number(hour)}点{minutes}"
