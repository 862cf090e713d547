"""The table ``orders``: each method is one transaction, and an order moves only by ``core.order.advance`` within one.

Nothing in it says whose an order is but the owner's keyed hash; amounts are whole fen. ``Orders`` is what the ledger
needs of a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from kiosk.core.clock import Clock
from kiosk.core.order import UNSETTLED, Order, OrderState, advance
from kiosk.core.order_events import Event
from kiosk.services.audit import Audit, AuditEvent
from kiosk.services.effect_states import KEPT_FOR as SHEETS
from kiosk.services.effect_states import State
from kiosk.services.order_rows import columns, order_of
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["CHARGING", "KEPT_FOR", "UNPAID", "OrderMoved", "OrderTable", "Orders"]

UNPAID = (OrderState.NEW, OrderState.WAIT)
CHARGING = (
    *UNPAID,
    OrderState.CLOSING,
    OrderState.PAID,
    OrderState.POSTING,
    OrderState.PRINTING,
    OrderState.MANUAL,
)
_OWED = (OrderState.PRINTING, OrderState.REFUNDING, OrderState.REFUNDED, OrderState.MANUAL)
SHEET_KNOWN = SHEETS[State.OUT]  # after it nobody can tell whether a slip had come out
_QUESTION = timedelta(days=180)  # a citizen asks about money within half a year; an audit row stays longer
KEPT_FOR: Mapping[OrderState, timedelta] = {
    **dict.fromkeys(OrderState, _QUESTION),
    OrderState.CLOSED: timedelta(days=30),  # long enough for a day's books to be compared
}


@dataclass(frozen=True)
class OrderMoved(AuditEvent):
    """An order was begun or moved. ``subject`` is its number, ``reason`` the word for what went wrong."""

    name = "order.moved"
    state: str
    amount: int
    reason: str = ""


class Orders(Protocol):
    """What the ledger needs of a table: each call is durable when it returns, or raises StoreError."""

    def probe(self) -> None:
        """A write that changes nothing. Raises StoreError when it cannot be made."""

    def insert(self, order: Order, *, key: str, walk: str, owner: bytes) -> bool:
        """False when there is an order with this number already."""

    def find(self, number: str) -> Order | None: ...

    def latest(self, key: str) -> Order | None:
        """The last order that was begun under this key."""

    def move(self, number: str, event: Event) -> Order:
        """Read, advance, write: as one. Raises IllegalMove, KeyError."""

    def charging(self, bills: tuple[str, ...]) -> tuple[tuple[Order, bytes], ...]:
        """Orders in CHARGING for one of these bills, with their owners: they may take money for it, or hold some."""

    def unpaid(self, walk: str | None = None) -> tuple[str, ...]:
        """Numbers in NEW and WAIT, of one walk or of all."""

    def unsettled(self, owner: bytes | None = None) -> tuple[str, ...]:
        """Numbers of which the gateway has to be asked, oldest first; of one owner or of all."""

    def states(self) -> frozenset[OrderState]:
        """In which any order stands."""

    def unprinted(self, owner: bytes) -> tuple[Order, ...]:
        """Orders with a receipt, or a slip of these weeks, that is not known to be out, oldest first."""

    def come_out(self, receipt: str | None = None) -> tuple[str, ...]:
        """Numbers in PRINTING whose receipt (this one, or any) is known to be out."""

    def purge(self) -> int:
        """Deletes what is past its deadline, and nothing that is not settled. Returns how many rows."""


class OrderTable:
    """Implements ``Orders`` over the encrypted store."""

    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit

    def probe(self) -> None:
        self._store.probe()

    def insert(self, order: Order, *, key: str, walk: str, owner: bytes) -> bool:
        values = {**columns(order), "key": key, "walk": walk, "owner": owner, **self._times(order.state)}
        values["created"] = values["updated"]
        names = ", ".join(values)
        with self._store.write() as db:
            sql = f"INSERT INTO orders ({names}) VALUES ({_named(values)}) ON CONFLICT DO NOTHING"  # noqa: S608 - names of columns
            if not db.execute(sql, values).rowcount:
                return False
            self._audit.record(db, OrderMoved(order.number, order.state, order.charge.amount))
        return True

    def find(self, number: str) -> Order | None:
        rows = self._store.read("SELECT * FROM orders WHERE number = ?", (number,))
        return order_of(rows[0]) if rows else None

    def latest(self, key: str) -> Order | None:
        rows = self._store.read("SELECT * FROM orders WHERE key = ? ORDER BY rowid DESC LIMIT 1", (key,))
        return order_of(rows[0]) if rows else None

    def move(self, number: str, event: Event, witness: AuditEvent | None = None) -> Order:
        """``witness`` goes to the audit with the move, or not at all."""
        with self._store.write() as db:
            row = db.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise KeyError(number)
            before = order_of(row)
            after = _assisted(advance(before, event))
            self._save(db, before, after)
            if witness is not None:
                self._audit.record(db, witness)
        return after

    def charging(self, bills: tuple[str, ...]) -> tuple[tuple[Order, bytes], ...]:
        rows = self._store.read(
            f"SELECT * FROM orders WHERE state IN ({_marks(CHARGING)}) AND EXISTS"  # noqa: S608 - marks only
            f" (SELECT 1 FROM json_each(bills) WHERE value IN ({_marks(bills)})) ORDER BY rowid",
            (*CHARGING, *bills),
        )
        return tuple((order_of(row), row["owner"]) for row in rows)

    def unpaid(self, walk: str | None = None) -> tuple[str, ...]:
        return self._numbers("state IN (?, ?) AND walk = coalesce(?, walk)", *UNPAID, walk)

    def unsettled(self, owner: bytes | None = None) -> tuple[str, ...]:
        return self._numbers(f"state IN ({_marks(UNSETTLED)}) AND owner = coalesce(?, owner)", *UNSETTLED, owner)

    def states(self) -> frozenset[OrderState]:
        return frozenset(OrderState(row["state"]) for row in self._store.read("SELECT DISTINCT state FROM orders"))

    def unprinted(self, owner: bytes) -> tuple[Order, ...]:
        rows = self._store.read(
            f"SELECT * FROM orders WHERE owner = ? AND state IN ({_marks(_OWED)})"  # noqa: S608 - marks only
            " AND (state = ? OR updated > ?) AND receipt_number NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM effects WHERE kind = 'print' AND subject = receipt_number AND effects.state = ?)"
            " ORDER BY rowid",
            (owner, *_OWED, OrderState.PRINTING, self._now() - SHEET_KNOWN.total_seconds(), State.OUT),
        )
        return tuple(order_of(row) for row in rows)

    def come_out(self, receipt: str | None = None) -> tuple[str, ...]:
        return self._numbers(
            "state = ? AND receipt_number = coalesce(?, receipt_number) AND EXISTS"
            " (SELECT 1 FROM effects WHERE kind = 'print' AND subject = receipt_number AND effects.state = ?)",
            OrderState.PRINTING,
            receipt,
            State.OUT,
        )

    def purge(self) -> int:
        past = self._numbers(f"deadline <= ? AND state NOT IN ({_marks(UNSETTLED)})", self._now(), *UNSETTLED)
        if not past:  # the usual case costs no commit
            return 0
        with self._store.write(erases=True) as db:
            return db.executemany("DELETE FROM orders WHERE number = ?", [(number,) for number in past]).rowcount

    def _save(self, db: "Connection", before: Order, after: Order) -> None:
        values = {**columns(after), **self._times(after.state)}
        sets = ", ".join(f"{name} = :{name}" for name in values if name != "number")
        db.execute(f"UPDATE orders SET {sets} WHERE number = :number", values)  # noqa: S608 - names of columns
        if after.state is not before.state:
            self._audit.record(db, OrderMoved(after.number, after.state, after.charge.amount, after.reason))

    def _numbers(self, where: str, *values: object) -> tuple[str, ...]:
        rows = self._store.read(f"SELECT number FROM orders WHERE {where} ORDER BY rowid", values)  # noqa: S608 - from above
        return tuple(row["number"] for row in rows)

    def _times(self, state: OrderState) -> dict[str, object]:
        now = self._now()
        return {"updated": now, "deadline": now + KEPT_FOR[state].total_seconds()}

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _assisted(order: Order) -> Order:
    """Its receipt says who assisted."""
    if order.receipt is None or order.receipt.assisted == order.assisted:
        return order
    return replace(order, receipt=replace(order.receipt, assisted=order.assisted))


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _named(values: Mapping[str, object]) -> str:
    return ", ".join(f":{name}" for name in values)
