"""The assisted mode in the real window: who sees what, whose turn it is, and how it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.core.advice import Entitlement
from kiosk.core.errors import Disconnected, KioskError
from kiosk.core.job import Advised, CardLying, CardRead, CardTaken, CodeShown, Paying, StaffCard
from kiosk.core.package import Helper
from kiosk.core.person import Person
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import CaptureFace, Face, Identify, Pay, Route
from kiosk.core.timing import COUNTDOWN, STAFF_CARD_BACK
from kiosk.flows.face import FaceComparison
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import PensionRecord, Standing, certify
from tests.people import ZHANG as BY_PHONE
from tests.screens.assisted import HELPER, AssistedStage
from tests.screens.test_conductor_payment import ACCOUNT, ORDER

DUE = PensionRecord(Standing.DUE, 2026)
RECEIPT = Receipt("NB-20261122-0042", "养老金认证", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC))
ZHANG = replace(BY_PHONE, birth=date(1960, 3, 1))  # a card tells more than a phone's code
OTHER = Person("李小红", "110105199003070022", birth=date(1990, 3, 7))


@pytest.fixture
def stage(qtbot: Any) -> Iterator[AssistedStage]:
    stage = AssistedStage(qtbot)
    stage.conductor.assist(HELPER, by_card=True)
    yield stage
    stage.conductor.rest()


def identified(stage: AssistedStage, person: Person = ZHANG) -> None:
    stage.begin()
    running = stage.work()
    assert isinstance(running.step, Identify)
    if person.birth is not None:
        stage.reports(running, CardRead(person))
    stage.ended(running, person)
    assert isinstance(running.step, Identify)


def to_consent(stage: AssistedStage, person: Person = ZHANG) -> None:
    identified(stage, person)
    for answer in ((), DUE):
        stage.ends(answer)
    assert stage.kind == "consent"


def to_review(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.conductor.answer(True)
    stage.ends(Face(b"jpeg"))
    stage.ends(FaceComparison(same=True))
    assert stage.kind == "review"


def to_done(stage: AssistedStage) -> None:
    to_review(stage)
    stage.conductor.answer(None)
    stage.ends(RECEIPT)
    stage.ends(Paper.OUT)
    assert stage.kind == "done"


def drop_work_before(stage: AssistedStage) -> None:
    """That of the step which was left has been cancelled."""
    assert stage.work().cancel.is_set


def card_goes(stage: AssistedStage, parting: Any) -> None:
    """At the end of a visit the step's own work sees it, and ends."""
    stage.reports(parting, CardTaken())
    stage.ended(parting, None)


def band(stage: AssistedStage) -> Any:
    return stage.window.assist_band.shown


def test_the_list_stands_where_home_was_and_the_band_over_every_page(stage: AssistedStage) -> None:
    assert stage.kind == "assist"
    assert (band(stage).helper, band(stage).minutes) == ("王小明", 30)
    to_consent(stage)
    stage.conductor.press("help")
    assert stage.kind == "help"
    assert stage.window.assist_band.isVisible()
    assert "帮办 王小明" in stage.words()


def test_minutes_go_by_in_the_band(stage: AssistedStage) -> None:
    stage.later(61)
    assert band(stage).minutes == 29


def test_one_citizen_after_another_and_the_last_item_stands_first(stage: AssistedStage) -> None:
    for _ in range(2):
        to_done(stage)
        stage.reports(parting := stage.work(), CardLying())
        stage.conductor.press("home")
        assert parting.cancel.is_set
        stage.reports(watching := stage.work(), CardLying())
        assert stage.kind == "done"  # the card is still to be taken
        stage.reports(watching, CardTaken())
        assert stage.kind == "assist"
        stage.sees(StaffCard())
    assert stage.office.recent == [certify.id]
    assert stage.office.book == [("began", "B012")]


def test_letters_find_items_of_the_list(stage: AssistedStage) -> None:
    stage.window.current.findChild(object, "keypad.p").tapped.emit()
    assert "assist:typed" not in stage.words()
    assert stage.assisting.typed == "p"
    assert stage.house.searches_begun == 1


def test_what_tells_who_it_is_shows_only_while_their_card_lies_there(stage: AssistedStage) -> None:
    to_done(stage)
    parting = stage.work()
    stage.reports(parting, CardLying())
    assert "NB-20261122-0042" in stage.words()
    card_goes(stage, parting)
    assert "NB-20261122-0042" not in stage.words()
    assert "身份证放上才看得全" in stage.words()
    assert "****0042" in stage.words()
    stage.sees(CardRead(ZHANG))
    assert "NB-20261122-0042" in stage.words()


def test_somebody_elses_card_shows_nothing(stage: AssistedStage) -> None:
    to_done(stage)
    card_goes(stage, stage.work())
    stage.sees(CardRead(OTHER))
    assert "NB-20261122-0042" not in stage.words()
    stage.sees(StaffCard())
    assert "NB-20261122-0042" not in stage.words()


