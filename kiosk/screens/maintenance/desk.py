"""The staff's side of the window: which maintenance page stands there, and what was pressed on it.

While it is open the terminal serves no citizen; the conductor rests. A place is "<page>" or "<page>:<at>".
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.core.board import Action, Ask, AskText, Board, Go, Mood, Rows, Said
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.timing import IDLE_STAFF, STAFF_AGAIN, STAFF_LATE
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage, Office, Question
from kiosk.screens.window import Window
from kiosk.screens.worker import Worker
from kiosk.widgets.board.band import OUT_OF_SERVICE

__all__ = ["FIRST", "Desk"]

FIRST = "overview"
STOPPED = "停下了，看看做到哪里"


class Desk(QObject):
    """``begun`` comes before the first maintenance page, ``closed`` when the last has gone: home is to be shown again.

    What the pages press: "staff:go:<place>", "staff:do:<action>" (asked first where the action asks),
    "staff:do:<action>=<value>", "staff:answer:<value>", "staff:back", "staff:close".
    """

    begun = Signal()
    closed = Signal()

    def __init__(self, window: Window, office: Callable[[], Office]) -> None:
        super().__init__()
        self._window, self._open_office = window, office
        self._staff: Staff | None = None
        self._way: list[str] = []
        self._board: Board | None = None
        self._asked: Action | None = None
        self._said = self._trouble = Said("")
        self._looks = Worker()  # at the page that stands there
        self._looks.answered.connect(self._looked)
        self._looks.failed.connect(self._look_failed)
        self._works = Worker()  # at what was pressed
        self._works.answered.connect(self._done)
        self._works.failed.connect(self._work_failed)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look)
        self._late = QTimer(self, singleShot=True, interval=round(STAFF_LATE * 1000))
        self._late.timeout.connect(self._show_late)
        self._idle = QTimer(self, singleShot=True, interval=round(IDLE_STAFF * 1000))
        self._idle.timeout.connect(lambda: self.close("idle"))
        window.pressed.connect(self.press)
        window.touched.connect(self._touched)

    @property
    def open(self) -> bool:
        return self._staff is not None

    def begin(self, staff: Staff, place: str = FIRST) -> None:
        self._staff, self._said = staff, Said("")
        self._way = [place]
        self._idle.start()
        self.begun.emit()
        self._office = self._open_office()
        self._office.came(staff)
        self._look()

    def close(self, reason: str = "closed") -> None:
        staff, self._staff = self._staff, None
        if staff is None:
            return
        self._looks.cancel()
        self._works.cancel()
        for timer in (self._again, self._late, self._idle):
            timer.stop()
        self._board = self._asked = None
        self._office.left(staff, reason)
        self.closed.emit()

    def press(self, what: str) -> None:
        """While something is being done it can be stopped or left, and nothing else begun."""
        to, _, rest = what.partition(":")
        if to != "staff" or self._staff is None:
            return
        match rest.partition(":"):
            case ("back", _, _):
                self._back()
            case ("close", _, _):
                self.close()
            case _ if self._works.busy:
                return
            case ("go", _, place):
                self._go(place)
            case ("do", _, action):
                self._begin(*action.partition("=")[::2])
            case ("answer", _, value) if self._asked is not None:
                self._do(self._asked.name, value)

    # --- where ---

    def _go(self, place: str, said: str = "") -> None:
        if self._staff is None or not self._office.may(self._staff, place):
            return
        self._said, self._board, self._asked = Said(said), None, None
        self._way = [*self._way, place] if ":" in place else [FIRST, place] if place != FIRST else [FIRST]
        self._look()

    def _back(self) -> None:
        if self._works.busy:
            self._works.cancel()
            self._said = Said(STOPPED, Mood.WARN)
            self._look()
            self._show()
        elif self._asked is not None:
            self._asked = None
            self._show()
        elif len(self._way) > 1:
            self._way.pop()
            self._said, self._board = Said(""), None
            self._look()

    def _look(self) -> None:
        staff = self._staff
        if staff is None or self._works.busy:
            return
        place = self._way[-1]
        self._again.stop()
        if self._board is None:
            self._late.start()
        self._looks.start(lambda _cancel, _stop, _report: self._office.board(place, staff))

    def _looked(self, board: Board) -> None:
        self._late.stop()
        self._board, self._trouble = board, Said("")
        if board.every:
            self._again.start(round(board.every * 1000))
        if self._asked is None:
            self._show()

    # --- what is done ---

    def _begin(self, name: str, value: str) -> None:
        action = next((one for one in self._actions() if one.name == name), None)
        if action is not None and action.ask is not None and not value:
            self._asked = action
            self._show()
        elif action is not None or (self._board is not None and self._board.screen):
            self._do(name, value)

    def _actions(self) -> Iterator[Action]:
        if self._board is None:
            return
        yield from self._board.actions
        for part in self._board.parts:
            if isinstance(part, Rows):
                yield from (row.action for row in part.rows if row.action is not None)

    def _do(self, name: str, value: str) -> None:
        staff, place = self._staff, self._way[-1]
        if staff is None:
            return
        self._asked, self._said = None, Said("")
        self._looks.cancel()
        self._works.start(lambda cancel, _stop, _report: self._office.do(place, name, value, staff, cancel))
        self._show()

    def _done(self, outcome: object) -> None:
        if isinstance(outcome, Go):
            self._go(outcome.place, outcome.sentence)
            return
        self._said = outcome if isinstance(outcome, Said) else Said("")
        self._look()

    def _work_failed(self, error: KioskError) -> None:
        """What was done did not work: one sentence, and the page as it stands now."""
        self._said = _in_words(error)
        self._look()
        self._show()

    def _look_failed(self, error: KioskError) -> None:
        """The page cannot be made: the menu and the way back stand open, and it is tried again."""
        self._late.stop()
        self._trouble = _in_words(error)
        if self._board is None:
            self._board = Board(self._title(), note=error.technician)
        self._again.start(round((self._board.every or STAFF_AGAIN) * 1000))
        if self._asked is None:
            self._show()

    def _show_late(self) -> None:
        """The page takes its time: meanwhile it says so, and the page before it is gone."""
        if self._board is None:
            self._present(Board(self._title()), working=True)

    def _title(self) -> str:
        page = self._way[-1].partition(":")[0]
        menu = self._office.menu(self._staff) if self._staff is not None else ()
        return next((one.title for one in menu if one.name == page), "")

    # --- the page ---

    def _show(self) -> None:
        staff, board = self._staff, self._board
        if staff is None or board is None:
            return
        if self._asked is not None and self._asked.ask is not None:
            self._ask(self._way[-1].partition(":")[0], self._asked, self._asked.ask, staff)
        else:
            self._present(board, working=self._works.busy)

    def _present(self, board: Board, *, working: bool) -> None:
        staff = self._staff
        if staff is None:
            return
        page, said = self._way[-1].partition(":")[0], self._trouble if self._trouble.sentence else self._said
        content = BoardPage(
            page, self._way[-1], board, self._office.menu(staff), staff, len(self._way) > 1,
            said.sentence, said.mood, working,
        )  # fmt: skip
        kind = f"maintenance_{board.screen}" if board.screen else "maintenance"
        self._window.show_page(kind, Page(content, "", content.can_go_back))

    def _ask(self, page: str, action: Action, ask: Ask, staff: Staff) -> None:
        chinese = isinstance(ask, AskText) and not (ask.plain or ask.secret)
        question = Question(page, action.name, ask, staff, action.label)
        kind, title = ("maintenance_write", OUT_OF_SERVICE) if chinese else ("maintenance_ask", "")
        self._window.show_page(kind, Page(question, title, True))

    def _touched(self) -> None:
        if self.open:
            self._idle.start()


def _in_words(error: KioskError) -> Said:
    return Said("。".join(part for part in (error.sentence, error.remedy) if part), Mood.BAD)
