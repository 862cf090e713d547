"""Which replies can be true: every field that may be wrong, wrong in each way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Channel, Charge, GatewayOrder, OrderStanding, Posting, Refund, RefundState
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.ledger_replies import charge_problem, posting_problem, refund_problem, standing_problem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)
ORDER = Order("N1", Charge("medical.payment", "医保", ("b1",), 38_000), OrderState.WAIT, expires_at=NOON)
WAITING = GatewayOrder("N1", 38_000, OrderStanding.WAITING, "https://pay.example/N1", NOON + timedelta(minutes=5), NOON)
PAID = replace(
    WAITING, standing=OrderStanding.PAID, qr="", paid_at=NOON, channel=Channel.UNIONPAY, transaction="42000-1.a_B"
)
CLOSED = replace(WAITING, standing=OrderStanding.CLOSED, qr="")


@pytest.mark.parametrize("said", [WAITING, PAID, CLOSED])
def test_what_is_right_is_taken(said: GatewayOrder) -> None:
    assert standing_problem(ORDER, said) is None


@pytest.mark.parametrize("said", [WAITING, PAID, CLOSED])
@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"number": "N2"}, "other_number"),
        ({"number": ""}, "other_number"),
        ({"amount": 38_001}, "other_amount"),
        ({"amount": 0}, "other_amount"),
        ({"amount": -38_000}, "other_amount"),
        ({"amount": 10**18}, "other_amount"),
        ({"server_time": NAIVE}, "time_without_zone"),
        ({"expires_at": NAIVE}, "time_without_zone"),
    ],
)
def test_number_amount_and_times_have_to_fit_whatever_is_said(said: GatewayOrder, wrong: Any, problem: str) -> None:
    assert standing_problem(ORDER, replace(said, **wrong)) == problem
    assert standing_problem(ORDER, replace(said, **wrong), closing=True) == problem


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"paid_at": None}, "no_time_of_payment"),
        ({"paid_at": NAIVE}, "no_time_of_payment"),
        ({"channel": None}, "no_channel"),
        ({"transaction": ""}, "no_transaction"),
        ({"transaction": "4 2"}, "no_transaction"),
        ({"transaction": "4" * 65}, "no_transaction"),
    ],
)
def test_a_payment_says_when_how_and_under_which_number(wrong: Any, problem: str) -> None:
    assert standing_problem(ORDER, replace(PAID, **wrong)) == problem


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "pay",
        "https://",
        "https://pay example/1",
        "https://pay.example/" + "1" * 10_000,
        "请扫码",
        "https://pay.example/\n1",
        "https://pay.example/\x00",
        "0002",
        "javascript:alert(1)",
        "\ud800",
    ],
)
def test_what_is_no_code_is_not_shown(code: str) -> None:
    assert standing_problem(ORDER, replace(WAITING, qr=code)) == "no_code"


@pytest.mark.parametrize(
    "code",
    [
        "https://qr.alipay.com/bax00000abcdefg",
        "weixin://wxpay/bizpayurl?pr=abcdef",
        "https://qr.95516.com/00010000/62000000000",
        "00020101021226310014A0000003330001520400005303156",
    ],
)
def test_codes_of_the_providers_are_taken(code: str) -> None:
    assert standing_problem(ORDER, replace(WAITING, qr=code)) is None


def test_a_code_is_good_for_a_day_at_most() -> None:
    assert standing_problem(ORDER, replace(WAITING, expires_at=NOON + timedelta(days=1, seconds=1))) == "waits_too_long"


def test_an_answer_to_closing_is_closed_or_paid() -> None:
    assert standing_problem(ORDER, WAITING, closing=True) == "not_closed"
    assert standing_problem(ORDER, PAID, closing=True) is None


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("closing", [True, False])
def test_only_what_never_had_a_code_may_be_closed_without_its_amount(
    state: OrderState, *, shown: bool, closing: bool
) -> None:
    order = replace(ORDER, state=state, expires_at=NOON if shown else None)
    right = closing and state is OrderState.CLOSING and not shown
    assert (standing_problem(order, replace(CLOSED, amount=0), closing=closing) is None) == right


RECEIPT = Receipt("R1", "缴费回执", ReceiptState.DONE, NOON)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (Posting("N1", RECEIPT), None),
        (Posting("N1", None, "agency_refused", "没有收下"), None),
        (Posting("N2", RECEIPT), "other_number"),
        (Posting("N1", None), "no_reason"),
        (Posting("N1", None, "王小花"), "no_reason"),
        (Posting("N1", replace(RECEIPT, number="")), "no_receipt_number"),
    ],
)
def test_postings(said: Posting, problem: str | None) -> None:
    assert posting_problem(ORDER, said) == problem


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (Refund("N1", "N1-R", 38_000, RefundState.DONE), None),
        (Refund("N2", "N1-R", 38_000, RefundState.DONE), "other_number"),
        (Refund("N1", "N2-R", 38_000, RefundState.DONE), "other_refund"),
        (Refund("N1", "N1-R", 37_999, RefundState.DONE), "other_amount"),
        (Refund("N1", "N1-R", -38_000, RefundState.ACCEPTED), "other_amount"),
    ],
)
def test_refunds(said: Refund, problem: str | None) -> None:
    assert refund_problem(replace(ORDER, refund="N1-R"), said) == problem


@given(amount=st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_only_a_whole_amount_that_somebody_may_owe_is_charged(amount: Any) -> None:
    right = type(amount) is int and 1 <= amount <= 100_000_000
    assert (charge_problem(replace(ORDER.charge, amount=amount)) is None) == right


@pytest.mark.parametrize(
    "body",
    [
        '{"number":"N1","refund":"N1-R","amount":38000,"state":"done","more":1}',
        '{"number":"N1","refund":"N1-R","amount":38000}',
        '{"number":"N1","refund":"N1-R","amount":38000.0,"state":"done"}',
        '{"number":"N1","refund":"N1-R","amount":"38000","state":"done"}',
        '{"number":"N1","refund":"N1-R","amount":true,"state":"done"}',
        '{"number":"N1","refund":"N1-R","amount":38000,"state":"perhaps"}',
        '{"number":1,"refund":"N1-R","amount":38000,"state":"done"}',
    ],
)
def test_a_field_too_many_too_few_or_of_another_kind_is_no_reply(body: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Refund).validate_json(body, strict=True)


@pytest.mark.parametrize("reply", [GatewayOrder, Posting, Refund])
def test_no_reply_about_money_may_have_a_field_that_nobody_agreed_on(reply: type) -> None:
    good: dict[type, Any] = {
        GatewayOrder: PAID,
        Posting: Posting("N1", None, "x"),
        Refund: Refund("N1", "R", 1, RefundState.DONE),
    }
    adapter = TypeAdapter(reply)
    body = adapter.dump_json(good[reply])
    assert adapter.validate_json(body, strict=True) == good[reply]
    with pytest.raises(ValidationError, match="more"):
        adapter.validate_json(b'{"more":1,' + body[1:], strict=True)
