"""Steps for the site's staff in the middle of an errand: the errand waits behind them and goes on by itself."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from kiosk.core.board import Guide
from kiosk.core.errors import DeviceError, Disconnected, PaperError, Refused
from kiosk.core.guides import steps_for
from kiosk.core.step import Identify
from kiosk.core.timing import COUNTDOWN, IDLE_CITIZEN, IDLE_STAFF
from kiosk.screens.content import Trouble
from kiosk.widgets.control import Control
from kiosk.widgets.guide_cards import GuideCards
from kiosk.widgets.guides import PICTURES
from tests.screens.house import Stage

JAM = steps_for("a4_printer", "a4.jam")


@pytest.fixture
def stage(qtbot: Any) -> Stage:
    stage = Stage(qtbot)
    stage.house.guides = JAM
    return stage


def into_trouble(stage: Stage) -> None:
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    assert stage.kind == "trouble"


def button(stage: Stage) -> Control:
    found = stage.window.current.findChild(Control, "trouble.steps")
    assert isinstance(found, Control)
    return found


def shown_words(stage: Stage) -> list[str]:
    cards = stage.window.current.findChild(GuideCards)
    assert cards is not None
    return [text.text() for text in cards.findChildren(QLabel) if text.isVisible()]


def test_the_steps_stand_there_with_a_number_each_and_lead_back(stage: Stage) -> None:
    into_trouble(stage)
    assert button(stage).isVisible()
    button(stage).tapped.emit()
    assert stage.kind == "steps"
    assert shown_words(stage) == [f"{number}. {step.words}" for number, step in enumerate(JAM, 1)]
    stage.conductor.press("back")
    assert stage.kind == "trouble"


def test_what_is_known_only_a_moment_later_is_shown_then_and_not_said_again(stage: Stage) -> None:
    stage.house.guides = ()
    into_trouble(stage)
    assert not button(stage).isVisible()
    said = len(stage.spoken)
    stage.house.guides = JAM
    stage.conductor.status_changed()
    assert stage.kind == "trouble"
    assert button(stage).isVisible()
    assert len(stage.spoken) == said


def test_when_the_fault_clears_the_errand_goes_on_from_the_steps(stage: Stage) -> None:
    into_trouble(stage)
    stage.conductor.press("steps")
    stage.conductor.status_changed()
    assert stage.kind == "steps", "another part of the machine says something"
    stage.house.is_cleared = True
    stage.conductor.status_changed()
    assert stage.kind == "identify"
    assert isinstance(stage.work().step, Identify)
    assert stage.house.walks_left == [], "the visit is the same one"


def test_an_item_that_could_not_begin_begins_when_it_can(stage: Stage) -> None:
    stage.house.refusal = DeviceError("paper end", device="a4_printer", sentence="打印机没纸了")
    stage.begin()
    stage.conductor.press("steps")
    assert stage.kind == "steps"
    stage.house.refusal = None
    stage.conductor.status_changed()
    assert stage.kind == "identify"


def test_fewer_steps_leave_none_of_the_others_standing(stage: Stage) -> None:
    into_trouble(stage)
    stage.conductor.press("steps")
    stage.conductor.press("back")
    stage.house.guides = (Guide("ready", "等一会儿"), Guide("power.on", "再打开电源"))
    stage.conductor.press("steps")
    assert shown_words(stage) == ["1. 等一会儿", "2. 再打开电源"]
    assert {guide.picture for guide in stage.house.guides} <= PICTURES.keys()


def test_where_staff_can_do_nothing_no_steps_are_offered(stage: Stage) -> None:
    stage.house.guides = ()
    into_trouble(stage)
    assert not button(stage).isVisible()
    stage.conductor.press("steps")
    assert stage.kind == "trouble"


def test_whoever_has_both_hands_in_the_printer_is_not_asked_after_two_minutes(stage: Stage) -> None:
    stage.conductor.touched()
    into_trouble(stage)
    stage.conductor.press("steps")
    stage.clock.seconds += IDLE_STAFF - 1
    stage.idle.tick()
    assert stage.kind == "steps"
    stage.clock.seconds += 2
    stage.idle.tick()
    assert stage.kind == "idle"
    stage.conductor.touched()
    stage.conductor.press("stay")
    assert stage.kind == "steps"
    stage.clock.seconds += IDLE_CITIZEN + 1
    stage.idle.tick()
    assert stage.kind == "idle", "a touch begins anew, as always"
    stage.clock.seconds += COUNTDOWN
    stage.idle.tick()
    assert stage.kind == "home"
    assert stage.house.walks_left == ["walk-1"]


def trouble(stage: Stage) -> Trouble:
    shown = stage.conductor._showing.shown
    assert shown is not None
    return shown[1].of(Trouble)


def test_it_says_what_else_works(stage: Stage) -> None:
    stage.begin()
    stage.ends(PaperError("jam", device="a4_printer"))
    assert trouble(stage).elsewhere == "别的还能办：查社保、交医疗费"


def test_it_says_where_to_go_when_nothing_else_works(stage: Stage) -> None:
    stage.house.works = ()
    stage.begin()
    stage.ends(PaperError("jam", device="a4_printer"))
    assert trouble(stage).elsewhere == "急着办，到一号台"


def test_a_no_of_the_platform_is_no_fault_of_the_machine(stage: Stage) -> None:
    stage.begin()
    stage.ends(Refused("closed", sentence="今天不收了"))
    assert trouble(stage).elsewhere == ""
