"""What the gateway knows of this terminal's work: asked when a store was lost, and at a first start.

It is asked for everything of the last 30 days that the terminal may still have to do something about: each submission
that was handed in, since nobody but the terminal knows whether its receipt was printed, and each order that is neither
closed, nor entered with the agency, nor given back. It tells ID numbers: the terminal keeps none.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.payment import Charge
from kiosk.core.receipt import Receipt

__all__ = ["KnownOrder", "KnownSubmission", "TerminalWork", "UnfinishedWork"]


@dataclass(frozen=True)
class KnownSubmission:
    """``key`` and ``path`` are those of the call that handed it in."""

    key: str
    path: str
    id_number: str = field(repr=False)
    receipt: Receipt


@dataclass(frozen=True)
class KnownOrder:
    """How it stands is asked by ``CloseOrder``, as for each order that nobody stands before any more.

    ``id_number`` is "" where the gateway does not know who stood there; the order is settled all the same.
    """

    number: str
    id_number: str = field(repr=False)
    charge: Charge


@dataclass(frozen=True)
class TerminalWork:
    submissions: tuple[KnownSubmission, ...]
    orders: tuple[KnownOrder, ...]


@dataclass(frozen=True)
class UnfinishedWork(Call[TerminalWork]):
    """A query; the terminal is the one that signs it."""

    path = "/terminal/unfinished"
