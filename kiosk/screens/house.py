"""What the pages need of the rest of the terminal."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from kiosk.core.advice import Entitlement
from kiosk.core.board import Guide
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.job import Progress
from kiosk.core.person import Person
from kiosk.core.slot import Slot
from kiosk.core.step import Done, Step
from kiosk.core.walk import Walk
from kiosk.screens.content import Help, Home, Tile

__all__ = ["House"]


class House(Protocol):
    def home(self) -> Home: ...

    def help(self) -> Help: ...

    def call_helper(self, wanted: bool, item: str = "") -> None:
        """Rings whoever is on duty, once however often it is asked for, or calls it off. Returns at once.

        ``item`` is the id of what the citizen is at.
        """

    def item(self, item: str) -> Item: ...

    def tile(self, item: Item) -> Tile: ...

    def offered(self) -> Sequence[Item]:
        """All that can be found here, home's items first."""

    def find(self, typed: str) -> Sequence[Item]:
        """What was meant by it, the best first; none for nothing."""

    def begin_search(self) -> None:
        """Somebody is about to look for something. Returns at once."""

    def end_search(self) -> None:
        """Nobody looks for anything any more: what is only needed for that is let go."""

    def missing(self, item: Item) -> KioskError | None:
        """Why the item cannot be begun now, or None (pre-flight)."""

    def code_slot(self) -> Slot | None:
        """Where a code is held up just now: scanner or camera. None: nowhere."""

    def attend(self) -> None:
        """Somebody is here: asks every device now how it stands, and often for a while. Returns at once."""

    def light(self, slot: Slot | None) -> None:
        """The guide light of this slot blinks from now on, or none. Returns at once."""

    def steps(self, error: KioskError) -> tuple[Guide, ...]:
        """What the site's staff can do about it, in pictures; () where they cannot."""

    def still(self, item: Item | None) -> Sequence[str]:
        """Titles of what can be done here now besides ``item``, as home orders it; a few."""

    def cleared(self, error: KioskError) -> bool:
        """Whether what caused the error is gone, so that the step may be tried again unasked."""

    def has_work(self, step: Step[Any] | Done) -> bool: ...

    def perform(
        self, step: Step[Any] | Done, walk: Walk, cancel: Cancel, stop: Cancel, report: Callable[[Progress], None]
    ) -> Any:
        """The work of a step, in a worker thread. ``stop`` asks it to come to its end, ``cancel`` breaks it off."""

    def new_walk(self, item: Item, known: Person | None = None) -> Walk:
        """``known`` is who stands there still, after another item."""

    def offers(self, entitled: Sequence[Entitlement]) -> tuple[Tile, ...]:
        """What of it can be done here and now."""

    def left(self, walk: Walk, *, idle: bool = False) -> None:
        """The citizen has gone, ``idle`` without saying so; what must not be kept of the walk is taken back."""
