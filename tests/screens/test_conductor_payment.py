"""A payment at the conductor: the citizen may end it, nobody leaves it standing, and what changes is said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.core.errors import PaymentsClosed, StoreError
from kiosk.core.job import Paying
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.route import Route
from kiosk.core.step import Pay
from kiosk.core.timing import COUNTDOWN
from kiosk.flows.medical_payment import Account, Bill, Insurance, Insured, Standing, pay_medical
from tests.people import ZHANG
from tests.screens.house import Running, Stage

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BILL = Bill("b1", 2027, Insurance.RESIDENTS, Standing.OWED, 430_00, 430_00)
ACCOUNT = Account((Insured("张*芳", "本人", (BILL,)),), "12393")
ORDER = Order(
    "NB-1",
    Charge("medical.payment", "医保费，1笔", ("b1",), 430_00),
    OrderState.WAIT,
    qr="https://pay.example/p/NB-1",
    expires_at=NOW + timedelta(minutes=5),
    server_time=NOW,
)
CLOSED = replace(ORDER, state=OrderState.CLOSED)


@pytest.fixture
def stage(qtbot: Any) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.conductor.leave()


def to_pay(stage: Stage) -> Running:
    stage.begin(pay_medical)
    for answer in (None, ZHANG, (), ACCOUNT):
        stage.ends(answer)
    stage.conductor.answer(None)
    running = stage.work()
    assert isinstance(running.step, Pay)
    assert stage.kind == "pay"
    stage.reports(running, Paying(ORDER))
    return running


@pytest.mark.parametrize("wish", ["不付了", "home", "exit"])
def test_who_gives_up_or_leaves_hears_how_it_ended(stage: Stage, wish: str) -> None:
    running = to_pay(stage)
    if wish == "不付了":
        stage.conductor.answer(Route("stop"))
    else:
        stage.conductor.press(wish)
    assert running.stop.is_set
    assert not running.cancel.is_set
    assert stage.kind == "pay"
    stage.ended(running, CLOSED)
    assert stage.kind == "done"
    stage.conductor.press("home")
    assert stage.kind == "home"
    assert stage.house.walks_left == ["walk-1"]


def test_the_help_does_not_disturb_it(stage: Stage) -> None:
    running = to_pay(stage)
    stage.conductor.press("help")
    assert stage.kind == "help"
    stage.conductor.press("back")
    assert stage.kind == "pay"
    assert not running.cancel.is_set
    assert stage.house.started.empty()


def test_the_end_comes_through_the_help(stage: Stage) -> None:
    running = to_pay(stage)
    stage.conductor.press("help")
    stage.ended(running, CLOSED)
    assert stage.kind == "done"


def test_nobody_is_asked_whether_they_are_there_while_they_pay(stage: Stage) -> None:
    to_pay(stage)
    stage.clock.seconds += 120 + COUNTDOWN + 1
    stage.idle.tick()
    assert stage.kind == "pay"


def test_what_changes_is_said_once(stage: Stage) -> None:
    running = to_pay(stage)
    before = len(stage.spoken)
    for _ in range(3):
        stage.reports(running, Paying(replace(ORDER, state=OrderState.PAID)))
    assert [text.split("。")[0] for text in stage.spoken[before:]] == ["收到了"]


def test_a_store_that_is_full_is_trouble_with_a_way_out(stage: Stage) -> None:
    running = to_pay(stage)
    stage.ended(running, StoreError("database or disk is full"))
    assert stage.kind == "trouble"
    stage.conductor.answer(Route("stop"))
    assert stage.kind == "done"


def test_while_nothing_can_be_paid_nobody_is_asked_and_it_goes_on_by_itself(stage: Stage) -> None:
    stage.begin(pay_medical)
    stage.ends(PaymentsClosed("the store is read-only"))
    assert stage.kind == "trouble"
    assert stage.conductor._showing.shown is not None
    assert stage.conductor._showing.shown[1].content.sentence == "现在交不了费"
    stage.house.is_cleared = True
    stage.conductor.status_changed()
    stage.ends(None)
    assert stage.kind == "identify"
