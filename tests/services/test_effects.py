"""Handing in, keeping, taking back: every state and every way from one to the next."""

import threading

import pytest

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, KioskError, Refused, StoreError, Unauthorized, Unreachable
from kiosk.core.masking import mask_id
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.effect_states import KEPT_FOR, State
from kiosk.services.sweeper import sweep
from tests.people import TYPED, WANG, ZHANG
from tests.services.conftest import Terminal, call
from tests.services.world import KEY, decrypted_pages, raw_bytes


def lose_all(terminal: Terminal) -> None:
    """Leaves k1 open: nothing of it was answered."""
    terminal.line.always = "lost_request"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.line.always = None


# --- submit ---


def test_a_submission_is_handed_in_once_and_its_receipt_kept(terminal: Terminal) -> None:
    receipt = terminal.submit()
    assert terminal.books.submissions == {"k1": receipt}
    assert terminal.states == {"k1": "done"}
    assert terminal.submit() == receipt
    assert terminal.line.asked == ["k1"]


def test_the_intent_is_written_before_the_first_byte(terminal: Terminal) -> None:
    seen: list[tuple[str, int, bool]] = []

    def look() -> None:
        row = terminal.row()
        seen.append((row["state"], row["attempts"], row["body"] is not None))

    terminal.line.meet(look)
    terminal.submit()
    assert seen == [("open", 1, True)]


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply", "error_500", "done_500", "broken"])
def test_an_answer_that_does_not_come_is_asked_for_again(terminal: Terminal, fault: str) -> None:
    terminal.line.meet(fault, fault)
    assert terminal.submit() == terminal.books.submissions["k1"]
    assert terminal.line.asked == ["k1"] * 3
    assert terminal.row()["attempts"] == 3


def test_tries_fit_into_the_time_that_a_citizen_is_kept_waiting(terminal: Terminal) -> None:
    started, cancel = terminal.clock.monotonic(), terminal.cancel()
    terminal.line.always = "lost_request"
    with pytest.raises(Unreachable):
        terminal.submit(cancel=cancel)
    assert terminal.clock.monotonic() - started <= timing.SUBMIT
    assert cancel.waits == [1.0, 2.0]
    assert terminal.states == {"k1": "open"}


def test_a_refusal_at_once_is_tried_more_often_with_longer_waits(terminal: Terminal) -> None:
    cancel = terminal.cancel()
    terminal.line.always = "error_500"
    with pytest.raises(Unreachable) as caught:
        terminal.submit(cancel=cancel)
    assert cancel.waits == [1.0, 2.0, 4.0, 8.0]
    assert caught.value.sentence == "政务平台出了点问题"


def test_after_an_unknown_outcome_the_same_submission_goes_on(terminal: Terminal) -> None:
    terminal.line.always = "lost_reply"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.line.always = None
    assert terminal.submit() == terminal.books.submissions["k1"]
    assert terminal.states == {"k1": "done"}


def test_what_is_refused_is_erased_and_refused_again_without_asking(terminal: Terminal) -> None:
    terminal.books.turned_down.add("k1")
    for _ in range(2):
        with pytest.raises(Refused, match="not_entitled") as caught:
            terminal.submit()
        assert (caught.value.sentence, caught.value.remedy) == ("没查到您领养老金", "打电话问一问")
    assert terminal.line.asked == ["k1"]
    assert terminal.states == {"k1": "refused"}
    assert terminal.row()["body"] is None


def test_a_terminal_that_is_not_trusted_keeps_the_intent_and_does_not_insist(terminal: Terminal) -> None:
    terminal.line.meet("unauthorized")
    with pytest.raises(Unauthorized):
        terminal.submit()
    assert terminal.line.asked == ["k1"]
    assert terminal.states == {"k1": "open"}


