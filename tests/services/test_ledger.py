"""The paid order from its intent to its end, each way that it can go."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import (
    BrokenReply,
    Cancelled,
    GatewayError,
    KioskError,
    PaymentsClosed,
    Refused,
    StoreError,
    Unreachable,
)
from kiosk.core.order import Order, OrderState
from kiosk.core.order_events import Ending, Resolved, Standing
from kiosk.core.payment import CloseOrder, CreateOrder, OrderStatus, PostOrder, RefundOrder
from kiosk.core.receipt import ReceiptState
from kiosk.core.timing import ORDER_SWEEP, SUBMIT_HOLD, SWEEP, SWEEP_SETTLED
from kiosk.services.effect_states import KEPT_FOR as EFFECT_KEPT
from kiosk.services.effect_states import State
from kiosk.services.ledger import BAD_REPLIES
from kiosk.services.order_table import KEPT_FOR
from kiosk.services.sweeper import sweep
from tests.people import TYPED, WANG, ZHANG
from tests.services.test_sheets import Roll
from tests.services.till import CHARGE, TELEPHONE, Till
from tests.services.world import KEY, decrypted_pages, raw_bytes


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    till = Till(tmp_path / "store")
    yield till
    till.store.close()


# --- from the intent to the receipt ---


def test_a_payment_goes_through_once_and_its_receipt_comes_back(till: Till) -> None:
    order = till.begin()
    assert order.state is OrderState.WAIT
    assert order.qr == f"https://pay.example/{order.number}"
    assert order.left == timedelta(seconds=180)
    assert till.look(order).state is OrderState.WAIT
    till.pay(order)
    done = till.look(order)
    entry = till.gateway.entries[order.number]
    assert done.state is OrderState.PRINTING
    assert entry.posting is not None
    assert done.receipt == entry.posting.receipt
    assert entry.charges == [CHARGE.amount]
    assert till.network.paths == ["create", "status", "status", "post"]


def test_the_intent_is_written_before_the_first_byte(till: Till) -> None:
    till.network.always = "lost_request"
    with pytest.raises(Unreachable):
        till.begin()
    [row] = till.store.read("SELECT * FROM orders")
    [(call, key)] = till.network.asked
    assert isinstance(call, CreateOrder)
    assert (row["state"], row["number"], row["amount"]) == ("new", call.number, CHARGE.amount)
    assert key == call.number


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply", "error_500", "done_500", "garbled", "unauthorized"])
def test_the_same_key_is_the_same_order_with_the_same_body(till: Till, fault: str) -> None:
    till.network.meet(fault, fault)
    for _ in range(2):
        with pytest.raises(GatewayError):
            till.begin()
    order = till.begin()
    assert till.begin() == order
    assert {call for call, _ in till.network.asked} == {
        CreateOrder(order.number, CHARGE.item, CHARGE.bills, CHARGE.amount)
    }
    assert len(till.gateway.entries) == 1


@pytest.mark.parametrize(
    "fault", ["lost_request", "lost_reply", "error_500", "garbled", "unauthorized", "other_number"]
)
@pytest.mark.parametrize("state", ["wait", "closing", "paid", "posting", "refunding"])
def test_no_answer_and_no_good_answer_change_nothing(till: Till, fault: str, state: str) -> None:
    order = in_state(till, state)
    before = till.ledger.find(order.number)
    till.network.always = fault
    with pytest.raises(GatewayError):
        till.look(order)
    after = till.ledger.find(order.number)
    assert before is not None
    # That the posting may have begun is written down before it does.
    assert after == (replace(before, state=OrderState.POSTING) if state == "paid" else before)


def test_what_was_reached_is_told_even_if_the_next_step_gets_no_answer(till: Till) -> None:
    order = till.paid()
    till.network.meet("fine", "lost_reply")
    assert till.look(order).state is OrderState.POSTING
    assert till.look(order).state is OrderState.PRINTING
    assert till.network.paths == ["create", "status", "post", "post"]


def test_nothing_is_written_while_the_citizen_takes_their_time(till: Till) -> None:
    order = till.begin()
    before = till.store.read("PRAGMA data_version")[0][0], till.store.read("SELECT updated FROM orders")[0][0]
    till.clock.seconds += 30.0
    looked = till.look(order)
    assert looked.left == timedelta(seconds=180) - timedelta(seconds=30.3)
    assert (till.store.read("PRAGMA data_version")[0][0], till.store.read("SELECT updated FROM orders")[0][0]) == before


# --- giving up, running out ---


def test_giving_up_is_closed_only_when_the_gateway_says_so(till: Till) -> None:
    order = till.begin()
    till.network.meet("lost_request")
    with pytest.raises(Unreachable):
        till.close(order)
    assert till.state(order) == "closing"
    assert till.close(order).state is OrderState.CLOSED
    assert not till.gateway.pay(order.number)


def test_who_paid_while_it_was_being_closed_is_served(till: Till) -> None:
    order = till.paid()
    assert till.close(order).state is OrderState.PRINTING
    assert till.network.paths == ["create", "close", "post"]


def test_a_late_notice_is_served_too(till: Till) -> None:
    till.gateway.notices = (400.0,)
    order = till.paid()
    assert till.look(order).state is OrderState.WAIT
    assert till.close(order).state is OrderState.PRINTING


@pytest.mark.parametrize("skew", [timedelta(), timedelta(hours=1), timedelta(hours=-1)])
@pytest.mark.parametrize("whose", ["terminal", "server"])
def test_time_runs_out_by_the_servers_clock_alone(till: Till, skew: timedelta, whose: str) -> None:
    (till.clock if whose == "terminal" else till.gateway).skew = skew
    order = till.begin()
    till.clock.skew = -till.clock.skew
    till.clock.seconds += 178.0
    assert till.look(order).state is OrderState.WAIT
    till.clock.seconds += 3.0
    assert till.look(order).state is OrderState.CLOSED


def test_running_out_goes_through_closing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(till.gateway._random, "random", lambda: 1.0)  # the gateway leaves the closing to the terminal
    order = till.begin()
    till.clock.seconds += 200.0
    assert till.look(order).state is OrderState.CLOSED
    assert till.network.paths == ["create", "status", "close"]


def test_a_new_number_comes_only_after_the_old_one_is_closed(till: Till) -> None:
    first = till.begin()
    till.network.meet("lost_request", "lost_request")
    with pytest.raises(Unreachable):
        till.close(first)
    with pytest.raises(Unreachable):
        till.begin()
    assert len(till.orders.unsettled()) == 1
    second = till.begin()
    assert till.state(first) == "closed"
    assert second.number != first.number
    assert second.state is OrderState.WAIT


def test_who_comes_back_after_paying_gets_the_order_that_they_paid(till: Till) -> None:
    order = till.paid()
    till.ledger.abandon("w1")
    again = till.begin("k2", walk="w2")
    assert (again.number, again.state) == (order.number, OrderState.PRINTING)
    assert till.begin("k2", walk="w2").number == order.number
    assert len(till.gateway.entries) == 1


def test_while_it_is_being_entered_nobody_can_pay_again(till: Till) -> None:
    order = till.paid()
    till.network.meet("fine", "lost_request", "lost_request")
    assert till.look(order).state is OrderState.POSTING
    with pytest.raises(Unreachable):
        till.begin("k2", walk="w2")
    till.network.meet("lost_request")
    with pytest.raises(Unreachable):
        till.begin("k2", walk="w2", person=WANG)
    with pytest.raises(Refused, match="paid_already"):
        till.begin("k2", walk="w2", person=WANG)
    with pytest.raises(Refused, match="paid_already"):
        till.begin("k2", charge=replace(CHARGE, bills=("b1", "b2"), amount=76_000))
    assert len(till.gateway.entries) == 1


def test_another_order_for_the_same_bill_is_closed_first(till: Till) -> None:
    old = till.begin()
    new = till.begin("k2", charge=replace(CHARGE, bills=("b2", "b1"), amount=76_000), person=WANG, walk="w2")
    assert till.state(old) == "closed"
    assert new.state is OrderState.WAIT
    assert till.network.paths == ["create", "close", "create"]
    beside = till.begin("k3", charge=replace(CHARGE, bills=("b3",)), walk="w3")
    assert (till.state(new), beside.state) == ("wait", OrderState.WAIT)


def test_what_the_gateway_will_not_have_is_told_and_closed(till: Till) -> None:
    till.gateway.posted["b1"] = "elsewhere"
    for _ in range(2):
        with pytest.raises(Refused, match="bills_unpayable") as caught:
            till.begin()
        assert caught.value.sentence == "这些费用现在不能交"
    assert [row["state"] for row in till.store.read("SELECT state FROM orders")] == ["closed", "closed"]


def test_what_was_turned_down_before_stands_in_nobodys_way(till: Till) -> None:
    till.gateway.posted["b1"] = "elsewhere"
    till.network.meet("fine", "lost_request")
    with pytest.raises(Refused):
        till.begin()
    assert [row["state"] for row in till.store.read("SELECT state FROM orders")] == ["closing"]
    till.gateway.posted.clear()
    assert till.begin().state is OrderState.WAIT
    assert len(till.orders.unsettled()) == 1


def test_an_order_that_the_gateway_has_forgotten_is_closing_until_a_person_looks(till: Till) -> None:
    """It gave a code for it, and somebody may have paid by that: its word that there never was one does not do."""
    order = till.begin()
    till.gateway.entries.clear()
    forgotten = till.look(order)
    assert (forgotten.state, forgotten.reason) == (OrderState.CLOSING, "order_unknown")
    with pytest.raises(BrokenReply):
        till.look(order)
    till.sweep(BAD_REPLIES)
    assert till.state(order) == "manual"


def test_who_leaves_closes_what_they_have_not_paid(till: Till) -> None:
    order = till.begin()
    woken = []
    till.ledger.on_left_to_sweeper(lambda: woken.append(True))
    asked = len(till.network.asked)
    till.ledger.abandon("w2")
    assert till.state(order) == "wait"
    till.ledger.abandon("w1")
    assert till.state(order) == "closing"
    assert (len(till.network.asked), len(woken)) == (asked, 2)
    till.sweep()
    assert till.state(order) == "closed"


def test_who_leaves_in_the_middle_of_a_call_does_not_open_the_order_again(till: Till) -> None:
    order = till.begin()
    asked = till.network.gateway.call

    def leaves(call: object, key: str | None) -> object:
        reply = asked(call, key)
        if len(till.network.asked) == 2:
            till.ledger.abandon("w1")
        return reply

    till.network.gateway.call = leaves
    assert till.look(order).state is OrderState.CLOSED
    assert till.network.paths == ["create", "status", "close"]


def test_who_is_found_paid_in_the_moment_of_leaving_is_served(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    order = till.paid()
    unpaid = till.orders.unpaid

    def paid_meanwhile(walk: str | None = None) -> tuple[str, ...]:
        numbers = unpaid(walk)
        till.look(order)
        return numbers

    monkeypatch.setattr(till.orders, "unpaid", paid_meanwhile)
    till.ledger.abandon("w1")
    assert till.state(order) == "printing"


def test_a_cancelled_look_changes_nothing(till: Till) -> None:
    order = till.paid()
    gone = Cancel()
    gone.set()
    with pytest.raises(Cancelled):
        till.ledger.look(order.number, cancel=gone)
    assert till.state(order) == "wait"
    with pytest.raises(Cancelled):
        till.ledger.close(order.number, cancel=gone)
    assert till.state(order) == "closing"


# --- turned down by the agency ---


def test_what_the_agency_turns_down_goes_back_once(till: Till) -> None:
    till.rejects = True
    till.gateway.accepted = (2,)
    order = till.paid()
    refunding = till.look(order)
    assert refunding.state is OrderState.REFUNDING
    assert refunding.receipt is not None
    assert (refunding.receipt.number, refunding.receipt.state) == (order.number, ReceiptState.RETURNED)
    till.network.meet("lost_reply", "twice")
    with pytest.raises(Unreachable):
        till.look(order)
    done = till.look(order)
    assert done.state is OrderState.REFUNDED
    assert done.receipt is not None
    assert done.receipt.state is ReceiptState.RETURNED
    assert list(till.gateway.entries[order.number].refunds) == [f"{order.number}-R"]
    assert {call for call, _ in till.network.asked if isinstance(call, RefundOrder)} == {
        RefundOrder(order.number, f"{order.number}-R", CHARGE.amount, "agency_refused")
    }


def test_the_slip_of_a_refund_says_what_how_much_and_whom_to_call(till: Till) -> None:
    till.rejects = True
    receipt = till.look(till.paid()).receipt
    assert receipt is not None
    rows = dict(receipt.rows)
    assert rows["金额"] == "380.00元"
    assert rows["大写"] == "叁佰捌拾元整"
    assert rows["电话"] == TELEPHONE


# --- before anything is asked of the citizen ---


def test_nothing_begins_while_the_link_is_down(till: Till) -> None:
    till.link.up = False
    for start in (till.ledger.ready, till.begin):
        with pytest.raises(PaymentsClosed) as caught:
            start()
        assert caught.value.sentence == "现在交不了费"
    assert (till.network.asked, till.orders.unsettled()) == ([], ())


@pytest.mark.parametrize("start", ["ready", "begin"])
def test_nothing_begins_while_the_store_cannot_be_written(till: Till, start: str) -> None:
    till.store.read("PRAGMA query_only = ON")
    with pytest.raises(PaymentsClosed):
        till.ledger.ready() if start == "ready" else till.begin()
    assert till.network.asked == []
    till.store.read("PRAGMA query_only = OFF")
    till.ledger.ready()


def test_an_answer_that_cannot_be_written_down_is_asked_for_again(till: Till) -> None:
    order = till.paid()
    till.store.read("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        till.look(order)
    till.store.read("PRAGMA query_only = OFF")
    assert till.look(order).state is OrderState.PRINTING


@pytest.mark.parametrize("amount", [0, -1, 100_000_001, 380.0, "380", True, None])
def test_an_amount_that_cannot_be_true_is_not_charged(till: Till, amount: object) -> None:
    with pytest.raises(BrokenReply) as caught:
        till.begin(charge=replace(CHARGE, amount=amount))  # type: ignore[arg-type]
    assert caught.value.sentence == "要交的金额不对"
    assert till.orders.unsettled() == ()
    assert [row["what"] for row in till.audited("order.turned_down")] == [CHARGE.item]


@pytest.mark.parametrize("bills", [(), ("",), ("b1", "b1"), tuple(map(str, range(65)))])
def test_bills_that_cannot_be_true_are_not_charged(till: Till, bills: tuple[str, ...]) -> None:
    with pytest.raises(BrokenReply):
        till.begin(charge=replace(CHARGE, bills=bills))
    assert till.orders.unsettled() == ()


# --- bad replies ---


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        *((state, "other_number") for state in ("wait", "closing", "posting", "refunding")),
        *((state, "other_amount") for state in ("wait", "closing", "refunding")),
        *((state, "negative") for state in ("wait", "closing", "refunding")),
    ],
)
def test_a_reply_that_does_not_fit_leaves_a_row_in_the_audit(till: Till, state: str, fault: str) -> None:
    order = in_state(till, state)
    till.network.meet(fault)
    with pytest.raises(BrokenReply) as caught:
        till.look(order)
    assert till.state(order) == state
    assert caught.value.sentence
    assert caught.value.remedy
    [row] = till.audited("order.turned_down")
    assert (row["subject"], row["problem"]) == (
        order.number,
        "other_number" if fault == "other_number" else "other_amount",
    )


@pytest.mark.parametrize("fault", ["no_code", "long_code"])
def test_a_code_that_nobody_can_scan_is_not_shown(till: Till, fault: str) -> None:
    till.network.meet(fault)
    with pytest.raises(BrokenReply):
        till.begin()
    assert [row["problem"] for row in till.audited("order.turned_down")] == ["no_code"]
    assert till.begin().qr.startswith("https://")


@pytest.mark.parametrize(
    ("state", "call"), [("closing", CloseOrder), ("posting", PostOrder), ("refunding", RefundOrder)]
)
def test_what_is_answered_badly_for_long_goes_to_a_person_with_a_slip(till: Till, state: str, call: type) -> None:
    order = in_state(till, state)
    till.restart()
    till.network.broken = call
    till.sweep(BAD_REPLIES - 1)
    assert till.state(order) == state
    till.sweep()
    manual = till.ledger.find(order.number)
    assert manual is not None
    assert (manual.state, manual.reason) == (OrderState.MANUAL, "bad_replies")
    assert manual.receipt is not None
    rows = dict(manual.receipt.rows)
    assert (manual.receipt.number, rows["金额"], rows["电话"]) == (order.number, "380.00元", TELEPHONE)
    with pytest.raises(Refused, match="manual") as caught:
        till.begin("k2", walk="w2")
    assert caught.value.remedy
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (manual,)


def test_what_a_person_has_settled_can_be_paid_again(till: Till) -> None:
    order = till.begin()
    till.gateway.entries.clear()
    till.look(order)
    till.sweep(BAD_REPLIES)
    with pytest.raises(Refused, match="manual"):
        till.begin("k2", walk="w2")
    till.orders.move(order.number, Resolved(Ending.CLOSED))
    assert till.begin("k2", walk="w2").state is OrderState.WAIT
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == ()


def test_no_answer_never_goes_to_a_person_however_long(till: Till) -> None:
    order = till.paid()
    till.restart()
    till.network.always = "lost_request"
    till.sweep(3 * BAD_REPLIES)
    assert till.state(order) == "closing"
    till.network.always = "fine"
    till.sweep()
    assert till.state(order) == "printing"


def test_a_good_reply_in_between_is_patience_again(till: Till) -> None:
    till.rejects = True
    till.gateway.accepted = (1_000,)
    order = till.paid()
    assert till.look(order).state is OrderState.REFUNDING
    for _ in range(3):
        till.network.always = "garbled"
        till.sweep(BAD_REPLIES - 1)
        till.network.always = "fine"
        till.sweep()
    assert till.state(order) == "refunding"


def test_a_refusal_is_no_answer_to_a_posting(till: Till) -> None:
    order = in_state(till, "posting")
    till.gateway.entries.clear()
    with pytest.raises(BrokenReply):
        till.look(order)
    assert till.state(order) == "posting"
    assert [row["problem"] for row in till.audited("order.turned_down")] == ["refused.order_unknown"]


# --- the sweeper ---


def test_a_restart_closes_what_nobody_stands_before_and_serves_what_was_paid(till: Till) -> None:
    unpaid, paid = till.begin(), till.begin("k2", charge=replace(CHARGE, bills=("b2",)), walk="w2")
    till.pay(paid)
    till.restart()
    assert (till.state(unpaid), till.state(paid)) == ("closing", "closing")
    till.sweep()
    assert (till.state(unpaid), till.state(paid)) == ("closed", "printing")


def test_the_sweeper_leaves_alone_what_a_citizen_stands_before(till: Till) -> None:
    order = till.begin()
    asked = len(till.network.asked)
    till.sweep()
    assert (till.state(order), len(till.network.asked)) == ("wait", asked)
    till.clock.seconds += SUBMIT_HOLD
    till.sweep()
    assert till.state(order) == "closed"


def test_one_that_gets_no_answer_keeps_no_other_from_its_turn(till: Till) -> None:
    first, second = till.begin(), till.begin("k2", charge=replace(CHARGE, bills=("b2",)), walk="w2")
    till.restart()
    till.network.meet("lost_request")
    till.sweep()
    assert (till.state(first), till.state(second)) == ("closing", "closing")
    till.network.meet("fine", "lost_request")
    till.sweep()
    assert (till.state(first), till.state(second)) == ("closing", "closed")


def test_the_sweeper_comes_sooner_while_somebodys_money_is_on_the_way(till: Till) -> None:
    assert till.ledger.again == SWEEP_SETTLED
    order = till.begin()
    assert till.ledger.again == ORDER_SWEEP
    till.close(order)
    assert till.ledger.again == SWEEP_SETTLED
    till.look(till.paid())
    assert till.ledger.again == SWEEP  # its receipt is not out


def test_bad_answers_are_asked_for_less_and_less_often(till: Till) -> None:
    in_state(till, "posting")
    till.network.always = "garbled"
    before = len(till.network.asked)
    for _ in range(60):  # five minutes
        sweep(till.ledger, Cancel())
        till.clock.seconds += 5.0
    assert 8 <= len(till.network.asked) - before <= 14


@pytest.mark.parametrize("back", [-3600.0, 3600.0])
def test_a_clock_that_is_put_right_delays_no_sweep(till: Till, back: float) -> None:
    order = in_state(till, "posting")
    till.network.meet("garbled")
    till.sweep()
    till.clock.skew += timedelta(seconds=back)
    till.sweep()
    assert till.state(order) == "printing"


# --- paper ---


def test_what_is_out_is_done_and_not_offered_again(till: Till) -> None:
    order = till.look(till.paid())
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)
    assert order.receipt is not None
    till.effects.print_receipt(order.receipt, Roll(), walk="w1", copy=False, cancel=Cancel())
    assert till.state(order) == "done"
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == ()


def test_what_did_not_come_out_is_offered_to_its_citizen_alone(till: Till) -> None:
    order = till.look(till.paid())
    assert order.receipt is not None
    roll = Roll()
    roll.fault = KioskError("jam")
    with pytest.raises(KioskError):
        till.effects.print_receipt(order.receipt, roll, walk="w1", copy=False, cancel=Cancel())
    till.restart()
    assert till.state(order) == "printing"
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)
    assert till.ledger.unfinished(WANG, cancel=Cancel()) == ()
    assert till.ledger.unfinished(TYPED, cancel=Cancel()) == ()


def test_what_a_crash_left_open_is_settled_before_it_is_offered(till: Till) -> None:
    order = till.paid()
    till.restart()
    [offered] = till.ledger.unfinished(ZHANG, cancel=Cancel())
    assert (offered.number, offered.state) == (order.number, OrderState.PRINTING)


def test_a_gateway_without_an_answer_keeps_no_citizen_from_going_on(till: Till) -> None:
    order = till.look(till.paid())
    second = till.begin("k2", charge=replace(CHARGE, bills=("b2",)), walk="w2")
    till.pay(second)
    till.restart()
    till.network.always = "lost_request"
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)


def test_a_sheet_that_was_written_down_before_a_crash_counts(till: Till) -> None:
    order = till.look(till.paid())
    assert order.receipt is not None
    till.effects.on_out(lambda _number: None)
    till.effects.print_receipt(order.receipt, Roll(), walk="w1", copy=False, cancel=Cancel())
    assert till.state(order) == "printing"
    till.restart()
    till.sweep()
    assert till.state(order) == "done"


def test_the_slip_of_a_refund_is_offered_until_it_is_out(till: Till) -> None:
    till.rejects = True
    order = till.look(till.paid())
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)
    assert order.receipt is not None
    till.effects.print_receipt(order.receipt, Roll(), walk="w1", copy=False, cancel=Cancel())
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == ()
    assert till.state(order) == "refunded"


def test_a_slip_is_not_offered_again_when_nobody_knows_its_sheet_any_more(till: Till) -> None:
    till.rejects = True
    order = till.look(till.paid())
    till.clock.seconds += EFFECT_KEPT[State.OUT].total_seconds() - 60
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)
    till.clock.seconds += 120
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == ()


def test_a_receipt_is_offered_for_as_long_as_its_order_is_kept(till: Till) -> None:
    order = till.look(till.paid())
    till.clock.seconds += KEPT_FOR[OrderState.PRINTING].total_seconds() - 60
    assert till.ledger.unfinished(ZHANG, cancel=Cancel()) == (order,)


# --- what is kept ---


def test_nothing_of_the_person_is_in_the_store(till: Till) -> None:
    till.look(till.paid())
    till.store.scrub()
    readable = decrypted_pages(till.directory, KEY) + raw_bytes(till.directory)
    for secret in (ZHANG.id_number, ZHANG.name):
        assert secret.encode() not in readable


def test_every_move_is_in_the_audit_with_number_and_amount(till: Till) -> None:
    order = till.look(till.paid())
    rows = till.audited("order.moved")
    assert [row["state"] for row in rows] == ["new", "wait", "paid", "posting", "printing"]
    assert {(row["subject"], row["amount"]) for row in rows} == {(order.number, CHARGE.amount)}


def test_what_is_settled_is_purged_in_its_time_and_nothing_else(till: Till) -> None:
    closed = till.close(till.begin())
    stuck = in_state(till, "posting")
    till.clock.seconds += KEPT_FOR[OrderState.CLOSED].total_seconds() - 10
    assert till.ledger.tidy() == 0
    till.clock.seconds += 20
    assert till.ledger.tidy() == 1
    assert till.ledger.find(closed.number) is None
    till.clock.seconds += KEPT_FOR[OrderState.POSTING].total_seconds()
    assert till.ledger.tidy() == 0
    assert till.state(stuck) == "posting"


def in_state(till: Till, state: str) -> Order:
    """An order as lost replies leave it; the network is fine again."""
    till.rejects = state == "refunding"
    till.gateway.accepted = (1_000,)
    order = till.begin("k9")
    if state == "closing":
        till.ledger.abandon("w1")
    if state in ("wait", "closing"):
        return order
    till.pay(order)
    if state == "paid":
        return till.orders.move(order.number, Standing(till.gateway.call(OrderStatus(order.number), None)))
    till.network.meet("fine", "lost_request" if state == "posting" else "fine")
    return till.look(order)
