"""What signing in needs of the rest of the terminal, and what its pages are filled with."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.core.cancel import Cancel
from kiosk.core.staff import Door, Staff

__all__ = ["CardLaid", "ChallengePage", "Gate", "Shown", "SignIn", "Stands"]


@dataclass(frozen=True)
class Stands:
    """A door: in how many seconds there may be another try, and whether it is shut for PINs."""

    waits: float = 0.0
    shut: bool = False


@dataclass(frozen=True)
class CardLaid:
    """A staff card, and whether it is enough at this door."""

    staff: Staff
    admitted: bool


@dataclass(frozen=True)
class Shown:
    """A challenge: its digits, what its drawn code says, and for how many seconds it is good."""

    digits: str
    code: str
    seconds: float


class Gate(Protocol):
    """All of them raise KioskError in words for staff. ``by_pin``, ``by_card`` and ``respond`` block: they are called
    from a worker's thread."""

    def stands(self, door: Door) -> Stands: ...

    def by_pin(self, number: str, pin: str, door: Door) -> Staff: ...

    def by_card(self, door: Door, cancel: Cancel) -> CardLaid:
        """The next staff card that is laid."""

    def challenge(self, door: Door) -> Shown: ...

    def respond(self, given: str) -> Staff: ...

    def drop(self) -> None:
        """Nobody is going to answer the challenge."""


@dataclass(frozen=True)
class SignIn:
    """Another ``turn`` begins with nothing typed but ``number``, which a card has told.

    ``waits`` are whole seconds. ``said`` is what came of the last try.
    """

    door: Door
    turn: int
    number: str = ""
    said: str = ""
    waits: int = 0
    shut: bool = False
    working: bool = False


@dataclass(frozen=True)
class ChallengePage:
    """``left`` are the whole seconds for which the challenge is still good."""

    shown: Shown
    left: int
    turn: int
    said: str = ""
    working: bool = False