def test_a_citizen_who_leaves_breaks_it_off_and_nothing_more_is_sent(terminal: Terminal) -> None:
    terminal.line.meet("cancelled")
    with pytest.raises(Cancelled):
        terminal.submit()
    assert terminal.states == {"k1": "open"}
    gone = Cancel()
    gone.set()
    with pytest.raises(Cancelled):
        terminal.submit("k2", cancel=gone)
    assert terminal.states == {"k1": "open"}


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_leaving_while_the_next_try_is_waited_for_takes_it_back(terminal: Terminal, fault: str) -> None:
    class Leaving(Cancel):
        def wait(self, seconds: float) -> None:
            self.set()
            terminal.effects.abandon("w1")

    terminal.line.meet(fault)
    with pytest.raises(Cancelled):
        terminal.submit(cancel=Leaving())
    assert terminal.states == {"k1": "withdrawing"}
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "withdrawn" if fault == "lost_request" else "done"}


def test_a_store_that_is_full_refuses_before_anything_leaves(terminal: Terminal) -> None:
    terminal.store.read("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        terminal.submit()
    assert terminal.line.asked == []


def test_a_receipt_that_cannot_be_kept_is_handed_over_and_fetched_again_later(terminal: Terminal) -> None:
    terminal.line.meet(lambda: terminal.store.read("PRAGMA query_only = ON") and None)
    receipt = terminal.submit()
    assert terminal.states == {"k1": "open"}
    terminal.store.read("PRAGMA query_only = OFF")
    terminal.clock.advance(seconds=timing.SUBMIT_HOLD)
    sweep(terminal.effects, Cancel())
    assert terminal.books.submissions == {"k1": receipt}
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)


def test_a_refusal_that_cannot_be_kept_is_told_all_the_same(terminal: Terminal) -> None:
    terminal.books.turned_down.add("k1")
    terminal.line.meet(lambda: terminal.store.read("PRAGMA query_only = ON") and None)
    with pytest.raises(Refused, match="not_entitled"):
        terminal.submit()
    assert terminal.store.failure is not None
    terminal.store.read("PRAGMA query_only = OFF")
    with pytest.raises(Refused, match="not_entitled"):
        terminal.submit()
    assert terminal.states == {"k1": "refused"}


# --- what is left of the citizen ---


@pytest.mark.parametrize("end", ["done", "refused", "withdrawn", "conflict"])
def test_what_was_sent_is_gone_from_the_disk_once_it_is_final(terminal: Terminal, end: str) -> None:
    body = call("k1").picture[:30]
    if end == "refused":
        terminal.books.turned_down.add("k1")
    lose_all(terminal)
    assert body in decrypted_pages(terminal.directory, KEY)
    if end == "conflict":
        terminal.defer()
        terminal.books.turned_down.add("k1")
    if end == "withdrawn":
        terminal.effects.withdraw("k1")
        assert body not in decrypted_pages(terminal.directory, KEY)
    terminal.restart()
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": end}
    readable = decrypted_pages(terminal.directory, KEY)
    assert body not in readable
    assert ZHANG.id_number.encode() not in readable
    assert ZHANG.name.encode() not in readable


def test_nothing_can_be_read_from_the_disk_without_the_key(terminal: Terminal) -> None:
    terminal.defer()
    content = raw_bytes(terminal.directory)
    for plain in (ZHANG.id_number, mask_id(ZHANG.id_number), ZHANG.name, "养老金认证", "/social/pension/certify"):
        assert plain.encode() not in content
    assert ZHANG.id_number.encode() in decrypted_pages(terminal.directory, KEY)


def test_errors_say_nothing_of_the_citizen(terminal: Terminal) -> None:
    for fault in ("lost_request", "error_500", "broken", "unauthorized"):
        terminal.line.always = fault
        with pytest.raises(KioskError) as caught:
            terminal.submit(fault)
        assert ZHANG.id_number not in f"{caught.value!r} {caught.value.technician} {caught.value.__cause__!r}"
    assert ZHANG.id_number not in repr(terminal.effects._table.find("broken"))


# --- defer ---


