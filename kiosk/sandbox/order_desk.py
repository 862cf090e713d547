"""The stand-in gateway's work on orders. Every call runs within one transaction of the books."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kiosk.core.clock import Clock
from kiosk.core.payment import (
    BookedOrder,
    Channel,
    GatewayOrder,
    OrdersOfDay,
    OrderStanding,
    Posting,
    Refund,
    RefundState,
)
from kiosk.sandbox.authorisations import agent_row
from kiosk.sandbox.bills import Bills
from kiosk.sandbox.books import Books
from kiosk.sandbox.faults import Faults, GatewayFault
from kiosk.sandbox.order_entry import LIFETIME, OrderEntry, charged, closed, settled, shown
from kiosk.sandbox.refusals import Refusal

__all__ = ["OrderDesk"]

_ASK_STAFF = "点「找人帮忙」"


class OrderDesk:
    """``bills`` are the businesses by item id, ``url`` is where the phone pages stand."""

    def __init__(self, books: Books, clock: Clock, faults: Faults, bills: Mapping[str, Bills], url: str) -> None:
        self._books = books
        self._clock = clock
        self._faults = faults
        self._bills = bills
        self._url = url

    def create(self, number: str, item: str, bills: tuple[str, ...], amount: int, terminal: str, **who: str) -> None:
        """``who`` names, beside the person, the helper (``assisted``) and the ``authorisation`` of an agent."""
        if self.find(number) is not None:
            raise Refusal(409, "order_closed", "这一单已经关了", "重新办一次")
        business = self._bills.get(item)
        if business is None:
            raise Refusal(409, "item_unknown", "平台不收这项费用", _ASK_STAFF)
        owed = business.amount(bills)
        if owed is None or self._is_paid_elsewhere(bills):
            raise Refusal(409, "bills_unpayable", "这些费用现在不能交", "回去重新查一次")
        if owed != amount:
            raise Refusal(409, "amount_differs", "金额和应交的对不上", "回去重新查一次")
        now = self._clock.now()
        order = OrderEntry(
            number=number,
            at=now,
            terminal=terminal,
            item=item,
            title=business.title,
            agency=business.agency,
            bills=bills,
            amount=amount,
            secret=secrets.token_hex(8),
            expires_at=now + LIFETIME,
            **who,
        )
        self._books.enter("orders", number, now, order.body())

    def status(self, number: str, terminal: str) -> GatewayOrder:
        return self._shown(self._own(number, terminal))

    def close(self, number: str, terminal: str) -> GatewayOrder:
        """A number that has never come is closed too, for ever."""
        if self.find(number) is None:
            now = self._clock.now()
            never = OrderEntry(number=number, at=now, terminal=terminal, expires_at=now)
            never = closed(never, "terminal")
            self._books.enter("orders", number, now, never.body())
            return self._shown(never)
        return self._shown(self._keep(closed(self._own(number, terminal), "terminal")))

    def find(self, number: str) -> OrderEntry | None:
        """As it stands now, for whoever asks; what the bench has laid aside is remembered too."""
        kept = self._books.entry("orders", number) or self._books.entry("past_orders", number)
        if kept is None:
            return None
        order = OrderEntry.model_validate(kept)
        now = settled(order, self._clock.now(), self._faults.fault)
        return order if now is order else self._keep(now)

    def of_phone(self, token: str) -> OrderEntry | None:
        number, _, secret = token.rpartition(".")
        order = self.find(number)
        right = order is not None and order.secret and hmac.compare_digest(secret.encode(), order.secret.encode())
        return order if right else None

    def waiting(self) -> list[OrderEntry]:
        """What can be paid now, oldest first."""
        entries = [entry for entry in self._books.entries("orders") if entry["standing"] == OrderStanding.WAITING.value]
        now = [self.find(entry["number"]) for entry in entries]
        return [
            order
            for order in now
            if order is not None and not order.charged_at and order.standing is OrderStanding.WAITING
        ]

    def pay(self, order: OrderEntry, channel: Channel) -> OrderEntry:
        """The citizen pays. What was paid before, or waits no more, stays as it is: nobody is charged twice."""
        if order.standing is not OrderStanding.WAITING or order.charged_at is not None:
            return order
        now = self._clock.now()
        transaction = f"T{now:%Y%m%d}{self._books.next_number():08}"
        entry = {"order": order.number, "amount": order.amount, "channel": channel.value}
        self._books.enter("charges", transaction, now, entry)
        return self._keep(charged(order, channel, transaction, now, self._faults.fault))

    def decline(self, order: OrderEntry) -> OrderEntry:
        return self._keep(closed(order, "citizen"))

    def close_all(self) -> None:
        """Before the bench begins anew: what waits would belong to nobody."""
        for order in self.waiting():
            self.decline(order)

    def post(self, number: str, terminal: str) -> Posting:
        order = self._own(number, terminal)
        if order.standing is not OrderStanding.PAID:
            raise Refusal(409, "order_unpaid", "这一单还没有付", _ASK_STAFF)
        posting = order.posting or self._post(order)
        if order.posting is None:
            self._keep(order.model_copy(update={"posting": posting}))
        return posting

    def refund(self, number: str, refund: str, amount: int, reason: str, terminal: str) -> Refund:
        order = self._own(number, terminal)
        if order.standing is not OrderStanding.PAID:
            raise Refusal(409, "order_unpaid", "这一单还没有付", _ASK_STAFF)
        if order.posting is not None and order.posting.receipt is not None:
            raise Refusal(409, "order_posted", "这笔钱已经入账，不能退", _ASK_STAFF)
        if order.refund not in ("", refund):
            raise Refusal(409, "order_refunded", "这笔钱已经退过了", _ASK_STAFF)
        if amount != order.amount:
            raise Refusal(409, "amount_differs", "退的钱和付的对不上", _ASK_STAFF)
        if not order.refund:
            entry = {"order": number, "amount": amount, "reason": reason, "state": RefundState.ACCEPTED.value}
            self._books.enter("refunds", refund, self._clock.now(), entry)
            self._keep(order.model_copy(update={"refund": refund}))
        return self._refunded(number, refund)

    def book(self, day: date, terminal: str) -> OrdersOfDay:
        entries = map(OrderEntry.model_validate, self._books.entries("orders"))
        own = [order for order in entries if order.terminal == terminal and order.at.date() == day]
        return OrdersOfDay(day, tuple(self._booked(self.find(order.number) or order) for order in own))

    def _post(self, order: OrderEntry) -> Posting:
        if self._faults.fault is GatewayFault.REJECT_POSTING:
            return Posting(order.number, None, "agency_refused", f"{order.agency}没有收下"[:20])
        business = self._bills[order.item]
        if order.refund or business.amount(order.bills) != order.amount:
            return Posting(order.number, None, "bills_paid", "这些费用已经有人交过")
        try:
            receipt = business.post(order.bills, order.number)
            agent = (agent_row(self._books, order.authorisation),) if order.authorisation else ()
            return Posting(order.number, replace(receipt, rows=(*receipt.rows, *agent), assisted=order.assisted))
        except Refusal as refusal:
            return Posting(order.number, None, refusal.body.reason, refusal.body.sentence)

    def _refunded(self, number: str, refund: str) -> Refund:
        """Done now, unless the provider is slow."""
        entry = self._books.entry("refunds", refund)
        if entry is None:
            raise LookupError(refund)
        if self._faults.fault is not GatewayFault.SLOW_REFUND and entry["state"] != RefundState.DONE.value:
            entry["state"] = RefundState.DONE.value
            self._books.amend("refunds", refund, {k: v for k, v in entry.items() if k not in ("number", "at")})
        return Refund(number, refund, entry["amount"], RefundState(entry["state"]))

    def _booked(self, order: OrderEntry) -> BookedOrder:
        return BookedOrder(
            number=order.number,
            at=order.at,
            amount=order.amount,
            standing=order.standing,
            charged=sum(charge["amount"] for charge in self._books.entries("charges", order=order.number)),
            posted=order.posting is not None and order.posting.receipt is not None,
            refunded=sum(refund["amount"] for refund in self._books.entries("refunds", order=order.number)),
        )

    def _is_paid_elsewhere(self, bills: tuple[str, ...]) -> bool:
        """Paid in another order, which the agency has not heard of yet, and which was not given back."""
        orders = map(OrderEntry.model_validate, self._books.entries("orders"))
        return any(order.charged_at and not order.refund and set(order.bills) & set(bills) for order in orders)

    def _own(self, number: str, terminal: str) -> OrderEntry:
        order = self.find(number)
        if order is None or order.terminal != terminal:
            raise Refusal(409, "order_unknown", "平台没有这一单", _ASK_STAFF)
        return order

    def _keep(self, order: OrderEntry) -> OrderEntry:
        """Where it stands: in one of the two books."""
        self._books.amend("orders", order.number, order.body())
        self._books.amend("past_orders", order.number, order.body())
        return order

    def _shown(self, order: OrderEntry) -> GatewayOrder:
        return shown(order, self._clock.now(), self._faults.fault, self._url)
