"""The guide light of the slot that is meant, and the words for a code on the phone where there is a scanner."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.core.errors import Disconnected, KioskError, Unreachable
from kiosk.core.job import CardLying, CardTaken, Hint
from kiosk.core.receipt import Paper
from kiosk.core.slot import Slot
from kiosk.core.step import Identify, Route, ShowCode
from kiosk.perform.identification import ASKING
from kiosk.screens.identify import PHONE, PHONE_TO_CAMERA, WAITING
from tests.people import ZHANG
from tests.screens.house import Stage
from tests.screens.test_conductor import DUE, RECEIPT, to_review


@pytest.fixture
def stage(qtbot: Any) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.conductor.leave()


def test_the_slot_that_is_meant_blinks_from_tile_to_home(stage: Stage) -> None:
    lit = [stage.house.lit]
    stage.begin()
    lit.append(stage.house.lit)
    for answer in (ZHANG, (), DUE):
        stage.ends(answer)
    lit.append(stage.house.lit)
    stage.conductor.answer(True)
    lit.append(stage.house.lit)
    stage.conductor.press("home")
    lit.append(stage.house.lit)
    assert lit == [None, Slot.ID_CARD, None, Slot.CAMERA, None]


def test_the_receipt_and_then_the_card_that_still_lies_there(stage: Stage) -> None:
    to_review(stage)
    stage.conductor.answer(None)
    stage.ends(RECEIPT)
    assert stage.house.lit is Slot.RECEIPT
    stage.ends(Paper.OUT)
    assert (stage.kind, stage.house.lit) == ("done", None)
    watch = stage.work()
    stage.reports(watch, CardLying())
    assert stage.house.lit is Slot.ID_CARD
    stage.reports(watch, CardTaken())
    assert stage.house.lit is None


def test_a_card_that_is_left_behind_is_lit_on_the_home_page_too(stage: Stage) -> None:
    stage.begin()
    stage.work()
    stage.conductor.press("exit")
    assert stage.house.lit is None
    watch = stage.work()
    stage.reports(watch, CardLying())
    assert stage.house.lit is Slot.ID_CARD
    stage.reports(watch, CardTaken())
    assert (stage.kind, stage.house.lit) == ("home", None)


@pytest.mark.parametrize("leads_away", ["help", "keypad", "trouble"])
def test_no_light_points_where_nothing_is_waited_for(stage: Stage, leads_away: str) -> None:
    stage.begin()
    if leads_away == "help":
        stage.conductor.press("help")
    elif leads_away == "keypad":
        stage.conductor.answer(Route("keypad"))
    else:
        stage.ends(Disconnected("no wire", device="id_card"))
    assert (stage.kind, stage.house.lit) == (leads_away, None)
    stage.conductor.press("retry" if leads_away == "trouble" else "back")
    assert (stage.kind, stage.house.lit) == ("identify", Slot.ID_CARD)


def test_without_the_reader_a_code_will_do_where_there_is_a_scanner(stage: Stage) -> None:
    stage.house.codes = Slot.SCANNER
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    assert [way.route for way in stage.conductor._showing.shown[1].content.alternatives] == ["code", "keypad"]
    stage.conductor.answer(Route("code"))
    assert (stage.kind, stage.house.lit) == ("identify", Slot.SCANNER)
    running = stage.work()
    assert isinstance(running.step, ShowCode)
    assert "扫码口" in stage.window.current.spoken()
    stage.conductor.press("back")
    assert isinstance(stage.work().step, Identify)
    assert stage.house.lit is Slot.ID_CARD


def test_without_a_scanner_no_code_is_offered(stage: Stage) -> None:
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    assert [way.route for way in stage.conductor._showing.shown[1].content.alternatives] == ["keypad"]


@pytest.mark.parametrize("error", [Unreachable("down"), Disconnected("no wire", device="camera")])
def test_a_code_is_no_way_out_of_other_trouble(stage: Stage, error: KioskError) -> None:
    stage.house.codes = Slot.SCANNER
    stage.begin()
    for answer in (ZHANG, (), DUE):
        stage.ends(answer)
    stage.conductor.answer(True)
    stage.ends(error)
    assert "code" not in [way.route for way in stage.conductor._showing.shown[1].content.alternatives]


@pytest.mark.parametrize(
    ("codes", "phone"), [(Slot.SCANNER, PHONE), (Slot.CAMERA, PHONE_TO_CAMERA), (None, "")], ids=str
)
def test_a_code_on_the_phone_is_offered_where_it_can_be_read(stage: Stage, codes: Slot | None, phone: str) -> None:
    stage.house.codes = codes
    stage.begin()
    hint = stage.window.current._hint
    assert (hint.sentence.text(), hint.remedy.text()) == (WAITING, phone)
    assert phone in stage.spoken[-1]
    assert ("社保码" in stage.spoken[-1]) is bool(phone)


def test_that_a_code_was_read_is_no_warning(stage: Stage) -> None:
    stage.begin()
    running = stage.work()
    stage.reports(running, Hint("这个码过期了", "刷新一下再扫"))
    assert stage.window.current._hint.border == "on_warning"
    stage.reports(running, ASKING)
    hint = stage.window.current._hint
    assert (hint.sentence.text(), hint.border) == (ASKING.sentence, "on_info")
