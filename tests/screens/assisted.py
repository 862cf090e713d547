"""A stage at which a helper assists: the real window and assisted mode, and a card reader that the test plays."""

import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLabel

from kiosk.core.assist import Assistance, Ending, assistance
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.job import Progress
from kiosk.core.package import Helper
from kiosk.core.proxy import Authorised, NotByProxy
from kiosk.core.staff import Role, Staff
from kiosk.core.walk import Walk
from kiosk.flows.authorisation import authorise
from kiosk.screens.assist.assisting import Assisting
from kiosk.screens.assist.conductor import AssistedConductor
from kiosk.widgets.control import Control
from tests.screens.house import Clock, Stage, TestHouse

__all__ = ["HELPER", "AssistedStage"]

HELPER = Staff("B012", "王小明", Role.HELPER)


class TestOffice:
    """Where the helpers of ``Stage`` work; ``report`` of the watch that stands plays the card reader."""

    __test__ = False

    def __init__(self, house: TestHouse, clock: Clock) -> None:
        self.house, self.clock = house, clock
        self.terms = Helper(minutes=30, idle_seconds=300, card_ends=True)
        self.book: list[tuple[str, ...]] = []  # what would stand in the audit
        self.recent: list[str] = []
        self.in_person: set[str] = set()
        self.watches: queue.SimpleQueue[tuple[Cancel, Callable[[Progress], None], bool]] = queue.SimpleQueue()

    def assistance(self, staff: Staff, *, by_card: bool) -> Assistance:
        made = assistance(staff, self.terms, self.clock.monotonic(), by_card=by_card)
        if made is None:
            raise KioskError("no assisted mode", sentence="这里没有帮办")
        return made

    def began(self, assistance: Assistance) -> None:
        self.book.append(("began", assistance.staff.id))

    def ended(self, assistance: Assistance, why: Ending) -> None:
        self.book.append(("ended", assistance.staff.id, why.value))

    def handed_over(self, assistance: Assistance, walk: Walk) -> None:
        self.book.append(("handed over", assistance.staff.id, walk.id))

    def used(self, assistance: Assistance, item: Item) -> None:
        self.recent = [item.id, *(one for one in self.recent if one != item.id)]

    def items(self, assistance: Assistance, typed: str) -> Sequence[Item]:
        found = self.house.find(typed) if typed else self.house.offered()
        return sorted(found, key=lambda item: self.recent.index(item.id) if item.id in self.recent else 99)

    def why_not(self, assistance: Assistance, item: Item) -> KioskError | None:
        return NotByProxy("no", sentence="这个网点这件事不能代办") if item.id in self.in_person else None

    def registration(self, assistance: Assistance, item: Item) -> Item:
        script = authorise(item, assistance.staff.id, by_paper=True)
        return replace(item, id="assist.proxy", script=script)

    def authorised(self, assistance: Assistance, item: Item, how: Authorised) -> None:
        self.book.append(("authorised", assistance.staff.id, item.id, how.reference))

    def watch(self, walk: Walk | None, cancel: Cancel, report: Callable[[Progress], None], *, codes: bool) -> None:
        self.watches.put((cancel, report, codes))
        gone: queue.SimpleQueue[None] = queue.SimpleQueue()
        with cancel.waking(lambda: gone.put(None)):
            gone.get()


class AssistedStage(Stage):
    """The same with a helper beside the citizen, as soon as ``conductor.assist`` was called."""

    conductor: AssistedConductor

    def _conductor(self) -> AssistedConductor:
        self.office = TestOffice(self.house, self.clock)
        self.assisting = Assisting(self.office, self.house, self.clock)
        return AssistedConductor(self.window, self.house, self.idle, self.voice, self.assisting, idle_seconds=120)

    def sees(self, event: Progress) -> None:
        """The newest watch of the reader says so, and the window has heard of it."""
        deadline = time.monotonic() + 5
        while True:
            cancel, report, _ = self.office.watches.get(timeout=max(0.0, deadline - time.monotonic()))
            if not cancel.is_set:
                break
        with self.qtbot.waitSignal(self.assisting.presence._worker.reported, timeout=30_000):
            report(event)
        if not cancel.is_set:
            self.office.watches.put((cancel, report, False))

    def later(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.assisting.tick()

    def words(self) -> str:
        """All that stands in the window."""
        texts = [one for one in self.window.findChildren(QLabel) if one.isVisible()]
        buttons = [one for one in self.window.findChildren(Control) if one.isVisible()]
        return "\n".join(f"{one.text()} {one.accessibleName()}" for one in (*texts, *buttons))
