"""The way in for staff: the hidden pattern (``pattern``) or the helper's button, then the sign-in pages.

Number and PIN go from the page to the worker's thread that compares them, and are kept nowhere. While the pages stand
nobody is served; who cancels, or touches nothing for IDLE seconds, finds the terminal as it was.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Staff
from kiosk.core.timing import IDLE_SIGN_IN
from kiosk.screens.content import Page
from kiosk.screens.maintenance.challenge import ChallengeScreen
from kiosk.screens.maintenance.corners import Corners
from kiosk.screens.maintenance.gate import CardLaid, ChallengePage, Gate, Shown, SignIn
from kiosk.screens.maintenance.sign_in import SignInScreen
from kiosk.screens.screen import Screen
from kiosk.screens.window import Window
from kiosk.screens.worker import Worker

__all__ = ["Entry"]

LOOK = 250  # ms between two looks at what is counted down


class Entry(QObject):
    """``begun`` comes before the first page, ``closed`` when the last has gone, ``signed_in`` right after that: who it
    is, at which door, and whether by their card alone.

    ``may_begin`` says whether the window is a citizen's now. The pages press "sign_in:cancel" and "sign_in:challenge",
    the help page "staff_sign_in".
    """

    begun = Signal()
    closed = Signal()
    signed_in = Signal(object, str, bool)

    def __init__(self, window: Window, gate: Callable[[], Gate], clock: Clock, may_begin: Callable[[], bool]) -> None:
        super().__init__()
        self._window, self._open_gate, self._clock, self._may_begin = window, gate, clock, may_begin
        self._gate: Gate | None = None
        self._door = Door.MAINTENANCE
        self._turn = 0
        self._said = self._number = ""
        self._challenge: tuple[Shown, float] | None = None  # until when it is good
        self._screens: dict[str, Screen] = {}
        self._tries = Worker()
        self._tries.answered.connect(lambda staff: self._succeed(staff, by_card=False))
        self._tries.failed.connect(self._fail)
        self._cards = Worker()
        self._cards.answered.connect(self._laid)
        self._cards.failed.connect(self._no_card)
        self._tick = QTimer(self, interval=LOOK)
        self._tick.timeout.connect(self._look)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.cancel)
        self._corners = Corners(window, clock.monotonic)
        self._corners.knocked.connect(lambda: self.knock(Door.MAINTENANCE))
        window.pressed.connect(self.press)
        window.touched.connect(self._touched)

    @property
    def open(self) -> bool:
        return self._gate is not None

    def knock(self, door: Door, said: str = "") -> None:
        """Shows the sign-in page of this door, with a sentence or without."""
        if self.open or not self._may_begin():
            return
        self._door, self._said, self._number = door, said, ""
        self._turn += 1
        self.begun.emit()
        self._gate = self._open_gate()
        self._touched()
        self._tick.start()
        self._look()

    def cancel(self) -> None:
        gate, self._gate = self._gate, None
        if gate is None:
            return
        self._tries.cancel()
        self._cards.cancel()
        self._tick.stop()
        self._idle.stop()
        self._number, self._challenge = "", None
        gate.drop()
        for screen in self._screens.values():
            screen.forget()
        self.closed.emit()

    def press(self, what: str) -> None:
        if what == "staff_sign_in":
            self.knock(Door.ASSIST)
        elif what == "sign_in:cancel":
            self.cancel()
        elif what == "sign_in:challenge":
            self._begin_challenge()

    # --- what is tried ---

    def _enter(self, number: str, pin: str) -> None:
        self._try(lambda gate: gate.by_pin(number, pin, self._door))

    def _respond(self, given: str) -> None:
        self._try(lambda gate: gate.respond(given))

    def _try(self, what: Callable[[Gate], Staff]) -> None:
        gate = self._gate
        if gate is not None and not self._tries.busy:
            self._said = self._number = ""
            self._tries.start(lambda _cancel, _stop, _report: what(gate))
            self._show()

    def _begin_challenge(self) -> None:
        """At the hidden door: the head office makes engineers, who have no business at the other."""
        gate = self._gate
        if gate is None or self._tries.busy or self._door is not Door.MAINTENANCE:
            return
        self._turn += 1
        self._cards.cancel()
        try:
            shown = gate.challenge(self._door)
        except KioskError as error:
            self._say(error)
            return
        self._said = ""
        self._challenge = (shown, self._clock.monotonic() + shown.seconds)
        self._touched()
        self._show()

    def _touched(self) -> None:
        """Who telephones with the head office touches nothing meanwhile."""
        if self._gate is not None:
            good_for = self._challenge[1] - self._clock.monotonic() if self._challenge is not None else 0.0
            self._idle.start(round(max(IDLE_SIGN_IN, good_for) * 1000))

    def _look(self) -> None:
        """The seconds that are left; and a card may be laid, whatever the one before has come to."""
        gate, door = self._gate, self._door
        if gate is not None and self._challenge is None and not self._cards.busy:
            self._cards.start(lambda cancel, _stop, _report: gate.by_card(door, cancel))
        self._show()

    # --- what comes of it ---

    def _succeed(self, staff: Staff, *, by_card: bool) -> None:
        door = self._door
        self.cancel()
        self.signed_in.emit(staff, door.value, by_card)

    def _laid(self, card: CardLaid) -> None:
        if card.admitted and not self._tries.busy:
            self._succeed(card.staff, by_card=True)
            return
        if not self._tries.busy and self._challenge is None:
            self._turn += 1
            self._said, self._number = "", card.staff.id
        self._look()

    def _no_card(self, error: KioskError) -> None:
        if not self._tries.busy and self._challenge is None:
            self._say(error)

    def _fail(self, error: KioskError) -> None:
        self._turn += 1
        self._number = ""
        self._say(error)

    def _say(self, error: KioskError) -> None:
        self._said = f"{error.sentence}。{error.remedy}"
        self._show()

    # --- the page ---

    def _show(self) -> None:
        gate, working = self._gate, self._tries.busy
        if gate is None:
            return
        if self._challenge is not None:
            shown, until = self._challenge
            left = max(0, round(until - self._clock.monotonic()))
            page = Page(ChallengePage(shown, left, self._turn, self._said, working))
            self._present("maintenance_challenge", page)
            return
        content = SignIn(self._door, self._turn, self._number, self._said, working=working)
        try:
            stands = gate.stands(self._door)
            content = replace(content, waits=-int(-stands.waits // 1), shut=stands.shut)
        except KioskError as error:  # the kit is not built
            content = replace(content, said=f"{error.sentence}。{error.remedy}")
        self._present("maintenance_sign_in", Page(content))

    def _present(self, kind: str, page: Page) -> None:
        screen = self._window.show_page(kind, page)
        if kind in self._screens:
            return
        self._screens[kind] = screen  # the window makes it when it is first shown
        if isinstance(screen, SignInScreen):
            screen.entered.connect(self._enter)
        elif isinstance(screen, ChallengeScreen):
            screen.entered.connect(self._respond)
