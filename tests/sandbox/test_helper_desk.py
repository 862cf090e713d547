"""找人帮忙 at the stand-in gateway: one token rings once, what was called off never rings, the bench answers."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.core.errors import Refused
from kiosk.core.helper_call import AskOnDuty, AskRing, CallState, CancelRing, Ring, RingHelper
from kiosk.sandbox.helper_calls import HELPER, KEPT, LIVES, HelperCalls
from tests.sandbox.town import Town

TOKEN, OTHER = "0" * 32, "1" * 32


class HandClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()


def test_the_newest_call_is_answered(place: Town) -> None:
    gateway = place.gateway()
    first, second = (gateway.call(RingHelper(token, "")) for token in (TOKEN, OTHER))
    assert gateway.call(RingHelper(TOKEN, "")) == first
    assert int(second.number) == int(first.number) + 1
    place.order("/helper", answer="coming")
    assert gateway.call(AskRing(OTHER)) == Ring(second.number, CallState.COMING, HELPER)
    assert gateway.call(AskRing(TOKEN)).state is CallState.RINGING
    gateway.call(CancelRing(OTHER))
    assert [call["state"] for call in place.order("/helper", answer="busy")["calls"]] == ["over", "busy"]


def test_what_was_called_off_before_it_came_never_rings(place: Town) -> None:
    gateway = place.gateway()
    gateway.call(CancelRing(TOKEN))
    assert gateway.call(RingHelper(TOKEN, "")).state is CallState.OVER
    assert place.get("/state")["helper"]["calls"] == []


def test_nobody_answers_what_nobody_asked(place: Town) -> None:
    assert place.post("/helper", {"answer": "coming"}).json() == {"error": "现在没有人叫帮办员"}
    with pytest.raises(Refused, match="no_call"):
        place.gateway().call(AskRing(TOKEN))


def test_who_is_on_duty(place: Town) -> None:
    assert place.gateway().call(AskOnDuty()).names == (HELPER,)
    place.order("/helper", on_duty=[])
    assert place.gateway().call(AskOnDuty()).names == ()


def test_a_call_that_no_terminal_asks_about_is_over() -> None:
    calls, clock = HelperCalls(), HandClock()
    calls.ring(TOKEN, "", "NB-YZ-0001", clock)
    clock.time += LIVES - timedelta(seconds=1)
    assert calls.ask(TOKEN, clock) == Ring("1", CallState.RINGING)
    clock.time += LIVES
    assert calls.answer(CallState.COMING, clock) is None
    assert [call.state for call in calls.calls(clock)] == [CallState.OVER]


def test_only_the_last_calls_are_remembered() -> None:
    calls, clock = HelperCalls(), HandClock()
    for number in range(KEPT + 5):
        calls.ring(f"{number:032}", "", "NB-YZ-0001", clock)
    assert len(calls.calls(clock)) == KEPT
