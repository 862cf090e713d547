"""What stands open for whoever is there, and which page that makes."""

from dataclasses import dataclass, field
from typing import Any

from kiosk.core.board import Steps
from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.person import CardKind
from kiosk.core.step import Step
from kiosk.core.walk import Walk
from kiosk.screens.browse import Browse
from kiosk.screens.content import Page, Proposal, VoiceLevels
from kiosk.screens.house import House
from kiosk.screens.troubles import trouble

__all__ = ["PROPOSED", "Visit"]

PROPOSED = "en"  # to whoever has the card of a foreigner
FOREIGN = (CardKind.FOREIGN_2017, CardKind.FOREIGN_2023)


@dataclass
class Visit:
    """``refused`` is why the item did not begin; ``aside`` is "help", "voice", "language" or "steps", a page that is
    looked at meanwhile. ``asked_language`` says that the last has been.

    ``browse`` is where the item was looked for: 上一步 leads there as long as nothing of the item is done.
    """

    walk: Walk | None = None
    item: Item | None = None
    refused: KioskError | None = None
    aside: str = ""
    asked_language: bool = False
    browse: Browse = field(default_factory=Browse)

    @property
    def at_home(self) -> bool:
        return self.walk is None and self.refused is None and not self.browse.open

    @property
    def can_leave_item(self) -> bool:
        return self.browse.open and (self.refused is not None or (self.walk is not None and not self.walk.begun))

    @property
    def may_read_no_chinese(self) -> bool:
        """By the card; for whoever has not been asked yet."""
        person = self.walk.person if self.walk is not None else None
        return person is not None and person.kind in FOREIGN and not self.asked_language

    @property
    def trouble(self) -> KioskError | None:
        return self.refused or (self.walk.trouble if self.walk is not None else None)

    @property
    def step(self) -> Step[Any] | None:
        return self.walk.step if self.walk is not None else None

    def page(self, house: House, levels: VoiceLevels) -> tuple[str, Page]:
        """One ordered list: what the citizen asked for, then trouble, then the end, then the step."""
        walk, title = self.walk, self.item.title if self.item is not None else ""
        if self.aside == "steps":
            if (error := self.trouble) is not None and (steps := house.steps(error)):
                return self.aside, Page(Steps(steps, error.sentence), title, can_go_back=True)
        elif self.aside:
            beside = house.help() if self.aside == "help" else levels
            content = Proposal(PROPOSED) if self.aside == "language" else beside
            return self.aside, Page(content, title, can_go_back=True)
        if self.refused is not None:
            return "trouble", Page(trouble(self.refused, None, self.item, house), title, self.can_leave_item)
        if walk is None:
            return self.browse.page(house) if self.browse.open else ("home", Page(house.home()))
        can_go_back = walk.can_go_back or self.can_leave_item
        if walk.trouble is not None:
            return "trouble", Page(trouble(walk.trouble, walk.step, self.item, house), title, can_go_back)
        if walk.outcome is not None:
            return "done", Page(walk.outcome, title)
        if walk.step is None:
            raise RuntimeError("a walk without an outcome stands at a step")
        return walk.step.screen, Page(walk.step, title, can_go_back, house.code_slot())
