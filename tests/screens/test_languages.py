"""The language is the citizen's own: chosen on the home page, offered to a foreigner, and gone with them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.person import CardKind, Person
from kiosk.widgets.control import Control
from kiosk.widgets.strip import Strip
from kiosk.widgets.text import Heading
from tests.people import WANG
from tests.screens.house import Stage


@pytest.fixture
def stage(qtbot: Any) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.conductor.leave()


FOREIGNER: Person = replace(WANG, kind=CardKind.FOREIGN_2023)


def strip(stage: Stage) -> str:
    return stage.window.findChildren(Strip)[0].buttons["nav.help"].text()


def heading(stage: Stage) -> str:
    return stage.window.current.findChildren(Heading)[0].text()


def control(stage: Stage, name: str) -> Control:
    return stage.window.current.findChild(Control, name)


def test_a_language_changes_strip_and_page_at_once_and_later_pages_too(stage: Stage) -> None:
    assert strip(stage) == "找人帮忙"
    stage.conductor.press("language:en")
    assert strip(stage) == "Get help"
    stage.begin()
    assert heading(stage) == "Place your ID card at the light"
    stage.conductor.press("language:zh")
    assert (strip(stage), heading(stage)) == ("找人帮忙", "把身份证放在亮灯的地方")


def test_it_ends_with_the_visit(stage: Stage) -> None:
    stage.conductor.press("language:en")
    stage.begin()
    stage.conductor.press("exit")
    assert strip(stage) == "找人帮忙"
    stage.begin()
    assert heading(stage) == "把身份证放在亮灯的地方"


def test_what_has_no_chinese_left_is_spoken_by_the_language_s_voice_and_the_rest_by_ours(stage: Stage) -> None:
    stage.conductor.press("language:en")
    stage.begin()
    assert "把身份证" not in stage.spoken[-1]
    assert stage.in_language[-1] == "zh"  # the hints of that page have no words in this catalogue


def test_a_foreigner_is_asked_once_and_may_say_yes(stage: Stage) -> None:
    stage.begin()
    stage.ends(FOREIGNER)
    assert stage.kind == "language"
    control(stage, "language.change").tapped.emit()
    assert stage.kind != "language"
    assert strip(stage) == "Get help"


def test_a_foreigner_may_stay_in_chinese_and_is_not_asked_again(stage: Stage) -> None:
    stage.begin()
    stage.ends(FOREIGNER)
    control(stage, "language.stay").tapped.emit()
    assert strip(stage) == "找人帮忙"
    stage.begin()
    assert stage.kind != "language"


def test_who_speaks_english_already_is_not_asked(stage: Stage) -> None:
    stage.conductor.press("language:en")
    stage.begin()
    stage.ends(FOREIGNER)
    assert stage.kind != "language"


def test_a_resident_is_not_asked(stage: Stage) -> None:
    stage.begin()
    stage.ends(WANG)
    assert stage.kind != "language"
