"""取号 at the stand-in gateway: lines, numbers, calls; nobody holds two, and a new day begins anew."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Refused
from kiosk.core.queue import AskCalled, Called
from kiosk.flows.queue_ticket import AskHall, CancelTicket, TakeTicket
from kiosk.sandbox.hall import EARLY, QUEUES, Hall
from kiosk.sandbox.residents import RESIDENTS
from tests.sandbox.town import Town, town

TODAY = date(2026, 11, 22)
ACTIONS = st.lists(st.tuples(st.sampled_from(["take", "cancel", "call"]), st.integers(0, 5)), max_size=40)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def test_from_the_number_to_the_window(place: Town) -> None:
    gateway, number = place.gateway(), RESIDENTS[0].card.number
    before = next(queue for queue in gateway.call(AskHall(number)).queues if queue.id == "A")
    sheet = gateway.call(TakeTicket(number, "A"), key="key-of-the-ticket")
    held = gateway.call(AskHall(number)).ticket
    assert held is not None
    assert (held.ahead, held.sheet) == (before.waiting, sheet)
    for _ in range(EARLY + 1):
        place.order("/queue", call="A")
    called = gateway.call(AskCalled())
    assert called.calls[0] == Called(held.called, "1号窗口")
    assert called.waiting == EARLY * (len(QUEUES) - 1)
    assert gateway.call(AskHall(number)).ticket is None


def test_a_lost_reply_takes_no_second_number(place: Town) -> None:
    gateway, number = place.gateway(), RESIDENTS[0].card.number
    first, again = (gateway.call(TakeTicket(number, "B"), key="the-same-key") for _ in range(2))
    assert first == again
    with pytest.raises(Refused):
        gateway.call(TakeTicket(number, "A"), key="another-key-of-theirs")


def test_with_the_books_the_hall_is_emptied(place: Town) -> None:
    gateway, number = place.gateway(), RESIDENTS[0].card.number
    gateway.call(TakeTicket(number, "A"), key="key-of-the-ticket")
    place.order("/reset")
    assert gateway.call(AskHall(number)).ticket is None


def test_a_number_given_back_is_skipped(place: Town) -> None:
    gateway, number = place.gateway(), RESIDENTS[0].card.number
    sheet = gateway.call(TakeTicket(number, "A"), key="key-of-the-ticket")
    gateway.call(CancelTicket(number, sheet.number), key="key-of-the-cancelling")
    assert gateway.call(AskHall(number)).ticket is None
    with pytest.raises(Refused):
        gateway.call(CancelTicket(number, sheet.number), key="key-of-another-one")
    entry = next(one for one in place.get("/books")["submissions"] if one["number"] == sheet.number)
    assert entry["state"] == "cancelled"


@pytest.mark.parametrize("queue", ["D", "Z"])
def test_what_is_closed_gives_no_number(place: Town, queue: str) -> None:
    with pytest.raises(Refused):
        place.gateway().call(TakeTicket(RESIDENTS[0].card.number, queue), key="key-of-the-closed")


def test_outside_hours_every_line_says_when(place: Town) -> None:
    assert place.order("/queue", open=False)["open"] is False
    assert all(queue.closed for queue in place.gateway().call(AskHall(RESIDENTS[0].card.number)).queues)


@given(ACTIONS)
def test_whatever_happens_a_line_is_never_shorter_than_nobody_and_calls_go_up(actions: list[tuple[str, int]]) -> None:
    hall, called = Hall(), []
    for what, who in actions:
        person = f"r{who}"
        held = hall.ticket_of(person, TODAY)
        if what == "take" and held is None:
            hall.take(person, QUEUES[0], TODAY, 1)
        elif what == "cancel" and held is not None:
            hall.cancel(person, held[0].number, TODAY)
            assert hall.ticket_of(person, TODAY) is None
        elif what == "call" and (number := hall.call_next(QUEUES[0], TODAY)) is not None:
            called.append(number)
        assert hall.waiting(TODAY)["A"] >= 0
    assert called == sorted(set(called))


def test_a_new_day_begins_with_empty_lines() -> None:
    hall = Hall()
    hall.take("r1", QUEUES[0], TODAY, 1)
    tomorrow = TODAY + timedelta(days=1)
    assert hall.ticket_of("r1", tomorrow) is None
    assert hall.waiting(tomorrow) == {queue.id: EARLY for queue in QUEUES}
    assert hall.calls(tomorrow) == ()
