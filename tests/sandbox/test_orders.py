"""Orders at the stand-in gateway, asked over the signed wire, paid on the bench's phone, counted in the books."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BrokenReply, Refused, Unauthorized, Unreachable
from kiosk.core.payment import (
    BookedOrder,
    Channel,
    CloseOrder,
    CreateOrder,
    GatewayOrder,
    OrderBook,
    OrderStanding,
    OrderStatus,
    Posting,
    PostOrder,
    Refund,
    RefundOrder,
    RefundState,
)
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.order_entry import LATE_NOTICE, LIFETIME
from kiosk.sandbox.residents import RESIDENTS, Medical
from kiosk.services.gateway import HttpGateway, Options, open_gateway
from tests.sandbox.town import SkewedClock, Town, town

NUMBER = "YZ0001-1122-0001"


class Till:
    """A terminal's calls about one order, and the world around it; ``clock`` is everybody's."""

    def __init__(self, place: Town, clock: SkewedClock) -> None:
        self.place = place
        self.clock = clock
        self.gateway: HttpGateway = place.gateway(clock=clock)
        self.bills = (bill_of(Medical.OWES),)

    def order(self, number: str = NUMBER, **changes: Any) -> CreateOrder:
        return replace(CreateOrder(number, ITEM, self.bills, 43000), **changes)

    def create(self, number: str = NUMBER, **changes: Any) -> GatewayOrder:
        return self.gateway.call(self.order(number, **changes), key=number)

    def status(self, number: str = NUMBER) -> GatewayOrder:
        return self.gateway.call(OrderStatus(number))

    def close(self, number: str = NUMBER) -> GatewayOrder:
        return self.gateway.call(CloseOrder(number))

    def post(self, number: str = NUMBER) -> Posting:
        return self.gateway.call(PostOrder(number), key=f"{number}.post")

    def refund(self, number: str = NUMBER, refund: str = f"{NUMBER}R", amount: int = 43000) -> Refund:
        return self.gateway.call(RefundOrder(number, refund, amount, "agency_refused"), key=refund)

    def pay(self, number: str = NUMBER, **more: Any) -> dict[str, Any]:
        return self.place.order("/phone/pay", order=number, **more)

    def book(self) -> tuple[BookedOrder, ...]:
        return self.gateway.call(OrderBook(self.clock.now().date())).orders

    def entries(self, book: str) -> list[dict[str, Any]]:
        return list(self.place.get("/books")[book])

    def paid(self) -> None:
        self.create()
        self.pay()


def bill_of(case: Medical, which: int = 0) -> str:
    """Next year's bill of the which-th resident of this case, as the gateway names it."""
    person = [one for one in RESIDENTS if one.medical is case][which]
    return f"YB{SystemClock().now().year + 1}-{person.id}-R"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        yield Till(place, clock)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.reason


def test_paid_and_entered(till: Till) -> None:
    made = till.create()
    assert (made.number, made.amount, made.standing) == (NUMBER, 43000, OrderStanding.WAITING)
    assert made.expires_at - made.server_time == pytest.approx(LIFETIME, abs=timedelta(seconds=1))
    assert made.qr.startswith(till.place.ready["bench"].removesuffix("/bench") + "/phone/")
    assert (made.paid_at, made.channel, made.transaction) == (None, None, "")
    paid = till.pay(channel="alipay")
    seen = till.status()
    assert (seen.standing, seen.channel, seen.transaction) == (
        OrderStanding.PAID,
        Channel.ALIPAY,
        paid["transaction"],
    )
    assert seen.paid_at is not None
    receipt = till.post().receipt
    assert receipt is not None
    assert till.post().receipt == receipt
    assert [(one["number"], one["order"], one["amount"]) for one in till.entries("postings")] == [
        (receipt.number, NUMBER, 43000)
    ]
    assert [(one["order"], one["amount"], one["channel"]) for one in till.entries("charges")] == [
        (NUMBER, 43000, "alipay")
    ]
    assert till.entries("refunds") == []


def test_a_lost_reply_is_asked_for_again_and_tells_how_it_stands_now(till: Till) -> None:
    till.place.order("/network", fault="lose_reply")
    with pytest.raises(Unreachable):
        till.create()
    till.place.order("/network", fault=None)
    assert till.create().standing is OrderStanding.WAITING
    till.pay()
    assert till.create().standing is OrderStanding.PAID
    assert len(till.entries("orders")) == 1


