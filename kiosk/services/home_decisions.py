"""What a person decides about home: to accept that an item goes, and to undo it."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.services.audit import Audit
from kiosk.services.audit_events import HomeChanged
from kiosk.services.delisting import Proposal, State, decide, proposals
from kiosk.services.home_order import Offer, change_home, project, standing
from kiosk.services.store import Store

__all__ = ["HomeDecisions", "NotYet", "Why"]


class Why(StrEnum):
    """What speaks for a decision. A choice and no free text: what a person writes would hold names."""

    UNUSED = "unused"
    ELSEWHERE = "elsewhere"  # people do it at the counter, or at home
    WANTED = "wanted"  # somebody came for it
    SEASON = "season"  # its time of the year comes
    ORDERED = "ordered"  # from above

    @property
    def words(self) -> str:
        return {
            "unused": "一直没人办",
            "elsewhere": "大家在窗口或家里办",
            "wanted": "有人来找过",
            "season": "办它的季节快到了",
            "ordered": "上级要求",
        }[self.value]


class NotYet(Exception):
    """The notice is not over; ``until`` is when it will be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class HomeDecisions:
    """``file`` is ``home.json``: a running terminal takes it up when nobody is there. Each method raises StoreError."""

    def __init__(self, store: Store, clock: Clock, offer: Offer, file: Path) -> None:
        self._store, self._clock, self._offer, self._file = store, clock, offer, file
        self._audit = Audit(store, clock)

    def accept(self, item: str, staff: str = "", why: Why | None = None) -> bool:
        """Takes it off home; ``staff`` is the number of who says so. False when there is no such proposal. Raises
        NotYet.
        """
        proposal, stands = self._proposal(item, State.OPEN), standing(self._store, self._offer)
        now = self._clock.now()
        if proposal is None or stands is None or item not in stands.items or item in self._offer.protected:
            return False
        if now < proposal.notice:
            raise NotYet(proposal.notice)
        left = [other for other in stands.items if other != item]
        if not left:
            return False
        self._decide(HomeChanged(item, State.ACCEPTED.value, staff, why or ""), proposal, State.ACCEPTED, left)
        return True

    def undo(self, item: str, staff: str = "", why: Why | None = None) -> bool:
        """Puts it back to where it stood. False when nobody has taken it off home."""
        proposal, stands = self._proposal(item, State.ACCEPTED), standing(self._store, self._offer)
        if proposal is None or stands is None:
            return False
        items = [other for other in stands.items if other != item]
        if item in self._offer.items:  # else another package has come, which does not have it
            items.insert(proposal.evidence.place - 1, item)
        self._decide(HomeChanged(item, State.UNDONE.value, staff, why or ""), proposal, State.UNDONE, items)
        return True

    def _decide(self, event: HomeChanged, proposal: Proposal, state: State, items: list[str]) -> None:
        now = self._clock.now()
        with self._store.write() as db:
            change_home(db, now, state.value, self._offer, items)
            decide(db, proposal, state, now)
            self._audit.record(db, event)
        project(self._store, self._offer, self._file)

    def _proposal(self, item: str, state: State) -> Proposal | None:
        return next((one for one in proposals(self._store, state=state) if one.item == item), None)
