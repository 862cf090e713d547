"""Who may do which declared item at the stand-in gateway, and what the books have of it.

What an item is stands in its file in ``assets/items``. The residents r01 to r24 may do every one; the others hear one
reason or another, not the same for every item.
"""

import tomllib
from binascii import crc32
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.declared import Declaration, declaration_of
from kiosk.core.money import capitals, figures
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.books import Books
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident
from kiosk.sandbox.submissions import is_paid, last_of, owed

__all__ = [
    "CLOSED",
    "ITEMS",
    "OPEN_TO",
    "DeclaredBills",
    "Standing",
    "declaration",
    "free_for",
    "may_do_all",
    "names",
    "standing_of",
]

ITEMS: Final = Path(__file__).parent.parent.parent / "assets" / "items"
OPEN_TO: Final = 24  # of the residents, from the first on
_BY_ID: Final = {resident.id: resident for resident in RESIDENTS}


class Standing(Enum):
    OPEN = "open"
    NOT_ENTITLED = "not_entitled"
    NOT_FOUND = "not_found"
    DONE = "done"
    EXPIRED = "expired"
    CHECKING = "checking"
    UNPAID = "unpaid"


CLOSED: Final = (
    Standing.NOT_ENTITLED,
    Standing.NOT_FOUND,
    Standing.DONE,
    Standing.EXPIRED,
    Standing.CHECKING,
)


def names() -> list[str]:
    """The ids of all that there are."""
    return sorted(f"{file.parent.name}.{file.stem}" for file in ITEMS.glob("*/*.toml"))


def declaration(item: str) -> Declaration | None:
    category, _, name = item.partition(".")
    file = ITEMS / category / f"{name}.toml"
    inside = name.isidentifier() and category.isidentifier() and file.is_file()
    return _read(item, file, file.stat().st_mtime_ns) if inside else None


@lru_cache(maxsize=64)
def _read(item: str, file: Path, _written: int) -> Declaration:
    return declaration_of(item, tomllib.loads(file.read_text(encoding="utf-8")))


def standing_of(books: Books, item: str, person: Resident) -> Standing:
    entry = last_of(books, person, item)
    if entry is not None:
        if entry["owed"] and not is_paid(books, entry["number"]):
            return Standing.UNPAID
        return Standing.CHECKING if entry["state"] == ReceiptState.CHECKING.value else Standing.DONE
    if may_do_all(person):
        return Standing.OPEN
    return CLOSED[(RESIDENTS.index(person) + crc32(item.encode())) % len(CLOSED)]


def may_do_all(person: Resident) -> bool:
    """Before anything is handed in."""
    return RESIDENTS.index(person) < OPEN_TO


def free_for(person: Resident) -> str:
    """Whose share of a fee the state pays; "" where it does not."""
    return "低保对象" if person.medical is Medical.EXEMPT else ""


class DeclaredBills:
    """``Bills`` of one declared item: a bill is the number of what was handed in."""

    def __init__(self, item: str, books: Books, clock: Clock) -> None:
        self._item, self._books, self._clock = item, books, clock

    @property
    def title(self) -> str:
        about = declaration(self._item)
        return about.fee.title if about is not None and about.fee is not None else self._item

    @property
    def agency(self) -> str:
        about = declaration(self._item)
        return about.agency if about is not None else ""

    def amount(self, bills: tuple[str, ...]) -> int | None:
        entry = owed(self._books, self._item, bills)
        return int(entry["owed"]) if entry is not None else None

    def post(self, bills: tuple[str, ...], order: str) -> Receipt:
        entry, now = owed(self._books, self._item, bills), self._clock.now()
        if entry is None:
            raise Refusal(409, "bill_settled", "这笔钱已经有人交过了", "钱会退回来")
        number = self._books.numbered("DF", now)
        amount = int(entry["owed"])
        body = {"item": self._item, "order": order, "bills": list(bills), "amount": amount}
        self._books.enter("postings", number, now, body)
        return Receipt(
            number,
            self.title,
            ReceiptState.DONE,
            now,
            self.agency,
            rows=(
                ("姓名", _BY_ID[entry["person"]].masked_name),
                ("办件号", bills[0]),
                ("金额", figures(amount)),
                ("大写", capitals(amount)),
                ("订单号", order),
            ),
            note="付好了，不用再付",
            code=f"JB:{number}",
        )
