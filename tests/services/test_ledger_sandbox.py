"""The ledger over the real client, relay and stand-in gateway, with the faults of network and gateway."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import BrokenReply, GatewayError, KioskError, Unauthorized
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.residents import RESIDENTS, Medical
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.order_table import OrderTable
from kiosk.services.owner import OwnerKey
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from reliability.orders_world import Link
from tests.sandbox.town import TERMINAL, SkewedClock, Town, town
from tests.services.till import TELEPHONE
from tests.services.world import KEY

OWING = next(resident for resident in RESIDENTS if resident.medical is Medical.OWES)


class Till:
    def __init__(self, place: Town, clock: SkewedClock, directory: Path) -> None:
        self.place, self.clock, self.directory = place, clock, directory
        self.gateway = place.gateway(clock=clock)
        card = OWING.card
        self.person = Person(card.name, card.number)
        bill = f"YB{clock.now().year + 1}-{OWING.id}-R"
        self.charge = Charge(ITEM, "城乡居民医保", (bill,), 43_000)
        self.start()

    def start(self) -> None:
        self.store = Store(self.directory, KEY)
        audit = Audit(self.store, self.clock)
        Effects(self.store, self.gateway, self.clock, terminal=TERMINAL, audit=audit)
        terms = Terms(TERMINAL, TELEPHONE, OwnerKey(self.store).hash)
        orders = OrderTable(self.store, self.clock, audit)
        record = lambda event: audit.record(None, event)  # noqa: E731
        self.ledger = Ledger(orders, self.gateway, Link(), self.clock, terms, record=record)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def begin(self) -> Order:
        return self.ledger.begin(self.charge, key="k", person=self.person, walk="w", cancel=Cancel())

    def look(self, order: Order) -> Order:
        return self.ledger.look(order.number, cancel=Cancel())

    def pay(self, order: Order) -> None:
        self.place.order("/phone/pay", order=order.number)

    def sweep(self, times: int = 4) -> None:
        for _ in range(times):
            sweep(self.ledger, Cancel())

    def state(self, order: Order) -> str:
        found = self.ledger.find(order.number)
        assert found is not None
        return found.state.value

    @property
    def books(self) -> dict[str, list[int]]:
        """Amounts."""
        said: dict[str, Any] = self.place.get("/books")
        return {name: [entry.get("amount", 0) for entry in said[name]] for name in ("charges", "refunds", "postings")}


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        till = Till(place, clock, tmp_path / "store")
        yield till
        till.store.close()


def test_paid_and_entered(till: Till) -> None:
    order = till.begin()
    assert (order.state, order.left > timedelta(minutes=4)) == (OrderState.WAIT, True)
    till.pay(order)
    done = till.look(order)
    assert done.state is OrderState.PRINTING
    assert done.receipt is not None
    assert till.books == {"charges": [43_000], "refunds": [], "postings": [43_000]}


@pytest.mark.parametrize("fault", ["down", "lose_request", "lose_reply", "error_500", "duplicate"])
@pytest.mark.parametrize("when", ["creating", "asking", "closing"])
def test_one_payment_whatever_the_network_does(till: Till, fault: str, when: str) -> None:
    if when == "creating":
        till.place.order("/network", fault=fault)
        with suppress(GatewayError):
            till.begin()
        till.place.order("/network", fault=None)
    order = till.begin()
    till.pay(order)
    till.place.order("/network", fault=fault)
    with suppress(GatewayError):
        if when == "closing":
            till.ledger.close(order.number, cancel=Cancel())
        else:
            till.look(order)
    till.restart()
    till.place.order("/network", fault=None)
    till.sweep()
    assert till.state(order) == "printing"
    assert till.books == {"charges": [43_000], "refunds": [], "postings": [43_000]}
    assert [offered.number for offered in till.ledger.unfinished(till.person, cancel=Cancel())] == [order.number]


def test_what_was_given_up_cannot_be_paid_any_more(till: Till) -> None:
    order = till.begin()
    assert till.ledger.close(order.number, cancel=Cancel()).state is OrderState.CLOSED
    assert till.place.post("/phone/pay", {"order": order.number}).status_code == 409
    again = till.begin()
    assert again.number != order.number


def test_an_order_that_never_arrived_is_closed_for_ever(till: Till) -> None:
    till.place.order("/network", fault="lose_request")
    with pytest.raises(GatewayError):
        till.begin()
    till.ledger.abandon("w")
    till.place.order("/network", fault=None)
    till.sweep()
    assert [row["state"] for row in till.store.read("SELECT state FROM orders")] == ["closed"]


def test_what_the_agency_turns_down_is_given_back_once(till: Till) -> None:
    till.place.order("/gateway", fault="reject_posting")
    order = till.begin()
    till.pay(order)
    assert till.look(order).state is OrderState.REFUNDED
    assert till.books == {"charges": [43_000], "refunds": [43_000], "postings": []}


def test_a_refund_whose_replies_are_lost_is_done_once(till: Till) -> None:
    till.place.order("/gateway", fault="reject_posting")
    order = till.begin()
    till.pay(order)
    till.place.order("/network", fault="lose_reply")
    with pytest.raises(GatewayError):
        till.look(order)
    till.place.order("/network", fault=None)
    assert till.look(order).state is OrderState.REFUNDED
    assert till.books["refunds"] == [43_000]


@pytest.mark.parametrize("fault", ["wrong_amount", "bad_signature"])
def test_a_reply_that_cannot_be_true_changes_nothing(till: Till, fault: str) -> None:
    order = till.begin()
    till.pay(order)
    till.place.order("/gateway", fault=fault)
    with pytest.raises(BrokenReply):
        till.look(order)
    assert till.state(order) == "wait"
    till.place.order("/gateway", fault=None)
    assert till.look(order).state is OrderState.PRINTING


@pytest.mark.parametrize("fault", ["late_notice", "duplicate_notice"])
def test_notices_come_late_and_twice(till: Till, fault: str) -> None:
    till.place.order("/gateway", fault=fault)
    order = till.begin()
    till.pay(order)
    till.look(order)
    assert till.ledger.close(order.number, cancel=Cancel()).state is OrderState.PRINTING
    assert till.books == {"charges": [43_000], "refunds": [], "postings": [43_000]}


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_hour_off_changes_nothing(till: Till, hours: int) -> None:
    """The gateway trusts no call of a clock that is so far off; no order moves until it is right again."""
    order = till.begin()
    till.pay(order)
    till.place.order("/gateway", fault="clock_ahead" if hours > 0 else "clock_behind")
    with pytest.raises(Unauthorized):
        till.look(order)
    with pytest.raises(KioskError):
        till.ledger.close(order.number, cancel=Cancel())
    assert till.state(order) == "closing"
    till.place.order("/gateway", fault=None)
    till.sweep()
    assert till.state(order) == "printing"
