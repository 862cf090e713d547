"""A payment as the gateway and the terminal speak of it: what is charged, and the calls about its order.

The gateway is the authority on money: an order's state changes when it says so, never because the terminal waited. The
number of an order is the terminal's, made before the first byte leaves; every try carries the same number and body.
Amounts are whole fen. Times are the server's.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final

from kiosk.core.call import Call
from kiosk.core.receipt import Receipt

__all__ = [
    "BookedOrder",
    "Channel",
    "Charge",
    "CloseOrder",
    "CreateOrder",
    "GatewayOrder",
    "OrderBook",
    "OrderStanding",
    "OrderStatus",
    "OrdersOfDay",
    "PostOrder",
    "Posting",
    "Refund",
    "RefundOrder",
    "RefundState",
]


# Read by whoever decodes a reply: one with a field that nobody agreed on is turned down where money is concerned.
_NOTHING_ELSE: Final = {"extra": "forbid"}


class OrderStanding(Enum):
    """How the gateway says that an order stands."""

    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"  # never to be paid any more: by ``CloseOrder``, or by its expiry


class Channel(Enum):
    """Who the citizen paid through."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    UNIONPAY = "unionpay"


@dataclass(frozen=True)
class Charge:
    """What is to be paid: ``bills`` are the gateway's numbers of what is owed, ``amount`` their sum in fen.

    ``title`` is what the citizen reads on the paying page and on the slip; ``item`` is the id of the service item.
    """

    item: str
    title: str
    bills: tuple[str, ...]
    amount: int


@dataclass(frozen=True)
class GatewayOrder:
    """``qr`` is one code for all channels. ``expires_at`` and ``server_time`` are both by the server's clock.

    ``paid_at``, ``channel`` and ``transaction`` are there once it is paid.
    """

    __pydantic_config__ = _NOTHING_ELSE
    number: str
    amount: int
    standing: OrderStanding
    qr: str = field(repr=False)
    expires_at: datetime
    server_time: datetime
    paid_at: datetime | None = None
    channel: Channel | None = None
    transaction: str = ""


@dataclass(frozen=True)
class CreateOrder(Call[GatewayOrder]):
    """Refused when the bills are unknown, paid already, or do not come to ``amount``. Key: the number.

    ``assisted`` is the number of the helper who assisted, ``authorisation`` that under which somebody pays for the
    person, "" for nobody.
    """

    path = "/orders/create"
    number: str
    item: str
    bills: tuple[str, ...]
    amount: int
    assisted: str = ""
    authorisation: str = ""


@dataclass(frozen=True)
class OrderStatus(Call[GatewayOrder]):
    """A query. Refused with reason ``order_unknown`` when no such order has come."""

    path = "/orders/status"
    number: str


@dataclass(frozen=True)
class CloseOrder(Call[GatewayOrder]):
    """Asks that it never be paid any more. The answer is CLOSED, or PAID when the citizen was quicker. May be repeated.

    A number that the gateway has never seen is closed too, and can be created no more. Then amount is 0 and qr "".
    """

    path = "/orders/close"
    number: str


@dataclass(frozen=True)
class Posting:
    """What the agency says of the money: ``receipt`` when it is entered there, else ``reason`` and its words.

    Rejected is final for this order: the money goes back.
    """

    __pydantic_config__ = _NOTHING_ELSE
    number: str
    receipt: Receipt | None
    reason: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class PostOrder(Call[Posting]):
    """Has a paid order entered with the agency. Key: the number and ``.post``."""

    path = "/orders/post"
    number: str


class RefundState(Enum):
    ACCEPTED = "accepted"  # it will be done; asked again by the same call
    DONE = "done"


@dataclass(frozen=True)
class Refund:
    __pydantic_config__ = _NOTHING_ELSE
    number: str
    refund: str
    amount: int
    state: RefundState


@dataclass(frozen=True)
class RefundOrder(Call[Refund]):
    """Gives all of it back, once for each ``refund`` number, and once for each order. Key: the refund's number."""

    path = "/orders/refund"
    number: str
    refund: str
    amount: int
    reason: str


@dataclass(frozen=True)
class BookedOrder:
    """One order in the gateway's books. ``at`` is when it came there.

    ``charged`` and ``refunded``: taken from the citizen and given back, in all. ``posted``: the agency has it.
    """

    number: str
    at: datetime
    amount: int
    standing: OrderStanding
    charged: int
    posted: bool
    refunded: int


@dataclass(frozen=True)
class OrdersOfDay:
    day: date
    orders: tuple[BookedOrder, ...]


@dataclass(frozen=True)
class OrderBook(Call[OrdersOfDay]):
    """A query: every order of this terminal that came on this day, by the server's calendar, for reconciliation."""

    path = "/orders/book"
    day: date
