"""What the citizen does, what the terminal says, and which page stands: the real window, walk and worker."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.core.advice import Entitlement
from kiosk.core.errors import Clearer, Disconnected, KioskError, PaperError, Refused, ServerFault, Unreachable
from kiosk.core.job import Advised, CardLying, CardTaken, Hint
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.slot import Slot
from kiosk.core.step import Done, Face, Identify, Query, Route, Submit, Unfinished
from kiosk.core.timing import COUNTDOWN
from kiosk.flows.face import FaceComparison
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import PensionRecord, Standing
from kiosk.screens.content import Trouble
from kiosk.widgets.tile import ErrandTile
from tests.people import ZHANG
from tests.screens.house import Stage

DUE = PensionRecord(Standing.DUE, 2026)
RECEIPT = Receipt("NB-1", "养老金认证", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC), note="养老金照发")


@pytest.fixture
def stage(qtbot: Any) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.conductor.leave()


def to_consent(stage: Stage) -> None:
    stage.begin()
    for answer in (ZHANG, (), DUE):
        stage.ends(answer)
    assert stage.kind == "consent"


def to_review(stage: Stage) -> None:
    to_consent(stage)
    stage.conductor.answer(True)
    stage.ends(Face(b"jpeg"))
    stage.ends(FaceComparison(same=True))
    assert stage.kind == "review"


def shown(stage: Stage) -> Any:
    return stage.conductor._showing.shown[1].content


def test_the_main_job_from_tile_to_home(stage: Stage) -> None:
    assert stage.kind == "home"
    to_review(stage)
    stage.conductor.answer(None)
    stage.ends(RECEIPT)
    stage.ends(Paper.OUT)
    assert stage.kind == "done"
    assert shown(stage).reference == "NB-1"
    stage.conductor.press("home")
    assert stage.kind == "home"
    assert stage.house.walks_left == ["walk-1"]
    assert stage.house.left_idle == [False]


def offered(stage: Stage, entitlement: Entitlement) -> ErrandTile:
    """The visit has ended well, and this is offered."""
    to_review(stage)
    stage.conductor.answer(None)
    stage.ends(RECEIPT)
    stage.ends(Paper.OUT)
    stage.reports(stage.work(), Advised((entitlement,)))
    tile: ErrandTile = stage.window.current.findChild(ErrandTile, f"tile.{entitlement.item}")
    assert tile.isVisible()
    return tile


def test_what_else_they_may_have_is_one_tap_away_and_asks_nobody_again(stage: Stage) -> None:
    offered(stage, Entitlement(pay_medical.id, "今年的医保还没交")).tapped.emit()
    assert stage.house.walks_left == ["walk-1"]
    stage.ends(None)  # payments are open
    unfinished = stage.work().step
    assert isinstance(unfinished, Unfinished)
    assert unfinished.person == ZHANG


def test_what_was_offered_is_gone_with_the_citizen(stage: Stage) -> None:
    tile = offered(stage, Entitlement(pay_medical.id, "残疾证是二级"))
    assert "残疾证" in tile.official
    stage.conductor.press("home")
    assert "残疾证" not in tile.official + tile.accessibleName()


def test_quick_work_shows_no_page_of_its_own_and_slow_work_does(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    assert stage.kind == "identify"
    with stage.qtbot.waitSignal(stage.conductor._work.slow, timeout=30_000):
        pass
    assert stage.kind == "working"


def test_a_page_stands_there_before_its_work_begins(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two would take turns in Python, and the citizen would see the page later."""
    at: list[str] = []
    monkeypatch.setattr(stage.house, "has_work", lambda _step: bool(at.append(stage.kind)))
    stage.begin()
    assert at == ["identify"]


def test_words_of_the_work_reach_the_page(stage: Stage) -> None:
    stage.begin()
    running = stage.work()
    stage.reports(running, Hint("没读到身份证", "换一面再放"))
    assert isinstance(running.step, Identify)
    assert stage.kind == "identify"


def test_back_goes_to_the_question_before_and_asks_its_work_anew(stage: Stage) -> None:
    to_consent(stage)
    stage.conductor.press("back")
    assert stage.kind == "identify"
    assert isinstance(stage.work().step, Identify)


def test_trouble_stands_until_the_device_is_back_and_then_goes_on(stage: Stage) -> None:
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    assert stage.kind == "trouble"
    assert shown(stage).waiting
    stage.conductor.status_changed()
    assert stage.kind == "trouble"
    stage.house.is_cleared = True
    stage.conductor.status_changed()
    assert stage.kind == "identify"
    assert isinstance(stage.work().step, Identify)


def test_trouble_can_be_tried_again_by_hand(stage: Stage) -> None:
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    stage.conductor.press("retry")
    assert stage.kind == "identify"


