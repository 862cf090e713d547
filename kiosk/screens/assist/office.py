"""What the assisted mode needs of the rest of the terminal, and what the helper's list is filled with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.core.assist import Assistance, Ending
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.job import Progress
from kiosk.core.proxy import Authorised
from kiosk.core.staff import Staff
from kiosk.core.walk import Walk
from kiosk.screens.content import Tile

__all__ = ["PICTURE", "AssistOffice", "HelperList"]

PICTURE = "照片，本人看"  # in its place, while it is hidden


@dataclass(frozen=True)
class HelperList:
    """All that can be done here, or what was found of it by ``typed``; what this helper used last stands first.

    ``note`` is what the helper has to do now, "" for nothing. ``for_others``: what is pressed is for somebody else;
    ``refused`` says why what was pressed is not, "" for nothing.
    """

    tiles: tuple[Tile, ...]
    typed: str = ""
    note: str = ""
    for_others: bool = False
    refused: str = ""


class AssistOffice(Protocol):
    def assistance(self, staff: Staff, *, by_card: bool) -> Assistance:
        """One that begins now. Raises KioskError in words for the helper at a site that has none."""

    def began(self, assistance: Assistance) -> None:
        """For the audit, and so that the helper's own order of items is at hand. Returns at once."""

    def ended(self, assistance: Assistance, why: Ending) -> None:
        """For the audit. Returns at once."""

    def handed_over(self, assistance: Assistance, walk: Walk) -> None:
        """The citizen goes on without the helper: from now on nothing of this walk is assisted. Returns at once."""

    def used(self, assistance: Assistance, item: Item) -> None:
        """It stands first from now on. Returns at once."""

    def items(self, assistance: Assistance, typed: str) -> Sequence[Item]: ...

    def why_not(self, assistance: Assistance, item: Item) -> KioskError | None:
        """Why this helper does not begin it for somebody else now, in words for the helper; None when they may."""

    def registration(self, assistance: Assistance, item: Item) -> Item:
        """What comes before it, then: it ends with ``Authorised``."""

    def authorised(self, assistance: Assistance, item: Item, how: Authorised) -> None:
        """It is counted. Returns at once."""

    def watch(self, walk: Walk | None, cancel: Cancel, report: Callable[[Progress], None], *, codes: bool) -> None:
        """Whose card lies on the reader, in a worker thread, until it is cancelled (``perform/presence.py``)."""
