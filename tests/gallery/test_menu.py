"""The maintenance menu of a whole terminal beside the real sandbox: each page that a row leads to keeps the norms."""

from collections.abc import Iterator

import pytest

from kiosk.core.board import Board
from kiosk.core.staff import Role
from kiosk.gallery import Look, looks, present, turn
from kiosk.gallery_menu import every_board, sample_of
from kiosk.screens import norms
from kiosk.screens.window import Window
from kiosk.widgets.theme import TextSize
from tests.maintenance.premises import ENGINEER, SITE, Menu, menu
from tests.sandbox.town import town

STANDING = Look(TextSize.STANDARD, portrait=True, high_contrast=False)  # how a technician sees it
OTHERS = tuple(look for look in looks() if look != STANDING and not look.lowered)
TURNS = 30


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Menu]:
    with town(tmp_path_factory.mktemp("menu") / "state") as place, menu(place) as opened:
        opened.premises.services.staff.book.add("9001", "顾明", Role.ENGINEER, "926481", by="command")
        yield opened


@pytest.fixture(scope="module")
def boards(terminal: Menu) -> dict[str, Board]:
    return every_board(terminal.office, ENGINEER)


def problems(window: Window, terminal: Menu, boards: dict[str, Board], look: Look) -> Iterator[str]:
    for place, board in boards.items():
        present(window, sample_of(terminal.office, place, board), look)
        for number in range(TURNS):
            yield from (f"{place} {number}: {problem}" for problem in norms.check(window))
            if not turn(window):
                break


def test_everything_in_the_menu_is_looked_at(terminal: Menu, boards: dict[str, Board]) -> None:
    for entry in terminal.office.menu(ENGINEER):
        assert entry.name in boards
    for kind in ("device:", "package:", "ledger:day:", "settings:", "people:", "statistics:"):
        assert any(place.startswith(kind) for place in boards), kind


def test_site_staff_find_nothing_that_is_not_theirs(terminal: Menu) -> None:
    theirs, all_of_them = (
        {place.partition(":")[0] for place in every_board(terminal.office, staff)} for staff in (SITE, ENGINEER)
    )
    assert theirs < all_of_them


def test_every_page_keeps_the_norms(window: Window, terminal: Menu, boards: dict[str, Board]) -> None:
    assert list(problems(window, terminal, boards, STANDING)) == []


@pytest.mark.whole
@pytest.mark.parametrize("look", OTHERS, ids=lambda look: look.slug)
def test_every_page_keeps_the_norms_in_every_look(
    window: Window, terminal: Menu, boards: dict[str, Board], look: Look
) -> None:
    assert list(problems(window, terminal, boards, look)) == []
