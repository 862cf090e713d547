"""The terminal behind its pages: the items of the package, and the kit once it is built.

Everything with weight (gateway, store, drivers) is imported and opened in a thread, while the home page already stands.
"""

import contextlib
import gc
import itertools
import sys
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk import config, footprint, opening
from kiosk.core.advice import Entitlement
from kiosk.core.attention import Attention
from kiosk.core.board import Guide
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError, StoreError, Unreachable
from kiosk.core.item import Capability, Item
from kiosk.core.job import Job, Progress
from kiosk.core.package import reachable
from kiosk.core.person import Person
from kiosk.core.queue import in_words
from kiosk.core.slot import Slot
from kiosk.core.step import Done, Step
from kiosk.core.timing import SETTLED
from kiosk.core.usage import ended
from kiosk.core.walk import Walk
from kiosk.core.words import CHINESE, Tongue
from kiosk.declarations.shelf import all_items
from kiosk.helping import help_content
from kiosk.perform import has_work, perform
from kiosk.readiness import Readiness
from kiosk.screens.content import Help, Home, Tile
from kiosk.services.audit_assist import AssistedItem
from kiosk.services.finding import Finding

if TYPE_CHECKING:
    from kiosk.kit import Services

__all__ = ["Terminal"]

STILL = 3  # errands that the trouble page names
CALLS = 2  # numbers that the home page shows: the line has room for no more


