"""Whether a reply of the gateway fits the order that was asked about: one word for what is wrong with it, or None.

A reply that does not fit moves nothing. It has the right fields already, and the gateway's signature
(``services/gateway.py``); what is looked at here is whether they can be true.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge, GatewayOrder, OrderStanding, Posting, Refund

__all__ = ["MOST_FEN", "charge_problem", "posting_problem", "refund_problem", "standing_problem"]

MOST_FEN: Final = 100_000_000  # a million yuan: a large family's insurance of several years is a tenth of it
MOST_BILLS: Final = 64
LONGEST_WAIT: Final = timedelta(days=1)  # a code that can be paid for longer is a mistake
# A link (https://…, weixin://…) or an EMVCo merchant code, which begins with its format indicator; no white space.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[\x21-\x7e]{4,480}|000201[\x21-\x7e]{12,480}")
_REASON = re.compile(r"[a-z][a-z0-9_.]{0,63}")  # a word for machines, and so never a citizen's data
_TRANSACTION = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def charge_problem(charge: Charge) -> str | None:
    """What is charged comes from the gateway's bills, and is looked at before anything is written down."""
    if type(charge.amount) is not int:
        return "amount_not_whole"
    if not 0 < charge.amount <= MOST_FEN:
        return "amount_absurd"
    if not 0 < len(charge.bills) <= MOST_BILLS or len(set(charge.bills)) < len(charge.bills) or "" in charge.bills:
        return "bills"
    return None


def standing_problem(order: Order, said: GatewayOrder, *, closing: bool = False) -> str | None:
    """``closing``: it is the answer to CloseOrder."""
    if said.number != order.number:
        return "other_number"
    if said.amount != order.charge.amount and not _never_came(order, said, closing=closing):
        return "other_amount"
    if not (_aware(said.expires_at) and _aware(said.server_time)):
        return "time_without_zone"
    if said.standing is OrderStanding.PAID:
        return _payment_problem(said)
    if said.standing is OrderStanding.WAITING:
        return "not_closed" if closing else _waiting_problem(said)
    return None


def posting_problem(order: Order, said: Posting) -> str | None:
    if said.number != order.number:
        return "other_number"
    if said.receipt is None:
        return None if _REASON.fullmatch(said.reason) else "no_reason"
    return None if said.receipt.number else "no_receipt_number"


def refund_problem(order: Order, said: Refund) -> str | None:
    if said.number != order.number:
        return "other_number"
    if said.refund != order.refund:
        return "other_refund"
    return None if said.amount == order.charge.amount else "other_amount"


def _never_came(order: Order, said: GatewayOrder, *, closing: bool) -> bool:
    """Closed before it was created: the gateway knows no amount then, and the order no code."""
    unknown = said.standing is OrderStanding.CLOSED and said.amount == 0
    return closing and unknown and order.state is OrderState.CLOSING and order.expires_at is None


def _waiting_problem(said: GatewayOrder) -> str | None:
    if not _CODE.fullmatch(said.qr):
        return "no_code"
    return None if said.expires_at - said.server_time <= LONGEST_WAIT else "waits_too_long"


def _payment_problem(said: GatewayOrder) -> str | None:
    if said.paid_at is None or not _aware(said.paid_at):
        return "no_time_of_payment"
    if said.channel is None:
        return "no_channel"
    return None if _TRANSACTION.fullmatch(said.transaction) else "no_transaction"


def _aware(moment: datetime) -> bool:
    return moment.tzinfo is not None
