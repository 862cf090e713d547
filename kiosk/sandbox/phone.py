"""The page behind the code on the terminal's screen: what is paid, how, and what came of it. Plain forms, no script."""

from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from kiosk.core.money import figures
from kiosk.core.payment import Channel, OrderStanding
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.order_entry import OrderEntry

__all__ = ["CHANNELS", "router"]

CHANNELS: Final = {Channel.WECHAT: "微信支付", Channel.ALIPAY: "支付宝", Channel.UNIONPAY: "云闪付"}

_STATIC: Final = Path(__file__).parent / "static"
_PAY: Final = Template((_STATIC / "phone_pay.html").read_text(encoding="utf-8"))
_END: Final = Template((_STATIC / "phone_end.html").read_text(encoding="utf-8"))
_ENDS: Final = {  # why it was closed: what the page says, and what to do now
    "citizen": ("没有付", "钱没有扣。要付就在机器上重新办"),
    "expiry": ("这个码过期了", "钱没有扣。在机器上重新办一次"),
    "terminal": ("这一单关了", "钱没有扣。要付就在机器上重新办"),
}

router = APIRouter(prefix="/phone", include_in_schema=False)


async def _form(request: Request) -> dict[str, str]:
    body = (await request.body())[:1000].decode("ascii", errors="replace")
    return {name: values[0] for name, values in parse_qs(body).items()}


@router.get("/{token}")
def page(token: str, desk: AtDesk) -> Response:
    with desk.books.transaction():
        order = desk.orders.of_phone(token)
    if order is None:
        return _page(_end("", "没有这一单", "在机器上重新办一次", ""), 404)
    if order.charged_at is not None:
        return _page(_paid(order))
    if order.standing is OrderStanding.CLOSED:
        words, remedy = _ENDS[order.closed_by or "terminal"]
        return _page(_end("closed", words, remedy, _rows((("付什么", order.title), *_whom(order)))))
    return _page(_waiting(order))


@router.post("/{token}")
def answer(token: str, desk: AtDesk, form: Annotated[dict[str, str], Depends(_form)]) -> Response:
    """A press of one of the two buttons; whatever comes of it, the page says it."""
    channels = {channel.value: channel for channel in Channel}
    with desk.books.transaction():
        order = desk.orders.of_phone(token)
        if order is not None and form.get("answer") == "decline":
            desk.orders.decline(order)
        elif order is not None and form.get("answer") == "pay" and form.get("channel") in channels:
            desk.orders.pay(order, channels[form["channel"]])
    return RedirectResponse(f"/phone/{token}", 303)


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


def _waiting(order: OrderEntry) -> str:
    return _PAY.substitute(
        title=escape(order.title),
        amount=_split(order.amount),
        figures=figures(order.amount),
        rows=_rows(_whom(order)),
        until=f"{order.expires_at:%H:%M:%S}",
    )


def _paid(order: OrderEntry) -> str:
    channel = CHANNELS[order.channel] if order.channel else ""
    when = f"{order.charged_at:%Y-%m-%d %H:%M:%S}" if order.charged_at else ""
    how = (("付款方式", channel), ("付款时间", when), ("交易号", order.transaction))
    rows = _rows((("付什么", order.title), *_whom(order), *how))
    return _end("paid", "付好了", "回到机器前，取走回执", rows, _split(order.amount))


def _end(look: str, words: str, remedy: str, rows: str, amount: str = "") -> str:
    return _END.substitute(look=look, words=words, remedy=remedy, rows=rows, amount=amount)


def _whom(order: OrderEntry) -> tuple[tuple[str, str], ...]:
    return (("收款单位", order.agency), ("订单号", order.number))


def _rows(named: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in named)


def _split(fen: int) -> str:
    """The yuan large, what stands about them small."""
    return f"<small>¥</small>{fen // 100:,}<small>.{fen % 100:02d}</small>"
