"""The desk with a real window and an office whose pages the test makes up."""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kiosk.core.board import Board, Outcome
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.screens.maintenance.desk import Desk
from kiosk.screens.maintenance.office import BoardPage, Entry
from kiosk.screens.window import Window

ENGINEER = Staff("1001", "周建国", Role.ENGINEER)
SITE = Staff("2007", "欧阳春花", Role.SITE)
TITLES = {"overview": "总览", "devices": "设备", "settings": "设置"}


@dataclass
class Held:
    """Work that ends when the test says so."""

    cancel: Cancel
    end: "queue.SimpleQueue[Any]" = field(default_factory=queue.SimpleQueue)


class MadeUpOffice:
    """Site staff may open all but the settings. A board that is an error is raised."""

    def __init__(self) -> None:
        self.boards: dict[str, Board | KioskError | Callable[[], Board]] = {}
        self.looked: list[str] = []
        self.did: list[tuple[str, str, str]] = []
        self.outcome: Outcome | KioskError = None
        self.holds = False
        self.held: queue.SimpleQueue[Held] = queue.SimpleQueue()
        self.people: list[str] = []

    def menu(self, staff: Staff) -> tuple[Entry, ...]:
        return tuple(Entry(name, title, "mdi6.cog") for name, title in TITLES.items() if self.may(staff, name))

    def may(self, staff: Staff, place: str) -> bool:
        page = place.partition(":")[0]
        return page in TITLES and (staff.role is Role.ENGINEER or page != "settings")

    def board(self, place: str, staff: Staff) -> Board:
        self.looked.append(place)
        made = self.boards.get(place) or Board(TITLES[place.partition(":")[0]], note=place)
        if isinstance(made, KioskError):
            raise made
        return made if isinstance(made, Board) else made()

    def do(self, place: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        self.did.append((place, action, value))
        if self.holds:
            held = Held(cancel)
            self.held.put(held)
            with cancel.waking(lambda: held.end.put(None)):
                held.end.get()
            cancel.check()
        if isinstance(self.outcome, KioskError):
            raise self.outcome
        return self.outcome

    def came(self, staff: Staff) -> None:
        self.people.append(f"{staff.id} came")

    def left(self, staff: Staff, reason: str) -> None:
        self.people.append(f"{staff.id} {reason}")


class Counter:
    """The desk, and what stands in its window."""

    def __init__(self, qtbot: Any, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.office = MadeUpOffice()
        self.desk = Desk(window, lambda: self.office)
        self.closed: list[bool] = []
        self.desk.closed.connect(lambda: self.closed.append(True))

    def begin(self, staff: Staff = ENGINEER) -> None:
        self.desk.begin(staff)
        self.stands("overview")

    def press(self, what: str) -> None:
        self.window.pressed.emit(what)

    @property
    def content(self) -> BoardPage | None:
        """What the board that stands there was filled with."""
        if self.window._current is None:
            return None
        return getattr(self.window.current, "_content", None)

    def stands(self, place: str, said: str = "") -> None:
        def there() -> bool:
            content = self.content
            return content is not None and (content.place, content.said, content.working) == (place, said, False)

        self.qtbot.waitUntil(there, timeout=30_000)

    def says(self, name: str) -> str:
        """The words of a label of the page that stands there."""
        found = [one for one in self.window.current.findChildren(object) if getattr(one, "objectName", str)() == name]
        return "".join(one.text() for one in found)


@pytest.fixture
def counter(qtbot: Any, panel: Window) -> Any:
    made = Counter(qtbot, panel)
    yield made
    made.desk.close()
