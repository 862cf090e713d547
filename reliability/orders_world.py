"""The world around the ledger: a gateway, the payment provider behind it, the network between, a store that crashes.

The gateway here is as lax as the contract allows (``kiosk/core/payment.py``): it takes a second order for a bill that
is only waiting to be paid, and gives back under whatever refund number it has not seen. What must never happen is left
to the terminal, and the books show it when it does. Time is simulated; all that is random comes from one ``Random``.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.errors import BrokenReply, Refused, ServerFault, StoreError, Unauthorized, Unreachable
from kiosk.core.order import UNSETTLED, Order, OrderState, advance
from kiosk.core.order_events import Event
from kiosk.core.payment import (
    Channel,
    CloseOrder,
    CreateOrder,
    GatewayOrder,
    OrderStanding,
    OrderStatus,
    Posting,
    PostOrder,
    Refund,
    RefundOrder,
    RefundState,
)
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.status import Health, Status
from kiosk.services.order_table import CHARGING, UNPAID

__all__ = ["Clock", "Crash", "Entry", "Gateway", "Link", "MemoryOrders", "Network", "Paper", "Violation"]

LIFETIME = timedelta(seconds=180)
EPOCH = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class Crash(BaseException):
    """The terminal's process is gone here: nothing after it runs."""


class Violation(Exception):
    """Something happened that must never happen."""


class Clock:
    """The world's time, and the terminal's clock, which may be ``skew`` off. The monotonic one never is."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.skew = timedelta()

    def true_now(self) -> datetime:
        return EPOCH + timedelta(seconds=self.seconds)

    def now(self) -> datetime:
        return self.true_now() + self.skew

    def monotonic(self) -> float:
        return self.seconds


class Link:
    """As the terminal believes it to be."""

    def __init__(self) -> None:
        self.up = True

    @property
    def status(self) -> Status:
        return Status(Health.ONLINE if self.up else Health.OFFLINE)


@dataclass
class Entry:
    """One order in the gateway's books. ``charges`` and ``refunds`` (by number) are the provider's."""

    number: str
    bills: tuple[str, ...]
    amount: int
    expires_at: datetime
    standing: OrderStanding = OrderStanding.WAITING
    charges: list[int] = field(default_factory=list)
    paid_at: datetime | None = None
    notice_at: float = 0.0  # the gateway hears of the charge by itself then
    posting: Posting | None = None
    refunds: dict[str, int] = field(default_factory=dict)  # by number: how often it is still answered "accepted"


class Gateway:
    """``reject`` says whether the agency turns an order down; ``skew`` is how far the server's clock is off."""

    def __init__(self, clock: Clock, random: Random, *, reject: Callable[[], bool]) -> None:
        self._clock = clock
        self._random = random
        self._reject = reject
        self.skew = timedelta()
        self.notices: tuple[float, ...] = (0.0, 0.0, 2.0, 40.0, 400.0)  # how many seconds they take
        self.accepted: tuple[int, ...] = (0, 0, 1, 5)  # how often a refund is answered so before it is done
        self.entries: dict[str, Entry] = {}
        self.never: set[str] = set()  # closed before they came
        self.refused: dict[str, Refused] = {}
        self.posted: dict[str, str] = {}  # bill: number of the order that it was entered by
        self.bodies: dict[str, Call[Any]] = {}

    def now(self) -> datetime:
        return self._clock.true_now() + self.skew

    def call(self, call: Call[Any], key: str | None) -> Any:
        """Raises Refused. A key that comes with another body is the terminal's mistake, and told as such."""
        if key is not None and self.bodies.setdefault(key, call) != call:
            raise Violation(f"the key {key} came with another body")
        match call:
            case CreateOrder():
                return self._create(call)
            case OrderStatus():
                return self._shown(self._own(call.number))
            case CloseOrder():
                return self._close(call.number)
            case PostOrder():
                return self._post(self._own(call.number))
            case RefundOrder():
                return self._refund(self._own(call.number), call)
        raise Violation(f"no such call: {type(call).__name__}")

    def pay(self, number: str) -> bool:
        """The citizen's phone. The provider takes the money if the order can still be paid."""
        entry = self.entries.get(number)
        if entry is None or entry.standing is not OrderStanding.WAITING or entry.charges:
            return False
        if self.now() >= entry.expires_at:
            return False
        for other in self.entries.values():
            kept = sum(other.charges) and not other.refunds and not (other.posting and other.posting.receipt is None)
            if kept and set(other.bills) & set(entry.bills):
                raise Violation(f"{number}: charged twice, after {other.number}")
        entry.charges.append(entry.amount)
        entry.paid_at = self.now()
        entry.notice_at = self._clock.seconds + self._random.choice(self.notices)
        return True

    def _create(self, call: CreateOrder) -> GatewayOrder:
        number = call.number
        if number in self.refused:
            raise self.refused[number]
        if number in self.never:
            raise Refused("order_closed")
        if number not in self.entries:
            if any(bill in self.posted for bill in call.bills):
                self.refused[number] = Refused("bills_unpayable", sentence="这些费用现在不能交")
                raise self.refused[number]
            self.entries[number] = Entry(number, call.bills, call.amount, self.now() + LIFETIME)
        return self._shown(self.entries[number])

    def _own(self, number: str) -> Entry:
        if number not in self.entries:
            raise Refused("order_unknown")
        return self.entries[number]

    def _close(self, number: str) -> GatewayOrder:
        """Asks the provider first."""
        if number not in self.entries:
            self.never.add(number)
            now = self.now()
            return GatewayOrder(number, 0, OrderStanding.CLOSED, "", now, now)
        entry = self.entries[number]
        if entry.standing is OrderStanding.WAITING:
            entry.standing = OrderStanding.PAID if entry.charges else OrderStanding.CLOSED
        return self._shown(entry)

    def _shown(self, entry: Entry) -> GatewayOrder:
        now = self.now()
        if entry.standing is OrderStanding.WAITING:
            if entry.charges and self._clock.seconds >= entry.notice_at:
                entry.standing = OrderStanding.PAID
            elif now >= entry.expires_at and self._random.random() < 0.5:  # it sees to that now and then
                entry.standing = OrderStanding.PAID if entry.charges else OrderStanding.CLOSED
        paid = entry.standing is OrderStanding.PAID
        return GatewayOrder(
            entry.number,
            entry.amount,
            entry.standing,
            f"https://pay.example/{entry.number}",
            entry.expires_at,
            now,
            entry.paid_at if paid else None,
            Channel.WECHAT if paid else None,
            f"T{entry.number}" if paid else "",
        )

    def _post(self, entry: Entry) -> Posting:
        if entry.standing is not OrderStanding.PAID:
            raise Refused("order_unpaid")
        if entry.posting is None:
            if self._reject() or any(bill in self.posted for bill in entry.bills):
                entry.posting = Posting(entry.number, None, "agency_refused", "没有收下")
            else:
                self.posted.update(dict.fromkeys(entry.bills, entry.number))
                receipt = Receipt(f"R{entry.number}", "缴费回执", ReceiptState.DONE, self.now())
                entry.posting = Posting(entry.number, receipt)
        return entry.posting

    def _refund(self, entry: Entry, call: RefundOrder) -> Refund:
        if not entry.charges:
            raise Refused("order_unpaid")
        left = entry.refunds.setdefault(call.refund, self._random.choice(self.accepted))
        entry.refunds[call.refund] = max(left - 1, 0)
        return Refund(call.number, call.refund, entry.amount, RefundState.ACCEPTED if left else RefundState.DONE)