def test_what_is_kept_has_a_slip_and_is_handed_in_once_when_the_link_is_back(terminal: Terminal) -> None:
    slip = terminal.defer()
    assert slip.state is ReceiptState.QUEUED
    assert slip.number == "0001-0730-0015"
    assert slip.rows == (("姓名", "张*芳"), ("身份证号", mask_id(ZHANG.id_number)))
    assert terminal.defer() == slip
    terminal.line.meet("lost_reply")
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "deferred"}
    for _ in range(3):
        sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "done"}
    assert terminal.line.asked == ["k1", "k1"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (terminal.books.submissions["k1"],)


def test_an_open_submission_that_is_kept_stays_the_same_one(terminal: Terminal) -> None:
    lose_all(terminal)
    slip = terminal.defer()
    assert slip.state is ReceiptState.QUEUED
    terminal.effects.abandon("w1")
    assert terminal.states == {"k1": "deferred"}
    sweep(terminal.effects, Cancel())
    assert list(terminal.books.submissions) == ["k1"]


def test_keeping_what_is_handed_in_already_gives_its_receipt(terminal: Terminal) -> None:
    receipt = terminal.submit()
    assert terminal.defer() == receipt
    assert terminal.states == {"k1": "done"}


def test_lookup_numbers_are_this_terminals_and_this_days_and_never_twice(terminal: Terminal) -> None:
    first = [terminal.defer(key).number for key in ("a", "b", "c")]
    assert first == ["0001-0730-0015", "0001-0730-0023", "0001-0730-0031"]
    terminal.effects.withdraw("c")
    terminal.restart()
    assert terminal.defer("d").number == "0001-0730-0040"
    terminal.clock.advance(days=1)
    assert terminal.defer("e").number.startswith("0001-0731-001")


def test_what_is_kept_and_then_refused_waits_for_a_helper(terminal: Terminal) -> None:
    slip = terminal.defer()
    terminal.books.turned_down.add("k1")
    sweep(terminal.effects, Cancel())
    (conflict,) = terminal.effects.conflicts()
    assert (conflict.lookup, conflict.path, conflict.reason) == (slip.number, call("k1").path, "not_entitled")
    assert conflict.since == terminal.clock.now()
    with pytest.raises(Refused, match="not_entitled"):
        terminal.defer()
    with pytest.raises(Refused, match="not_entitled"):
        terminal.submit()
    assert terminal.row()["body"] is None


# --- withdraw, abandon ---


def test_what_never_left_is_withdrawn_at_once_and_nobody_told(terminal: Terminal) -> None:
    terminal.defer()
    terminal.effects.withdraw("k1")
    assert terminal.states == {"k1": "withdrawn"}
    sweep(terminal.effects, Cancel())
    assert terminal.line.asked == []


def test_what_may_have_arrived_is_withdrawn_at_the_gateway_and_never_arrives_after(terminal: Terminal) -> None:
    terminal.line.always = "late"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.line.always = None
    terminal.effects.withdraw("k1")
    assert terminal.states == {"k1": "withdrawing"}
    assert terminal.row()["body"] is None
    terminal.line.meet("lost_reply")
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "withdrawing"}
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "withdrawn"}
    terminal.books.deliver()
    assert terminal.books.submissions == {}


def test_what_had_arrived_is_done_and_its_receipt_offered(terminal: Terminal) -> None:
    terminal.line.always = "lost_reply"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.line.always = None
    terminal.effects.withdraw("k1")
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "done"}
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (terminal.books.submissions["k1"],)


def test_withdrawing_what_was_never_there_or_is_over_changes_nothing(terminal: Terminal) -> None:
    terminal.effects.withdraw("nothing")
    receipt = terminal.submit()
    terminal.effects.withdraw("k1")
    assert terminal.states == {"k1": "done"}
    assert terminal.submit() == receipt


