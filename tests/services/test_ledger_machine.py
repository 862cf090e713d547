"""Ledger and gateway in any order: citizens, crashes at any commit and any call, replies that are lost or wrong.

The oracle reads the gateway's books and says which states an order may be in; it knows nothing of ``core/order.py``.
It is asked after each step. In the end the network is well, and then each order must be in the one state that its books
allow for good. Over a table in memory, and over the real store. ``reliability/ledger_machine.py`` runs many more.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.order import Order
from kiosk.core.payment import Charge, OrderStanding
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.order_table import Orders, OrderTable
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from reliability.orders_world import BAD, LOST, Clock, Crash, Entry, Gateway, Link, MemoryOrders, Network, Paper
from tests.people import WANG, ZHANG
from tests.services.test_sheets import Roll
from tests.services.till import TELEPHONE
from tests.services.world import KEY, TERMINAL, Books, Line, SetClock

FAULT = st.sampled_from(["fine", "fine", *LOST, *BAD, "crash_before", "crash_after"])
FAULTS = st.lists(FAULT, max_size=4)
BILLS = st.sampled_from([("b1",), ("b2",), ("b1", "b2")])
PERSON = st.sampled_from([ZHANG, WANG])
WALK = st.sampled_from(["w1", "w2"])
EACH = st.integers(0, 3)  # one of the orders so far
SHORT = st.sampled_from([0.0, 1.0, 40.0, 200.0, 400.0])


def may_be(entry: Entry | None, *, paper: bool) -> set[str]:
    """What the terminal may believe of an order with these books: never more than is true."""
    if entry is None:
        return {"new", "closing", "closed"}
    if not entry.charges:
        open_ = {"new", "wait", "closing"}
        return open_ if entry.standing is OrderStanding.WAITING else {*open_, "closed"}
    if entry.posting is None:
        return {"new", "wait", "closing", "paid", "posting"}
    if entry.posting.receipt is not None:
        return {"posting", "printing", "done"} if paper else {"posting", "printing"}
    if not entry.refunds:
        return {"posting", "refunding"}
    return {"refunding"} if any(entry.refunds.values()) else {"refunding", "refunded"}


def must_be(entry: Entry | None, *, paper: bool) -> str:
    """Where an order with these books comes to rest."""
    if entry is None or not entry.charges:
        return "closed"
    if entry.posting is not None and entry.posting.receipt is not None:
        return "done" if paper else "printing"
    return "refunded"


class FaultyNetwork(Network):
    def __init__(self, gateway: Gateway, clock: Clock) -> None:
        super().__init__(gateway, clock, Random(7))
        self.faults: list[str] = []
        self.died = False

    def _drawn(self) -> str:
        fault = self.faults.pop(0) if self.faults else "fine"
        self.died = fault == "crash_after"
        if fault == "crash_before":
            raise Crash
        return "fine" if self.died else fault

    def _answered(self, fault: str, reply: Any) -> Any:
        if self.died:
            raise Crash
        return super()._answered(fault, reply)


class LedgerMachine(RuleBasedStateMachine):
    """Over a table in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.link, self.paper = Clock(), Link(), Paper()
        self.rejects = False
        self.gateway = Gateway(self.clock, Random(7), reject=lambda: self.rejects)
        self.network = FaultyNetwork(self.gateway, self.clock)
        self.numbers: list[str] = []
        self.shown: set[str] = set()  # codes that somebody has seen
        self.orders: Orders = self.open_table()
        self.boot()

    def open_table(self) -> Orders:
        self.memory = MemoryOrders(Random(7), self.paper)
        return self.memory

    def die_at(self, commit: int) -> None:
        self.memory.crash_at = commit

    def boot(self) -> None:
        self.die_at(0)
        self.network.faults, self.network.died = [], False
        terms = Terms(TERMINAL, TELEPHONE, lambda person: person.id_number.encode(), self.digits)
        self.ledger = Ledger(self.orders, self.network, self.link, self.clock, terms, record=lambda _event: None)

    def digits(self) -> str:
        return f"{len(self.all()):08}"

    def all(self) -> dict[str, str]:
        return {number: row.order.state.value for number, row in self.memory.rows.items()}

    def printed(self, order: Order) -> None:
        assert order.receipt is not None
        self.paper.out.add(order.receipt.number)
        self.ledger.printed(order.receipt.number)

    def is_out(self, receipt: str) -> bool:
        return receipt in self.paper.out

    def alive(self, work: Callable[[], Any]) -> Any:
        """The work's answer, or None when it ended in trouble; after a crash the terminal is started again."""
        try:
            return work()
        except KioskError:
            return None
        except Crash:
            self.boot()
            return None
        finally:
            self.die_at(0)
            self.network.faults = []

    def one(self, which: int) -> Order | None:
        numbers = list(self.all())
        return self.ledger.find(numbers[which % len(numbers)]) if numbers else None

    # --- what may happen ---

    @rule(bills=BILLS, person=PERSON, walk=WALK, faults=FAULTS, cut=st.integers(0, 5))
    def begin(self, bills: tuple[str, ...], person: Any, walk: str, faults: list[str], cut: int) -> None:
        charge = Charge("medical.payment", "医保", bills, 38_000 * len(bills))
        self.network.faults = list(faults)
        self.die_at(cut)
        key = f"{walk} {bills}"
        order = self.alive(
            lambda: self.ledger.begin(charge, key=key, person=person, walk=walk, cancel=Cancel()),
        )
        self.saw(order)

    @rule(which=EACH, faults=FAULTS, cut=st.integers(0, 5), close=st.booleans())
    def ask(self, which: int, faults: list[str], cut: int, close: bool) -> None:
        order = self.one(which)
        if order is None:
            return
        self.network.faults = list(faults)
        self.die_at(cut)
        ask = self.ledger.close if close else self.ledger.look
        self.saw(self.alive(lambda: ask(order.number, cancel=Cancel())))

    def saw(self, order: Order | None) -> None:
        if order is not None and order.qr:
            self.shown.add(order.number)

    @rule(which=EACH)
    def a_phone_pays(self, which: int) -> None:
        if self.shown:
            self.gateway.pay(sorted(self.shown)[which % len(self.shown)])  # raises Violation for a second time

    @rule(walk=WALK)
    def somebody_leaves(self, walk: str) -> None:
        self.alive(lambda: self.ledger.abandon(walk))

    @rule(faults=FAULTS, cut=st.integers(0, 4))
    def sweep(self, faults: list[str], cut: int) -> None:
        self.network.faults = list(faults)
        self.die_at(cut)
        self.alive(lambda: sweep(self.ledger, Cancel()))

    @rule(which=EACH)
    def a_sheet_comes_out(self, which: int) -> None:
        order = self.one(which)
        if order is not None and order.state.value == "printing":
            self.alive(lambda: self.printed(order))

    @rule(seconds=SHORT)
    def time_passes(self, seconds: float) -> None:
        self.clock.seconds += seconds

    @rule(terminal=st.sampled_from([-1, 0, 1]), server=st.sampled_from([-1, 0, 1]))
    def clocks_are_set(self, terminal: int, server: int) -> None:
        self.clock.skew, self.gateway.skew = timedelta(hours=terminal), timedelta(hours=server)

    @rule(rejects=st.booleans(), up=st.booleans())
    def the_world_changes(self, rejects: bool, up: bool) -> None:
        self.rejects, self.link.up = rejects, up

    @rule()
    def restart(self) -> None:
        self.boot()

    # --- what must always be so ---

    @invariant()
    def the_books_agree(self) -> None:
        states = self.all()
        assert set(self.gateway.entries) <= set(states), "lost"
        for number, state in states.items():
            entry = self.gateway.entries.get(number)
            assert state in may_be(entry, paper=self.paper_of(entry)), (number, state, entry)
            assert entry is None or len(entry.refunds) <= 1

    def paper_of(self, entry: Entry | None) -> bool:
        receipt = entry.posting.receipt if entry is not None and entry.posting is not None else None
        return receipt is not None and self.is_out(receipt.number)

    def teardown(self) -> None:
        self.link.up = True
        self.boot()
        for _ in range(30):
            with suppress(KioskError):
                sweep(self.ledger, Cancel())
            self.clock.seconds += 31.0
        for number, state in self.all().items():
            entry = self.gateway.entries.get(number)
            assert state == must_be(entry, paper=self.paper_of(entry)), (number, state, entry)
        for number in self.shown:
            assert not self.gateway.pay(number), "it could still be paid"