def test_requests_that_come_twice_are_done_once(till: Till) -> None:
    till.place.order("/network", fault="duplicate")
    till.create()
    till.pay()
    assert till.post().receipt is not None
    assert [len(till.entries(book)) for book in ("orders", "charges", "postings")] == [1, 1, 1]


def test_the_same_number_with_another_body(till: Till) -> None:
    till.create()
    other = (bill_of(Medical.OWES, 1),)
    assert refused(lambda: till.create(bills=other)) == "key_reused"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 42999}, "amount_differs"),
        ({"bills": ("YB2027-r99-R",)}, "bills_unpayable"),
        ({"item": "social.pension_certification"}, "item_unknown"),
        ({"amount": 0}, "malformed"),
        ({"amount": -43000}, "malformed"),
        ({"bills": ()}, "malformed"),
    ],
)
def test_orders_that_are_not_taken(till: Till, changes: dict[str, Any], reason: str) -> None:
    for _ in range(2):
        assert refused(lambda: till.create(**changes)) == reason
    assert till.entries("orders") == []


def test_a_key_that_is_not_the_number(till: Till) -> None:
    assert refused(lambda: till.gateway.call(till.order(), key="another-key")) == "wrong_key"


def test_the_same_bill_twice_in_one_order(till: Till) -> None:
    assert refused(lambda: till.create(bills=till.bills * 2, amount=86000)) == "bills_unpayable"


def test_bills_that_were_paid_are_not_taken_again(till: Till) -> None:
    till.paid()
    assert refused(lambda: till.create("YZ0001-1122-0002")) == "bills_unpayable"
    till.post()
    assert refused(lambda: till.create("YZ0001-1122-0003")) == "bills_unpayable"


def test_of_two_orders_for_one_bill_that_are_both_paid_one_is_turned_down_and_given_back(till: Till) -> None:
    till.create()
    till.create("YZ0001-1122-0002")
    till.pay()
    till.pay("YZ0001-1122-0002")
    assert till.post().receipt is not None
    turned_down = till.post("YZ0001-1122-0002")
    assert (turned_down.receipt, turned_down.reason) == (None, "bills_paid")
    assert till.refund("YZ0001-1122-0002").state is RefundState.DONE


def test_a_stranger_s_order_is_unknown(till: Till) -> None:
    till.create()
    options = Options(url=till.place.ready["wires"]["gateway"], secret_file=Path("gateway.key"))
    stranger = open_gateway(options, terminal="NB-YZ-0002", state=till.place.state, clock=till.clock)
    till.place.gateways.append(stranger)
    for call in (OrderStatus(NUMBER), CloseOrder(NUMBER)):
        assert refused(lambda call=call: stranger.call(call)) == "order_unknown"
    assert stranger.call(OrderBook(till.clock.now().date())).orders == ()


# --- closing ---


def test_closed_is_never_paid(till: Till) -> None:
    till.create()
    for _ in range(2):
        assert till.close().standing is OrderStanding.CLOSED
    reply = till.place.post("/phone/pay", {"order": NUMBER})
    assert (reply.status_code, reply.json()) == (409, {"error": "这一单关了，不能付"})
    assert till.create().standing is OrderStanding.CLOSED
    assert till.entries("charges") == []


def test_who_pays_before_it_is_closed_has_paid(till: Till) -> None:
    till.paid()
    assert till.close().standing is OrderStanding.PAID


def test_a_number_that_has_never_come_is_closed_for_ever(till: Till) -> None:
    assert refused(till.status) == "order_unknown"
    for _ in range(2):
        closed = till.close()
        assert (closed.standing, closed.amount, closed.qr) == (OrderStanding.CLOSED, 0, "")
    assert refused(till.create) == "order_closed"
    assert till.place.post("/phone/pay", {"order": NUMBER}).status_code == 404


def test_what_has_run_out_is_closed_and_cannot_be_paid(till: Till) -> None:
    till.create()
    till.clock.off = LIFETIME - timedelta(seconds=2)
    assert till.status().standing is OrderStanding.WAITING
    till.clock.off = LIFETIME
    reply = till.place.post("/phone/pay", {"order": NUMBER})
    assert (reply.status_code, reply.json()) == (409, {"error": "这一单过期了，不能付"})
    assert till.status().standing is OrderStanding.CLOSED
    till.clock.off = timedelta()
    assert till.status().standing is OrderStanding.CLOSED


def test_declined_on_the_phone(till: Till) -> None:
    till.create()
    assert till.pay(decline=True) == {
        "order": NUMBER,
        "standing": "closed",
        "charged": 0,
        "channel": None,
        "transaction": "",
    }
    assert till.status().standing is OrderStanding.CLOSED