def test_a_withdrawn_submission_is_not_taken_up_again(terminal: Terminal) -> None:
    lose_all(terminal)
    terminal.effects.withdraw("k1")
    asked = len(terminal.line.asked)
    for again in (terminal.submit, terminal.defer):
        with pytest.raises(Refused, match="withdrawn") as caught:
            again()
        assert caught.value.sentence == "这件事已经撤回了"
    assert len(terminal.line.asked) == asked


def test_abandoning_takes_back_this_walk_only_and_leaves_what_was_agreed_to(terminal: Terminal) -> None:
    terminal.line.always = "lost_request"
    for key, walk in (("open", "w1"), ("kept", "w1"), ("other", "w2")):
        with pytest.raises(Unreachable):
            terminal.submit(key, walk=walk)
    terminal.line.always = None
    terminal.submit("done", walk="w1")
    terminal.defer("kept")
    terminal.effects.abandon("w1")
    assert terminal.states == {"open": "withdrawing", "kept": "deferred", "other": "open", "done": "done"}


def test_a_gateway_that_will_not_take_back_leaves_it_to_a_helper(terminal: Terminal) -> None:
    def no() -> None:
        raise Refused("too_late")

    lose_all(terminal)
    terminal.effects.withdraw("k1")
    terminal.line.meet(no)
    sweep(terminal.effects, Cancel())
    assert [conflict.reason for conflict in terminal.effects.conflicts()] == ["too_late"]


def test_a_withdrawal_during_a_try_is_held_to_whatever_the_try_says(terminal: Terminal) -> None:
    terminal.line.meet(lambda: terminal.effects.withdraw("k1"))
    receipt = terminal.submit()
    assert terminal.states == {"k1": "done"}
    terminal.books.turned_down.add("k2")
    terminal.line.meet(lambda: terminal.effects.withdraw("k2"))
    with pytest.raises(Refused):
        terminal.submit("k2")
    assert terminal.states == {"k1": "done", "k2": "withdrawing"}
    assert list(terminal.books.submissions) == ["k1"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)


def test_what_is_withdrawn_between_two_tries_is_not_tried_again(terminal: Terminal) -> None:
    class Withdrawing(Cancel):
        def wait(self, seconds: float) -> None:
            terminal.effects.withdraw("k1")

    terminal.line.meet("lost_request")
    with pytest.raises(Refused, match="withdrawn"):
        terminal.submit(cancel=Withdrawing())
    assert terminal.line.asked == ["k1"]


# --- after a restart; whose is it ---


def test_an_open_submission_is_sent_again_after_a_restart_and_not_before(terminal: Terminal) -> None:
    lose_all(terminal)
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "open"}
    terminal.restart()
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "done"}
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (terminal.books.submissions["k1"],)


def test_who_comes_back_before_the_sweeper_is_offered_what_a_crash_left_open(terminal: Terminal) -> None:
    terminal.line.always = "lost_reply"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.line.always = None
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (), "somebody stands there still"
    terminal.restart()
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (terminal.books.submissions["k1"],)


def test_who_comes_back_without_a_link_is_offered_nothing_yet(terminal: Terminal) -> None:
    lose_all(terminal)
    terminal.restart()
    terminal.line.meet("lost_request")
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()
    assert terminal.states == {"k1": "open"}


def test_an_open_submission_that_everybody_forgot_is_settled_after_a_while(terminal: Terminal) -> None:
    lose_all(terminal)
    terminal.clock.advance(seconds=timing.SUBMIT_HOLD)
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "done"}


def test_only_whose_card_lies_there_is_offered_the_receipts_and_oldest_first(terminal: Terminal) -> None:
    receipts = []
    for key in ("a", "b"):
        receipts.append(terminal.submit(key))
        terminal.clock.advance(seconds=1)
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == tuple(receipts)
    assert terminal.effects.unfinished(WANG, cancel=Cancel()) == ()
    assert terminal.effects.unfinished(TYPED, cancel=Cancel()) == ()


def test_what_a_relative_typed_in_is_offered_to_the_card(terminal: Terminal) -> None:
    receipt = terminal.effects.submit(call("k1"), key="k1", person=TYPED, walk="w1", cancel=terminal.cancel())
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)


