"""What the maintenance pages need of the rest of the terminal, and what their screens are filled with."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.core.board import Ask, Board, Mood, Outcome
from kiosk.core.cancel import Cancel
from kiosk.core.staff import Staff

__all__ = ["BoardPage", "Entry", "Office", "Question"]


@dataclass(frozen=True)
class Entry:
    """A page of the menu: its button is ``maintenance.<name>``."""

    name: str
    title: str
    icon: str


@dataclass(frozen=True)
class BoardPage:
    """``page`` is the name of the page that the board is of, ``place`` that with what of it is seen; ``menu`` all that
    this person may open.

    ``said`` is what the last action came to, in its ``mood``. ``working``: something is being done, which can be
    stopped with "staff:back", and nothing else can be pressed.
    """

    page: str
    place: str
    board: Board
    menu: tuple[Entry, ...]
    staff: Staff
    can_go_back: bool
    said: str = ""
    mood: Mood = Mood.GOOD
    working: bool = False


@dataclass(frozen=True)
class Question:
    """Asked before an action is done; answered with "staff:answer:<value>" or "staff:back". ``label`` is what stands
    on the button that does it."""

    page: str
    action: str
    ask: Ask
    staff: Staff
    label: str


class Office(Protocol):
    """``board`` and ``do`` may block: they are called from a worker's thread. Both raise KioskError in words for
    staff."""

    def menu(self, staff: Staff) -> tuple[Entry, ...]: ...

    def may(self, staff: Staff, place: str) -> bool: ...

    def board(self, place: str, staff: Staff) -> Board: ...

    def do(self, place: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome: ...

    def came(self, staff: Staff) -> None: ...

    def left(self, staff: Staff, reason: str) -> None:
        """``reason``: "closed" or "idle"."""
