"""Somebody is called to the terminal: the errand stays as it is, nobody is sent away, and leaving ends it."""

from typing import Any

import pytest

from kiosk.core.helper_call import Calling, CallState
from kiosk.screens.content import Help
from tests.people import ZHANG
from tests.screens.house import Stage


@pytest.fixture
def stage(qtbot: Any) -> Stage:
    return Stage(qtbot)


def hears(stage: Stage, calling: Calling) -> None:
    stage.house.calling = calling
    stage.conductor.status_changed()


def shown(stage: Stage) -> Calling:
    content = stage.conductor._showing.shown
    assert content is not None
    return content[1].of(Help).calling


def test_the_call_says_where_the_citizen_is_and_the_errand_stays(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    before = stage.conductor._visit.step
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    assert stage.house.rung == ["social.pension_certification"]
    assert stage.kind == "help"
    hears(stage, Calling(CallState.COMING, "12", "李娟"))
    assert shown(stage).helper == "李娟"
    assert "李娟正在过来" in stage.spoken[-1]
    stage.conductor.press("back")
    assert stage.conductor._visit.step is before
    assert stage.house.calling.state is CallState.COMING


def test_what_is_heard_beside_the_help_page_changes_no_other(stage: Stage) -> None:
    stage.begin()
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    stage.conductor.press("back")
    hears(stage, Calling(CallState.COMING, "12", "李娟"))
    assert stage.kind == "identify"
    stage.conductor.press("help")
    assert shown(stage).state is CallState.COMING


def test_leaving_ends_the_call(stage: Stage) -> None:
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    stage.conductor.press("exit")
    assert stage.house.rung == ["", None]
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    stage.conductor.press("help:cancel")
    assert stage.house.rung == ["", None, "", None]
    assert stage.kind == "help"


def test_nobody_is_sent_away_while_they_wait_for_the_helper(stage: Stage) -> None:
    stage.conductor.touched()
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    stage.clock.seconds += 179
    stage.idle.tick()
    assert stage.kind == "help"
    hears(stage, Calling(CallState.COMING, "12", "李娟"))
    stage.clock.seconds += 121
    stage.idle.tick()
    assert stage.kind == "idle"
    stage.conductor.press("stay")
    assert stage.kind == "help"
    stage.clock.seconds += 200
    stage.idle.tick()
    assert stage.kind == "home"
    assert stage.house.rung[-1] is None


def test_back_at_the_errand_the_idle_clock_runs_again(stage: Stage) -> None:
    stage.begin()
    stage.conductor.press("help")
    stage.conductor.press("help:call")
    stage.conductor.press("back")
    stage.clock.seconds += 121
    stage.idle.tick()
    assert stage.kind == "idle"
