"""The pages of the maintenance menu as a running terminal fills them, for the gallery: each that a row leads to."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from kiosk import kit
from kiosk.config import Config
from kiosk.core.board import Board, Rows
from kiosk.core.clock import SystemClock
from kiosk.core.staff import Role, Staff
from kiosk.maintenance.office import Pages
from kiosk.maintenance.page import Premises
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage, Office
from kiosk.screens.preview_sample import Sample

__all__ = ["every_board", "sample_of", "samples"]

MOST = 120  # one page of a kind is like the next: days, packages, settings
ENGINEER = Staff("9001", "顾明", Role.ENGINEER)


def every_board(office: Office, staff: Staff, most: int = MOST) -> dict[str, Board]:
    """By place: the menu's pages, and what their rows lead to, in the order in which a hand would come by."""
    found: dict[str, Board] = {}
    ahead = [entry.name for entry in office.menu(staff)]
    while ahead and len(found) < most:
        place = ahead.pop(0)
        if place not in found and office.may(staff, place):
            found[place] = office.board(place, staff)
            ahead += _ways(found[place])
    return found


def _ways(board: Board) -> Iterator[str]:
    for part in board.parts:
        if isinstance(part, Rows):
            yield from (row.opens for row in part.rows if row.opens)


def sample_of(office: Office, place: str, board: Board, staff: Staff = ENGINEER) -> Sample:
    """Also of the pages that are a test of their own."""
    page = place.partition(":")[0]
    content = BoardPage(page, place, board, office.menu(staff), staff, can_go_back=page != "overview")
    kind = f"maintenance_{board.screen}" if board.screen else "maintenance"
    name = place.replace(":", "-").replace("/", "-")
    return Sample(f"menu-{name}", kind, Page(content, "", content.can_go_back))


def samples(settings: Config, state: Path) -> Mapping[str, Sample]:
    """By place, of a terminal that is opened for it. Raises KioskError."""
    clock = SystemClock()
    with closing(kit.build(settings, state, clock, lambda: None)) as services:
        office = Pages(lambda: Premises(settings, state, clock, services, lambda _code: None))
        return {place: sample_of(office, place, board) for place, board in every_board(office, ENGINEER).items()}