LOST = ("lost_request", "late_request", "lost_reply", "twice", "error_500", "done_500", "unauthorized")
BAD = ("garbled", "other_number", "other_amount", "negative", "no_code", "long_code")


class Network:
    """The gateway's client, as ``ledger_driver.Sender``: what becomes of each call is drawn, or none while ``calm``."""

    def __init__(self, gateway: Gateway, clock: Clock, random: Random) -> None:
        self.gateway = gateway
        self.calm = False
        self.down = False
        self.crash_at = 0  # so many moments on: there is one before each call and one after it
        self.broken: type[Call[Any]] | None = None  # such calls are answered with nonsense for ever
        self._clock = clock
        self._random = random
        self._late: deque[tuple[Call[Any], str | None]] = deque()

    def call(self, call: Call[Any], *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        if cancel is not None:
            cancel.check()
        self._clock.seconds += 0.3
        self._deliver_late()
        self._moment()
        fault = self._drawn()
        if fault in ("lost_request", "late_request"):
            if fault == "late_request":
                self._late.append((call, key))
            self._clock.seconds += 8.0
            raise Unreachable("no reply")
        if fault == "error_500":
            raise ServerFault("HTTP 500")
        if fault == "unauthorized":
            raise Unauthorized("HTTP 401")
        if fault == "twice":
            self._settled(call, key)
        reply = self._settled(call, key)
        self._moment()
        return self._answered("garbled" if isinstance(call, self.broken or ()) else fault, reply)

    def _drawn(self) -> str:
        if self.down:
            return "lost_request"
        if self.calm or self._random.random() < 0.6:
            return "fine"
        return self._random.choice(LOST if self._random.random() < 0.8 else BAD)

    def _settled(self, call: Call[Any], key: str | None) -> Any:
        try:
            return self.gateway.call(call, key)
        except Refused as refusal:
            return refusal

    def _answered(self, fault: str, reply: Any) -> Any:
        if fault == "lost_reply":
            self._clock.seconds += 8.0
            raise Unreachable("no reply")
        if fault == "done_500":
            raise ServerFault("HTTP 500")
        if fault == "garbled":
            raise BrokenReply("field number: missing")
        if isinstance(reply, Refused):
            raise reply
        return _spoilt(fault, reply)

    def _moment(self) -> None:
        if self.crash_at:
            self.crash_at -= 1
            if not self.crash_at:
                raise Crash

    def _deliver_late(self) -> None:
        """What the network held back arrives some day, and nobody waits for the answer."""
        while self._late and (self.calm or self._random.random() < 0.3):
            self._settled(*self._late.popleft())


def _spoilt(fault: str, reply: Any) -> Any:
    if fault == "other_number":
        return replace(reply, number=reply.number + "1")
    if fault in ("other_amount", "negative") and hasattr(reply, "amount"):
        return replace(reply, amount=reply.amount + 1 if fault == "other_amount" else -reply.amount)
    waits = isinstance(reply, GatewayOrder) and reply.standing is OrderStanding.WAITING
    if fault in ("no_code", "long_code") and waits:
        return replace(reply, qr="" if fault == "no_code" else "https://pay.example/" + "x" * 10_000)
    return reply


@dataclass
class _Row:
    order: Order
    key: str
    walk: str
    owner: bytes


class Paper:
    """Receipts whose sheets are known to be out; it outlives the terminal, as paper does."""

    def __init__(self) -> None:
        self.out: set[str] = set()


class MemoryOrders:
    """``Orders`` in memory: what was committed outlives a crash, and nothing else of the terminal does.

    ``crash_at`` is so many commits on; whether that one is still done is drawn. ``full`` refuses every write.
    """

    def __init__(self, random: Random, paper: Paper) -> None:
        self.rows: dict[str, _Row] = {}
        self.crash_at = 0
        self.full = False
        self.history: list[tuple[str, OrderState]] = []
        self._random = random
        self._paper = paper

    def probe(self) -> None:
        self._commit(lambda: None)

    def insert(self, order: Order, *, key: str, walk: str, owner: bytes) -> bool:
        if order.number in self.rows:
            return False
        self._commit(lambda: self._keep(_Row(order, key, walk, owner)))
        return True

    def find(self, number: str) -> Order | None:
        row = self.rows.get(number)
        return row.order if row else None

    def latest(self, key: str) -> Order | None:
        return next((row.order for row in reversed(self.rows.values()) if row.key == key), None)

    def move(self, number: str, event: Event) -> Order:
        row = self.rows[number]
        after = advance(row.order, event)
        self._commit(lambda: self._keep(replace(row, order=after)))
        return after

    def charging(self, bills: tuple[str, ...]) -> tuple[tuple[Order, bytes], ...]:
        wanted = set(bills)
        return tuple(
            (row.order, row.owner)
            for row in self.rows.values()
            if row.order.state in CHARGING and wanted & set(row.order.charge.bills)
        )

    def unpaid(self, walk: str | None = None) -> tuple[str, ...]:
        return tuple(n for n, row in self.rows.items() if row.order.state in UNPAID and walk in (None, row.walk))

    def unsettled(self, owner: bytes | None = None) -> tuple[str, ...]:
        return tuple(n for n, row in self.rows.items() if row.order.state in UNSETTLED and owner in (None, row.owner))

    def states(self) -> frozenset[OrderState]:
        return frozenset(row.order.state for row in self.rows.values())

    def unprinted(self, owner: bytes) -> tuple[Order, ...]:
        orders = (row.order for row in self.rows.values() if row.owner == owner)
        settled = (order for order in orders if order.state is not OrderState.DONE and order.receipt)
        return tuple(order for order in settled if order.receipt and order.receipt.number not in self._paper.out)

    def come_out(self, receipt: str | None = None) -> tuple[str, ...]:
        waiting = (row.order for row in self.rows.values() if row.order.state is OrderState.PRINTING)
        numbers = [(order.number, order.receipt.number) for order in waiting if order.receipt]
        return tuple(n for n, its in numbers if its in self._paper.out and receipt in (None, its))

    def purge(self) -> int:
        return 0

    def _keep(self, row: _Row) -> None:
        self.rows[row.order.number] = row
        self.history.append((row.order.number, row.order.state))

    def _commit(self, write: Callable[[], None]) -> None:
        if self.full:
            raise StoreError("full")
        dies = self.crash_at == 1
        self.crash_at = max(self.crash_at - 1, 0)
        if dies and self._random.random() < 0.5:
            raise Crash
        write()
        if dies:
            raise Crash
