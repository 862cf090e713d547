"""What can happen to a paid order: each event is something that the gateway, the citizen or a person said.

``kind`` is what the table of moves in ``core/order.py`` is looked up by.
"""

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import ClassVar

from kiosk.core.payment import GatewayOrder, OrderStanding, RefundState
from kiosk.core.receipt import Receipt

__all__ = [
    "Declined",
    "Ending",
    "Event",
    "GaveUp",
    "HandedOver",
    "Kind",
    "Posted",
    "PostingBegan",
    "Printed",
    "Refunding",
    "Rejected",
    "Resolved",
    "Standing",
    "TimeUp",
]


class Kind(Enum):
    """What an event is, for the table of moves."""

    WAITING = auto()
    PAID = auto()
    CLOSED = auto()
    DECLINED = auto()
    GAVE_UP = auto()
    TIME_UP = auto()
    POSTING = auto()
    POSTED = auto()
    REJECTED = auto()
    REFUND_ACCEPTED = auto()
    REFUND_DONE = auto()
    PRINTED = auto()
    HANDED_OVER = auto()
    RESOLVED_CLOSED = auto()
    RESOLVED_DONE = auto()
    RESOLVED_REFUNDED = auto()


@dataclass(frozen=True)
class Standing:
    """The gateway said how the order stands, in answer to any of its calls."""

    said: GatewayOrder

    @property
    def kind(self) -> Kind:
        return {
            OrderStanding.WAITING: Kind.WAITING,
            OrderStanding.PAID: Kind.PAID,
            OrderStanding.CLOSED: Kind.CLOSED,
        }[self.said.standing]


@dataclass(frozen=True)
class Declined:
    """The gateway will not have such an order, or knows none. Whether it never will is for its closing to say."""

    kind: ClassVar[Kind] = Kind.DECLINED
    reason: str
    sentence: str = field(default="", repr=False)


@dataclass(frozen=True)
class GaveUp:
    """The citizen cancelled, or left."""

    kind: ClassVar[Kind] = Kind.GAVE_UP


@dataclass(frozen=True)
class TimeUp:
    """By the server's clock its time has run out, and nobody has paid."""

    kind: ClassVar[Kind] = Kind.TIME_UP


@dataclass(frozen=True)
class PostingBegan:
    """From here on the agency may know of it."""

    kind: ClassVar[Kind] = Kind.POSTING


@dataclass(frozen=True)
class Posted:
    kind: ClassVar[Kind] = Kind.POSTED
    receipt: Receipt = field(repr=False)


@dataclass(frozen=True)
class Rejected:
    """The agency will never enter it. ``refund`` is the number under which the money goes back."""

    kind: ClassVar[Kind] = Kind.REJECTED
    refund: str
    reason: str
    slip: Receipt = field(repr=False)
    sentence: str = field(default="", repr=False)


@dataclass(frozen=True)
class Refunding:
    """What the gateway said of the refund. ``slip`` is the one that says so, once it is done."""

    state: RefundState
    slip: Receipt | None = field(default=None, repr=False)

    @property
    def kind(self) -> Kind:
        return Kind.REFUND_DONE if self.state is RefundState.DONE else Kind.REFUND_ACCEPTED


@dataclass(frozen=True)
class Printed:
    """The sheet of its receipt is known to be out."""

    kind: ClassVar[Kind] = Kind.PRINTED


@dataclass(frozen=True)
class HandedOver:
    """The terminal cannot go on and a person has to: ``reason`` for them, ``slip`` for the citizen."""

    kind: ClassVar[Kind] = Kind.HANDED_OVER
    reason: str
    slip: Receipt = field(repr=False)


class Ending(StrEnum):
    """What an order that was handed over came to, as a person says."""

    CLOSED = "closed"  # nothing was paid, and nothing ever will be
    DONE = "done"  # the agency has the money
    REFUNDED = "refunded"  # it went back


@dataclass(frozen=True)
class Resolved:
    """A person has seen to it, and its slip has done its duty."""

    ending: Ending

    @property
    def kind(self) -> Kind:
        return {
            Ending.CLOSED: Kind.RESOLVED_CLOSED,
            Ending.DONE: Kind.RESOLVED_DONE,
            Ending.REFUNDED: Kind.RESOLVED_REFUNDED,
        }[self.ending]


Event = (
    Standing
    | Declined
    | GaveUp
    | TimeUp
    | PostingBegan
    | Posted
    | Rejected
    | Refunding
    | Printed
    | HandedOver
    | Resolved
)
