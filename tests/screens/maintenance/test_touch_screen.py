"""Wiping over the panel fills it, to its edges; what is left out is told; what fires by itself is, too."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.core.board import Board
from kiosk.core.staff import Role, Staff
from kiosk.core.touch_grid import TouchGrid
from kiosk.screens.content import Page
from kiosk.screens.maintenance.colours import PATTERNS
from kiosk.screens.maintenance.office import BoardPage
from kiosk.widgets.board.wiping import WipingGrid

ENGINEER = Staff("1001", "周建国", Role.ENGINEER)


def page(place: str, screen: str) -> Page:
    return Page(BoardPage(place.partition(":")[0], place, Board("", screen=screen), (), ENGINEER, True), "", True)


@pytest.fixture
def told(panel):
    heard: list[str] = []
    panel.pressed.connect(heard.append)
    return heard


@pytest.fixture
def grid(panel, told):
    panel.show_page("maintenance_touch", page("touch:wipe", "touch"))
    return panel.current.findChild(WipingGrid)


def middle(grid: WipingGrid, cell: int) -> QPoint:
    size = grid.size_in_cells
    row, column = divmod(cell, size.width())
    return QPoint(
        (2 * column + 1) * grid.width() // (2 * size.width()), (2 * row + 1) * grid.height() // (2 * size.height())
    )


def wipe(grid: WipingGrid, cells: range) -> None:
    for cell in cells:
        QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, cell))


def result(told: list[str]) -> TouchGrid:
    (said,) = told
    assert said.startswith("staff:do:result=")
    return TouchGrid.decode(said.removeprefix("staff:do:result="))


def test_the_grid_reaches_to_every_edge_of_the_panel(panel, grid):
    assert grid.mapTo(panel, QPoint(0, 0)) == QPoint(0, 0)
    assert grid.size() == panel.size()
    for corner in (QPoint(0, 0), QPoint(panel.width() - 1, panel.height() - 1)):
        assert panel.childAt(corner) is grid


def test_a_screen_that_answers_everywhere_ends_the_test_at_once(grid, told):
    size = grid.size_in_cells
    wipe(grid, range(size.width() * size.height()))
    assert result(told).untouched == frozenset()


def test_what_did_not_answer_is_told_when_the_finger_has_stopped(panel, grid, told):
    size = grid.size_in_cells
    wipe(grid, range(3, size.width() * size.height()))
    assert told == []
    panel.current._pause.timeout.emit()
    assert result(told).areas(result(told).untouched) == {"左上": 3}


def test_a_drag_counts_where_it_passes(grid, told):
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=middle(grid, 0))
    QTest.mouseMove(grid, middle(grid, 1))
    QTest.mouseMove(grid, middle(grid, 2))
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=middle(grid, 2))
    assert {0, 1, 2} <= grid.touched


def test_every_finger_counts(grid, told):
    fingers = QTest.touchEvent(grid, QTest.createTouchDevice())
    for finger, cell in enumerate((5, 40, 77)):
        fingers.press(finger, middle(grid, cell), grid)
    fingers.commit()
    assert grid.touched == {5, 40, 77}


def test_what_stands_in_the_middle_is_out_of_the_way(panel, grid):
    centre = QPoint(panel.width() // 2, panel.height() // 2)
    card = panel.current._card
    assert card.isVisible()
    QTest.mouseClick(panel.windowHandle(), Qt.MouseButton.LeftButton, pos=centre)
    assert grid.touched  # through the words
    assert not card.isVisible()


def test_a_screen_that_never_rests_comes_to_an_end(panel, grid, told):
    wipe(grid, range(4))
    panel.current._most.timeout.emit()
    assert len(result(told).touched) == 4


def test_what_fires_while_nobody_touches_is_told(panel, told):
    panel.show_page("maintenance_touch", page("touch:still", "touch"))
    grid = panel.current.findChild(WipingGrid)
    grid.clear()
    wipe(grid, range(2))  # as a film that has come off does
    for _ in range(5):
        panel.current._second.timeout.emit()
    assert result(told).touched == {0, 1}


def test_a_quiet_screen_is_told_so(panel, told):
    panel.show_page("maintenance_touch", page("touch:still", "touch"))
    for _ in range(5):
        panel.current._second.timeout.emit()
    assert result(told).touched == frozenset()


def test_nothing_comes_of_a_test_that_was_left(panel, grid, told):
    screen = panel.current
    panel.show_page("maintenance", page("touch", ""))
    for timer in (screen._pause, screen._most, screen._second):
        assert not timer.isActive()
    assert told == []


def test_each_tap_shows_the_next_colour_and_the_last_leads_back(panel, finger, told):
    panel.show_page("maintenance_colours", page("display:colours", "colours"))
    seen = []
    for _ in PATTERNS:
        seen.append(panel.grab().toImage().pixelColor(panel.width() // 3, panel.height() // 2).name())
        assert told == []
        finger.tap("maintenance.display.next")
    assert seen[:6] == ["#ffffff", "#000000", "#ff0000", "#00ff00", "#0000ff", "#808080"]
    assert told == ["staff:back"]


def test_the_colours_begin_anew_for_whoever_comes_next(panel, finger, told):
    for _ in range(2):
        panel.show_page("maintenance_colours", page("display:colours", "colours"))
        assert panel.grab().toImage().pixelColor(10, 10).name() == "#ffffff"
        finger.tap("maintenance.display.next")
        panel.show_page("maintenance", page("display", ""))
