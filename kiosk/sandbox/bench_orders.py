"""The bench's calls about paying: the citizen's phone, and what is wrong with the gateway itself."""

from typing import Any

from fastapi import APIRouter

from kiosk.core.payment import Channel, OrderStanding
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import Order, value
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.faults import GatewayFault
from kiosk.sandbox.order_entry import OrderEntry

__all__ = ["payable", "router"]

router = APIRouter(responses=ERRORS)


class PhoneOrder(Order):
    """``order`` is the order's number. With ``decline`` the citizen says no on the phone, and the order is closed."""

    order: str
    channel: Channel = Channel.WECHAT
    decline: bool = False


class GatewayOrder(Order):
    fault: GatewayFault | None


def payable(desk: Desk) -> list[dict[str, Any]]:
    """Orders that a phone could pay now; ``page`` is the path of their page."""
    with desk.books.transaction():
        waiting = desk.orders.waiting()
    return [
        {"number": order.number, "title": order.title, "amount": order.amount, "page": f"/phone/{order.token}"}
        for order in waiting
    ]


@router.post("/phone/pay")
def phone(asked: PhoneOrder, desk: AtDesk) -> dict[str, Any]:
    """The citizen's phone pays, or declines. ``standing`` is what the gateway knows, ``charged`` what was taken."""
    with desk.books.transaction():  # nothing is raised within: what has run out meanwhile stays written down
        order = desk.orders.find(asked.order)
        problem = _problem(order)
        if order is not None and problem is None:
            order = desk.orders.decline(order) if asked.decline else desk.orders.pay(order, asked.channel)
    if order is None or problem is not None:
        raise problem or _unknown()
    return {
        "order": order.number,
        "standing": order.standing.value,
        "charged": order.amount if order.charged_at else 0,
        "channel": value(order.channel),
        "transaction": order.transaction,
    }


@router.post("/gateway")
def gateway(asked: GatewayOrder, desk: AtDesk) -> dict[str, Any]:
    """Sets or clears a fault of the gateway itself. What waited for it to end goes on when it is next asked for."""
    desk.faults.fault = asked.fault
    return {"fault": value(asked.fault)}


def _unknown() -> BenchError:
    return BenchError("平台没有这个订单", status=404)


def _problem(order: OrderEntry | None) -> BenchError | None:
    """Why it cannot be paid."""
    if order is None or not order.secret:
        return _unknown()
    if order.charged_at is not None:
        return BenchError("这一单已经付过了", status=409)
    if order.standing is not OrderStanding.WAITING:
        why = "过期了" if order.closed_by == "expiry" else "关了"
        return BenchError(f"这一单{why}，不能付", status=409)
    return None
