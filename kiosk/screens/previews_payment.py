"""Previews of choosing and paying."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from kiosk.core.job import Paying
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.step import Choice, Choose, Done, Line, Pay, Review, Tone
from kiosk.screens.content import Page
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

TITLE = "交医保"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8)))
NUMBER = "NB-YZ-0001-261122-40712938"
CHARGE = Charge("medical.payment", "医保费，3笔", ("YB2027-r01-R",), 1075_00)
PAY = Pay(CHARGE, Person("王秀英", "110105194912310025"))
COUPLE = (
    Choice("YB2027-r01-R", "王*英（本人）", "2027年城乡居民", 430_00),
    Choice("YB2027-r02-R", "张*福（老伴）", "2027年城乡居民", 430_00),
)
FAMILY = (
    *COUPLE,
    Choice("YB2027-r03-R", "李*英（嫂子）", "2027年城乡居民，低收入家庭少交215.00元", 215_00),
    Choice("YB2027-r05-R", "陈*（母亲）", "2027年城乡居民", closed="低保由政府代交，不用交"),
    Choice("YB2026-r26-F", "高*勇（女婿）", "2026年灵活就业", 6238_80),
    Choice("YB2027-r11-R", "沈*娣（岳母）", "2027年城乡居民", closed="已经交过了"),
    Choice("YB2027-r07-R", "阿************江（儿子）", "2026年城乡居民", 430_00),
    Choice("YB2027-r13-R", "赵*梅（孙女）", "2027年城乡居民", closed="2027年1月1日开始交"),
)


def _page(step: object, *, back: bool = True) -> Page:
    return Page(step, TITLE, can_go_back=back)


def _order(state: OrderState) -> Order:
    return Order(
        NUMBER,
        CHARGE,
        state,
        qr="https://pay.example.gov.cn/pay/NB-YZ-0001-261122-40712938.0a1b2c3d4e5f6071",
        expires_at=NOW + timedelta(minutes=4, seconds=30),
        server_time=NOW,
    )


def _line(name: str, label: str, value: str) -> Line:
    return Line(name, label, value, "Choose")


def samples() -> Iterator[Sample]:
    total = _line("amount", "一共", "430.00元\n肆佰叁拾元整")
    long_total = _line("amount", "一共", "17,777.77元\n壹万柒仟柒佰柒拾柒元柒角柒分")
    yield Sample("choose", "choose", _page(Choose("给谁交，就点谁", COUPLE)))
    yield Sample("choose-family", "choose", _page(Choose("给谁交，就点谁", FAMILY)))
    yield Sample("choose-all", "choose", _page(Choose("给谁交，就点谁", FAMILY)), pressed="choice.all")
    yield Sample("choose-none", "choose", _page(Choose("给谁交，就点谁", FAMILY[1:])), pressed="nav.next")
    yield Sample("choose-one", "choose", _page(Choose("要打哪一张", COUPLE, many=False)))
    yield Sample(
        "review-pay",
        "review",
        _page(Review(TITLE, (_line("bills", "2027年城乡居民", "王*英（本人）"), total), "去付钱")),
    )
    many = (_line("bills", "交给谁，8笔", "阿************江（本人）、王*英（岳母）等8人"), long_total)
    yield Sample("review-pay-many", "review", _page(Review(TITLE, many, "去付钱")))
    yield Sample("pay-preparing", "pay", _page(PAY, back=False))
    waiting = Paying(_order(OrderState.WAIT))
    yield Sample("pay", "pay", _page(PAY, back=False), (waiting,))
    yield Sample("pay-unheard", "pay", _page(PAY, back=False), (waiting, Paying(_order(OrderState.WAIT), linked=False)))
    yield Sample("pay-stopping", "pay", _page(PAY, back=False), (waiting, Paying(_order(OrderState.CLOSING))))
    yield Sample("pay-paid", "pay", _page(PAY, back=False), (waiting, Paying(_order(OrderState.POSTING))))
    yield Sample("done-paid", "done", _page(Done("交好了", ("入账了，不用再交",), "YB20261122-000042"), back=False))
    returned = ("参保地已经变了，这里收不了", "钱退回您付钱的账户", "一般三天里到账")
    yield Sample("done-returned", "done", _page(Done("没交成，钱退给您", returned, NUMBER, Tone.ATTENTION), back=False))
    unknown = ("机器正在替您取消，别再付了", "要是已经付了，会入账或者退回", "凭号码打电话问：0574-8800 0001")
    yield Sample("done-unknown", "done", _page(Done("还不知道付没付", unknown, NUMBER, Tone.ATTENTION), back=False))
