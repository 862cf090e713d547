"""The number on the slip of something that waits (查询号): short, all digits, with a check digit.

``0001-0730-0041`` is read in groups of four: the terminal's last four digits, month and day, the day's count in three
digits and more if need be, and the check digit.
"""

from datetime import date

__all__ = ["check_digit", "lookup_number", "lookup_prefix"]


def lookup_prefix(terminal: str, day: date) -> str:
    """``0001-0730-`` for the terminal NB-YZ-0001 on 30 July."""
    digits = "".join(character for character in terminal if character.isdigit())
    return f"{digits[-4:]:0>4}-{day:%m%d}-"


def lookup_number(prefix: str, count: int) -> str:
    number = f"{prefix}{count:03d}"
    return number + check_digit(number.replace("-", ""))


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10: finds every single wrong digit and nearly every pair that changed places."""
    check = 5
    for digit in digits:
        check = (((check or 10) * 2) % 11 + int(digit)) % 10
    return str((1 - ((check or 10) * 2) % 11) % 10)
