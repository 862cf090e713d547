"""Takes one order as far as it can be taken now: asks the gateway, and writes down what it said.

Every call may be made again with the same number and body, so a crash or a lost reply between two lines costs nothing
but another call. Nothing here knows of threads: the ledger lets one at a time work on an order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.errors import BrokenReply, GatewayError, Refused
from kiosk.core.order import Order, OrderState
from kiosk.core.order_events import (
    Declined,
    Event,
    HandedOver,
    Posted,
    PostingBegan,
    Refunding,
    Rejected,
    Standing,
    TimeUp,
)
from kiosk.core.payment import (
    CloseOrder,
    CreateOrder,
    GatewayOrder,
    OrderStanding,
    OrderStatus,
    PostOrder,
    RefundOrder,
    RefundState,
)
from kiosk.services.audit import AuditEvent
from kiosk.services.ledger_replies import posting_problem, refund_problem, standing_problem
from kiosk.services.ledger_slips import Slips
from kiosk.services.logs import OrderSettled, OrderWaits, log
from kiosk.services.order_table import Orders

__all__ = ["Driver", "PaymentTurnedDown", "Record", "Sender"]

R = TypeVar("R")
Record = Callable[[AuditEvent], None]


@dataclass(frozen=True)
class PaymentTurnedDown(AuditEvent):
    """What the gateway said of an order, or of what is owed, cannot be true. It moved nothing."""

    name = "order.turned_down"
    what: str
    problem: str


class Sender(Protocol):
    """The part of the gateway's client that orders need."""

    def call(self, call: Call[R], *, key: str | None = None, cancel: Cancel | None = None) -> R: ...


class Driver:
    def __init__(self, orders: Orders, gateway: Sender, slips: Slips, record: Record) -> None:
        self._orders = orders
        self._gateway = gateway
        self._slips = slips
        self._record = record
        self._steps: Mapping[OrderState, Callable[[Order, Cancel], Order]] = {
            OrderState.NEW: self._create,
            OrderState.WAIT: self._ask,
            OrderState.CLOSING: self._close,
            OrderState.PAID: self._post,
            OrderState.POSTING: self._post,
            OrderState.REFUNDING: self._refund,
        }

    def drive(self, number: str, cancel: Cancel) -> Order:
        """One step after another, until one changes nothing or there is none.

        Raises the GatewayError of the first step; that of a later one only ends the way. Raises Cancelled, StoreError,
        KeyError for a number that is not there.
        """
        order = self.find(number)
        first = True
        while order.state in self._steps:
            cancel.check()
            try:
                after = self._steps[order.state](order, cancel)
            except GatewayError as error:
                log(OrderWaits(number, order.state, error.code))
                if first:
                    raise
                return self.find(number)
            if after.state in (order.state, OrderState.WAIT):
                return after
            order, first = after, False
        return order

    def find(self, number: str) -> Order:
        order = self._orders.find(number)
        if order is None:
            raise KeyError(number)
        return order

    def move(self, order: Order, event: Event) -> Order:
        """Writes it down, before anything is done about it."""
        after = self._orders.move(order.number, event)
        if after.final and not order.final:
            log(OrderSettled(after.number, after.state, after.reason))
        return after

    def hand_over(self, order: Order, reason: str) -> Order:
        return self.move(order, HandedOver(reason, self._slips.manual(order, reason)))

    # --- steps: the one that each state calls for ---

    def _create(self, order: Order, cancel: Cancel) -> Order:
        charge = order.charge
        call = CreateOrder(order.number, charge.item, charge.bills, charge.amount, order.assisted, order.authorisation)
        try:
            said = self._gateway.call(call, key=order.number, cancel=cancel)
        except Refused as refusal:
            return self.move(order, Declined(refusal.reason, refusal.sentence))
        return self._stand(order, call, said)

    def _ask(self, order: Order, cancel: Cancel) -> Order:
        call = OrderStatus(order.number)
        try:
            said = self._gateway.call(call, cancel=cancel)
        except Refused as refusal:
            return self.move(order, Declined(refusal.reason, refusal.sentence))
        after = self._stand(order, call, said)
        if said.standing is OrderStanding.WAITING and said.server_time >= said.expires_at:
            return self.move(after, TimeUp())
        return after

    def _close(self, order: Order, cancel: Cancel) -> Order:
        call = CloseOrder(order.number)
        return self._stand(order, call, self._settling(order, call, cancel), closing=True)

    def _post(self, order: Order, cancel: Cancel) -> Order:
        if order.state is OrderState.PAID:
            order = self.move(order, PostingBegan())
        call = PostOrder(order.number)
        said = self._settling(order, call, cancel, key=f"{order.number}.post")
        self._turn_down(order, call, posting_problem(order, said))
        if said.receipt is not None:
            return self.move(order, Posted(said.receipt))
        refund = f"{order.number}-R"
        slip = self._slips.refunding(order, refund)
        return self.move(order, Rejected(refund, said.reason, slip, said.sentence))

    def _refund(self, order: Order, cancel: Cancel) -> Order:
        call = RefundOrder(order.number, order.refund, order.charge.amount, order.reason)
        said = self._settling(order, call, cancel, key=order.refund)
        self._turn_down(order, call, refund_problem(order, said))
        if said.state is RefundState.ACCEPTED:
            return order
        return self.move(order, Refunding(said.state, self._slips.refunded(order)))

    # --- what they have in common ---

    def _settling(self, order: Order, call: Call[R], cancel: Cancel, key: str | None = None) -> R:
        """A call that has to be answered: a refusal is no answer to it, and moves nothing."""
        try:
            return self._gateway.call(call, key=key, cancel=cancel)
        except Refused as refusal:
            problem = f"refused.{refusal.reason}"
        self._record(PaymentTurnedDown(order.number, call.path, problem))
        raise BrokenReply(f"{call.path}: {problem}")

    def _stand(self, order: Order, call: Call[Any], said: GatewayOrder, *, closing: bool = False) -> Order:
        """Nothing is written while nothing has changed: a citizen who takes their time costs no commits."""
        self._turn_down(order, call, standing_problem(order, said, closing=closing))
        same = order.state is OrderState.WAIT and said.standing is OrderStanding.WAITING
        if same and (said.qr, said.expires_at) == (order.qr, order.expires_at):
            return replace(self.find(order.number), server_time=said.server_time)
        return self.move(order, Standing(said))

    def _turn_down(self, order: Order, call: Call[Any], problem: str | None) -> None:
        if problem is not None:
            self._record(PaymentTurnedDown(order.number, call.path, problem))
            raise BrokenReply(f"{call.path}: {problem}")
