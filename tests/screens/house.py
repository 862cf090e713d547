"""A house for the conductor: the real window and walk, and work that ends when the test says so."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kiosk.core.advice import Entitlement
from kiosk.core.board import Guide
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.helper_call import Calling, CallState
from kiosk.core.item import Item
from kiosk.core.job import Progress
from kiosk.core.person import Person
from kiosk.core.slot import Slot
from kiosk.core.step import Done, Step
from kiosk.core.walk import Walk
from kiosk.core.words import Tongue
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import certify
from kiosk.perform import has_work
from kiosk.screens.conductor import Conductor
from kiosk.screens.content import Help, Home, Tile
from kiosk.screens.idle import IdleClock
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window

__all__ = ["Clock", "Stage", "TestHouse"]

TILE = Tile(certify.id, certify.title, certify.official, certify.icon)


@dataclass
class Clock:
    seconds: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Running:
    """One piece of work that was started: the test answers it, fails it, or lets it report."""

    step: Step[Any] | Done
    cancel: Cancel
    stop: Cancel
    report: Callable[[Progress], None]
    end: "queue.SimpleQueue[Any]" = field(default_factory=queue.SimpleQueue)


class TestHouse:
    __test__ = False

    def __init__(self) -> None:
        self.started: queue.SimpleQueue[Running] = queue.SimpleQueue()
        self.refusal: KioskError | None = None
        self.is_cleared = False
        self.codes: Slot | None = None
        self.lit: Slot | None = None
        self.guides: tuple[Guide, ...] = ()
        self.works: tuple[str, ...] = ("查社保", "交医疗费")
        self.walks_left: list[str] = []
        self.left_idle: list[bool] = []
        self.note = ""
        self.attended = 0
        self.calling = Calling()
        self.rung: list[str | None] = []  # the item that somebody was called at; None: called off
        self.searches_begun = self.searches_ended = 0

    def home(self) -> Home:
        tile = Tile(TILE.item, TILE.title, TILE.official, TILE.icon, self.note)
        return Home("东湖镇", (tile,), "0574-8800 0001", "09:00", "11月22日", more=True)

    def help(self) -> Help:
        return Help("0574-8800 0001", "一号台", "周一到周五", calling=self.calling, can_call=True)

    def call_helper(self, wanted: bool, item: str = "") -> None:
        self.rung.append(item if wanted else None)
        self.calling = Calling(CallState.TRYING) if wanted else Calling()

    def item(self, item: str) -> Item:
        return {certify.id: certify, pay_medical.id: pay_medical}[item]

    def tile(self, item: Item) -> Tile:
        return Tile(item.id, item.title, item.official, item.icon)

    def offered(self) -> Sequence[Item]:
        return (certify, pay_medical)

    def find(self, typed: str) -> Sequence[Item]:
        return tuple(item for item in self.offered() if typed and typed in item.id)

    def begin_search(self) -> None:
        self.searches_begun += 1

    def end_search(self) -> None:
        self.searches_ended += 1

    def missing(self, _item: Item) -> KioskError | None:
        return self.refusal

    def code_slot(self) -> Slot | None:
        return self.codes

    def attend(self) -> None:
        self.attended += 1

    def light(self, slot: Slot | None) -> None:
        self.lit = slot

    def steps(self, error: KioskError) -> tuple[Guide, ...]:
        return self.guides

    def still(self, item: Item | None) -> Sequence[str]:
        return self.works

    def cleared(self, _error: KioskError) -> bool:
        return self.is_cleared

    def has_work(self, step: Step[Any] | Done) -> bool:
        return has_work(step)

    def perform(
        self, step: Step[Any] | Done, _walk: Walk, cancel: Cancel, stop: Cancel, report: Callable[[Progress], None]
    ) -> Any:
        running = Running(step, cancel, stop, report)
        self.started.put(running)
        with cancel.waking(lambda: running.end.put(None)):
            result = running.end.get()
        cancel.check()
        if isinstance(result, Exception):
            raise result
        return result

    def new_walk(self, item: Item, known: Person | None = None) -> Walk:
        return Walk(item.script, id="walk-1", known=known)

    def offers(self, entitled: Sequence[Entitlement]) -> tuple[Tile, ...]:
        found = [(self.item(one.item), one.reason) for one in entitled]
        return tuple(Tile(item.id, item.title, reason, item.icon) for item, reason in found)

    def left(self, walk: Walk, *, idle: bool = False) -> None:
        self.walks_left.append(walk.id)
        self.left_idle.append(idle)


# A catalogue that has little: all else stays Chinese.
ENGLISH = {"找人帮忙": "Get help", "把身份证放在亮灯的地方": "Place your ID card at the light"}


class Stage:
    """The window with its conductor, and the hands of a citizen."""

    def __init__(self, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.clock = Clock()
        self.house = TestHouse()
        self.spoken: list[str] = []
        english = {"en": lambda: Tongue("en", ENGLISH.get)}
        self.window = Window(
            pitch=0.248, orientation="portrait", text_size="standard", clock=self.clock, catalogues=english
        )
        qtbot.addWidget(self.window)
        self.idle = IdleClock(self.clock, 120)
        self.kept: set[str] = set()  # of what was spoken, that of which the sound may stay
        self.in_language: list[str] = []  # what was spoken was spoken in
        self.voice = Voice(self._say, lambda: None, lambda: self.window.languages.spoken)
        for one in (self.idle, self.voice):
            one.setParent(self.window)  # its timer ends in the window's thread, whichever collects what is left of it
        self.conductor = self._conductor()
        self.window.open(windowed=True)

    def _conductor(self) -> Conductor:
        return Conductor(self.window, self.house, self.idle, self.voice)

    def _say(self, text: str, language: str, _rate: float, _volume: float, keep: bool) -> None:
        self.spoken.append(text)
        self.in_language.append(language)
        self.kept |= {text} if keep else set()

    @property
    def kind(self) -> str:
        return self.window.current.kind

    def begin(self, item: Item = certify) -> None:
        self.conductor.press(f"tile:{item.id}")

    def work(self) -> Running:
        """The work that was started last."""
        return self.house.started.get(timeout=30)

    def ends(self, result: Any) -> None:
        """The work that was started last ends with this answer or error, and the conductor has heard of it."""
        self.ended(self.work(), result)

    def ended(self, running: Running, result: Any) -> None:
        worker = self.conductor._work
        signal = worker.failed if isinstance(result, Exception) else worker.answered
        with self.qtbot.waitSignal(signal, timeout=30_000):
            running.end.put(result)

    def reports(self, running: Running, event: Progress) -> None:
        with self.qtbot.waitSignal(self.conductor._work.reported, timeout=30_000):
            running.report(event)
