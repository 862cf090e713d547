"""One order as it stands in the stand-in gateway's books, and how time and the provider's notice settle it.

Two parties speak here. The payment provider takes the money: ``charged_at`` says that it has. The gateway hears of it
by notice, at ``notice_at``; before it says that an order is closed it asks the provider, so no charge is ever lost.
"""

from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import BaseModel

from kiosk.core.payment import Channel, GatewayOrder, OrderStanding, Posting
from kiosk.sandbox.faults import GatewayFault

__all__ = ["LATE_NOTICE", "LIFETIME", "OrderEntry", "charged", "closed", "settled", "shown"]

LIFETIME: Final = timedelta(minutes=5)  # so long it can be paid
LATE_NOTICE: Final = timedelta(seconds=30)
_ONE_TOO_MUCH: Final = 100  # fen


class OrderEntry(BaseModel):
    """``amount`` is 0 and ``secret`` "" for a number that was closed before it ever came. ``notices``: how many."""

    number: str
    at: datetime
    terminal: str
    item: str = ""
    title: str = ""
    agency: str = ""
    bills: tuple[str, ...] = ()
    amount: int = 0
    standing: OrderStanding = OrderStanding.WAITING
    closed_by: Literal["", "terminal", "expiry", "citizen"] = ""
    secret: str = ""
    expires_at: datetime
    charged_at: datetime | None = None
    channel: Channel | None = None
    transaction: str = ""
    notice_at: datetime | None = None
    notices: int = 0
    posting: Posting | None = None
    refund: str = ""
    assisted: str = ""
    authorisation: str = ""

    @property
    def token(self) -> str:
        """Of the phone page, in the code on the screen."""
        return f"{self.number}.{self.secret}"

    def body(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"number", "at"})


def settled(order: OrderEntry, now: datetime, fault: GatewayFault | None) -> OrderEntry:
    """As it stands now: what was to be heard is heard, and what has run out is closed, unless it was paid."""
    if order.standing is not OrderStanding.WAITING:
        return order
    heard = order.notice_at is not None and (now >= order.notice_at or fault is not GatewayFault.LATE_NOTICE)
    if heard:
        return _told(_told(order) if fault is GatewayFault.DUPLICATE_NOTICE else order)
    return closed(order, "expiry") if now >= order.expires_at else order


def closed(order: OrderEntry, by: Literal["terminal", "expiry", "citizen"]) -> OrderEntry:
    """PAID when the citizen was quicker: the provider, which is asked first, knows."""
    if order.standing is not OrderStanding.WAITING:
        return order
    if order.charged_at is not None:
        return _told(order)
    return order.model_copy(update={"standing": OrderStanding.CLOSED, "closed_by": by})


def charged(
    order: OrderEntry, channel: Channel, transaction: str, now: datetime, fault: GatewayFault | None
) -> OrderEntry:
    """The provider has taken the money. Only for an order that waits and is not charged."""
    late = LATE_NOTICE if fault is GatewayFault.LATE_NOTICE else timedelta()
    paid = {"charged_at": now, "channel": channel, "transaction": transaction, "notice_at": now + late}
    return settled(order.model_copy(update=paid), now, fault)


def shown(order: OrderEntry, now: datetime, fault: GatewayFault | None, url: str) -> GatewayOrder:
    """What the terminal is told; ``url`` is that of the phone pages."""
    paid = order.standing is OrderStanding.PAID
    return GatewayOrder(
        number=order.number,
        amount=order.amount + (_ONE_TOO_MUCH if fault is GatewayFault.WRONG_AMOUNT else 0),
        standing=order.standing,
        qr=f"{url}/phone/{order.token}" if order.secret else "",
        expires_at=order.expires_at,
        server_time=now,
        paid_at=order.charged_at if paid else None,
        channel=order.channel if paid else None,
        transaction=order.transaction if paid else "",
    )


def _told(order: OrderEntry) -> OrderEntry:
    """One notice; the second changes nothing but its count."""
    return order.model_copy(update={"standing": OrderStanding.PAID, "notices": order.notices + 1})
