"""Orders and the gateway's books as a technician reads them, in a console or on the screen."""

from typing import Final

from kiosk.core.money import figures
from kiosk.core.order import OrderState
from kiosk.core.payment import Channel, OrderStanding
from kiosk.services.reconciliation import Difference

__all__ = ["CHANNELS", "STATES", "here", "there"]

STATES: Final = {
    OrderState.NEW: "刚开单",
    OrderState.WAIT: "等付款",
    OrderState.CLOSING: "在关",
    OrderState.CLOSED: "没付，关了",
    OrderState.PAID: "付了，等入账",
    OrderState.POSTING: "在入账",
    OrderState.PRINTING: "入账了，回执没出来",
    OrderState.DONE: "办好了",
    OrderState.REFUNDING: "在退款",
    OrderState.REFUNDED: "退了",
    OrderState.MANUAL: "转人工",
}
CHANNELS: Final = {Channel.WECHAT: "微信支付", Channel.ALIPAY: "支付宝", Channel.UNIONPAY: "云闪付"}
STANDINGS: Final = {OrderStanding.WAITING: "等付款", OrderStanding.PAID: "付了", OrderStanding.CLOSED: "关了"}


def here(each: Difference) -> str:
    return f"{STATES[each.here.state]} {figures(each.here.amount)}" if each.here else "没有"


def there(each: Difference) -> str:
    booked = each.there
    if booked is None:
        return "没有"
    entered = "，入账" if booked.posted else ""
    charged = f"，扣 {figures(booked.charged)}" if booked.charged else ""
    refunded = f"，退 {figures(booked.refunded)}" if booked.refunded else ""
    return f"{STANDINGS[booked.standing]} {figures(booked.amount)}{charged}{entered}{refunded}"
