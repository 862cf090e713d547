"""A payment as the citizen waits for it, over the real ledger and store: every way it ends, and that none fails."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.errors import Cancelled, PaymentsClosed, Refused, StoreError, Unreachable
from kiosk.core.job import Job, Paying, Progress
from kiosk.core.order import Order, OrderState
from kiosk.core.step import Pay, PaymentReady
from kiosk.perform import perform
from tests.people import WANG, ZHANG
from tests.perform.kits import job
from tests.services.till import CHARGE, Till

STEP = Pay(CHARGE, ZHANG)


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr("kiosk.perform.payment.PAY_POLL", 0.0)
    till = Till(tmp_path / "store")
    yield till
    till.store.close()


class Citizen:
    """What they do at each report: ``does[n]`` at the n-th."""

    def __init__(self, till: Till, *does: Callable[["Citizen"], None]) -> None:
        self.till = till
        self.seen: list[Paying] = []
        self._does = does
        made, _ = job(till.clock, ledger=till.ledger)
        self.job: Job = replace(made, report=self._looks)

    def _looks(self, event: Progress) -> None:
        assert isinstance(event, Paying)
        self.seen.append(event)
        if len(self.seen) <= len(self._does):
            self._does[len(self.seen) - 1](self)

    def pays(self) -> Order | None:
        answer: Order | None = perform(STEP, self.job)
        return answer

    @property
    def states(self) -> list[str]:
        return list(dict.fromkeys(seen.order.state.value for seen in self.seen))


def nothing(_: Citizen) -> None:
    """Looks on."""


def phone(citizen: Citizen) -> None:
    citizen.till.pay(citizen.seen[-1].order)


def stop(citizen: Citizen) -> None:
    citizen.job.stop.set()


def leave(citizen: Citizen) -> None:
    citizen.job.cancel.set()


def link_goes(citizen: Citizen) -> None:
    citizen.till.network.always = "lost_request"


def link_comes(citizen: Citizen) -> None:
    citizen.till.network.always = "fine"


def reject(citizen: Citizen) -> None:
    citizen.till.rejects = True


def both(*does: Callable[[Citizen], None]) -> Callable[[Citizen], None]:
    return lambda citizen: [do(citizen) for do in does] and None


def charged(till: Till) -> int:
    return sum(len(entry.charges) for entry in till.gateway.entries.values())


def test_paid_and_entered(till: Till) -> None:
    citizen = Citizen(till, nothing, phone)
    order = citizen.pays()
    assert order is not None
    assert (order.state, order.receipt is not None) == (OrderState.PRINTING, True)
    assert citizen.states == ["wait", "printing"]
    assert citizen.seen[0].order.qr
    assert all(seen.linked and not seen.stopping for seen in citizen.seen)


def test_given_up(till: Till) -> None:
    citizen = Citizen(till, nothing, stop)
    order = citizen.pays()
    assert order is not None
    assert order.state is OrderState.CLOSED
    assert citizen.seen[-1].stopping
    assert charged(till) == 0


def test_paid_while_giving_up_is_served(till: Till) -> None:
    order = Citizen(till, both(phone, stop)).pays()
    assert order is not None
    assert order.state is OrderState.PRINTING


def test_run_out_by_the_servers_clock(till: Till) -> None:
    def wait(citizen: Citizen) -> None:
        citizen.till.clock.seconds += citizen.seen[-1].order.left.total_seconds() + 1

    order = Citizen(till, nothing, wait).pays()
    assert order is not None
    assert order.state is OrderState.CLOSED


def test_turned_down_and_given_back(till: Till) -> None:
    order = Citizen(till, both(reject, phone)).pays()
    assert order is not None
    assert (order.state, order.receipt is not None) == (OrderState.REFUNDED, True)


def test_the_link_goes_and_comes_back(till: Till) -> None:
    citizen = Citizen(till, link_goes, nothing, phone, nothing, link_comes)
    order = citizen.pays()
    assert order is not None
    assert order.state is OrderState.PRINTING
    assert [seen.linked for seen in citizen.seen[:4]] == [True, False, False, False]


def test_given_up_without_a_link_keeps_nobody_for_long(till: Till) -> None:
    citizen = Citizen(till, both(link_goes, stop))
    started = till.clock.seconds
    order = citizen.pays()
    assert order is not None
    assert order.state is OrderState.WAIT, "what the gateway said last"
    assert till.state(order) == "closing", "what is written down goes on"
    assert till.clock.seconds - started < 60
    assert not citizen.seen[-1].linked
    link_comes(citizen)
    till.sweep()
    assert till.state(order) == "closed"


def test_run_out_without_a_link_is_given_up(till: Till) -> None:
    order = Citizen(till, link_goes).pays()
    assert order is not None
    assert till.state(order) == "closing"


def test_paid_and_the_link_goes_before_it_is_entered(till: Till) -> None:
    def paid_and_gone(citizen: Citizen) -> None:
        phone(citizen)
        citizen.till.network.meet("fine")
        citizen.till.network.always = "lost_request"

    citizen = Citizen(till, paid_and_gone)
    order = citizen.pays()
    assert order is not None
    assert order.state is OrderState.POSTING
    link_comes(citizen)
    till.sweep()
    assert till.state(order) == "printing"
    assert [found.number for found in till.ledger.unfinished(ZHANG, cancel=citizen.job.cancel)] == [order.number]


def test_the_store_goes_while_the_citizen_pays(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Order:
        till.clock.seconds += 1.0
        raise StoreError("database or disk is full")

    def store_goes(citizen: Citizen) -> None:
        phone(citizen)
        monkeypatch.setattr(citizen.till.orders, "move", full)

    citizen = Citizen(till, store_goes)
    order = citizen.pays()
    assert order is not None
    assert order.state is OrderState.WAIT
    assert not citizen.seen[-1].linked
    till.restart()
    till.sweep(2)
    assert till.state(order) == "printing"


def test_who_leaves_breaks_it_off(till: Till) -> None:
    citizen = Citizen(till, leave)
    with pytest.raises(Cancelled):
        citizen.pays()


def test_without_a_reply_there_is_no_code_and_it_can_be_begun_again(till: Till) -> None:
    citizen = Citizen(till)
    till.network.always = "lost_request"
    with pytest.raises(Unreachable):
        citizen.pays()
    stop(citizen)
    assert citizen.pays() is None
    till.ledger.abandon(citizen.job.walk)
    till.network.always = "fine"
    till.sweep()
    assert charged(till) == 0
    assert [entry.standing.value for entry in till.gateway.entries.values()] in ([], ["closed"])


def test_begun_again_it_is_the_same_order(till: Till) -> None:
    citizen = Citizen(till, leave)
    with pytest.raises(Cancelled):
        citizen.pays()
    again = Citizen(till, phone)
    order = again.pays()
    assert order is not None
    assert order.number == citizen.seen[0].order.number


def test_what_the_gateway_will_not_have_is_said(till: Till) -> None:
    Citizen(till, phone).pays()
    another = Citizen(till)
    another.job = replace(another.job, key_for=lambda _: "another-walk")
    assert another.pays() == till.ledger.find(another.seen[-1].order.number), "it is theirs, and paid already"
    with pytest.raises(Refused):
        perform(Pay(CHARGE, WANG), replace(another.job, key_for=lambda _: "a-third-walk"))


def test_ready_means_link_and_store(till: Till) -> None:
    citizen = Citizen(till)
    perform(PaymentReady(), citizen.job)
    till.link.up = False
    with pytest.raises(PaymentsClosed):
        perform(PaymentReady(), citizen.job)
    till.link.up = True
    till.store._db.execute("PRAGMA query_only = 1")
    with pytest.raises(PaymentsClosed):
        perform(PaymentReady(), citizen.job)
