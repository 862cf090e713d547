"""Ringing the helper: once however often it is pressed, heard of as it changes, over when nobody waits any more.

Against the stand-in gateway; the clock is moved by hand.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Unreachable
from kiosk.core.helper_call import AskOnDuty, Calling, CallState, RingHelper
from kiosk.core.status import Health, Status
from kiosk.core.timing import CALL_FORGOTTEN, CALL_PATIENCE, CALL_POLL, DUTY_KEPT
from kiosk.services.helper_call import HelperCall
from tests.sandbox.town import Town, town

Until = Callable[[Callable[[], bool]], None]


class MovedClock:
    """The wall's clock, which the gateway holds against its own; ``off`` is how far the other one was moved."""

    def __init__(self) -> None:
        self.off = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return SystemClock().monotonic() + self.off


class Line:
    """The real gateway; ``cut`` calls are lost on the way there, ``mute`` ones on the way back. Also the link."""

    def __init__(self, place: Town) -> None:
        self._gateway = place.gateway()
        self.calls: list[type[Call[Any]]] = []
        self.cut = self.mute = False
        self.health = Health.ONLINE

    @property
    def status(self) -> Status:
        return Status(self.health)

    def call(self, call: Any, *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        self.calls.append(type(call))
        if self.cut:
            raise Unreachable("cut")
        reply = self._gateway.call(call, key=key, cancel=cancel)
        if self.mute:
            raise Unreachable("mute")
        return reply


class Waiting:
    """The service's thread waits until the test lets it look again; ``seconds`` is what it would have waited."""

    def __init__(self) -> None:
        self.seconds: list[float | None] = []

    def __call__(self, event: threading.Event, seconds: float | None) -> None:
        self.seconds.append(seconds)
        event.wait(None if seconds is None else 0.01)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.order("/reset")
    return shared


@pytest.fixture
def line(place: Town) -> Line:
    return Line(place)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def helper(line: Line, clock: MovedClock, waiting: Waiting) -> Iterator[HelperCall]:
    made = HelperCall(line, line, clock, lambda: None, wait=waiting)
    made.start()
    yield made
    made.close()


def calls(place: Town) -> list[dict[str, Any]]:
    return list(place.get("/state")["helper"]["calls"])


def states(place: Town) -> list[str]:
    return [call["state"] for call in calls(place)]


def rung(helper: HelperCall, until: Until) -> None:
    helper.ring("medical.payment")
    until(lambda: helper.calling.state is CallState.RINGING)


def test_somebody_is_coming(helper: HelperCall, place: Town, until: Until) -> None:
    rung(helper, until)
    (call,) = calls(place)
    assert (call["item"], call["number"]) == ("medical.payment", helper.calling.number)
    place.order("/helper", answer="busy")
    until(lambda: helper.calling.state is CallState.BUSY)
    place.order("/helper", answer="coming")
    until(lambda: helper.calling == Calling(CallState.COMING, call["number"], "李娟"))
    place.order("/helper", answer=None)
    until(lambda: helper.calling.state is CallState.RINGING)


def test_pressing_again_does_not_ring_twice(helper: HelperCall, place: Town, until: Until) -> None:
    helper.ring("")
    helper.ring("")
    until(lambda: helper.calling.state is CallState.RINGING)
    helper.ring("")
    place.order("/helper", answer="coming")
    until(lambda: helper.calling.state is CallState.COMING)
    helper.ring("")
    assert states(place) == ["coming"]


def test_who_needs_nobody_any_more_calls_it_off(helper: HelperCall, place: Town, until: Until) -> None:
    rung(helper, until)
    helper.end()
    assert helper.calling == Calling()
    until(lambda: states(place) == ["over"])
    rung(helper, until)
    assert states(place) == ["ringing", "over"]


def test_the_time_counts_from_the_press(helper: HelperCall, clock: MovedClock, until: Until) -> None:
    assert helper.calling.waited == 0
    started = clock.monotonic()
    rung(helper, until)
    clock.off += 80
    assert 80 <= helper.calling.waited <= clock.monotonic() - started


def test_nobody_answers_and_they_may_come_after_all(
    helper: HelperCall, place: Town, clock: MovedClock, until: Until
) -> None:
    rung(helper, until)
    clock.off += CALL_PATIENCE
    until(lambda: helper.calling.state is CallState.UNANSWERED)
    place.order("/helper", answer="coming")
    until(lambda: helper.calling.state is CallState.COMING)
    clock.off += CALL_PATIENCE
    place.order("/helper", answer="busy")
    until(lambda: helper.calling.state is CallState.UNANSWERED)
    helper.ring("")
    until(lambda: states(place) == ["ringing", "over"])


def test_without_a_link_it_says_so_and_rings_nowhere_later(
    helper: HelperCall, line: Line, place: Town, waiting: Waiting, until: Until
) -> None:
    line.cut = True
    helper.ring("")
    until(lambda: helper.calling.state is CallState.FAILED)
    until(lambda: CALL_POLL in waiting.seconds)
    line.cut = False
    until(lambda: waiting.seconds[-1] is None)
    assert calls(place) == []
    rung(helper, until)
    assert states(place) == ["ringing"]


def test_a_call_whose_reply_is_lost_is_called_off(helper: HelperCall, line: Line, place: Town, until: Until) -> None:
    line.mute = True
    helper.ring("")
    until(lambda: helper.calling.state is CallState.FAILED)
    line.mute = False
    until(lambda: states(place) == ["over"])


def test_what_cannot_be_called_off_is_left_alone_after_a_while(
    helper: HelperCall, line: Line, clock: MovedClock, waiting: Waiting, until: Until
) -> None:
    line.cut = True
    helper.ring("")
    until(lambda: helper.calling.state is CallState.FAILED)
    until(lambda: CALL_POLL in waiting.seconds)
    clock.off += CALL_FORGOTTEN + 1
    until(lambda: waiting.seconds[-1] is None)
    assert line.calls[0] is RingHelper


def test_a_link_that_drops_changes_nothing_until_patience_ends(
    helper: HelperCall, line: Line, clock: MovedClock, until: Until
) -> None:
    rung(helper, until)
    before, line.cut = len(line.calls), True
    until(lambda: len(line.calls) > before + 2)
    assert helper.calling.state is CallState.RINGING
    clock.off += CALL_PATIENCE
    until(lambda: helper.calling.state is CallState.UNANSWERED)
    assert helper.calling.number


@pytest.mark.parametrize("how", ["closed", "unknown"])
def test_a_call_that_the_gateway_has_done_with_is_over(
    helper: HelperCall, place: Town, until: Until, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "closed":
        monkeypatch.setattr("kiosk.sandbox.helper_calls.LIVES", timedelta(0))
        helper.ring("")
    else:
        rung(helper, until)
        place.order("/reset")
    until(lambda: helper.calling == Calling() and not helper.calling.waited)


def test_who_is_on_duty_is_asked_and_kept(
    helper: HelperCall, line: Line, place: Town, clock: MovedClock, until: Until
) -> None:
    assert helper.on_duty.names == ()
    helper.look()
    until(lambda: helper.on_duty.names == ("李娟",))
    place.order("/helper", on_duty=["王强", "李娟"])
    helper.look()
    clock.off += DUTY_KEPT
    assert line.calls.count(AskOnDuty) == 1
    helper.look()
    until(lambda: helper.on_duty.names == ("王强", "李娟"))
    line.health = Health.OFFLINE
    assert helper.on_duty.names == ()


def test_who_is_on_duty_is_asked_again_where_nobody_could_say(helper: HelperCall, line: Line, until: Until) -> None:
    line.cut = True
    helper.look()
    until(lambda: line.calls.count(AskOnDuty) == 1)
    line.cut = False
    until(lambda: helper.look() is None and helper.on_duty.names != ())


def test_it_ends_at_once(place: Town) -> None:
    line = Line(place)
    made = HelperCall(line, line, MovedClock(), lambda: None)
    made.start()
    made.ring("")
    made.close()
    never = HelperCall(line, line, MovedClock(), lambda: None)
    never.close()
