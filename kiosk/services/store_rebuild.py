"""What the gateway knows of this terminal, written into a store that was made anew.

A receipt whose printing nobody knows of is offered again and marked 补打. An order is closed or served as any other
that a crash has left open. What only the old store knew, slips that had never reached the gateway, is saved from the
old file where it can be read (``store_recovery``); else their citizens come with the slip.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BrokenReply, Refused
from kiosk.core.order import Order, OrderState
from kiosk.core.person import Person
from kiosk.core.ports import Gateway
from kiosk.core.receipt import Receipt
from kiosk.core.recovery import KnownSubmission, TerminalWork, UnfinishedWork
from kiosk.core.timing import SWEEP, SWEEP_SETTLED
from kiosk.services.audit import Audit
from kiosk.services.audit_events import StoreRebuilt
from kiosk.services.effect_states import KEPT_FOR, State
from kiosk.services.order_table import Orders
from kiosk.services.owner import OwnerKey
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Rebuild", "is_due", "rebuild"]

ASK_AGAIN = 900.0  # seconds, when the gateway did not like the question: it may not know it

RECEIPT: TypeAdapter[Receipt] = TypeAdapter(Receipt)
UNKNOWN_WALK = "before"  # no walk of this store


def is_due(store: Store) -> bool:
    """Whether the gateway has still to be asked. Raises StoreError."""
    return bool(store.read("SELECT 1 FROM recovery WHERE rebuilt IS NULL"))


def rebuild(work: TerminalWork, store: Store, orders: Orders, audit: Audit, clock: Clock) -> None:
    """Writes down what the store does not know yet; may be done again after a crash. Raises StoreError."""
    owner = OwnerKey(store)

    def of(id_number: str) -> bytes:
        return owner.hash(Person("", id_number))

    adopted = 0
    for known in work.orders:
        order = Order(known.number, known.charge, OrderState.CLOSING)  # whoever stood there is gone
        adopted += orders.insert(order, key=known.number, walk=UNKNOWN_WALK, owner=of(known.id_number))
    now = clock.now().timestamp()
    with store.write() as db:
        added = sum(_add(db, known, of, now) for known in work.submissions)
        db.execute("UPDATE recovery SET rebuilt = ? WHERE rebuilt IS NULL", (now,))
        if added or adopted:
            audit.record(db, StoreRebuilt("", added, adopted))


def _add(db: "Connection", known: KnownSubmission, owner: Callable[[str], bytes], now: float) -> int:
    """One submission that was handed in, with a sheet of which nobody knows. Returns how many were not there."""
    deadline = now + KEPT_FOR[State.DONE].total_seconds()
    number = known.receipt.number
    added = db.execute(
        "INSERT INTO effects (key, kind, walk, owner, subject, state, receipt, number, attempts, next_try, created,"
        " updated, deadline) VALUES (?, 'submit', ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            known.key,
            UNKNOWN_WALK,
            owner(known.id_number),
            known.path,
            State.DONE,
            RECEIPT.dump_json(known.receipt).decode(),
            number,
            now,
            known.receipt.issued_at.timestamp(),
            now,
            deadline,
        ),
    ).rowcount
    if added:
        db.execute(
            "INSERT INTO effects (key, kind, walk, subject, state, attempts, next_try, created, updated, deadline)"
            " VALUES (?, 'print', ?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (f"{known.key}.sheet", UNKNOWN_WALK, number, State.UNKNOWN, now, now, now, deadline),
        )
    return added


class Rebuild:
    """For the sweeper: asks the gateway once for a store that is new, and again until it has answered."""

    def __init__(self, store: Store, gateway: Gateway, orders: Orders, audit: Audit, clock: Clock) -> None:
        self._store = store
        self._gateway = gateway
        self._orders = orders
        self._audit = audit
        self._clock = clock
        self._not_before = clock.monotonic()

    @property
    def again(self) -> float:
        return SWEEP if is_due(self._store) else SWEEP_SETTLED

    def due(self) -> tuple[str, ...]:
        return ("rebuild",) if self._clock.monotonic() >= self._not_before and is_due(self._store) else ()

    def settle(self, key: str, cancel: Cancel) -> None:
        """Raises GatewayError, Cancelled, StoreError."""
        try:
            work = self._gateway.call(UnfinishedWork(), cancel=cancel)
        except (Refused, BrokenReply):
            self._not_before = self._clock.monotonic() + ASK_AGAIN
            raise
        rebuild(work, self._store, self._orders, self._audit, self._clock)

    def tidy(self) -> int:
        return 0

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        """Leaves nothing to it."""
