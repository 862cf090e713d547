"""The real ledger against the real gateway: every fault of the bench at every step of a payment.

While it lasts nothing is believed that is not true; when it has gone the order comes to its end by itself, nobody is
charged twice, and both sides' books agree.
"""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BrokenReply, GatewayError
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge, OrderBook
from kiosk.sandbox.faults import GatewayFault
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.relay import NetworkFault
from kiosk.sandbox.residents import Medical
from kiosk.sandbox.world import Pace
from kiosk.services.audit import Audit
from kiosk.services.audit_events import BadReplyCame
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.ledger_driver import PaymentTurnedDown
from kiosk.services.order_listing import OrderListing
from kiosk.services.order_table import OrderTable
from kiosk.services.owner import OwnerKey
from kiosk.services.reconciliation import compare
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from reliability.orders_world import Link
from tests.people import ZHANG
from tests.sandbox.test_orders import bill_of
from tests.sandbox.town import TERMINAL, Town, town

BILL = bill_of(Medical.OWES)
CHARGE = Charge(ITEM, "医保费", (BILL,), 43000)


class Till:
    def __init__(self, place: Town, directory: Path) -> None:
        self.place = place
        self.clock = SystemClock()
        self.gateway = place.gateway()
        self.store = Store(directory, store_key(directory, os.environ))
        self.audit = Audit(self.store, self.clock)
        self.gateway.on_bad_reply(lambda path, code: self.audit.record(None, BadReplyCame("", path, code)))
        self.orders = OrderTable(self.store, self.clock, self.audit)
        terms = Terms(TERMINAL, "0574-8800 0001", OwnerKey(self.store).hash)
        self.ledger = Ledger(
            self.orders, self.gateway, Link(), self.clock, terms, record=lambda event: self.audit.record(None, event)
        )

    def begin(self) -> Order:
        return self.ledger.begin(CHARGE, key="k", person=ZHANG, walk="w", cancel=Cancel())

    def look(self) -> Order:
        return self.ledger.look(self.order.number, cancel=Cancel())

    def close(self) -> Order:
        return self.ledger.close(self.order.number, cancel=Cancel())

    def pay(self) -> bool:
        """False when the gateway does not know the order yet, or it was paid, or has run out by the server's clock."""
        return self.place.post("/phone/pay", {"order": self.order.number}).status_code == 200

    @property
    def order(self) -> Order:
        order = self.orders.latest("k")
        assert order is not None
        return order

    def fault(self, fault: NetworkFault | GatewayFault | None) -> None:
        if not isinstance(fault, GatewayFault):
            self.place.order("/network", fault=fault and fault.value)
        if not isinstance(fault, NetworkFault):
            self.place.order("/gateway", fault=fault and fault.value)

    def entered(self, book: str) -> int:
        return len(self.place.get("/books")[book])

    def agree(self) -> None:
        days = {listed.created.date() for listed in self.listing.listed(tuple(OrderState))}
        there = [order for day in days for order in self.gateway.call(OrderBook(day)).orders]
        for day in days:
            told = compare(day, (listed.kept for listed in self.listing.around(day)), there)
            assert told.differences == ()

    @property
    def listing(self) -> OrderListing:
        return OrderListing(self.store, self.audit)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("state"), pace=Pace(slow_reply=0.02)) as made:
        yield made


@pytest.fixture
def till(place: Town, tmp_path: Path) -> Iterator[Till]:
    place.order("/reset")
    made = Till(place, tmp_path / "store")
    with closing(made.store):
        yield made
        made.fault(None)


FAULTS = [*NetworkFault, *GatewayFault]


def end(fault: NetworkFault | GatewayFault, paid: bool) -> OrderState:
    """Where an order comes to rest that met this fault."""
    if not paid:
        return OrderState.CLOSED
    return OrderState.REFUNDED if fault is GatewayFault.REJECT_POSTING else OrderState.PRINTING


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.value)
def test_while_it_begins(till: Till, fault: NetworkFault | GatewayFault) -> None:
    till.fault(fault)
    with suppress(GatewayError):
        till.begin()
    early = till.pay()
    till.fault(None)
    till.begin()
    assert till.pay() is not early
    assert till.look().state is OrderState.PRINTING
    assert (till.entered("charges"), till.entered("postings"), till.entered("refunds")) == (1, 1, 0)
    till.agree()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.value)
def test_while_it_is_paid_and_entered(till: Till, fault: NetworkFault | GatewayFault) -> None:
    till.begin()
    till.fault(fault)
    paid = till.pay()
    assert paid is (fault is not GatewayFault.CLOCK_AHEAD)
    for _ in range(2):
        with suppress(GatewayError):
            till.look()
    till.fault(None)
    assert till.look().state is end(fault, paid)
    assert till.entered("charges") == till.entered("postings") + till.entered("refunds") == paid
    till.agree()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.value)
@pytest.mark.parametrize("quicker", [False, True], ids=["unpaid", "paid"])
def test_while_it_is_closed(till: Till, fault: NetworkFault | GatewayFault, quicker: bool) -> None:
    """Who gives up has paid nothing, or has what was paid for."""
    till.begin()
    till.fault(fault)
    paid = quicker and till.pay()
    with suppress(GatewayError):
        till.close()
    till.fault(None)
    assert till.close().state is end(fault, paid)
    assert till.entered("charges") == till.entered("postings") + till.entered("refunds") == paid
    assert till.place.post("/phone/pay", {"order": till.order.number}).status_code == 409
    till.agree()


@pytest.mark.parametrize(
    "fault", [GatewayFault.WRONG_AMOUNT, GatewayFault.BAD_SIGNATURE], ids=lambda fault: fault.value
)
def test_what_cannot_be_true_moves_nothing_and_is_written_down(till: Till, fault: GatewayFault) -> None:
    till.begin()
    till.place.order("/phone/pay", order=till.order.number)
    till.fault(fault)
    for times in (1, 2):
        with pytest.raises(BrokenReply):
            till.look()
        assert till.order.state is OrderState.WAIT
        written = [row for row in till.audit.rows() if row.event in (BadReplyCame.name, PaymentTurnedDown.name)]
        assert len(written) >= times
