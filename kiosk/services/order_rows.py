"""An order as a row of the table ``orders``, and back."""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from kiosk.core.assist import helper_in
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Channel, Charge
from kiosk.core.proxy import authorisation_in
from kiosk.core.receipt import Receipt
from kiosk.services.reading import reader

__all__ = ["columns", "order_of"]

RECEIPT: TypeAdapter[Receipt] = TypeAdapter(Receipt)


def columns(order: Order) -> dict[str, Any]:
    """By the names of the columns; the server's times as text, in the zone in which it told them."""
    return {
        "number": order.number,
        "item": order.charge.item,
        "title": order.charge.title,
        "bills": json.dumps(order.charge.bills),
        "amount": order.charge.amount,
        "state": order.state,
        "qr": order.qr,
        "expires_at": _text(order.expires_at),
        "server_time": _text(order.server_time),
        "paid_at": _text(order.paid_at),
        "channel": order.channel.value if order.channel else None,
        "transaction_id": order.transaction,
        "receipt": RECEIPT.dump_json(order.receipt).decode() if order.receipt else None,
        "receipt_number": order.receipt.number if order.receipt else None,
        "refund": order.refund,
        "reason": order.reason,
        "sentence": order.sentence,
    }


def order_of(row: Any) -> Order:
    return Order(
        number=row["number"],
        charge=Charge(row["item"], row["title"], tuple(json.loads(row["bills"])), row["amount"]),
        state=OrderState(row["state"]),
        qr=row["qr"],
        expires_at=_moment(row["expires_at"]),
        server_time=_moment(row["server_time"]),
        paid_at=_moment(row["paid_at"]),
        channel=Channel(row["channel"]) if row["channel"] else None,
        transaction=row["transaction_id"],
        receipt=reader(Receipt).validate_json(row["receipt"]) if row["receipt"] else None,
        refund=row["refund"],
        reason=row["reason"],
        sentence=row["sentence"],
        assisted=helper_in(row["key"]),
        authorisation=authorisation_in(row["key"]),
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
