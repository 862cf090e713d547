"""Who stands before the terminal, as an identity card says it.

Sources: GB 11643-1999 (the number and its check digit), GB/T 3304 (ethnic groups), GB/T 2261.1 (sex).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

__all__ = ["CardKind", "Person", "check_digit", "id_number_problem"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class CardKind(Enum):
    """The four cards of one reader; the value is the type flag at byte 248 of the card's text."""

    RESIDENT = " "
    HMT_PERMIT = "J"
    FOREIGN_2017 = "I"
    FOREIGN_2023 = "Y"


@dataclass(frozen=True)
class Person:
    """What a card told, or the platform of a phone's code. ``repr`` shows none of it: it may get into a log by mistake.

    ``birth``, ``valid_from`` and ``valid_until`` are calendar dates; ``valid_until`` is None for 长期.
    ``nation`` is the ethnic group (resident cards) or the nationality (foreign cards), "" where the card has none.
    ``photo`` is the raw 1024-byte WLT picture, which only vendor libraries decode.
    ``typed`` says that only the number is known, and from the keypad: nobody has proved to be this person. A code that
    its platform accepted proves as much as a card does: it is shown by the phone of its owner, and for a minute only.
    """

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    kind: CardKind = CardKind.RESIDENT
    sex: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    nation: str = field(default="", repr=False)
    latin_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_until: date | None = field(default=None, repr=False)
    photo: bytes = field(default=b"", repr=False)
    typed: bool = False

    def expired(self, today: date) -> bool:
        """A card is good through its last day."""
        return self.valid_until is not None and self.valid_until < today


def check_digit(first_seventeen: str) -> str:
    """ISO 7064 MOD 11-2 over the first 17 digits, as in GB 11643-1999 clause 4.2.

    Raises ValueError for anything but 17 ASCII digits.
    """
    if len(first_seventeen) != 17 or not (first_seventeen.isascii() and first_seventeen.isdigit()):
        raise ValueError("a check digit is made of 17 digits")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return "10X98765432"[total % 11]


def id_number_problem(text: str, today: date) -> str | None:
    """What is wrong with an 18-character ID number in words for the citizen, or None when it checks out."""
    number = text.upper()
    if len(number) != 18:
        return "身份证号是 18 位，再数一数"
    body, last = number[:17], number[17]
    if not (body.isascii() and body.isdigit()) or last not in "0123456789X":
        return "身份证号只有数字，最后可以是 X"
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "中间的出生日期不对，再看一看"
    if birth > today or birth.year < 1880:
        return "中间的出生日期不对，再看一看"
    if check_digit(body) != last:
        return "有一位按错了，再看一看"
    return None