def test_what_a_phone_could_pay_now_is_in_the_bench_s_state(till: Till) -> None:
    made = till.create()
    page = made.qr.removeprefix(till.place.ready["bench"].removesuffix("/bench"))
    payable = {"number": NUMBER, "title": "医保费", "amount": 43000, "page": page}
    assert till.place.get("/state")["payable"] == [payable]
    till.place.order("/gateway", fault="late_notice")
    till.pay()
    assert till.place.get("/state")["payable"] == []
    till.bills = (bill_of(Medical.OWES, 1),)
    till.create("YZ0001-1122-0002")
    assert len(till.place.get("/state")["payable"]) == 1
    till.clock.off = LIFETIME
    assert till.place.get("/state")["payable"] == []


def test_an_order_is_charged_once(till: Till) -> None:
    till.create()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: till.place.post("/phone/pay", {"order": NUMBER}).status_code, range(8)))
    assert sorted(statuses) == [200, *[409] * 7]
    assert len(till.entries("charges")) == 1


def test_the_bench_begins_anew_and_the_terminal_can_still_finish_what_it_had_begun(till: Till) -> None:
    waiting, paid = "YZ0001-1122-0002", NUMBER
    till.paid()
    till.bills = (bill_of(Medical.OWES, 1),)
    till.create(waiting)
    till.place.order("/reset")
    assert till.entries("orders") == till.entries("charges") == []
    closed = till.status(waiting)
    assert (closed.standing, closed.amount) == (OrderStanding.CLOSED, 43000)
    assert refused(lambda: till.create(waiting)) == "order_closed"
    assert till.close(waiting).standing is OrderStanding.CLOSED
    assert till.status(paid).standing is OrderStanding.PAID
    assert till.post(paid).receipt is not None
    assert till.create("YZ0001-1122-0003").standing is OrderStanding.WAITING


# --- posting and refund ---


def test_turned_down_by_the_agency_and_given_back_once(till: Till) -> None:
    till.paid()
    till.place.order("/gateway", fault="reject_posting")
    posting = till.post()
    assert (posting.receipt, posting.reason) == (None, "agency_refused")
    assert posting.sentence
    till.place.order("/gateway", fault=None)
    assert till.post() == posting
    for _ in range(2):
        assert till.refund() == Refund(NUMBER, f"{NUMBER}R", 43000, RefundState.DONE)
    assert refused(lambda: till.refund(refund=f"{NUMBER}R2")) == "order_refunded"
    assert [(one["order"], one["amount"]) for one in till.entries("refunds")] == [(NUMBER, 43000)]
    assert till.entries("postings") == []


def test_someone_whom_the_agency_turns_down(till: Till) -> None:
    till.bills = (bill_of(Medical.REJECTED),)
    till.paid()
    assert till.post().reason == "not_insured_here"
    assert till.refund().state is RefundState.DONE
    assert till.create("YZ0001-1122-0002").standing is OrderStanding.WAITING


def test_a_slow_refund_is_done_when_it_is_asked_for_again(till: Till) -> None:
    till.paid()
    till.place.order("/gateway", fault="slow_refund")
    for _ in range(2):
        assert till.refund().state is RefundState.ACCEPTED
    till.place.order("/gateway", fault=None)
    assert till.refund().state is RefundState.DONE
    assert len(till.entries("refunds")) == 1


def test_what_was_refused_as_things_stood_may_be_asked_for_again(till: Till) -> None:
    till.create()
    assert refused(till.post) == refused(till.refund) == "order_unpaid"
    till.pay()
    assert refused(lambda: till.refund(amount=42999)) == "amount_differs"
    assert till.post().receipt is not None
    assert refused(till.refund) == "order_posted"
    assert till.entries("refunds") == []


def test_after_a_refund_nothing_is_entered(till: Till) -> None:
    till.paid()
    till.refund()
    assert till.post().receipt is None
    assert till.entries("postings") == []


# --- what is wrong with the gateway ---


def test_late_notice_the_money_is_taken_and_the_gateway_learns_it_later(till: Till) -> None:
    till.place.order("/gateway", fault="late_notice")
    till.create()
    assert till.pay()["charged"] == 43000
    assert till.status().standing is OrderStanding.WAITING
    assert till.status().transaction == ""
    assert refused(till.post) == "order_unpaid"
    assert till.place.post("/phone/pay", {"order": NUMBER}).status_code == 409
    till.clock.off = LATE_NOTICE
    assert till.status().standing is OrderStanding.PAID
    assert len(till.entries("charges")) == 1


