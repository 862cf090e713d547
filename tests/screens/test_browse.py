"""Looking for an item that does not stand on home: the real window and conductor, and a finger on the real pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.core.errors import Disconnected
from kiosk.core.item import Category
from kiosk.core.writing import Candidates, Handwritten, Phrase
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import certify
from kiosk.screens.browse import CATEGORIES, Browse
from kiosk.screens.content import Find, Home, Page, Shelf, Tile
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.theme import TextSize
from tests.people import ZHANG
from tests.screens.conftest import Finger
from tests.screens.house import Stage, TestHouse


@pytest.fixture
def stage(qtbot: Any) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.conductor.leave()


def tap(stage: Stage, name: str) -> None:
    stage.clock.seconds += 1
    found = [one for one in stage.window.findChildren(Control, name) if one.isVisible()]
    assert len(found) == 1, f"{len(found)} controls are called {name}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def tiles(window: Window) -> list[str]:
    return [
        one.objectName()
        for one in window.current.findChildren(Control)
        if one.isVisible() and "." in one.objectName() and one.objectName().split(".")[0] in ("tile", "category")
    ]


def test_by_category_an_item_is_three_taps_from_home(stage: Stage) -> None:
    tap(stage, "home.find")
    assert stage.kind == "categories"
    assert tiles(stage.window) == ["category.social", "category.medical"]
    tap(stage, "category.medical")
    assert stage.kind == "category"
    assert tiles(stage.window) == [f"tile.{pay_medical.id}"]
    tap(stage, f"tile.{pay_medical.id}")
    assert stage.conductor._visit.item is pay_medical


def test_by_typing_it_is_found_with_every_letter(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    assert stage.kind == "find"
    assert tiles(stage.window) == []
    for letter in "pens":
        tap(stage, f"keypad.{letter}")
    assert tiles(stage.window) == [f"tile.{certify.id}"]
    tap(stage, "keypad.x")
    assert tiles(stage.window) == []
    tap(stage, "keypad.delete")
    assert tiles(stage.window) == [f"tile.{certify.id}"]
    tap(stage, "keypad.clear")
    assert tiles(stage.window) == []
    QTest.keyClicks(stage.window, "pens")
    tap(stage, f"tile.{certify.id}")
    assert stage.kind == "identify"


def test_back_leads_one_level_up(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "category.social")
    tap(stage, f"tile.{certify.id}")
    assert stage.kind == "identify"
    for kind in ("category", "categories", "home"):
        tap(stage, "nav.back")
        assert stage.kind == kind
    assert stage.house.walks_left == ["walk-1"]


def test_back_from_an_item_leads_to_what_was_found_until_something_is_done_in_it(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    tap(stage, "keypad.p")
    tap(stage, f"tile.{certify.id}")
    stage.conductor.press("back")
    assert tiles(stage.window) == [f"tile.{certify.id}", f"tile.{pay_medical.id}"]
    tap(stage, f"tile.{certify.id}")
    running = stage.work()
    while not isinstance(running.step, type(stage.conductor._visit.step)) or running.cancel.is_set:
        running = stage.work()
    stage.ended(running, ZHANG)
    stage.ends(())
    stage.conductor.press("back")
    assert stage.kind == "identify"


def test_an_item_that_cannot_begin_leads_back_to_the_list(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "category.social")
    stage.house.refusal = Disconnected("no wire", device="id_card")
    tap(stage, f"tile.{certify.id}")
    assert stage.kind == "trouble"
    tap(stage, "nav.back")
    assert stage.kind == "category"


def test_an_item_begun_on_home_has_no_way_back_to_a_list(stage: Stage) -> None:
    stage.begin()
    assert not [one for one in stage.window.findChildren(Control, "nav.back") if one.isVisible()]


@pytest.mark.parametrize("way", ["nav.home", "nav.exit"])
def test_nothing_that_was_typed_is_left(stage: Stage, way: str) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    for letter in "pens":
        tap(stage, f"keypad.{letter}")
    tap(stage, way)
    assert stage.kind == "home"
    assert (stage.house.searches_begun, stage.house.searches_ended) == (1, 1)
    left = [one for one in stage.window.findChildren(QWidget) if "PENS" in getattr(one, "text", str)().upper()]
    assert left == []
    tap(stage, "home.find")
    tap(stage, "home.search")
    assert tiles(stage.window) == []


def test_the_next_one_who_searches_begins_with_nothing(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    tap(stage, "keypad.p")
    tap(stage, "nav.back")
    tap(stage, "home.search")
    assert tiles(stage.window) == []


def test_who_goes_away_while_looking_is_counted_down_and_forgotten(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    tap(stage, "keypad.p")
    stage.clock.seconds += 125
    stage.idle.tick()
    assert stage.kind == "idle"
    stage.conductor.press("stay")
    assert stage.kind == "find"
    stage.clock.seconds += 125
    stage.idle.tick()
    stage.clock.seconds += 60
    stage.idle.tick()
    assert stage.kind == "home"
    assert not stage.conductor._visit.browse.open


def test_help_comes_back_to_what_was_typed(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    tap(stage, "keypad.p")
    tap(stage, "nav.help")
    assert stage.kind == "help"
    tap(stage, "nav.back")
    assert tiles(stage.window) == [f"tile.{certify.id}", f"tile.{pay_medical.id}"]


def test_a_letter_is_not_read_aloud_and_the_page_is_once(stage: Stage) -> None:
    tap(stage, "home.find")
    stage.spoken.clear()
    tap(stage, "home.search")
    for letter in "pe":
        tap(stage, f"keypad.{letter}")
    assert len(stage.spoken) == 1
    assert "养老金认证" not in stage.spoken[0]


def test_every_category_has_everyday_words() -> None:
    assert set(CATEGORIES) == set(Category)
    titles = [title for title, _ in CATEGORIES.values()]
    assert len(set(titles)) == len(titles)
    assert all(2 < len(title) <= 8 for title in titles)


WAYS = st.sampled_from(["categories", "category:social", "category:medical", "find", "typed:pe", "typed:", "back"])


@given(st.lists(WAYS, max_size=30))
@settings(suppress_health_check=[HealthCheck.differing_executors])
def test_no_way_leads_deeper_than_two_pages(ways: list[str]) -> None:
    browse, house = Browse(), TestHouse()
    for way in ways:
        if way != "back":
            browse.go(way)
        elif browse.open:
            browse.back()
        assert len(browse._way) <= 2
        if browse.open:
            kind, page = browse.page(house)
            assert (kind, page.can_go_back) == (browse._way[-1].partition(":")[0], True)


# --- the pages ---

MANY = tuple(Tile(f"x.i{at}", f"查社保{at}", "社会保险", "mdi6.file") for at in range(8))


def shown(window: Window, name: str) -> bool:
    return any(one.isVisible() for one in window.findChildren(QWidget, name))


def test_a_shelf_has_six_tiles_a_page_and_a_pager(panel: Window, finger: Finger) -> None:
    pressed: list[str] = []
    panel.pressed.connect(pressed.append)
    panel.show_page("category", Page(Shelf("社保和养老金", MANY), can_go_back=True))
    assert tiles(panel) == [f"tile.x.i{at}" for at in range(6)]
    finger.tap("nav.page_after")
    assert tiles(panel) == ["tile.x.i6", "tile.x.i7"]
    finger.tap("tile.x.i7")
    assert pressed == ["tile:x.i7"]
    panel.show_page("category", Page(Shelf("医保", MANY[:2]), can_go_back=True))
    assert tiles(panel) == ["tile.x.i0", "tile.x.i1"]


def test_a_refilled_shelf_stays_on_its_page(panel: Window, finger: Finger) -> None:
    panel.show_page("category", Page(Shelf("社保和养老金", MANY)))
    finger.tap("nav.page_after")
    panel.show_page(
        "category", Page(Shelf("社保和养老金", (*MANY[:7], Tile("x.i7", "查社保7", "", "mdi6.file", "网络没连上"))))
    )
    assert tiles(panel) == ["tile.x.i6", "tile.x.i7"]


def test_what_is_found_is_paged_and_begins_anew_with_another_letter(panel: Window, finger: Finger) -> None:
    panel.show_page("find", Page(Find("s", MANY), can_go_back=True))
    finger.tap("nav.page_after")
    assert tiles(panel) == ["tile.x.i6", "tile.x.i7"]
    panel.show_page("find", Page(Find("sb", MANY), can_go_back=True))
    assert tiles(panel)[0] == "tile.x.i0"


def test_a_larger_text_never_loses_a_tile(panel: Window, finger: Finger) -> None:
    panel.show_page("find", Page(Find("s", MANY), can_go_back=True))
    for size in TextSize:
        panel.set_looks(size, high_contrast=False, lowered=False)
        seen = []
        while True:
            seen += tiles(panel)
            if not shown(panel, "nav.page_after"):
                break
            finger.tap("nav.page_after")
        assert seen == [f"tile.x.i{at}" for at in range(8)]
        while shown(panel, "nav.page_before"):
            finger.tap("nav.page_before")


def test_the_receipt_is_offered_only_where_one_can_be_read(panel: Window, finger: Finger) -> None:
    pressed: list[str] = []
    panel.pressed.connect(pressed.append)
    panel.show_page("find", Page(Find()))
    assert not shown(panel, "find.slip")
    panel.show_page("find", Page(Find(slip="receipt.find")))
    finger.tap("find.slip")
    assert pressed == ["tile:receipt.find"]


def test_no_more_is_typed_than_any_name_needs(panel: Window, finger: Finger) -> None:
    pressed: list[str] = []
    panel.pressed.connect(pressed.append)
    panel.show_page("find", Page(Find("a" * 14)))
    finger.tap("keypad.b")
    assert pressed == []
    finger.tap("keypad.delete")
    assert pressed == ["browse:typed:" + "a" * 13]


def test_words_say_what_to_do_and_that_nothing_is_found(panel: Window) -> None:
    hint = panel.show_page("find", Page(Find())).findChild(QLabel, "notice")
    assert isinstance(hint, QLabel)
    assert hint.text() == "一个字按一个字母就行"
    panel.show_page("find", Page(Find("qq")))
    assert hint.text() == "没找到"


@pytest.mark.parametrize("more", [True, False])
def test_home_leads_on_only_where_there_is_more(panel: Window, more: bool) -> None:
    panel.show_page("home", Page(Home("东湖镇", MANY[:2], "110", "09:00", "11月22日", more=more)))
    assert shown(panel, "home.find") is more


# --- by hand ---


def draw(panel: Window) -> None:
    pad = panel.findChild(QWidget, "pad")
    assert isinstance(pad, QWidget)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    QTest.mouseMove(pad, pad.rect().center() + QPoint(40, 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center() + QPoint(40, 40))


def answer(question: Handwritten) -> Candidates:
    return Candidates(question, tuple(map(Phrase, "养着看美羊善兴弟")) if question.strokes else ())


def test_a_character_by_hand_is_read_tapped_and_searched_for(panel: Window, finger: Finger) -> None:
    pressed: list[str] = []
    asked: list[Handwritten | None] = []
    panel.pressed.connect(pressed.append)
    panel.asked.connect(asked.append)
    panel.show_page("find", Page(Find()))
    assert asked == []
    finger.tap("find.way")
    assert pressed == ["browse:by_hand"]
    screen = panel.show_page("find", Page(Find(by_hand=True)))
    assert asked == [Handwritten(())]
    draw(panel)
    question = asked[-1]
    assert question is not None
    assert len(question.strokes) == 1
    screen.progress(answer(question))
    finger.tap("candidate.1")
    assert pressed[1:] == ["browse:typed:养"]
    assert asked[-1] == Handwritten(())
    panel.show_page("find", Page(Find("养", by_hand=True)))
    finger.tap("keypad.delete")
    assert pressed[-1] == "browse:typed:"
    finger.tap("find.way")
    assert pressed[-1] == "browse:by_letters"


def test_where_nobody_can_read_there_are_letters_until_the_end_of_the_visit(panel: Window) -> None:
    pressed: list[str] = []
    panel.pressed.connect(pressed.append)
    screen = panel.show_page("find", Page(Find(by_hand=True)))
    screen.progress(Candidates(Handwritten(()), None))
    assert pressed == ["browse:by_letters"]
    panel.show_page("find", Page(Find()))
    assert not shown(panel, "find.way")
    panel.reset()
    panel.show_page("find", Page(Find()))
    assert shown(panel, "find.way")


def test_what_reads_is_let_go_when_nobody_writes_any_more(panel: Window) -> None:
    asked: list[Handwritten | None] = []
    panel.asked.connect(asked.append)
    panel.show_page("find", Page(Find(by_hand=True)))
    draw(panel)
    panel.show_page("home", Page(Home("东湖镇", MANY[:2], "110", "09:00", "11月22日")))
    panel.reset()
    assert asked[-1] is None
    panel.show_page("find", Page(Find(by_hand=True)))
    assert asked[-1] == Handwritten(())


def test_the_way_of_writing_stays_for_a_visit_and_no_longer(stage: Stage) -> None:
    tap(stage, "home.find")
    tap(stage, "home.search")
    tap(stage, "find.way")
    tap(stage, "nav.back")
    tap(stage, "home.search")
    assert shown(stage.window, "pad")
    tap(stage, "nav.home")
    tap(stage, "home.find")
    tap(stage, "home.search")
    assert not shown(stage.window, "pad")
