"""Orders as a technician looks at them: read only, beside a running terminal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.core.order import Order, OrderState
from kiosk.core.payment import OrderBook
from kiosk.core.ports import Gateway
from kiosk.services.audit import Audit, AuditRow
from kiosk.services.order_rows import order_of
from kiosk.services.reconciliation import Comparison, KeptOrder, compare
from kiosk.services.store import Store

__all__ = ["ListedOrder", "OrderListing", "compare_day"]


@dataclass(frozen=True)
class ListedOrder:
    """Both times are by the terminal's clock, in its zone."""

    order: Order
    created: datetime
    updated: datetime

    @property
    def kept(self) -> KeptOrder:
        return KeptOrder(self.order.number, self.created.date(), self.order.charge.amount, self.order.state)


class OrderListing:
    """Every call raises StoreError."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._store = store
        self._audit = audit

    def listed(self, states: tuple[OrderState, ...]) -> tuple[ListedOrder, ...]:
        """Oldest first."""
        rows = self._store.read("SELECT * FROM orders ORDER BY created, rowid")
        return tuple(_listed(row) for row in rows if row["state"] in states)

    def find(self, number: str) -> ListedOrder | None:
        rows = self._store.read("SELECT * FROM orders WHERE number = ?", (number,))
        return _listed(rows[0]) if rows else None

    def around(self, day: date) -> tuple[ListedOrder, ...]:
        """Of this day and of those before and after it."""
        first, last = (day + timedelta(days=days) for days in (-1, 1))
        return tuple(each for each in self.listed(tuple(OrderState)) if first <= each.created.date() <= last)

    def history(self, order: Order) -> tuple[AuditRow, ...]:
        """What the audit tells of the order and of its receipt, oldest first."""
        subjects = {order.number} | ({order.receipt.number} if order.receipt else set())
        rows = [row for subject in subjects for row in self._audit.rows(subject=subject)]
        return tuple(sorted(rows, key=lambda row: row.number))


def compare_day(day: date, orders: OrderListing, gateway: Gateway) -> Comparison:
    """Against the gateway's books, of the days around it too. Raises GatewayError, StoreError."""
    days = [day + timedelta(days=days) for days in (-1, 0, 1)]
    booked = [order for each in days for order in gateway.call(OrderBook(each)).orders]
    return compare(day, (order.kept for order in orders.around(day)), booked)


def _listed(row: Any) -> ListedOrder:
    created, updated = (datetime.fromtimestamp(row[name]).astimezone() for name in ("created", "updated"))
    return ListedOrder(order_of(row), created, updated)