class Terminal(QObject):
    """The ``House`` of the conductor: the items of the package, and the kit once it is built.

    ``changed`` comes when a device, the link or the minute is another one.
    """

    changed = Signal()

    def __init__(self, settings: config.Config, state: Path, clock: Clock) -> None:
        super().__init__()
        self._settings, self._state, self._clock = settings, state, clock
        self._attention = Attention(clock)
        self._items = all_items(state)  # a file that has gone wrong since is left out, and its tile with it
        package = settings.package
        self._offered = [
            self._items[item] for item in reachable(package.items, package.also, self._items) if item in self._items
        ]
        self._finding = Finding(self._offered, state)
        self._used: tuple[str, ...] = ()
        self.helper: Callable[[], str] = lambda: ""  # the number of who assists just now
        self.speaks: Callable[[], Tongue] = lambda: CHINESE
        self._services: Services | None = None
        self._failure: KioskError | None = None
        self._ready = Readiness(lambda: self._services, lambda: self._failure)
        self._built = threading.Event()
        self._closed = threading.Event()
        self._lit: Slot | None = None
        self._begun: dict[str, tuple[str, float]] = {}  # the walk that stands: its item, and when it began
        self.changed.connect(self._relight)
        self._minute = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # others come up to 3 s early
        self._minute.timeout.connect(self._next_minute)
        self._next_minute()

    def build(self) -> None:
        """Builds the kit in a thread; until it stands, work waits and the tiles say nothing."""
        threading.Thread(target=self._build, name="build", daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        if self._services is not None:
            self._services.close()

    def _build(self) -> None:
        from kiosk import kit  # brings every heavy library; the window stands already

        try:
            self._services = kit.build(self._settings, self._state, self._clock, self.changed.emit, self._attention)
        except KioskError as failure:
            self._failure = failure
            print(f"{failure.code}: {failure.technician}", file=sys.stderr, flush=True)
        except BaseException as mistake:
            self._failure = KioskError(type(mistake).__name__)
            raise
        finally:
            gc.freeze()  # what is loaded stays: to look through it for garbage holds the window up for 17 ms
            self._built.set()
            self.changed.emit()
        self._finding.prepare()
        if self._services is not None:
            self._used = self._services.used_most(self._clock.now())
        if not self._closed.wait(SETTLED):
            footprint.give_code_back()

    @property
    def services(self) -> "Services":
        """Raises KioskError while the kit is not built, or cannot be."""
        if self._services is None:
            not_yet = KioskError("the kit is not built", sentence="机器还在准备", remedy="等几秒再试一次")
            raise self._failure or not_yet
        return self._services

    # --- House ---

    def home(self) -> Home:
        works = self._ready.works()
        tiles = [self.tile(self.item(item.id), works) for item in self._settings.items if item.id in self._items]
        home = opening.home(self._settings, self._clock.now(), tiles)
        calls = self._services.called.latest[:CALLS] if self._services is not None else ()
        return replace(home, announcement=in_words(calls)) if calls else home

    def help(self) -> Help:
        return help_content(self._settings, self._services, self._clock.now(), broken=self._failure is not None)

    def call_helper(self, wanted: bool, item: str = "") -> None:
        if self._services is None:
            return
        call = self._services.staff.helper_call
        if wanted:
            call.ring(item)
        else:
            call.end()

    def item(self, item: str) -> Item:
        return self._items[item]

    def tile(self, item: Item, works: Capability | None = None) -> Tile:
        missing = self._ready.missing(item, works)
        note = missing.sentence if missing is not None else self._ready.note(item, works)
        return Tile(item.id, item.title, item.official, item.icon, note, ready=missing is None)

    def offered(self) -> Sequence[Item]:
        return self._offered

    def find(self, typed: str, first: Sequence[str] = ()) -> Sequence[Item]:
        """``first`` are ids that come before those that are used most here, where they fit equally well."""
        return self._finding.find(typed, (*first, *self._settings.package.items, *self._used), self.speaks())

    def begin_search(self) -> None:
        threading.Thread(target=self._finding.open, name="search", daemon=True).start()

    def end_search(self) -> None:
        self._finding.close()

    def missing(self, item: Item) -> KioskError | None:
        return self._ready.missing(item)

    def has(self, capability: Capability) -> bool:
        return self._ready.has(capability)

    def attend(self) -> None:
        self._attention.attend()

    def code_slot(self) -> Slot | None:
        return self._services.kit.code_slot() if self._services is not None else None

    def light(self, slot: Slot | None) -> None:
        self._lit = slot
        self._relight()

    def _relight(self) -> None:
        """Also when a device has changed: the kit may stand only now, or a code be read somewhere else."""
        slot = (self.code_slot() or self._lit) if self._lit is Slot.SCANNER else self._lit
        if self._services is not None and self._services.kit.lights is not None:
            self._services.kit.lights.show(slot)

    def cleared(self, error: KioskError) -> bool:
        return self._ready.cleared(error)

    def steps(self, error: KioskError) -> tuple[Guide, ...]:
        return self._ready.steps(error)

    def still(self, item: Item | None) -> Sequence[str]:
        others = (self.item(one.id) for one in self._settings.items if one.id in self._items)
        works = (one.title for one in others if one != item and self.missing(one) is None)
        return tuple(itertools.islice(works, STILL))

    def has_work(self, step: Step[Any] | Done) -> bool:
        return has_work(step)

    def perform(
        self, step: Step[Any] | Done, walk: Walk, cancel: Cancel, stop: Cancel, report: Callable[[Progress], None]
    ) -> Any:
        while not self._built.wait(0.05):
            cancel.check()
        if self._services is None:
            raise self._failure or KioskError("the kit was not built")
        try:
            return perform(step, self.job(walk, cancel, report, stop))
        except Unreachable:
            self._services.link.suspect()
            raise

    def job(
        self, walk: Walk | None, cancel: Cancel, report: Callable[[Progress], None], stop: Cancel | None = None
    ) -> Job:
        """Raises KioskError while the kit does not stand. Without a walk it is for nobody."""
        services = self.services
        if walk is None:
            return Job(services.kit, cancel, "", str, report, is_staff=self._is_helper)
        return Job(
            services.kit, cancel, walk.id, walk.key, report, stop or Cancel(), walk.person, walk.helper,
            self._is_helper if walk.helper else lambda _person: False,
        )  # fmt: skip

    def _is_helper(self, person: Person) -> bool:
        staff = self.services.staff.book.by_card(person.id_number)
        return staff is not None and staff.id == self.helper()

    def item_of(self, walk: Walk) -> str:
        """The id of its item."""
        return self._begun[walk.id][0]

    def new_walk(self, item: Item, known: Person | None = None) -> Walk:
        walk = Walk(item.script, id=uuid.uuid4().hex, known=known)
        self._begun = {walk.id: (item.id, self._clock.monotonic())}
        if self._services is not None:
            self._services.staff.paper.serving(walk.id, item.id)
        return walk

    def offers(self, entitled: Sequence[Entitlement]) -> tuple[Tile, ...]:
        here = {item.id: item for item in self._offered}  # what the package leaves out is not offered at the end either
        possible = [
            (here[one.item], one.reason)
            for one in entitled
            if one.item in here and self.missing(here[one.item]) is None
        ]
        return tuple(Tile(item.id, item.title, reason or item.official, item.icon) for item, reason in possible)

    def left(self, walk: Walk, *, idle: bool = False) -> None:
        if self._services is not None:
            item, began = self._begun[walk.id]
            outcome, step = ended(walk, idle=idle)
            if item in self._items:  # what comes before an item is not one that people use
                self._services.usage.note(item, outcome, step, self._clock.monotonic() - began)
            if walk.helper:
                self._services.audit.keep(AssistedItem(item, walk.helper, outcome.value, step))
            threading.Thread(target=self._abandon, args=(self._services, walk.id), name="abandon", daemon=True).start()

    @staticmethod
    def _abandon(services: "Services", walk: str) -> None:
        """What the store cannot write now stays open, and the sweeper settles it."""
        with contextlib.suppress(StoreError):  # the store has told it to the log
            services.kit.effects.abandon(walk)
            services.kit.ledger.abandon(walk)

    # --- speech ---

    def say(self, text: str, language: str, rate: float, volume: float, keep: bool) -> None:
        if self._services is not None:
            self._services.kit.speech.say(text, language=language, rate=rate, volume=volume, keep=keep)

    def hush(self) -> None:
        if self._services is not None:
            self._services.kit.speech.stop()

    # --- the home page ---

    def _next_minute(self) -> None:
        self.changed.emit()
        self._minute.start(round((60 - self._clock.now().timestamp() % 60) * 1000) + 20)