# --- two at once ---


def test_a_submission_and_the_sweeper_are_never_at_the_same_key_together(terminal: Terminal) -> None:
    lose_all(terminal)
    terminal.restart()
    before = list(terminal.line.asked)
    terminal.line.meet(lambda: sweep(terminal.effects, Cancel()))
    terminal.submit()
    assert terminal.line.asked == [*before, "k1"]


def test_a_submission_waits_for_the_sweepers_try_and_takes_its_receipt(terminal: Terminal) -> None:
    lose_all(terminal)
    terminal.restart()
    in_there, go_on = threading.Event(), threading.Event()

    def linger() -> None:
        in_there.set()
        assert go_on.wait(10)

    terminal.line.meet(linger)
    asked = len(terminal.line.asked)
    sweeping = threading.Thread(target=sweep, args=(terminal.effects, Cancel()))
    sweeping.start()
    assert in_there.wait(10)
    leaving = Cancel()
    given_up: list[type] = []

    def give_up() -> None:
        try:
            terminal.submit(cancel=leaving)
        except Cancelled as error:
            given_up.append(type(error))

    waiting = threading.Thread(target=give_up)
    waiting.start()
    leaving.set()
    waiting.join(10)
    go_on.set()
    receipt = terminal.submit()
    sweeping.join(10)
    assert given_up == [Cancelled]
    assert terminal.books.submissions == {"k1": receipt}
    assert len(terminal.line.asked) == asked + 1


# --- retention ---


def test_rows_are_purged_after_their_deadline_and_not_a_day_before(terminal: Terminal) -> None:
    terminal.submit("done")
    terminal.books.turned_down |= {"refused", "conflict"}
    with pytest.raises(Refused):
        terminal.submit("refused")
    for key in ("withdrawn", "conflict"):
        terminal.defer(key)
    terminal.effects.withdraw("withdrawn")
    sweep(terminal.effects, Cancel())
    began = terminal.clock.now()
    for period in sorted({KEPT_FOR[State(state)] for state in terminal.states.values()}):
        ending = {state for state in terminal.states.values() if KEPT_FOR[State(state)] == period}
        terminal.clock.advance(seconds=(began + period - terminal.clock.now()).total_seconds() - 1)
        terminal.effects.tidy()
        assert ending <= set(terminal.states.values())
        terminal.clock.advance(seconds=1)
        terminal.effects.tidy()
        assert not ending & set(terminal.states.values())
    assert terminal.states == {}


def test_what_cannot_be_handed_in_is_a_helpers_after_its_deadline_and_never_just_gone(terminal: Terminal) -> None:
    slip = terminal.defer()
    terminal.line.always = "lost_request"
    terminal.clock.advance(days=29)
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "deferred"}
    terminal.clock.advance(days=1)
    sweep(terminal.effects, Cancel())
    (conflict,) = terminal.effects.conflicts()
    assert (conflict.lookup, conflict.reason) == (slip.number, "expired")
    assert terminal.row()["body"] is None


def test_a_clock_that_jumped_ahead_does_not_cost_what_can_still_be_handed_in(terminal: Terminal) -> None:
    terminal.defer()
    terminal.clock.advance(days=4000)
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"k1": "done"}


def test_what_stands_in_the_books_alone_is_never_offered_on_paper(terminal: Terminal) -> None:
    entered = Receipt("DB-1", "代办登记", ReceiptState.ENTERED, terminal.clock.now())
    terminal.books.submissions["k1"] = entered
    assert terminal.submit() == entered
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()


def test_the_slip_of_what_is_kept_for_somebody_else_says_under_what(terminal: Terminal) -> None:
    slip = terminal.defer(f"DB20260730-000007.h1001_{'0' * 32}")
    assert dict(slip.rows)["代办登记"] == "DB20260730-000007"
    assert slip.assisted == "1001"
    assert "代办登记" not in dict(terminal.defer("0" * 32).rows)
