"""Leads one citizen's walk: begins an item, goes on, back and again, has the work done, and shows the page."""

from PySide6.QtCore import QObject

from kiosk.core.item import Item
from kiosk.core.person import Person
from kiosk.core.walk import Walk
from kiosk.screens.assist.veil import Veil
from kiosk.screens.content import Help, Page
from kiosk.screens.house import House
from kiosk.screens.idle import IdleClock
from kiosk.screens.showing import Showing
from kiosk.screens.visit import Visit
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window
from kiosk.screens.work import StepWork

__all__ = ["Walking"]


class Walking(QObject):
    """What the conductor is built on: it knows the visit and its pages, and hears nobody by itself."""

    def __init__(self, window: Window, house: House, idle: IdleClock, voice: Voice) -> None:
        super().__init__(window)  # its timers end with the window, in the window's thread
        self._window, self._house, self._idle, self._voice = window, house, idle, voice
        self._visit = Visit()
        self._showing = Showing(window, voice, self._veil)
        self._resting = False  # the window is the staff's
        self._work = StepWork(house, idle, self)

    # --- the walk ---

    @property
    def _unstoppable(self) -> bool:
        return self._work.unstoppable(self._visit.step)

    @property
    def _stoppable(self) -> bool:
        return self._work.stoppable(self._visit.step)

    def _end_for_another(self) -> Person | None:
        """The citizen stays for another item: who they are is carried over, and nothing else of the one that ended."""
        walk, self._visit.walk = self._visit.walk, None
        if walk is None:
            return None
        person = walk.person
        self._house.left(walk)
        walk.close()
        return person

    def _begin(self, item: Item, known: Person | None = None) -> None:
        self._house.attend()
        self._visit.item = item
        self._visit.refused = self._house.missing(item)
        self._idle.start()
        if self._visit.refused is not None:
            self._show()
            return
        self._visit.walk = self._new_walk(item, known)
        self._proceed()

    def _new_walk(self, item: Item, known: Person | None) -> Walk:
        return self._house.new_walk(item, known)

    def _back(self) -> None:
        if self._visit.aside:
            asked, self._visit.aside = self._visit.aside == "language", ""
            if not self._stoppable:
                self._resume()
            if self._stoppable or asked:
                self._show()  # the question does not stand there any more, however quick the work is
        elif self._visit.walk is not None and self._visit.walk.can_go_back:
            self._visit.walk.back()
            self._proceed()
        elif self._visit.can_leave_item:
            self._end_for_another()
            self._visit.item = self._visit.refused = None
            self._proceed()
        elif self._visit.browse.open and self._visit.walk is None:
            self._visit.browse.back()
            self._show()

    def _retry(self) -> None:
        if self._visit.walk is not None:
            self._visit.walk.retry()
            self._proceed()
        elif self._visit.item is not None:
            self._begin(self._visit.item)

    def _proceed(self) -> None:
        """The walk has moved: begins the new step's work and shows its page."""
        self._visit.aside = ""
        self._resume()

    def _resume(self) -> None:
        self._work.begin(self._visit.walk, self._show, held=self._held)

    def _pause(self) -> None:
        """Work that waits for the citizen stops while they read the help; work that they wait for goes on."""
        step = self._visit.step
        if step is not None and step.asks:
            self._work.pause()

    # --- the page ---

    @property
    def _held(self) -> bool:
        """Whether the step that stands must wait before its work begins."""
        return False

    def _veil(self) -> Veil | None:
        """What is laid over every page."""
        return None

    def _page(self) -> tuple[str, Page]:
        return self._visit.page(self._house, self._voice.levels)

    def _show(self) -> None:
        kind, page = self._page()
        if isinstance(page.content, Help):
            self._work.hold(page.content.calling.state.waits)  # whoever comes finds the citizen as they were
        self._present(kind, page)

    def _present(self, kind: str, page: Page) -> None:
        if not self._resting and self._showing.present(kind, page) and kind != "home":
            self._house.attend()
