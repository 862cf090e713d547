"""A terminal that takes money: a real store, and the lax gateway of the simulation with faults to order."""

from collections import deque
from pathlib import Path
from random import Random
from typing import Any

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.order import Order
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.order_table import OrderTable
from kiosk.services.owner import OwnerKey
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from reliability.orders_world import Clock, Gateway, Link, Network
from tests.people import ZHANG
from tests.services.world import KEY, TERMINAL, Books, Line, SetClock

TELEPHONE = "0574-8800 0001"
CHARGE = Charge("medical.payment", "城乡居民医保 2026 年", ("b1",), 38_000)


class ScriptedNetwork(Network):
    """Each call meets the next of ``faults`` (names as in ``orders_world``), or ``always``. ``asked`` are the calls."""

    def __init__(self, gateway: Gateway, clock: Clock) -> None:
        super().__init__(gateway, clock, Random(0))
        self.faults: deque[str] = deque()
        self.always = "fine"
        self.asked: list[tuple[Call[Any], str | None]] = []

    def meet(self, *faults: str) -> None:
        self.faults = deque(faults)

    def call(self, call: Call[Any], *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        self.asked.append((call, key))
        return super().call(call, key=key, cancel=cancel)

    @property
    def paths(self) -> list[str]:
        return [call.path.removeprefix("/orders/") for call, _ in self.asked]

    def _drawn(self) -> str:
        return self.faults.popleft() if self.faults else self.always


class Till:
    """``rejects``: the agency turns the next postings down. ``restart`` ends the process as a power cut would."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock, self.link = Clock(), Link()
        self.rejects = False
        self.gateway = Gateway(self.clock, Random(0), reject=lambda: self.rejects)
        self.gateway.notices, self.gateway.accepted = (0.0,), (0,)
        self.network = ScriptedNetwork(self.gateway, self.clock)
        self.start()

    def start(self) -> None:
        self.store = Store(self.directory, KEY)
        self.audit = Audit(self.store, self.clock)
        line = Line(Books(SetClock()), SetClock())
        self.effects = Effects(self.store, line, self.clock, terminal=TERMINAL, audit=self.audit)
        self.orders = OrderTable(self.store, self.clock, self.audit)
        terms = Terms(TERMINAL, TELEPHONE, OwnerKey(self.store).hash)
        record = lambda event: self.audit.record(None, event)  # noqa: E731
        self.ledger = Ledger(self.orders, self.network, self.link, self.clock, terms, record=record)
        self.effects.on_out(self.ledger.printed)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def begin(self, key: str = "k1", *, charge: Charge = CHARGE, person: Person = ZHANG, walk: str = "w1") -> Order:
        return self.ledger.begin(charge, key=key, person=person, walk=walk, cancel=Cancel())

    def look(self, order: Order) -> Order:
        return self.ledger.look(order.number, cancel=Cancel())

    def close(self, order: Order) -> Order:
        return self.ledger.close(order.number, cancel=Cancel())

    def state(self, order: Order) -> str:
        found = self.ledger.find(order.number)
        assert found is not None
        return found.state.value

    def pay(self, order: Order) -> None:
        assert self.gateway.pay(order.number)

    def paid(self) -> Order:
        order = self.begin()
        self.pay(order)
        return order

    def sweep(self, times: int = 1) -> None:
        for _ in range(times):
            sweep(self.ledger, Cancel())
            self.clock.seconds += 31.0

    def audited(self, name: str) -> list[dict[str, Any]]:
        return [{"subject": row.subject, **row.detail} for row in self.audit.rows() if row.event == name]
