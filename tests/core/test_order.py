"""The moves of a paid order, against the drawing in the design, written here apart from the table."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.order import FINAL, MOVES, UNSETTLED, IllegalMove, Order, OrderState, advance
from kiosk.core.order_events import (
    Declined,
    Ending,
    Event,
    GaveUp,
    HandedOver,
    Posted,
    PostingBegan,
    Printed,
    Refunding,
    Rejected,
    Resolved,
    Standing,
    TimeUp,
)
from kiosk.core.payment import Channel, Charge, GatewayOrder, OrderStanding, RefundState
from kiosk.core.receipt import Receipt, ReceiptState

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHARGE = Charge("medical.payment", "王小花的医保", ("b1",), 38_000)
RECEIPT = Receipt("R1", "缴费回执", ReceiptState.DONE, NOON, rows=(("姓名", "王*花"),))
SLIP = Receipt("N1", "凭条", ReceiptState.CHECKING, NOON)


def standing(said: OrderStanding) -> Standing:
    paid = said is OrderStanding.PAID
    return Standing(
        GatewayOrder(
            number="N1",
            amount=38_000,
            standing=said,
            qr="https://pay.example/N1",
            expires_at=NOON + timedelta(minutes=5),
            server_time=NOON,
            paid_at=NOON if paid else None,
            channel=Channel.ALIPAY if paid else None,
            transaction="T1" if paid else "",
        )
    )


EVENTS: dict[str, Event] = {
    "waiting": standing(OrderStanding.WAITING),
    "paid": standing(OrderStanding.PAID),
    "closed": standing(OrderStanding.CLOSED),
    "declined": Declined("bills_unpayable", "这些费用现在不能交"),
    "gave up": GaveUp(),
    "time up": TimeUp(),
    "posting": PostingBegan(),
    "posted": Posted(RECEIPT),
    "rejected": Rejected("N1-R", "agency_refused", SLIP, "没有收下"),
    "refund accepted": Refunding(RefundState.ACCEPTED),
    "refund done": Refunding(RefundState.DONE, SLIP),
    "printed": Printed(),
    "handed over": HandedOver("bad_replies", SLIP),
    "resolved closed": Resolved(Ending.CLOSED),
    "resolved done": Resolved(Ending.DONE),
    "resolved refunded": Resolved(Ending.REFUNDED),
}
# One line for each arrow, from the design: what stands in no line must raise.
LEGAL = """
new: waiting > wait, paid > paid, closed > closed, declined > closing, gave up > closing, handed over > manual
wait: waiting > wait, paid > paid, closed > closed, declined > closing, gave up > closing, time up > closing, handed over > manual
closing: waiting > closing, paid > paid, closed > closed, declined > closing, gave up > closing, time up > closing, handed over > manual
paid: posting > posting, handed over > manual
posting: posted > printing, rejected > refunding, handed over > manual
printing: printed > done, handed over > manual
refunding: refund accepted > refunding, refund done > refunded, handed over > manual
manual: resolved closed > closed, resolved done > done, resolved refunded > refunded
"""  # noqa: E501 - a table
ARROWS = {
    (state, event): to
    for state, arrows in (line.split(": ") for line in LEGAL.strip().splitlines())
    for event, to in (arrow.split(" > ") for arrow in arrows.split(", "))
}


def order(state: OrderState = OrderState.NEW) -> Order:
    return Order("N1", CHARGE, state)


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("event", EVENTS)
def test_each_event_does_in_each_state_what_the_design_says_and_else_raises(state: OrderState, event: str) -> None:
    before = order(state)
    kept = replace(before)
    to = ARROWS.get((state.value, event))
    if to is None:
        with pytest.raises(IllegalMove, match=state.name):
            advance(before, EVENTS[event])
    else:
        after = advance(before, EVENTS[event])
        assert after.state.value == to
        assert (after.number, after.charge) == (before.number, before.charge)
    assert before == kept


@given(st.lists(st.sampled_from(sorted(EVENTS)), max_size=20))
def test_whatever_happens_in_whatever_order_money_is_neither_lost_nor_invented(events: list[str]) -> None:
    now, heard = order(), set[str]()
    for event in events:
        try:
            now = advance(now, EVENTS[event])
        except IllegalMove:
            assert (now.state.value, event) not in ARROWS
            continue
        heard.add(event)
    if "handed over" in heard:  # a person's word counts from there on
        assert now.state in FINAL
        return
    if now.state in (OrderState.PRINTING, OrderState.DONE):
        assert {"paid", "posting", "posted"} <= heard
        assert not heard & {"rejected", "refund done"}
        assert now.receipt == RECEIPT
    if now.state in (OrderState.REFUNDING, OrderState.REFUNDED):
        assert {"paid", "rejected"} <= heard
        assert "posted" not in heard
        assert now.refund == "N1-R"
    if now.state is OrderState.CLOSED:
        assert "closed" in heard
        assert "paid" not in heard
    if "paid" in heard:
        assert (now.channel, now.transaction, now.paid_at) == (Channel.ALIPAY, "T1", NOON)


def test_every_state_is_either_final_or_leads_on() -> None:
    assert {state for state in OrderState if not MOVES[state]} == set(FINAL) - {OrderState.MANUAL}
    assert set(OrderState) == {*UNSETTLED, *FINAL, OrderState.PRINTING}
    for state in OrderState:
        assert order(state).final == (state in FINAL)


def test_nothing_of_a_citizen_shows_in_what_may_get_into_a_log() -> None:
    waiting = advance(order(), EVENTS["waiting"])
    printing = advance(advance(advance(waiting, EVENTS["paid"]), PostingBegan()), Posted(RECEIPT))
    said = repr(waiting) + repr(printing) + "".join(map(repr, EVENTS.values()))
    for secret in ("王", "pay.example", "b1", "没有收下"):
        assert secret not in said


def test_the_time_that_is_left_is_the_servers_and_never_less_than_none() -> None:
    assert order().left == timedelta()
    waiting = advance(order(), EVENTS["waiting"])
    assert waiting.left == timedelta(minutes=5)
    assert replace(waiting, server_time=NOON + timedelta(hours=1)).left == timedelta()


def test_the_code_is_there_only_while_it_may_be_paid() -> None:
    waiting = advance(order(), EVENTS["waiting"])
    assert waiting.qr == "https://pay.example/N1"
    assert advance(waiting, EVENTS["paid"]).qr == ""
    assert advance(advance(waiting, GaveUp()), EVENTS["closed"]).qr == ""


def test_an_order_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        order().state = OrderState.PAID  # type: ignore[misc]


@pytest.mark.parametrize("ending", Ending)
def test_a_person_resolves_what_was_handed_over(ending: Ending) -> None:
    manual = advance(order(), EVENTS["handed over"])
    assert manual.receipt == SLIP
    resolved = advance(manual, Resolved(ending))
    assert (resolved.state, resolved.receipt, resolved.reason) == (OrderState(ending), None, "bad_replies")


def test_the_slip_says_refunded_once_it_is_and_refunding_before() -> None:
    refunding = advance(order(OrderState.POSTING), EVENTS["rejected"])
    assert (refunding.receipt, refunding.reason, refunding.sentence) == (SLIP, "agency_refused", "没有收下")
    done = replace(SLIP, title="钱已退回")
    assert advance(refunding, Refunding(RefundState.ACCEPTED)).receipt == SLIP
    assert advance(refunding, Refunding(RefundState.DONE, done)).receipt == done
