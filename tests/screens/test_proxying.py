"""代办 in the window: registered before the item, done for the principal, and over with the visit or the helper."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.core.job import CardRead
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.signature import Point, Signature
from kiosk.core.step import LayCard, Submit
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import PensionRecord, Standing, certify
from tests.people import WANG, ZHANG
from tests.screens.assisted import HELPER, AssistedStage

SHEET = Receipt("DB20261122-000007", "代办登记", ReceiptState.ENTERED, datetime(2026, 11, 22, tzinfo=UTC))
SIGNED = Signature(((Point(0, 0, 0), Point(20, 8, 90), Point(38, 2, 200)),), b"png")


@pytest.fixture
def stage(qtbot: Any) -> Iterator[AssistedStage]:
    stage = AssistedStage(qtbot)
    stage.conductor.assist(HELPER)
    stage.conductor.press("assist:proxy")
    yield stage
    stage.conductor.rest()


def lays(stage: AssistedStage, person: Any) -> None:
    running = stage.work()
    assert isinstance(running.step, LayCard)
    stage.reports(running, CardRead(person))
    stage.ended(running, person)


def to_signature(stage: AssistedStage) -> None:
    stage.begin()
    lays(stage, WANG)
    lays(stage, ZHANG)
    stage.conductor.answer(("CHILD",))
    stage.conductor.answer(("sign",))
    assert stage.kind == "sign"


def registered(stage: AssistedStage) -> None:
    to_signature(stage)
    stage.conductor.answer(SIGNED)
    stage.conductor.answer(None)
    running = stage.work()
    assert isinstance(running.step, Submit)
    stage.ended(running, SHEET)


def walk(stage: AssistedStage) -> Any:
    return stage.conductor._visit.walk


def test_the_item_begins_for_the_principal_under_the_number(stage: AssistedStage) -> None:
    registered(stage)
    assert walk(stage).person == ZHANG
    assert walk(stage).authorisation == SHEET.number
    assert walk(stage).helper == HELPER.id
    assert ("authorised", HELPER.id, certify.id, SHEET.number) in stage.office.book
    stage.ends(())
    stage.ends(PensionRecord(Standing.DUE, 2026))
    assert stage.kind == "consent"
    assert "代办：办养老金认证" in stage.words()


def test_the_principal_s_own_act_waits_for_their_card(stage: AssistedStage) -> None:
    stage.begin()
    lays(stage, WANG)
    running = stage.work()
    stage.ended(running, ZHANG)  # and nobody's card was seen on the reader since
    stage.conductor.answer(("CHILD",))
    stage.conductor.answer(("sign",))
    stage.conductor.answer(SIGNED)
    assert stage.kind == "sign"


def test_what_cannot_be_done_for_others_says_so_in_the_list_and_when_it_is_pressed(stage: AssistedStage) -> None:
    stage.office.in_person.add(certify.id)
    stage.conductor.press("assist:proxy")
    assert "不能代办" not in stage.words()
    stage.conductor.press("assist:proxy")
    assert "这个网点这件事不能代办" in stage.words()
    stage.begin()
    assert stage.kind == "assist"
    assert "这个网点这件事不能代办，请本人来办" in stage.words()
    assert stage.spoken[-1].endswith("请本人来办")
    stage.begin(pay_medical)
    assert isinstance(walk(stage).step, LayCard)


def test_whoever_comes_next_does_it_for_themselves(stage: AssistedStage) -> None:
    registered(stage)
    stage.conductor.press("home")
    assert not stage.assisting.proxying.on
    stage.begin()
    assert not isinstance(walk(stage).step, LayCard)
    assert walk(stage).authorisation == ""


def test_another_item_for_the_same_person_is_registered_anew(stage: AssistedStage) -> None:
    registered(stage)
    stage.begin(pay_medical)
    assert isinstance(walk(stage).step, LayCard)
    assert walk(stage).authorisation == ""
    assert walk(stage).person is None


@pytest.mark.parametrize("until", [to_signature, registered])
def test_without_the_helper_nobody_goes_on_for_somebody_else(stage: AssistedStage, until: Any) -> None:
    until(stage)
    stage.conductor.press("assist:end")
    assert stage.kind == "home"
    assert walk(stage) is None
    assert not stage.assisting.proxying.under_way


def test_no_consent_ends_at_the_list(stage: AssistedStage) -> None:
    to_signature(stage)
    stage.conductor.press("home")
    assert stage.kind == "assist"
    assert not any(entry[0] == "authorised" for entry in stage.office.book)
