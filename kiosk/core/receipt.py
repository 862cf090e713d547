"""What a citizen takes home: the gateway's receipt, or the terminal's own slip for something that waits."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

__all__ = ["Paper", "Receipt", "ReceiptState"]


class ReceiptState(Enum):
    DONE = "done"
    CHECKING = "checking"  # a person at the agency looks at it first
    RETURNED = "returned"  # the terminal's slip for money that goes back
    TICKET = "ticket"  # a number in a queue
    ENQUIRY = "enquiry"  # what was looked up, to take along
    NOTICE = "notice"  # nothing was done here: where to go, and what to bring
    ENTERED = "entered"  # in the gateway's books: nobody needs a sheet of it, and none is offered
    QUEUED = "queued"  # kept encrypted on this terminal until the link is back; ``number`` is the lookup number


@dataclass(frozen=True)
class Receipt:
    """One 办件回执. ``rows`` are (label, value) pairs, already masked: paper is left lying about.

    ``assisted`` is the number of the helper who assisted, "" where nobody did.
    ``code`` is the text of the QR code ("" for none). ``related`` are ids of items that this person may want next.
    """

    number: str
    title: str
    state: ReceiptState
    issued_at: datetime
    agency: str = ""
    rows: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    note: str = ""
    code: str = ""
    related: tuple[str, ...] = ()
    assisted: str = ""


class Paper(Enum):
    """What is known of a printed sheet, as the answer of a printing step."""

    OUT = "out"
    UNSURE = "unsure"  # it may be, and nobody knows
    SKIPPED = "skipped"  # the citizen goes without; the receipt stays on offer at the next identification
