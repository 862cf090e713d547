"""While somebody signs in, the citizen's visit stands where it was, unseen; and ends there when nobody comes back."""

from typing import Any

import pytest

from kiosk.core.timing import COUNTDOWN
from kiosk.screens.content import Page
from tests.screens.house import Stage


@pytest.fixture
def stage(qtbot: Any) -> Stage:
    return Stage(qtbot)


def test_who_comes_back_finds_the_page_that_was_there(stage: Stage) -> None:
    stage.begin()
    assert stage.kind == "identify"
    stage.conductor.press("help")
    stage.conductor.stand_aside()
    shown = stage.window.show_page("home", _home(stage))  # as the sign-in page would
    stage.conductor.status_changed()
    stage.conductor.press("exit")
    stage.conductor.press("tile:medical.payment")
    assert stage.window.current is shown, "nothing of the citizen's comes over it"
    stage.conductor.come_back()
    assert stage.kind == "help"
    stage.conductor.press("back")
    assert stage.kind == "identify"
    assert stage.house.walks_left == []


def test_nobody_comes_back_and_the_visit_ends_meanwhile(stage: Stage) -> None:
    stage.begin()
    stage.conductor.touched()
    stage.conductor.press("help")
    stage.conductor.stand_aside()
    shown = stage.window.show_page("home", _home(stage))
    stage.clock.seconds += 120 + COUNTDOWN + 1
    stage.idle.tick()
    assert stage.house.walks_left == ["walk-1"]
    assert stage.window.current is shown
    stage.conductor.come_back()
    assert stage.kind == "home"


def _home(stage: Stage) -> Any:
    return Page(stage.house.home())