def test_why_somebody_is_entitled_is_hidden_too(stage: AssistedStage) -> None:
    to_done(stage)
    parting = stage.work()
    stage.reports(parting, CardTaken())
    stage.reports(parting, Advised((Entitlement(certify.id, "您的残疾证是二级"),)))
    stage.ended(parting, None)
    assert "残疾证" not in stage.words()
    stage.sees(CardRead(ZHANG))
    assert "残疾证" in stage.words()


def test_the_helper_cannot_agree_or_decline_for_them(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.sees(CardTaken())
    assert "请本人来按" in stage.words()
    for answer in (True, Route("decline")):
        stage.conductor.answer(answer)
        assert stage.kind == "consent"
    assert stage.spoken[-1].startswith("请本人来按")
    stage.sees(CardRead(ZHANG))
    assert "请本人来按" not in stage.words()
    stage.conductor.answer(True)
    assert stage.kind == "face"


def test_no_picture_is_taken_without_them(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.conductor.answer(True)
    taking = stage.work()
    assert isinstance(taking.step, CaptureFace)
    stage.sees(CardTaken())
    assert taking.cancel.is_set
    stage.conductor.answer(Route("staff"))  # the way around the picture is not the helper's either
    assert stage.kind == "face"
    stage.sees(CardRead(ZHANG))
    again = stage.work()
    assert isinstance(again.step, CaptureFace)
    assert not again.cancel.is_set


def test_nothing_is_handed_in_without_them(stage: AssistedStage) -> None:
    to_review(stage)
    stage.sees(CardTaken())
    stage.conductor.answer(None)
    assert stage.kind == "review"
    assert stage.house.started.empty()


def test_who_came_by_phone_shows_it_again(stage: AssistedStage) -> None:
    to_consent(stage, BY_PHONE)
    assert "再亮一次码" in stage.words()
    stage.conductor.answer(True)
    assert stage.kind == "consent"
    stage.sees(CodeShown(OTHER))
    stage.conductor.answer(True)
    assert stage.kind == "consent"
    stage.sees(CodeShown(BY_PHONE))
    stage.conductor.answer(True)
    assert stage.kind == "face"
    assert "请本人来按" in stage.words()  # for this act it is to be shown anew


def test_the_citizen_ends_it_with_one_tap_and_goes_on_alone(stage: AssistedStage) -> None:
    to_consent(stage)
    walk = stage.conductor._visit.walk
    assert walk is not None
    assert walk.helper == "B012"
    stage.window.assist_band.controls()[0].tapped.emit()
    assert stage.kind == "consent"
    assert not stage.window.assist_band.isVisible()
    assert walk.helper == ""
    assert stage.office.book[1:] == [("handed over", "B012", "walk-1"), ("ended", "B012", "citizen")]
    stage.conductor.answer(True)
    assert stage.kind == "face"
    stage.conductor.press("home")
    assert stage.kind == "home" or stage.kind == "done"


def test_without_the_card_the_visit_ends_with_it(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.sees(CardTaken())
    stage.conductor.press("assist:end")
    assert stage.house.walks_left == ["walk-1"]
    assert stage.office.book[1:] == [("ended", "B012", "citizen")]
    assert stage.kind in ("home", "done")


def test_before_anybody_is_known_the_page_stays(stage: AssistedStage) -> None:
    stage.begin()
    stage.conductor.press("assist:end")
    assert stage.kind == "identify"
    assert band(stage) is None


def test_on_the_list_it_is_the_helper_who_ends_it(stage: AssistedStage) -> None:
    stage.conductor.press("assist:end")
    assert stage.kind == "home"
    assert stage.office.book[-1] == ("ended", "B012", "helper")


def test_the_minutes_end_it_but_never_in_the_middle_of_an_effect(stage: AssistedStage) -> None:
    to_review(stage)
    stage.conductor.answer(None)
    handing_in = stage.work()
    stage.later(30 * 60)
    assert band(stage).ending
    assert not handing_in.cancel.is_set
    stage.ended(handing_in, RECEIPT)
    assert band(stage) is None or band(stage).ending  # printing is an effect as well
    stage.ends(Paper.OUT)
    assert band(stage) is None
    assert stage.office.book[-1] == ("ended", "B012", "minutes")


def test_the_minutes_end_it_at_the_list(stage: AssistedStage) -> None:
    stage.later(30 * 60)
    assert stage.kind == "home"
    assert stage.office.book[-1] == ("ended", "B012", "minutes")


def test_the_staff_cards_removal_at_the_list_ends_it(stage: AssistedStage) -> None:
    stage.sees(CardTaken())
    assert stage.kind == "home"
    assert stage.office.book[-1] == ("ended", "B012", "card")


def test_the_staff_card_makes_room_for_the_citizens_and_comes_back(stage: AssistedStage) -> None:
    identified(stage)
    stage.conductor.press("home")
    drop_work_before(stage)
    stage.reports(stage.work(), CardTaken())
    assert "把工作证放回来，还有30秒" in stage.words()
    stage.begin()
    assert stage.kind == "assist"  # nobody is served meanwhile
    stage.later(STAFF_CARD_BACK - 1)
    stage.sees(StaffCard())
    assert "放回来" not in stage.words()
    stage.later(STAFF_CARD_BACK)
    assert stage.kind == "assist"


def test_a_staff_card_that_stays_away_ends_it(stage: AssistedStage) -> None:
    stage.begin()
    stage.sees_nothing = None
    stage.conductor.press("home")
    stage.assisting.presence.heard(CardTaken())
    stage.later(STAFF_CARD_BACK)
    assert stage.kind == "home"
    assert stage.office.book[-1] == ("ended", "B012", "card")


def test_who_signed_in_by_pin_needs_no_card(qtbot: Any) -> None:
    stage = AssistedStage(qtbot)
    stage.conductor.assist(HELPER)
    assert stage.office.watches.empty()
    stage.begin()
    stage.conductor.press("home")
    stage.later(STAFF_CARD_BACK)
    assert stage.kind == "assist"
    stage.conductor.rest()
    assert stage.office.book[-1] == ("ended", "B012", "terminal")


def test_idle_is_asked_for_after_the_helpers_time_and_ends_all(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.clock.seconds += 299
    stage.idle.tick()
    assert stage.kind == "consent"
    stage.clock.seconds += 1
    stage.idle.tick()
    assert stage.kind == "idle"
    stage.clock.seconds += COUNTDOWN
    stage.idle.tick()
    assert stage.house.left_idle == [True]
    assert stage.office.book[-1] == ("ended", "B012", "idle")
    assert band(stage) is None


def test_after_it_a_citizen_has_their_own_time(stage: AssistedStage) -> None:
    stage.conductor.press("assist:end")
    to_consent_alone(stage)
    stage.clock.seconds += 120
    stage.idle.tick()
    assert stage.kind == "idle"


def to_consent_alone(stage: AssistedStage) -> None:
    stage.begin()
    assert isinstance(stage.work().step, Identify)


def test_a_site_without_it_says_so(qtbot: Any) -> None:
    stage = AssistedStage(qtbot)
    stage.office.terms = Helper(minutes=0)
    with pytest.raises(KioskError) as refused:
        stage.conductor.assist(HELPER)
    assert refused.value.sentence == "这里没有帮办"
    assert stage.kind == "home"
    assert band(stage) is None


def test_a_watch_that_breaks_off_has_seen_nobody(stage: AssistedStage) -> None:
    to_consent(stage)
    assert "请本人来按" not in stage.words()
    stage.assisting.presence._worker.failed.emit(KioskError("the store is full"))
    assert "请本人来按" in stage.words()


def test_who_signs_in_meanwhile_has_the_reader_to_themselves(stage: AssistedStage) -> None:
    to_consent(stage)
    assert stage.assisting.presence.watching
    stage.conductor.stand_aside()
    assert not stage.assisting.presence.watching
    stage.conductor.come_back()
    assert stage.kind == "consent"
    assert stage.assisting.presence.watching


def test_nothing_of_the_citizen_is_kept_when_it_has_ended(stage: AssistedStage) -> None:
    to_consent(stage)
    stage.sees(CardTaken())
    assert stage.assisting._veil[1].secrets
    stage.conductor.press("assist:end")
    assert stage.assisting._veil[1].secrets == {}
    presence = stage.assisting.presence
    assert (presence._card, presence._last, presence._shown) == (None, None, None)


def to_pay(stage: AssistedStage) -> Any:
    stage.begin(pay_medical)
    stage.ends(None)  # payments are open
    stage.reports(running := stage.work(), CardRead(ZHANG))
    stage.ended(running, ZHANG)
    for answer in ((), ACCOUNT):
        stage.ends(answer)
    assert stage.kind == "review"
    stage.conductor.answer(None)
    assert stage.kind == "pay"
    return stage.work()


def test_no_payment_begins_without_them_and_one_that_has_goes_on(stage: AssistedStage) -> None:
    paying = to_pay(stage)
    stage.reports(paying, Paying(ORDER))
    stage.assisting.presence.heard(CardTaken())
    assert not paying.cancel.is_set
    stage.ended(paying, Disconnected("the line", device="id_card"))
    assert stage.kind == "trouble"
    stage.conductor.press("retry")
    assert isinstance(stage.work().step, Pay)  # what may have been paid is asked about, card or no card
    assert "请本人来按" not in stage.words()


def test_a_payment_waits_for_their_card(stage: AssistedStage) -> None:
    paying = to_pay(stage)
    stage.conductor._work.pause()
    stage.assisting.began(None)
    stage.assisting.presence.heard(CardTaken())
    stage.conductor._resume()
    assert paying.cancel.is_set
    assert stage.house.started.empty()
    assert "请本人来按" in stage.words()
    stage.sees(CardRead(ZHANG))
    assert isinstance(stage.work().step, Pay)
