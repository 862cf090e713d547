"""The conductor of a window at which helpers assist: what is different while one does."""

from dataclasses import replace

from kiosk.core.assist import Ending
from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.job import Advised, CardLying, CardTaken, Progress
from kiosk.core.person import Person
from kiosk.core.proxy import Authorised
from kiosk.core.staff import Staff
from kiosk.core.step import Identify, ShowCode
from kiosk.core.walk import Walk
from kiosk.core.words import joined
from kiosk.screens.assist.assisting import Assisting
from kiosk.screens.assist.veil import Veil
from kiosk.screens.conductor import Conductor
from kiosk.screens.content import Page
from kiosk.screens.house import House
from kiosk.screens.idle import IdleClock
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window

__all__ = ["AssistedConductor"]

LAY_CARD = "把本人的身份证放在亮灯的地方"


class AssistedConductor(Conductor):
    """After ``assist`` the helper's list stands where home was, until the assistance ends.

    It ends with one tap, by whoever. A citizen whose card lies on the reader, or who has not said yet who they are,
    goes on alone. Otherwise the visit ends too: without the card nobody knows who would see, and confirm, what stands
    there then.
    """

    def __init__(
        self, window: Window, house: House, idle: IdleClock, voice: Voice, assisting: Assisting, *, idle_seconds: float
    ) -> None:
        self.assisting = assisting
        self._idle_seconds = idle_seconds  # of a citizen alone
        self._advised: Advised | None = None
        super().__init__(window, house, idle, voice)
        assisting.setParent(self)
        assisting.over.connect(self.end_assistance)
        assisting.changed.connect(self._presence_changed)
        assisting.told.connect(self._tell)

    # --- from beginning to end ---

    def assist(self, staff: Staff, *, by_card: bool = False) -> None:
        """Whoever stood there is done with, and the helper's list comes. ``by_card``: signed in with the card that lies
        on the reader.

        Raises KioskError, with a sentence for the helper, at a site without assisted mode, or while something is under
        way that must not be broken off.
        """
        if self._unstoppable or self._stoppable:
            raise KioskError("an effect is under way", sentence="上一件事还没办完", remedy="等几秒再试一次")
        if self.assisting.on:
            self.end_assistance(Ending.TERMINAL)
        self.leave()
        self.assisting.begin(staff, by_card=by_card)
        self._idle.allow(self.assisting.idle_seconds)
        self._idle.start()
        self._look()
        self._show()

    def end_assistance(self, why: Ending) -> None:
        """At once, or as soon as the effect that is under way has come to its end."""
        if not self.assisting.on:
            return
        walk = self._visit.walk
        if self._unstoppable or self._stoppable:
            self.assisting.ending = why
            self._tell()
            return
        handed_over = walk if self._may_go_on(walk) and why not in (Ending.IDLE, Ending.TERMINAL) else None
        if walk is not None and handed_over is None:
            self.leave(idle=why is Ending.IDLE)
        self.assisting.end(why, handed_over)
        self._idle.allow(self._idle_seconds)
        self._tell()
        if handed_over is not None:
            self._resume()
        elif walk is None:
            self.leave()
        else:
            self._show()

    def _may_go_on(self, walk: Walk | None) -> bool:
        """Whether the citizen can be left alone with what stands there: it shows nobody, or only themselves."""
        if self.assisting.proxying.under_way:
            return False
        return walk is not None and (walk.person is None or self.assisting.presence.is_there(walk))

    def rest(self) -> None:
        self.end_assistance(Ending.TERMINAL)
        super().rest()

    def stand_aside(self) -> None:
        """Whoever signs in has the reader."""
        super().stand_aside()
        self.assisting.presence.rest()

    def come_back(self) -> None:
        super().come_back()
        if self.assisting.on:
            self._look()

    def leave(self, *, idle: bool = False) -> None:
        super().leave(idle=idle)
        self._advised = None
        if self.assisting.on:
            self.assisting.visit_over()
            self._idle.start()
            self._look()

    # --- what is done on the pages ---

    def press(self, what: str) -> None:
        to, _, rest = what.partition(":")
        if to == "assist":
            if rest == "end":
                self.end_assistance(Ending.HELPER if self._at_list else Ending.CITIZEN)
            elif self._at_list:
                self._list_pressed(rest)
            return
        if to == "tile" and self.assisting.on:
            if self.assisting.waits_for_card:
                return
            if self.assisting.proxying.on and not self._unstoppable:
                self._register(self._house.item(rest))
                return
            self.assisting.used(rest)
        super().press(what)

    def _list_pressed(self, what: str) -> None:
        if what.startswith("typed:"):
            self.assisting.typed = what.removeprefix("typed:")
            self._house.begin_search()
        elif what == "proxy":
            self.assisting.proxying.turn()
        self._show()

    def _register(self, item: Item) -> None:
        """Before somebody acts for somebody else in it. What was done before this is over, for whomever it was."""
        if self.assisting.now is None:
            return
        registration = self.assisting.proxying.register(self.assisting.now, item)
        if registration is None:
            self._show()
            return
        self.assisting.used(item.id)
        self._end_for_another()
        self._begin(registration)

    def _proceed(self) -> None:
        walk, now = self._visit.walk, self.assisting.now
        if now is not None and walk is not None and isinstance(walk.outcome, Authorised):
            item, principal = self.assisting.proxying.registered(now, walk.outcome), walk.outcome.principal
            self._end_for_another()
            self._begin(item, principal)
        else:
            super()._proceed()

    def answer(self, value: object) -> None:
        """What only the citizen may say is not taken from anybody else."""
        if self.assisting.locks(self._visit.walk, value) and not self._work.busy:
            band = self.assisting.band(self._visit.walk)
            self._voice.arrive(joined("，", (band.lock if band is not None else "", LAY_CARD)), keep=True)
            return
        super().answer(value)

    # --- what comes of it ---

    def _new_walk(self, item: Item, known: Person | None) -> Walk:
        walk = super()._new_walk(item, known)
        self.assisting.serve(walk)
        return walk

    def _worked(self, result: object) -> None:
        super()._worked(result)
        self._after_work()

    def _failed(self, error: KioskError) -> None:
        super()._failed(error)
        self._after_work()

    def _after_work(self) -> None:
        if self.assisting.ending is not None:
            self.end_assistance(self.assisting.ending)
        elif self.assisting.on:
            self._look()

    def _reported(self, event: Progress) -> None:
        self.assisting.heard(event)
        if isinstance(event, Advised):
            self._advised = event
            if self.assisting.hides(self._visit.walk):  # why somebody is entitled to something tells of them
                event = Advised(tuple(replace(one, reason="") for one in event.entitled))
        super()._reported(event)
        if isinstance(event, CardTaken) and self.assisting.on and self._visit.walk is None:
            self.assisting.visit_over()
            self._look()

    def _resume(self) -> None:
        if not self._held:
            self.assisting.began(self._visit.step)
        super()._resume()
        if self.assisting.on:
            self._look()
            self._tell_band()

    def _presence_changed(self) -> None:
        """A card was laid or taken: what is hidden shows, or the other way round, and the citizen's own work begins."""
        if self._resting:
            return
        walk = self._visit.walk
        step = walk.step if walk is not None else None
        if walk is not None and step is not None and step.own and walk.trouble is None and not self._visit.aside:
            if self._held and self._work.busy and not step.durable:
                self._work.pause()
            elif not self._held and not self._work.busy and self._house.has_work(step):
                self._resume()
                return
            elif not self._held:
                self._house.light(step.light)
        self._show()
        if self._showing.shows("done") and not self._visit.aside:
            if self._card_lying:
                self._showing.progress(CardLying())
            if self._advised is not None:
                super()._reported(self._advised)
        self._tell_band()
        self._look_again()

    def _gone(self) -> None:
        if self.assisting.on:
            self.end_assistance(Ending.IDLE)
        else:
            super()._gone()

    # --- the page ---

    @property
    def _held(self) -> bool:
        return self.assisting.locks(self._visit.walk)

    def _veil(self) -> Veil | None:
        return self.assisting.veil(self._visit.walk) if self._visit.walk is not None else None

    @property
    def _at_list(self) -> bool:
        return self._visit.at_home

    def _count(self, seconds: int) -> None:
        if self.assisting.on:
            self._ask_whether_there(seconds)
        else:
            super()._count(seconds)

    def _page(self) -> tuple[str, Page]:
        kind, page = super()._page()
        return ("assist", self.assisting.list()) if kind == "home" and self.assisting.on else (kind, page)

    def _tell(self) -> None:
        """Minutes, seconds and what is to be done now."""
        self._tell_band()
        if self._at_list and self._showing.shows("assist"):
            self._show()

    def _tell_band(self) -> None:
        self._window.show_band(self.assisting.band(self._visit.walk))

    def _look(self) -> None:
        """Watches the reader where the step's work does not."""
        walk = self._visit.walk
        step = walk.step if walk is not None else None
        parting = walk is not None and walk.outcome is not None and self._work.busy
        self.assisting.look(walk, reading=parting or isinstance(step, Identify | ShowCode) or self._card_lying)

    def _look_again(self) -> None:
        if not self.assisting.presence.watching:
            self._look()
