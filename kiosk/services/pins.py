"""Which PINs are taken, and how they are kept: Argon2id (RFC 9106), whose parameters travel with each hash.

Six digits are a million PINs. Whoever has the store and its key could try them all on a machine of their own: a million
times the cost of one hash, which is days for each person. At the door the lock (``pin_lock``) leaves fifteen tries.
"""

from datetime import date
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["PIN_DIGITS", "hasher", "matches", "pin_problem"]

PIN_DIGITS: Final = 6
# 0.13 s on a server's core of 2023, three times as long on a terminal's Celeron. One lane: the window needs the rest.
TIME_COST, MEMORY_KIB, LANES = 6, 32 * 1024, 1
WELL_KNOWN: Final = ("147258", "258369", "159357", "147852", "520131", "131420", "521521", "888666", "666888")


def hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)


def matches(hasher: PasswordHasher, kept: str, pin: str) -> bool:
    """Whether it is the PIN that was kept so; never for a hash that is none."""
    try:
        return hasher.verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False


def pin_problem(pin: str, number: str) -> str:
    """Why this one is not taken, "" when it is. Those that are tried first are refused, and dates of birth with them.

    ``number`` is of whom it is to be.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        return f"密码是 {PIN_DIGITS} 位数字"
    if len(set(pin)) <= 2:
        return "密码里至少要有三种数字"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 or pin in WELL_KNOWN:
        return "连着的数字谁都猜得到，换一个"
    halves, pairs = pin[:3] == pin[3:], pin[:2] == pin[2:4] == pin[4:]
    if halves or pairs or all(pin[at] == pin[at + 1] for at in (0, 2, 4)):
        return "重复的数字谁都猜得到，换一个"
    if len(number) >= 4 and (number[-PIN_DIGITS:] in pin or pin in number):
        return "密码里不要用工号"
    if _is_date(pin[:2], pin[2:4], pin[4:]) or _is_month(pin):
        return "像生日的密码谁都猜得到，换一个"
    return ""


def _is_date(year: str, month: str, day: str) -> bool:
    """YYMMDD of this century or the last: a leap day of one of them counts."""
    for century in (1900, 2000):
        try:
            date(century + int(year), int(month), int(day))
        except ValueError:
            continue
        return True
    return False


def _is_month(pin: str) -> bool:
    """YYYYMM, from 1900 on."""
    return 1900 <= int(pin[:4]) < 2100 and 1 <= int(pin[4:]) <= 12