def test_an_alternative_leads_out_of_trouble(stage: Stage) -> None:
    stage.begin()
    stage.ends(Disconnected("no wire", device="id_card"))
    stage.conductor.answer(Route("keypad"))
    assert stage.kind == "keypad"


def test_without_a_link_the_citizen_may_wait_or_let_it_be_kept(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    stage.ends(())
    stage.ends(Unreachable())
    assert [way.route for way in shown(stage).alternatives] == ["later"]
    stage.conductor.answer(Route("later"))
    assert stage.kind == "consent"
    assert shown(stage).id == "keep_picture"


def test_a_refusal_offers_no_second_try(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    stage.ends(())
    stage.ends(Refused("closed", sentence="今天不收了", remedy="明天再来"))
    trouble = shown(stage)
    assert isinstance(trouble, Trouble)
    assert (trouble.sentence, trouble.retry, trouble.waiting) == ("今天不收了", "", False)


def test_a_sheet_that_nobody_knows_of_is_asked_about_and_never_printed_by_itself(stage: Stage) -> None:
    to_review(stage)
    stage.conductor.answer(None)
    stage.ends(RECEIPT)
    stage.ends(PaperError("mute", device="receipt_printer", out=None))
    assert (shown(stage).retry, shown(stage).waiting) == ("没出来，再打一张", False)
    stage.conductor.answer(Route("without"))
    assert stage.kind == "done"


def test_an_effect_under_way_cannot_be_left(stage: Stage) -> None:
    to_review(stage)
    stage.conductor.answer(None)
    running = stage.work()
    assert isinstance(running.step, Submit)
    for what in ("exit", "home", "back"):
        stage.conductor.press(what)
    assert not running.cancel.is_set
    stage.ended(running, RECEIPT)
    stage.ends(Paper.OUT)
    assert stage.kind == "done"


def test_leaving_wipes_and_stops(stage: Stage) -> None:
    to_consent(stage)
    walk = stage.conductor._visit.walk
    stage.conductor.press("exit")
    assert stage.kind == "home"
    assert walk is not None
    assert ZHANG.name not in repr(vars(walk))
    assert stage.house.walks_left == ["walk-1"]


def test_a_card_left_behind_is_pointed_out_until_it_is_taken(stage: Stage) -> None:
    to_consent(stage)
    stage.conductor.press("exit")
    running = stage.work()
    assert isinstance(running.step, Done)
    stage.reports(running, CardLying())
    assert stage.kind == "done"
    assert shown(stage).message == "别忘了拿身份证"
    stage.reports(running, CardTaken())
    assert stage.kind == "home"


def test_help_stops_what_waits_for_the_citizen_and_comes_back_to_it(stage: Stage) -> None:
    stage.begin()
    running = stage.work()
    stage.conductor.press("help")
    assert stage.kind == "help"
    assert running.cancel.is_set
    stage.conductor.press("back")
    assert stage.kind == "identify"
    assert isinstance(stage.work().step, Identify)


def test_help_does_not_stop_what_the_citizen_waits_for(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    stage.ends(())
    running = stage.work()
    stage.conductor.press("help")
    assert isinstance(running.step, Query)
    assert not running.cancel.is_set


def test_help_from_home_returns_home(stage: Stage) -> None:
    stage.conductor.press("help")
    assert stage.kind == "help"
    stage.conductor.press("back")
    assert stage.kind == "home"


def test_the_voice_is_adjusted_at_once_and_as_at_first_for_the_next_citizen(stage: Stage) -> None:
    to_consent(stage)
    stage.conductor.press("help")
    stage.conductor.press("voice")
    first = shown(stage)
    stage.conductor.press("voice:faster")
    stage.conductor.press("voice:louder")
    assert (shown(stage).rate, shown(stage).volume) == (first.rate + 1, first.volume + 1)
    for _ in range(9):
        stage.conductor.press("voice:quieter")
    assert shown(stage).volume == 1
    stage.conductor.press("back")
    assert stage.kind == "consent"
    stage.conductor.leave()
    assert stage.voice.levels == first


def test_looks_left_by_somebody_go_back_without_a_question(stage: Stage) -> None:
    stage.window.theme.set(size=stage.window.theme.size.next)
    changed = stage.window.theme.size
    stage.conductor.touched()
    stage.clock.seconds += 121
    stage.idle.tick()
    assert stage.kind == "home"
    assert stage.window.theme.size != changed


def test_what_is_missing_is_said_before_any_work(stage: Stage) -> None:
    stage.house.refusal = KioskError("no reader", sentence="读不了身份证")
    stage.begin()
    assert stage.kind == "trouble"
    assert shown(stage).sentence == "读不了身份证"
    stage.house.refusal = None
    stage.conductor.status_changed()
    assert stage.kind == "identify"


def test_a_phone_s_code_is_offered_as_soon_as_something_can_read_it(stage: Stage) -> None:
    stage.house.codes = None
    stage.begin()
    assert "社保码" not in stage.spoken[-1]
    stage.house.codes = Slot.SCANNER
    stage.conductor.status_changed()
    assert stage.kind == "identify"
    assert "社保码也行" in stage.spoken[-1]


def test_an_answer_that_comes_late_is_not_for_the_next_step(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    assert stage.kind == "identify"
    stage.conductor.answer(Route("keypad"))
    stage.conductor.revise("Identify")
    assert stage.kind == "identify"
    assert isinstance(stage.work().step, Unfinished)


def test_a_changed_line_comes_back_to_the_review(stage: Stage) -> None:
    to_review(stage)
    stage.conductor.revise("CaptureFace")
    assert stage.kind == "face"
    stage.ends(Face(b"other"))
    stage.ends(FaceComparison(same=True))
    assert stage.kind == "review"


def test_nobody_there_wipes_after_the_countdown_and_a_touch_keeps(stage: Stage) -> None:
    to_consent(stage)
    stage.clock.seconds += 121
    stage.idle.tick()
    assert stage.kind == "idle"
    stage.conductor.touched()
    stage.conductor.press("stay")
    assert stage.kind == "consent"
    stage.clock.seconds += 120 + COUNTDOWN
    stage.idle.tick()
    assert stage.kind == "home"
    assert stage.house.walks_left == ["walk-1"]
    assert stage.house.left_idle == [True]


def test_no_time_passes_while_the_network_works(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    stage.clock.seconds += 500
    stage.idle.tick()
    stage.ends(())
    stage.ends(DUE)
    stage.idle.tick()
    assert stage.kind == "consent"


def test_the_home_page_says_what_changed(stage: Stage) -> None:
    stage.house.note = "今天打不了回执"
    stage.conductor.status_changed()
    assert shown(stage).tiles[0].note == "今天打不了回执"


def test_a_page_is_spoken_when_it_comes_and_home_is_quiet(stage: Stage) -> None:
    assert stage.spoken == []
    to_consent(stage)
    assert "照片" in stage.spoken[-1]
    assert not any(ZHANG.name in words or ZHANG.id_number in words for words in stage.spoken)
    assert stage.spoken[-1] in stage.kept
    before = len(stage.spoken)
    stage.conductor.press("read_aloud")
    assert stage.spoken[before:] == stage.spoken[before - 1 : before]


def test_a_fault_of_ours_is_a_sentence_and_a_way_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes: list[Any] = []
    monkeypatch.setattr("threading.excepthook", crashes.append)
    stage.begin()
    running = stage.work()
    with stage.qtbot.waitSignal(stage.conductor._work.failed, timeout=30_000):
        running.end.put(ZeroDivisionError("ours"))
    assert stage.kind == "trouble"
    assert shown(stage).sentence == KioskError.sentence
    assert KioskError.clearer is Clearer.SITE
    stage.conductor.press("exit")
    assert stage.kind == "home"


def test_what_was_well_again_before_anybody_noticed_is_tried_again_unasked(stage: Stage) -> None:
    stage.begin()
    stage.ends(ZHANG)
    stage.ends(())
    stage.house.is_cleared = True
    stage.ends(ServerFault())
    assert stage.kind == "trouble"
    with stage.qtbot.waitSignal(stage.conductor._work.again, timeout=30_000):
        pass
    stage.ends(DUE)  # begun without a tap, and without a word from the link
    assert stage.kind == "consent"


def test_whoever_taps_and_every_page_but_home_has_the_devices_asked(stage: Stage) -> None:
    assert stage.house.attended == 0
    stage.begin()
    began = stage.house.attended
    assert began >= 2, "before the tile is judged, and when the page stands"
    stage.ends(ZHANG)
    assert stage.kind == "home" or stage.house.attended >= began
    stage.conductor.leave()
    left = stage.house.attended
    stage.house.note = "今天打不了回执"
    stage.conductor.status_changed()
    assert stage.house.attended == left, "a new minute or note on home is nobody"
    stage.window.touched.emit()
    assert stage.house.attended == left + 1


def test_the_idle_clock_sleeps_until_its_question_is_due(stage: Stage) -> None:
    stage.window.touched.emit()
    assert stage.idle._timer.remainingTime() > 119_000
    stage.begin()
    stage.clock.seconds += 100
    stage.idle.tick()
    assert 19_000 < stage.idle._timer.remainingTime() <= 20_000
    stage.clock.seconds += 20
    stage.idle.tick()
    assert stage.kind == "idle"
    assert stage.idle._timer.remainingTime() <= 1000