def test_late_notice_comes_when_the_fault_has_gone(till: Till) -> None:
    till.place.order("/gateway", fault="late_notice")
    till.paid()
    till.place.order("/gateway", fault=None)
    assert till.status().standing is OrderStanding.PAID


@pytest.mark.parametrize("end", ["close", "expiry", "decline"])
def test_late_notice_is_not_too_late_for_what_would_close_it(till: Till, end: str) -> None:
    till.create()
    till.clock.off = LIFETIME - timedelta(seconds=2)
    till.place.order("/gateway", fault="late_notice")
    till.pay()
    if end == "expiry":
        till.clock.off = LIFETIME + timedelta(seconds=1)
        assert till.status().standing is OrderStanding.PAID
    elif end == "close":
        assert till.close().standing is OrderStanding.PAID
    else:
        assert till.place.post("/phone/pay", {"order": NUMBER, "decline": True}).status_code == 409
    assert len(till.entries("charges")) == 1


def test_a_notice_that_comes_twice_counts_once(till: Till) -> None:
    till.place.order("/gateway", fault="duplicate_notice")
    till.paid()
    assert till.status().standing is OrderStanding.PAID
    assert till.entries("orders")[0]["notices"] == 2
    assert len(till.entries("charges")) == 1


def test_wrong_amount_is_in_what_is_told_and_not_in_the_books(till: Till) -> None:
    till.place.order("/gateway", fault="wrong_amount")
    assert till.create().amount == 43100
    till.pay()
    assert till.status().amount == 43100
    assert till.entries("charges")[0]["amount"] == 43000


def test_a_wrong_signature_is_a_broken_reply_though_it_was_done(till: Till) -> None:
    till.place.order("/gateway", fault="bad_signature")
    with pytest.raises(BrokenReply, match="signature"):
        till.create()
    with pytest.raises(BrokenReply, match="signature"):
        till.status()
    till.place.order("/gateway", fault=None)
    assert till.create().standing is OrderStanding.WAITING
    assert len(till.entries("orders")) == 1


@pytest.mark.parametrize("fault", ["clock_ahead", "clock_behind"])
def test_a_clock_an_hour_off_does_nothing_and_says_so(till: Till, fault: str) -> None:
    till.place.order("/gateway", fault=fault)
    for call in (till.create, till.status, till.close, till.post):
        with pytest.raises(Unauthorized) as caught:
            call()
        assert caught.value.sentence == "机器和平台的时间对不上"
    till.place.order("/gateway", fault=None)
    assert till.entries("orders") == []
    assert till.create().standing is OrderStanding.WAITING


# --- the day's books ---


def test_a_day_s_books(till: Till) -> None:
    numbers = [f"YZ0001-1122-{count:04}" for count in range(5)]
    waiting, closed, never, served, given_back = numbers
    till.create(waiting)
    till.create(closed)
    till.close(closed)
    till.close(never)
    till.create(served)
    till.pay(served)
    till.post(served)
    till.bills = (bill_of(Medical.REJECTED),)
    till.create(given_back)
    till.pay(given_back)
    till.post(given_back)
    till.refund(given_back, f"{given_back}R")
    told = {one.number: (one.amount, one.standing.value, one.charged, one.posted, one.refunded) for one in till.book()}
    assert told == {
        waiting: (43000, "waiting", 0, False, 0),
        closed: (43000, "closed", 0, False, 0),
        never: (0, "closed", 0, False, 0),
        served: (43000, "paid", 43000, True, 0),
        given_back: (43000, "paid", 43000, False, 43000),
    }
    assert till.gateway.call(OrderBook(till.clock.now().date() - timedelta(days=1))).orders == ()


def test_a_restart_changes_nothing(tmp_path: Path) -> None:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        first = Till(place, clock)
        first.paid()
        before, receipt = place.get("/books"), first.post().receipt
        kept = place.get("/books")
        assert kept != before
    with town(tmp_path / "state", clock=clock) as place:
        second = Till(place, clock)
        assert place.get("/books") == kept
        assert second.create().standing is OrderStanding.PAID
        assert second.post().receipt == receipt
        assert place.get("/books") == kept


@pytest.mark.parametrize("number", ["", "x", "号" * 8, "a" * 57, "../../x", "YZ0001.1122"])
def test_a_number_that_is_none_is_refused_and_no_server_s_fault(till: Till, number: str) -> None:
    assert refused(lambda: till.status(number)) == refused(lambda: till.close(number)) == "malformed"
