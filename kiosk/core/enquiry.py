"""What an agency's books say of a person."""

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.receipt import Receipt

__all__ = ["Movement", "Report"]


@dataclass(frozen=True)
class Movement:
    """One entry of an account's history; ``amount`` in fen, negative for what was taken out."""

    day: date
    what: str = field(repr=False)
    amount: int = field(repr=False)


@dataclass(frozen=True)
class Report:
    """``rows`` are pairs of label and value, none for nothing found; ``movements`` the newest first.

    ``sheet`` is the same for the printer. ``telephone`` answers questions.
    """

    rows: tuple[tuple[str, str], ...] = field(repr=False)
    movements: tuple[Movement, ...] = field(default=(), repr=False)
    sheet: Receipt | None = field(default=None, repr=False)
    telephone: str = ""
