"""Pages of the maintenance menu on a whole terminal beside the real sandbox, as the desk brings them to staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk import config, kit
from kiosk.cli import WIRES
from kiosk.core.board import Action, Board, Facts, Outcome, Row, Rows, Table
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.staff import Role, Staff
from kiosk.maintenance.office import Pages
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.sandbox.head_office import CERTIFICATE, KEY
from kiosk.services.audit import AuditRow
from kiosk.tour.demo import Bench
from tests.sandbox.town import Town

ENGINEER = Staff("E01", "周工", Role.ENGINEER)
SITE = Staff("S01", "吴站", Role.SITE)
# Those who sign, each with a PIN of their own.
FIRST = Staff("2001", "吴站", Role.SITE)
SECOND = Staff("1001", "周工", Role.ENGINEER)
HELPER = Staff("3001", "小林", Role.HELPER)
PINS = {"2001": "482915", "1001": "730164", "3001": "915027"}


@dataclass
class Menu:
    """``ended`` are the exit codes that a page has asked for."""

    premises: Premises
    ended: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pages = Pages(lambda: self.premises)

    def board(self, place: str, staff: Staff = ENGINEER) -> Board:
        return self._pages.board(place, staff)

    @property
    def office(self) -> Pages:
        """What a desk leads through."""
        return self._pages

    def page(self, name: str) -> MaintenancePage:
        """That was looked at already, with what it keeps while the menu is open."""
        return self._pages._made[name]

    def do(self, place: str, action: str, value: str = "", staff: Staff = ENGINEER) -> Outcome:
        """Only what the page offers."""
        offered = {one.name for one in actions(self.board(place, staff))}
        assert action in offered, f"{place} offers {offered}"
        return self._pages.do(place, action, value, staff, Cancel())

    def audit(self, event: str) -> list[AuditRow]:
        return [row for row in self.premises.services.audit.rows() if row.event == event]


def rows(board: Board) -> list[Row]:
    return [row for part in board.parts if isinstance(part, Rows) for row in part.rows]


def actions(board: Board) -> list[Action]:
    return [*board.actions, *(row.action for row in rows(board) if row.action is not None)]


def facts(board: Board) -> dict[str, str]:
    return {label: value for part in board.parts if isinstance(part, Facts) for label, value in part.pairs}


def cells(board: Board) -> list[tuple[str, ...]]:
    return [row for part in board.parts if isinstance(part, Table) for row in part.rows]


def newcomer(sandbox: Town, state: Path) -> Town:
    """A terminal before its first start, beside a sandbox that others have used: no fault, no card, empty books."""
    Bench(sandbox.ready["bench"]).reset()
    state.mkdir(mode=0o700)
    for name in ("wires", CERTIFICATE, KEY):
        (state / name).symlink_to(sandbox.state / name)
    return Town(state, sandbox.ready, [])


def settings_of(place: Town, *more: str) -> config.Config:
    overrides = [f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items()]
    return config.load(config.ROOT / "config.toml", state=place.state, overrides=[*overrides, *more])


@contextmanager
def menu(place: Town, *more: str, clock: Clock | None = None) -> Iterator[Menu]:
    """``more`` are further lines for config.toml."""
    settings, clock = settings_of(place, *more), clock or SystemClock()
    services = kit.build(settings, place.state, clock, lambda: None)
    ended: list[int] = []
    try:
        yield Menu(Premises(settings, place.state, clock, services, ended.append), ended)
    finally:
        services.close()


@contextmanager
def staffed(place: Town) -> Iterator[Menu]:
    """Where those who sign are known."""
    with menu(place) as made:
        for staff in (FIRST, SECOND, HELPER):
            made.premises.services.staff.book.add(staff.id, staff.name, staff.role, PINS[staff.id], by="command")
        yield made
