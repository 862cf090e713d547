"""The paid order: its states, and the only ways from one to the next.

    NEW ──► WAIT ──► PAID ──► POSTING ──► PRINTING ──► DONE
     │       │        ▲          └──► REFUNDING ──► REFUNDED
     └──► CLOSING ────┤
             └──► CLOSED              MANUAL, with a reason, from everywhere that is not final; a person
                                      says in the end which of CLOSED, DONE and REFUNDED it came to

Only what somebody said moves an order: the gateway by a reply, the citizen by giving up. Waiting moves nothing. A reply
that does not fit its order is no event; the ledger turns it down (``services/ledger_replies.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.core.order_events import (
    Declined,
    Event,
    HandedOver,
    Kind,
    Posted,
    Refunding,
    Rejected,
    Resolved,
    Standing,
)
from kiosk.core.payment import Channel, Charge, GatewayOrder
from kiosk.core.receipt import Receipt

__all__ = [
    "FINAL",
    "MOVES",
    "UNSETTLED",
    "IllegalMove",
    "Order",
    "OrderState",
    "advance",
]


class OrderState(StrEnum):
    NEW = "new"  # written down; whether the gateway has it is not known
    WAIT = "wait"  # the citizen may pay
    CLOSING = "closing"  # is to be paid no more; paid all the same until the gateway says otherwise
    CLOSED = "closed"  # final: nothing was paid and nothing ever will be
    PAID = "paid"
    POSTING = "posting"  # the agency may have been told
    PRINTING = "printing"  # entered with the agency; the receipt is not known to be out
    DONE = "done"  # final
    REFUNDING = "refunding"  # turned down by the agency; all of it goes back under one refund number
    REFUNDED = "refunded"  # final
    MANUAL = "manual"  # final for the terminal: a person goes on, the citizen has a slip


UNSETTLED = (
    OrderState.NEW,
    OrderState.WAIT,
    OrderState.CLOSING,
    OrderState.PAID,
    OrderState.POSTING,
    OrderState.REFUNDING,
)  # the gateway has to be asked
FINAL = (OrderState.CLOSED, OrderState.DONE, OrderState.REFUNDED, OrderState.MANUAL)


@dataclass(frozen=True)
class Order:
    """``number`` is the terminal's, ``refund`` that of its one refund ("" while there is none).

    ``qr``, ``expires_at`` and ``server_time`` (of the last reply) are there from WAIT on; the times are the server's.
    ``receipt`` is the agency's from PRINTING on, and the terminal's own slip in REFUNDING, REFUNDED and MANUAL.
    ``reason`` is a word for machines, ``sentence`` the gateway's words for the citizen: why it was closed by the
    gateway, turned down, or handed to a person. ``assisted`` is the number of the helper who assisted, and
    ``authorisation`` that under which somebody pays for the person, "" for nobody.
    """

    number: str
    charge: Charge = field(repr=False)
    state: OrderState = OrderState.NEW
    qr: str = field(default="", repr=False)
    expires_at: datetime | None = None
    server_time: datetime | None = None
    paid_at: datetime | None = None
    channel: Channel | None = None
    transaction: str = ""
    receipt: Receipt | None = field(default=None, repr=False)
    refund: str = ""
    reason: str = ""
    sentence: str = field(default="", repr=False)
    assisted: str = ""
    authorisation: str = ""

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def left(self) -> timedelta:
        """How long it could still be paid when the last reply came: count down from it, by no clock of this machine."""
        if self.expires_at is None or self.server_time is None:
            return timedelta()
        return max(self.expires_at - self.server_time, timedelta())


_S, _K = OrderState, Kind
MOVES: Mapping[OrderState, Mapping[Kind, OrderState]] = {
    _S.NEW: {
        _K.WAITING: _S.WAIT,
        _K.PAID: _S.PAID,
        _K.CLOSED: _S.CLOSED,
        _K.DECLINED: _S.CLOSING,
        _K.GAVE_UP: _S.CLOSING,
        _K.HANDED_OVER: _S.MANUAL,
    },
    _S.WAIT: {
        _K.WAITING: _S.WAIT,
        _K.PAID: _S.PAID,
        _K.CLOSED: _S.CLOSED,
        _K.DECLINED: _S.CLOSING,
        _K.GAVE_UP: _S.CLOSING,
        _K.TIME_UP: _S.CLOSING,
        _K.HANDED_OVER: _S.MANUAL,
    },
    _S.CLOSING: {
        _K.PAID: _S.PAID,
        _K.CLOSED: _S.CLOSED,
        _K.HANDED_OVER: _S.MANUAL,
        # The citizen may leave in the middle of a call: what it brings then does not open the order again.
        _K.WAITING: _S.CLOSING,
        _K.DECLINED: _S.CLOSING,
        _K.GAVE_UP: _S.CLOSING,
        _K.TIME_UP: _S.CLOSING,
    },
    _S.PAID: {_K.POSTING: _S.POSTING, _K.HANDED_OVER: _S.MANUAL},
    _S.POSTING: {_K.POSTED: _S.PRINTING, _K.REJECTED: _S.REFUNDING, _K.HANDED_OVER: _S.MANUAL},
    _S.PRINTING: {_K.PRINTED: _S.DONE, _K.HANDED_OVER: _S.MANUAL},
    _S.REFUNDING: {
        _K.REFUND_ACCEPTED: _S.REFUNDING,
        _K.REFUND_DONE: _S.REFUNDED,
        _K.HANDED_OVER: _S.MANUAL,
    },
    _S.CLOSED: {},
    _S.DONE: {},
    _S.REFUNDED: {},
    _S.MANUAL: {
        _K.RESOLVED_CLOSED: _S.CLOSED,
        _K.RESOLVED_DONE: _S.DONE,
        _K.RESOLVED_REFUNDED: _S.REFUNDED,
    },
}


class IllegalMove(Exception):
    """A mistake of the program: this cannot happen to an order in this state."""


def advance(order: Order, event: Event) -> Order:
    """The order after the event. Raises IllegalMove; the order that was handed in is never changed."""
    to = MOVES[order.state].get(event.kind)
    if to is None:
        raise IllegalMove(f"{event.kind.name} of an order that is {order.state.name}")
    moved = replace(order, state=to)
    match event:
        case Standing(said):
            return _stands(moved, said)
        case Declined(reason, sentence):
            return replace(moved, reason=reason, sentence=sentence)
        case Posted(receipt):
            return replace(moved, receipt=receipt)
        case Rejected(refund, reason, slip, sentence):
            return replace(moved, refund=refund, reason=reason, receipt=slip, sentence=sentence)
        case Refunding(slip=slip):
            return replace(moved, receipt=slip or order.receipt)
        case HandedOver(reason, slip):
            return replace(moved, reason=reason, receipt=slip)
        case Resolved():
            return replace(moved, receipt=None)
    return moved


def _stands(order: Order, said: GatewayOrder) -> Order:
    """A number that was closed before it was ever created has no code and no time to tell."""
    return replace(
        order,
        qr=said.qr if order.state is OrderState.WAIT else "",
        expires_at=said.expires_at,
        server_time=said.server_time,
        paid_at=said.paid_at,
        channel=said.channel,
        transaction=said.transaction,
    )
