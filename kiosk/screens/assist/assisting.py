"""The assisted mode as the window knows it: how long it lasts, what it shows over every page, and whose turn it is."""

import math

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.core.assist import Assistance, Ending
from kiosk.core.clock import Clock
from kiosk.core.job import Progress
from kiosk.core.person import Person
from kiosk.core.staff import Staff
from kiosk.core.step import EnterIdNumber, Identify, Pay, Route, ShowCode, ShowFacts
from kiosk.core.timing import STAFF_CARD_BACK
from kiosk.core.walk import Walk
from kiosk.core.words import said
from kiosk.screens.assist.office import AssistOffice, HelperList
from kiosk.screens.assist.presence import Presence
from kiosk.screens.assist.proxying import Proxying
from kiosk.screens.assist.veil import Veil, secrets_of
from kiosk.screens.content import Page
from kiosk.screens.house import House
from kiosk.widgets.assist_band import Band

__all__ = ["Assisting"]

FINDING_OUT = (Identify, ShowCode, EnterIdNumber)  # steps that read cards themselves, or come before anybody is known
OWN_TURN = "请本人来按，身份证放上"
SEE_ALL = "身份证放上才看得全"
OWN_TURN_BY_PHONE = "请本人来按，再亮一次码"


class Assisting(QObject):
    """``over`` comes when it has to end, and why. ``changed``: another card lies on the reader, so that what is hidden
    and what is locked may be different. ``told``: band or list are to be shown anew.
    """

    over = Signal(object)
    changed = Signal()
    told = Signal()

    def __init__(self, office: AssistOffice, house: House, clock: Clock) -> None:
        super().__init__()
        self._office, self._house, self._clock = office, house, clock
        self.now: Assistance | None = None
        self.typed = ""
        self.proxying = Proxying(office)
        self.ending: Ending | None = None  # as soon as what is under way has come to its end
        self.presence = Presence()
        self.presence.changed.connect(self._card_changed)
        self.presence.code_shown.connect(self._code_shown)
        self._walk: Walk | None = None
        self._paying: Pay | None = None
        self._back_by: float | None = None  # until then the staff card must lie there again
        self._veil: tuple[object, Veil] = (None, Veil({}))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)

    @property
    def on(self) -> bool:
        return self.now is not None

    @property
    def helper(self) -> str:
        return self.now.staff.id if self.now is not None else ""

    @property
    def idle_seconds(self) -> float:
        return self.now.idle_seconds if self.now is not None else 0.0

    # --- from beginning to end ---

    def begin(self, staff: Staff, *, by_card: bool) -> None:
        """Raises KioskError, in words for the helper, at a site without it."""
        self.now = self._office.assistance(staff, by_card=by_card)
        self.ending, self._back_by, self._walk, self.typed = None, None, None, ""
        self.presence.begin(staff=by_card)
        self._office.began(self.now)
        self.tick()

    def end(self, why: Ending, walk: Walk | None) -> None:
        """``walk`` is that of a citizen who goes on alone."""
        now, self.now = self.now, None
        self._timer.stop()
        self.presence.rest()
        self.presence.forget()
        self.proxying.forget()
        self._walk, self.ending, self._back_by, self._veil = None, None, None, (None, Veil({}))
        if now is None:
            return
        if walk is not None:
            self._office.handed_over(now, walk)
            walk.helper = ""
        self._office.ended(now, why)

    def tick(self) -> None:
        """Looks at the clock: called by its own timer when a minute, a second of waiting or the whole is over."""
        now, at = self.now, self._clock.monotonic()
        if now is None:
            return
        if now.over(at):
            self._timer.stop()
            self.over.emit(Ending.MINUTES)
            return
        if self._back_by is not None and at >= self._back_by:
            self._back_by = None
            self.over.emit(Ending.CARD)
            return
        left = now.until - at
        pause = (left % 60) or 60.0
        self._timer.start(math.ceil(1000 * (min(1.0, pause) if self._back_by is not None else pause)))
        self.told.emit()

    # --- citizens ---

    def serve(self, walk: Walk) -> None:
        """The helper has begun an item for somebody."""
        if self.now is not None:
            self.proxying.stamp(walk)
            walk.helper = walk.assisted_by = self.now.staff.id

    def visit_over(self) -> None:
        """The list stands again. The staff card, where it is wanted, must lie there again soon."""
        if self.now is None:
            return
        self.presence.forget()
        self.proxying.forget()
        self._paying = None
        self.typed, self._walk, self._veil = "", None, (None, Veil({}))
        if self.now.card_ends and not self.presence.staff:
            self._back_by = self._clock.monotonic() + STAFF_CARD_BACK
        self.tick()

    @property
    def waits_for_card(self) -> bool:
        """Nobody is served until the staff card lies there again."""
        return self._back_by is not None

    def look(self, walk: Walk | None, *, reading: bool) -> None:
        """Watches the reader while that is worth it and nothing else does (``reading``)."""
        self._walk = walk
        wanted = self.now is not None and not reading
        if walk is None:
            wanted = wanted and self.now is not None and self.now.card_ends
        else:
            wanted = wanted and walk.person is not None and not isinstance(walk.step, FINDING_OUT)
        self.presence.rest()
        if wanted:
            codes = walk is not None and self.locks(walk) and self._by_phone(walk)
            self.presence.watch(lambda cancel, _stop, report: self._office.watch(walk, cancel, report, codes=codes))

    def heard(self, event: Progress) -> None:
        """Of what the step's own work saw."""
        if self.now is not None:
            self.presence.heard(event)

    def began(self, step: object) -> None:
        """The citizen has let its work begin."""
        self._paying = step if isinstance(step, Pay) else None

    def hides(self, walk: Walk | None) -> bool:
        return self.now is not None and not self.presence.is_there(walk)

    def locks(self, walk: Walk | None, answer: object = None) -> bool:
        """Whether this is the citizen's own act, and they have not shown that they stand there. To give up a payment
        that has not begun anybody may say; one that has begun goes on to its end, card or no card."""
        if self.now is None or walk is None or walk.step is None or not walk.step.own or walk.person is None:
            return False
        if isinstance(walk.step, Pay) and (isinstance(answer, Route) or walk.step is self._paying):
            return False
        return not self.presence.is_there(walk)

    # --- what is shown ---

    def band(self, walk: Walk | None) -> Band | None:
        if self.now is None:
            return None
        lock = ""
        if walk is not None and self.locks(walk):
            lock = OWN_TURN_BY_PHONE if self._by_phone(walk) else OWN_TURN
        elif walk is not None and walk.person is not None and self.hides(walk) and _is_read(walk):
            lock = SEE_ALL
        minutes = self.now.minutes_left(self._clock.monotonic())
        return Band(self.now.staff.name, minutes, lock, self.ending is not None)

    def list(self) -> Page:
        if self.now is None:
            raise RuntimeError("nobody is assisted")
        items, proxying = self._office.items(self.now, self.typed), self.proxying
        tiles = tuple(proxying.tile(self.now, item, self._house.tile(item)) for item in items)
        return Page(HelperList(tiles, self.typed, self._note(), proxying.on, proxying.refused))

    def used(self, item: str) -> None:
        if self.now is not None:
            self._office.used(self.now, self._house.item(item))

    def veil(self, walk: Walk | None) -> Veil | None:
        """What is to be laid over this walk's pages now; None while the citizen's card lies there."""
        if not self.hides(walk):
            return None
        of, veil = self._veil
        secrets = secrets_of(walk)
        if of is not walk or veil.secrets != secrets:
            veil = Veil(secrets)
            self._veil = walk, veil
        return veil

    # --- inside ---

    def _note(self) -> str:
        if self._back_by is None:
            return ""
        left = max(0, math.ceil(self._back_by - self._clock.monotonic()))
        return said("把工作证放回来，还有{seconds}秒", seconds=left)

    def _card_changed(self) -> None:
        if self.now is None:
            return
        if self._back_by is not None and self.presence.staff:
            self._back_by = None
            self.tick()
        elif self._walk is None and self.now.card_ends and not self.presence.staff and self._back_by is None:
            self.over.emit(Ending.CARD)
            return
        self.changed.emit()

    def _code_shown(self, person: Person) -> None:
        if self._walk is not None and self._walk.step is not None:
            self.presence.shown_at(self._walk.step, person)

    @staticmethod
    def _by_phone(walk: Walk) -> bool:
        """A card tells more than a name and a number."""
        person = walk.person
        return person is not None and not person.typed and person.birth is None


def _is_read(walk: Walk) -> bool:
    """Whether what stands there is to be read: the end with its number, or what was looked up."""
    return walk.outcome is not None or isinstance(walk.step, ShowFacts)
