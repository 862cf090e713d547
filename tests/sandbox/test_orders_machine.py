"""Orders at the stand-in gateway in any order, under every fault of its own and over restarts: what always holds."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.core.payment import Channel, GatewayOrder, OrderStanding
from kiosk.sandbox.books import Books
from kiosk.sandbox.desk import Desk, make_desk
from kiosk.sandbox.faults import GatewayFault
from kiosk.sandbox.medical import ITEM, MedicalBills
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.seals import Seals
from tests.sandbox.test_orders import Medical, bill_of

TERMINAL = "T"
NUMBERS = st.sampled_from(["number-1", "number-2"])
BILLS = {bill_of(case, which): 43000 for case, which in ((Medical.OWES, 0), (Medical.OWES, 1), (Medical.REJECTED, 0))}
FAULTS = st.sampled_from([None, GatewayFault.LATE_NOTICE, *GatewayFault])


class SetClock:
    def __init__(self) -> None:
        self.time = datetime.now(UTC).replace(month=11, day=22)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()


class OrdersMachine(RuleBasedStateMachine):
    """``told`` is the last standing that the gateway told of each number."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.clock = SetClock()
        self.told: dict[str, OrderStanding] = {}
        self.desk = self.opened()

    def opened(self) -> Desk:
        books = Books(Path(self.directory.name) / "books.db")
        books._db.execute("PRAGMA synchronous = OFF")  # nothing here cuts the power
        desk = make_desk(self.clock, books, b"secret", "http://127.0.0.1:1", Seals(Path(self.directory.name)))
        desk.bills[ITEM] = MedicalBills(books, desk.clock)
        return desk

    def effect(self, key: str, do: Callable[[], object], *, keep_refusal: bool = False) -> None:
        with suppress(Refusal):
            self.desk.books.effect(key, key, lambda: str(do()), keep_refusal=keep_refusal)

    def hear(self, ask: Callable[[], GatewayOrder]) -> None:
        """What was told once is never taken back."""
        with suppress(Refusal), self.desk.books.transaction():
            said = ask()
            before = self.told.get(said.number, OrderStanding.WAITING)
            assert before in (OrderStanding.WAITING, said.standing)
            assert (said.transaction != "") is (said.standing is OrderStanding.PAID)
            self.told[said.number] = said.standing

    @initialize(bill=st.sampled_from(sorted(BILLS)), fault=FAULTS, paid=st.sets(NUMBERS))
    def begin(self, bill: str, fault: GatewayFault | None, paid: set[str]) -> None:
        """Two orders for one bill, some of them paid: from here on most of what can go wrong is near."""
        for number in ("number-1", "number-2"):
            self.create(number, {bill})
        self.fail(fault)
        for number in paid:
            self.pay(number, Channel.WECHAT)

    @rule(number=NUMBERS, bills=st.sets(st.sampled_from(sorted(BILLS)), min_size=1, max_size=2))
    def create(self, number: str, bills: set[str]) -> None:
        amount = sum(BILLS[bill] for bill in bills)
        orders = self.desk.orders
        self.effect(number, lambda: orders.create(number, ITEM, tuple(sorted(bills)), amount, TERMINAL))

    @rule(number=NUMBERS)
    def status(self, number: str) -> None:
        self.hear(lambda: self.desk.orders.status(number, TERMINAL))

    @rule(number=NUMBERS)
    def close(self, number: str) -> None:
        self.hear(lambda: self.desk.orders.close(number, TERMINAL))
        assert self.told[number] is not OrderStanding.WAITING

    @rule(number=NUMBERS, channel=st.sampled_from(Channel))
    def pay(self, number: str, channel: Channel) -> None:
        with self.desk.books.transaction():
            order = self.desk.orders.find(number)
            if order is not None:
                self.desk.orders.pay(order, channel)

    @rule(number=NUMBERS)
    def decline(self, number: str) -> None:
        with self.desk.books.transaction():
            order = self.desk.orders.find(number)
            if order is not None:
                self.desk.orders.decline(order)

    @rule(number=NUMBERS)
    def post(self, number: str) -> None:
        self.effect(f"{number}.post", lambda: self.desk.orders.post(number, TERMINAL))

    @rule(number=NUMBERS, again=st.integers(0, 1), amount=st.sampled_from([43000, 43000, 86000]))
    def refund(self, number: str, again: int, amount: int) -> None:
        refund = f"{number}-R{again}"
        self.effect(refund, lambda: self.desk.orders.refund(number, refund, amount, "why", TERMINAL))

    @rule(seconds=st.sampled_from([1, 31, 301]))
    def wait(self, seconds: int) -> None:
        self.clock.time += timedelta(seconds=seconds)

    @rule(fault=FAULTS)
    def fail(self, fault: GatewayFault | None) -> None:
        self.desk.faults.fault = fault

    @rule()
    def restart(self) -> None:
        self.desk.books.close()
        self.desk = self.opened()

    def of(self, book: Any, number: str) -> list[dict[str, Any]]:
        return self.desk.books.entries(book, order=number)

    @invariant()
    def money_is_taken_once_and_is_where_it_belongs(self) -> None:
        for order in self.desk.books.entries("orders"):
            charges, refunds, postings = (self.of(book, order["number"]) for book in ("charges", "refunds", "postings"))
            assert [charge["amount"] for charge in charges] in ([], [order["amount"]])
            assert [refund["amount"] for refund in refunds] in ([], [order["amount"]])
            assert [posting["amount"] for posting in postings] in ([], [order["amount"]])
            assert len(refunds) + len(postings) <= len(charges)

    @invariant()
    def nobody_pays_what_is_closed(self) -> None:
        for number, standing in self.told.items():
            if standing is not OrderStanding.WAITING:
                assert len(self.of("charges", number)) == (standing is OrderStanding.PAID)

    @invariant()
    def each_bill_is_entered_once(self) -> None:
        entered = [bill for posting in self.desk.books.entries("postings") for bill in posting["bills"]]
        assert len(entered) == len(set(entered))

    @invariant()
    def the_day_s_books_say_the_same(self) -> None:
        with self.desk.books.transaction():
            days = {datetime.fromisoformat(order["at"]).date() for order in self.desk.books.entries("orders")}
            told = [order for day in days for order in self.desk.orders.book(day, TERMINAL).orders]
        for book, sums in (("charges", "charged"), ("refunds", "refunded")):
            entered = sum(entry["amount"] for entry in self.desk.books.entries(book))
            assert entered == sum(getattr(order, sums) for order in told)

    def teardown(self) -> None:
        self.desk.books.close()
        self.directory.cleanup()


TestOrders = OrdersMachine.TestCase
TestOrders.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
