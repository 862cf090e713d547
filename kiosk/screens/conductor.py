"""Joins walk, work and screen: what the citizen did moves the walk, and the walk says which page comes next."""

from kiosk.core.errors import KioskError
from kiosk.core.job import Advised, CardLying, CardTaken, Progress
from kiosk.core.step import Done, Review, Route
from kiosk.core.timing import IDLE_STAFF
from kiosk.screens.content import Countdown, Page
from kiosk.screens.house import House
from kiosk.screens.idle import IdleClock
from kiosk.screens.troubles import LATER
from kiosk.screens.visit import PROPOSED, Visit
from kiosk.screens.voice import Voice
from kiosk.screens.walking import Walking
from kiosk.screens.window import Window
from kiosk.screens.work import TAKE_CARD

__all__ = ["Conductor"]


class Conductor(Walking):
    """One citizen at a time. All that it keeps of a citizen is in the walk, and the walk is closed at the end.

    Where a helper stands beside the citizen, ``assist/conductor.py`` says what is different.
    """

    def __init__(self, window: Window, house: House, idle: IdleClock, voice: Voice) -> None:
        super().__init__(window, house, idle, voice)
        self._card_lying = False
        self._work.answered.connect(self._worked)
        self._work.failed.connect(self._failed)
        self._work.reported.connect(self._reported)
        self._work.slow.connect(self._show)
        self._work.again.connect(self.status_changed)
        self._by_name = {"back": self._back, "retry": self._retry, "stay": self._show, "read_aloud": voice.repeat}
        window.pressed.connect(self.press)
        window.answered.connect(self.answer)
        window.revised.connect(self.revise)
        window.touched.connect(self.touched)
        idle.counting.connect(self._count)
        idle.gone.connect(self._gone)
        self._show()

    # --- what the citizen does ---

    def rest(self) -> None:
        """Whoever was here is done with, and until ``wake`` nobody is served: the window is the staff's."""
        self.leave()
        self._resting = True

    def wake(self) -> None:
        self._resting, self._showing.shown = False, None
        self.leave()

    def stand_aside(self) -> None:
        """Somebody signs in: what is under way goes on and the idle clock too, but the window shows nothing of it."""
        self._pause()
        self._resting = True

    def come_back(self) -> None:
        """Whoever was here finds everything as it was, unless the idle clock has ended it."""
        self._resting, self._showing.shown = False, None
        if self._visit.walk is not None:
            self._idle.start()
        self._show()

    def touched(self) -> None:
        if self._resting:
            return
        self._house.attend()
        self._voice.touched()
        self._idle.start()

    def press(self, what: str) -> None:
        if self._unstoppable or self._resting:
            return
        match what.partition(":"):
            case ("tile", _, item):
                self._begin(self._house.item(item), self._end_for_another())
            case ("browse", _, where):
                if not self._visit.browse.open:
                    self._house.begin_search()
                self._visit.browse.go(where)
                self._show()
            case ("home" | "exit", _, _):
                self._stop_or_leave()
            case ("language", _, code):
                self._speak(code)
            case ("help" | "voice" | "steps" as beside, _, order):
                self._look_aside(beside, order)
            case ("back" | "retry" | "stay" | "read_aloud", _, _):
                self._by_name[what]()

    def _look_aside(self, beside: str, order: str) -> None:
        """A page that is looked at meanwhile, or what was pressed on it: the walk stays where it is."""
        if not order:
            self._visit.aside = beside
            self._pause()
            if beside == "steps":
                self._idle.grant(IDLE_STAFF)
        elif beside == "voice":
            self._voice.adjust(order)
        else:
            self._house.call_helper(order == "call", self._visit.item.id if self._visit.item is not None else "")
        self._show()

    def _speak(self, language: str) -> None:
        """The page that stands there is said anew; a question about it has been answered."""
        self._window.languages.speak(language)
        if self._visit.aside == "language":
            self._back()
        else:
            self._show()
            self._voice.repeat()

    def answer(self, value: object) -> None:
        """An answer of a page that stands there only until quick work is done is for the step before: it is late."""
        walk = self._visit.walk
        if walk is None or walk.step is None or self._unstoppable:
            return
        if not self._showing.shows("trouble" if walk.trouble is not None else walk.step.screen):
            return
        if self._stoppable:
            self._work.stop()
            return
        if walk.trouble is not None and value == Route(LATER.route):
            walk.give_up()
        else:
            walk.answer(value)
        self._proceed()

    def revise(self, step_name: str) -> None:
        if self._visit.walk is not None and isinstance(self._visit.walk.step, Review):
            self._visit.walk.revise(step_name)
            self._proceed()

    def _stop_or_leave(self) -> None:
        """What is under way and can be ended comes to its end first, and the citizen hears how."""
        if self._stoppable:
            self._work.stop()
        else:
            self.leave()

    def leave(self, *, idle: bool = False) -> None:
        """Ends the visit, whatever stands open: the citizen's data is gone from memory and screen."""
        walk, self._visit = self._visit.walk, Visit()
        self._work.end()
        self._idle.stop()
        self._window.reset()
        self._voice.reset()
        self._house.end_search()
        self._house.call_helper(False)
        self._show()
        if walk is not None:
            watch = walk.outcome is None or self._card_lying
            self._house.left(walk, idle=idle)
            walk.close()
            if watch:
                self._work.watch_card(walk)

    # --- what the rest of the terminal says ---

    def status_changed(self) -> None:
        """A device or the link stands differently: the trouble may be over, the home page may say something else."""
        if self._resting:
            return
        visit, walk = self._visit, self._visit.walk
        if walk is not None and walk.trouble is not None and self._house.cleared(walk.trouble):
            self._retry()
        elif visit.refused is not None and visit.item is not None and self._house.missing(visit.item) is None:
            self._begin(visit.item)
        elif (walk is None and visit.refused is None and not visit.aside) or self._showing.shows("identify"):
            self._show()  # there a phone's code is offered where something can read it just now
        elif self._showing.shows("help") or self._showing.shows("trouble"):
            self._show()  # somebody is coming; what is wrong is known better, and what else works

    def _worked(self, result: object) -> None:
        if self._visit.walk is not None and self._visit.walk.step is not None:
            self._visit.walk.answer(result)
            if self._visit.may_read_no_chinese and self._window.languages.other == PROPOSED:
                self._visit.asked_language, self._visit.aside = True, "language"
                self._show()
            else:
                self._proceed()

    def _failed(self, error: KioskError) -> None:
        if self._visit.walk is not None and self._visit.walk.step is not None:
            self._visit.walk.fail(error)
            self._proceed()

    def _reported(self, event: Progress) -> None:
        if isinstance(event, CardLying | CardTaken):
            self._card_lying = isinstance(event, CardLying)
            self._house.light(Done.light if self._card_lying else None)
            if self._visit.walk is None:
                self._present(*(("done", Page(TAKE_CARD)) if self._card_lying else self._page()))
        if isinstance(event, Advised):
            if self._showing.shows("done"):
                self._showing.offer(self._house.offers(event.entitled))
        elif not self._visit.aside:
            self._showing.progress(event)

    def _count(self, seconds: int) -> None:
        """Nobody is asked on the home page whether they are still there: it only goes back to its first looks."""
        if self._visit.at_home and not self._house.help().calling.state.rings:
            self.leave()
        else:
            self._ask_whether_there(seconds)

    def _gone(self) -> None:
        """Nobody has answered whether they are still there."""
        self.leave(idle=True)

    def _ask_whether_there(self, seconds: int) -> None:
        self._present("idle", Page(Countdown(seconds)))
