"""What is handed in at the stand-in gateway: its entry in the books, and the receipt that answers it."""

from dataclasses import replace
from typing import Any, Final

from pydantic import TypeAdapter

from kiosk.core.receipt import Receipt
from kiosk.sandbox.authorisations import agent_row
from kiosk.sandbox.books import Books
from kiosk.sandbox.desk import Desk, Effect
from kiosk.sandbox.residents import Resident

__all__ = ["RECEIPT", "enter", "is_paid", "last_of", "owed"]

RECEIPT: Final = TypeAdapter(Receipt)


def enter(desk: Desk, effect: Effect, resident: Resident, item: str, receipt: Receipt, **more: Any) -> str:
    """Runs within the books' transaction. ``more`` is what else the entry is to hold, or holds instead.

    Returns the receipt's JSON. What somebody has done for another says who on the paper.
    """
    if effect.authorisation:
        receipt = replace(receipt, rows=(*receipt.rows, agent_row(desk.books, effect.authorisation)))
        more["authorisation"] = effect.authorisation
    if effect.assisted:
        receipt = replace(receipt, assisted=effect.assisted)
        more["assisted"] = effect.assisted
    body = {"item": item, "title": receipt.title, "person": resident.id, "state": receipt.state.value, **more}
    how = {"terminal": effect.terminal, "key": effect.key, "path": effect.path}
    desk.books.enter("submissions", receipt.number, receipt.issued_at, body | how)
    return RECEIPT.dump_json(receipt).decode()


def last_of(books: Books, resident: Resident, item: str) -> dict[str, Any] | None:
    """What this person handed in last for the item."""
    found = [entry for entry in books.entries("submissions", person=resident.id) if entry["item"] == item]
    return found[-1] if found else None


def is_paid(books: Books, number: str) -> bool:
    """Whether the fee of what was handed in under this number is in the books."""
    return any(number in entry["bills"] for entry in books.entries("postings"))


def owed(books: Books, item: str, bills: tuple[str, ...]) -> dict[str, Any] | None:
    """What was handed in and is still to be paid: of one bill, which is its number. ``owed`` is in fen."""
    entry = books.entry("submissions", bills[0]) if len(bills) == 1 else None
    if entry is None or entry["item"] != item or not entry.get("owed") or is_paid(books, bills[0]):
        return None
    return entry
