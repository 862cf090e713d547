"""The assisted mode's side of the terminal: its terms by the package, the audit, the helper's own order of items."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.core.assist import Assistance, Ending, assistance
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.item import Capability, Item, Offline
from kiosk.core.job import Progress
from kiosk.core.package import Helper
from kiosk.core.proxy import Authorised, NotByProxy, why_in_person
from kiosk.core.staff import Staff
from kiosk.core.walk import Walk
from kiosk.flows.authorisation import authorise
from kiosk.perform.presence import watch_cards
from kiosk.services.audit_assist import AssistBegan, AssistedItem, AssistEnded
from kiosk.terminal import Terminal

__all__ = ["AssistDesk"]

REGISTRATION = "assist.proxy"  # as usage and audit have it: it is no item of the site
NONE_HERE = "这里没有帮办"


@dataclass(frozen=True)
class AssistDesk:
    """The ``AssistOffice`` of the window."""

    terminal: Terminal
    terms: Helper
    clock: Clock

    def assistance(self, staff: Staff, *, by_card: bool) -> Assistance:
        made = assistance(staff, self.terms, self.clock.monotonic(), by_card=by_card)
        if made is None:
            raise KioskError("helper.minutes is 0", sentence=NONE_HERE, remedy="这个网点的功能包没有开")
        return made

    def began(self, assistance: Assistance) -> None:
        services, helper = self.terminal.services, assistance.staff.id
        services.audit.keep(AssistBegan("", helper, assistance.card_ends))
        self._aside(lambda: services.staff.helper_items.load(helper))
        self._aside(lambda: services.staff.proxies.load(helper))

    def ended(self, assistance: Assistance, why: Ending) -> None:
        self.terminal.services.audit.keep(AssistEnded("", assistance.staff.id, why.value))

    def handed_over(self, assistance: Assistance, walk: Walk) -> None:
        step = walk.step.called if walk.step is not None else ""
        item = self.terminal.item_of(walk)
        self.terminal.services.audit.keep(AssistedItem(item, assistance.staff.id, "handed_over", step))

    def used(self, assistance: Assistance, item: Item) -> None:
        items, helper = self.terminal.services.staff.helper_items, assistance.staff.id
        items.use(helper, item.id)
        self._aside(lambda: items.keep(helper, item.id))

    def items(self, assistance: Assistance, typed: str) -> Sequence[Item]:
        latest = self.terminal.services.staff.helper_items.latest(assistance.staff.id)
        if typed:
            return self.terminal.find(typed, first=latest)
        offered = {item.id: item for item in self.terminal.offered()}
        return [offered[item] for item in dict.fromkeys((*latest, *offered)) if item in offered]

    def why_not(self, assistance: Assistance, item: Item) -> KioskError | None:
        if why := why_in_person(item):
            return NotByProxy("the principal's own face is needed", sentence=why)
        try:
            self.terminal.services.staff.proxies.check(assistance.staff.id, item.id, self.terms)
        except NotByProxy as no:
            return no
        return None

    def registration(self, assistance: Assistance, item: Item) -> Item:
        by_paper = self.terminal.has(Capability.DOCUMENT_CAMERA)
        script = authorise(item, assistance.staff.id, by_paper=by_paper)
        return replace(
            item, id=REGISTRATION, needs=(Capability.ID_CARD,), wants=(), offline=Offline.REFUSED, script=script
        )

    def authorised(self, assistance: Assistance, item: Item, how: Authorised) -> None:
        proxies, helper = self.terminal.services.staff.proxies, assistance.staff.id
        proxies.note(helper, item.id, how.reference)
        self._aside(lambda: proxies.keep(helper, item.id, how))

    def watch(self, walk: Walk | None, cancel: Cancel, report: Callable[[Progress], None], *, codes: bool) -> None:
        watch_cards(self.terminal.job(walk, cancel, report), codes=codes)

    @staticmethod
    def _aside(work: Callable[[], None]) -> None:
        """The store may be slow, and nobody waits for it."""
        threading.Thread(target=work, name="helper", daemon=True).start()