class CutStore(Store):
    """Dies at a commit: before it for even counts, after it for odd ones. What is on the disk then is all there is."""

    commits_to_live = 0
    deaths = 0

    def _commit(self) -> None:
        self.commits_to_live -= 1
        dies = self.commits_to_live == 0
        if dies:
            self.deaths += 1
        if dies and self.deaths % 2 == 0:
            raise Crash
        super()._commit()
        if dies:
            raise Crash


class StoredLedgerMachine(LedgerMachine):
    """The same over the encrypted store, with the sheets of ``services/sheets.py`` written beside the orders."""

    def open_table(self) -> Orders:
        self.home = Path(tempfile.mkdtemp(prefix="ledger-"))
        self.store = CutStore(self.home / "store", KEY)
        self.deaths = 0
        return self.table()

    def table(self) -> Orders:
        audit = Audit(self.store, self.clock)
        self.effects = Effects(
            self.store, Line(Books(SetClock()), SetClock()), self.clock, terminal=TERMINAL, audit=audit
        )
        return OrderTable(self.store, self.clock, audit)

    def boot(self) -> None:
        if hasattr(self, "ledger"):
            deaths = self.store.deaths
            self.store.close()
            self.store = CutStore(self.home / "store", KEY)
            self.store.deaths = deaths
            self.orders = self.table()
        super().boot()

    def die_at(self, commit: int) -> None:
        self.store.commits_to_live = commit

    def all(self) -> dict[str, str]:
        return {
            row["number"]: row["state"] for row in self.store.read("SELECT number, state FROM orders ORDER BY rowid")
        }

    def printed(self, order: Order) -> None:
        assert order.receipt is not None
        self.effects.on_out(self.ledger.printed)
        self.effects.print_receipt(order.receipt, Roll(), walk="w", copy=False, cancel=Cancel())

    def is_out(self, receipt: str) -> bool:
        sql = "SELECT 1 FROM effects WHERE kind = 'print' AND subject = ? AND state = 'out'"
        return bool(self.store.read(sql, (receipt,)))

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            self.store.close()
            shutil.rmtree(self.home)


LedgerMachine.TestCase.settings = settings(max_examples=300, stateful_step_count=25)
StoredLedgerMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestLedger = LedgerMachine.TestCase
TestStoredLedger = StoredLedgerMachine.TestCase
