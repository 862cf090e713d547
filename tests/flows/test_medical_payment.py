"""Every branch of 医保缴费 as a script of step and answer."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from kiosk.core.errors import PaymentsClosed, Refused, Unreachable
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Choose,
    Done,
    EnterIdNumber,
    FindPaper,
    Identify,
    OfferReceipt,
    Pay,
    PaymentReady,
    PrintReceipt,
    Query,
    Review,
    Route,
    ShowCode,
    Tone,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.flows.medical_payment import Account, Bill, Insurance, Insured, MedicalBills, Standing, pay_medical
from kiosk.services.reading import reader
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

KNOWN = [(PaymentReady, None), (Identify, ZHANG), (Unfinished, ())]
RECEIPT = Receipt("YB-1", "医保费缴费", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC), note="入账了，不用再交")
SLIP = replace(RECEIPT, number="NB-1", state=ReceiptState.CHECKING, note="")


def bill(number: str, standing: Standing = Standing.OWED, amount: int = 430_00, **more: object) -> Bill:
    return replace(Bill(number, 2027, Insurance.RESIDENTS, standing, amount, amount), **more)


def account(*insured: Insured) -> Account:
    return Account(insured, "12393")


def one(*bills: Bill) -> Account:
    return account(Insured("张*芳", "本人", bills))


def order(state: OrderState, receipt: Receipt | None = None, sentence: str = "") -> Order:
    return Order("NB-1", Charge("medical.payment", "", ("b1",), 43000), state, receipt=receipt, sentence=sentence)


COUPLE = account(Insured("张*芳", "本人", (bill("b1"),)), Insured("王*国", "老伴", (bill("b2"),)))
MIXED = account(
    Insured("张*芳", "本人", (bill("b1", Standing.PAID),)),
    Insured("王*国", "老伴", (bill("b2", full=860_00, reason="低收入家庭"),)),
    Insured("李*", "母亲", (bill("b3", Standing.EXEMPT, 0, reason="低保由政府代交"),)),
    Insured("王*", "孙女", (bill("b4", Standing.NOT_OPEN, opens=date(2027, 1, 1)),)),
)
REVIEWED = [*KNOWN, (Query, one(bill("b1"))), (Review, None)]


def outcome(walk: Walk) -> Done:
    assert walk.outcome is not None, f"the script still asks {walk.step}"
    assert all(len(sentence) <= 20 for sentence in walk.outcome.details if "：" not in sentence)
    assert len(walk.outcome.message) <= 20
    return walk.outcome


def choosing(walk: Walk) -> Choose:
    assert isinstance(walk.step, Choose)
    return walk.step


def paying(walk: Walk) -> Pay:
    assert isinstance(walk.step, Pay)
    return walk.step


def test_nobody_is_asked_for_anything_while_nothing_can_be_paid() -> None:
    walk = Walk(pay_medical.script, id="walk-1")
    assert walk.step == PaymentReady()
    walk.fail(PaymentsClosed("the store is read-only"))
    assert walk.step == PaymentReady()
    assert walk.trouble is not None
    assert walk.trouble.sentence == "现在交不了费"
    walk.retry()
    walk.answer(None)
    assert isinstance(walk.step, Identify)
    assert not walk.can_go_back


def test_a_single_bill_is_paid_with_a_receipt() -> None:
    walk = play(pay_medical, REVIEWED)
    assert paying(walk).charge == Charge("medical.payment", "医保费，1笔", ("b1",), 430_00)
    assert paying(walk).person is ZHANG
    walk.answer(order(OrderState.PRINTING, RECEIPT))
    assert walk.step == PrintReceipt(RECEIPT)
    walk.answer(Paper.OUT)
    assert outcome(walk) == Done("交好了", ("入账了，不用再交",), "YB-1")


def test_the_review_says_whose_and_how_much_in_figures_and_capitals() -> None:
    walk = play(pay_medical, [*KNOWN, (Query, one(bill("b1")))])
    assert isinstance(walk.step, Review)
    whose, much = walk.step.lines
    assert (whose.label, whose.value, whose.edits) == ("2027年城乡居民", "张*芳（本人）", "Identify")
    assert (much.value, much.edits) == ("430.00元\n肆佰叁拾元整", "Identify")


@pytest.mark.parametrize(
    ("wanted", "amount", "names"),
    [(("b1",), 430_00, "张*芳（本人）"), (("b1", "b2"), 860_00, "张*芳（本人）、王*国（老伴）")],
)
def test_only_what_was_chosen_is_paid(wanted: tuple[str, ...], amount: int, names: str) -> None:
    walk = play(pay_medical, [*KNOWN, (Query, COUPLE), (Choose, wanted)])
    assert isinstance(walk.step, Review)
    assert [line.edits for line in walk.step.lines] == ["Choose", "Choose"]
    assert walk.step.lines[0].value == names
    walk.answer(None)
    assert (paying(walk).charge.bills, paying(walk).charge.amount) == (wanted, amount)


def test_a_changed_choice_returns_to_the_review() -> None:
    walk = play(pay_medical, [*KNOWN, (Query, COUPLE), (Choose, ("b1",))])
    walk.revise("Choose")
    walk.answer(("b1", "b2"))
    assert isinstance(walk.step, Review)
    assert walk.step.lines[0].label == "交给谁，2笔"
    walk.back()
    assert isinstance(walk.step, Choose)
    walk.back()
    assert isinstance(walk.step, Identify)


def test_many_are_named_in_part() -> None:
    family = account(*(Insured(f"张*{i}", "家人", (bill(f"b{i}"),)) for i in range(8)))
    walk = play(pay_medical, [*KNOWN, (Query, family), (Choose, tuple(f"b{i}" for i in range(8)))])
    assert isinstance(walk.step, Review)
    assert walk.step.lines[0].value == "张*0（家人）、张*1（家人）等8人"


def test_a_family_is_shown_with_why_some_cannot_be_paid() -> None:
    choices = choosing(play(pay_medical, [*KNOWN, (Query, MIXED)])).choices
    assert [(choice.value, choice.closed) for choice in choices] == [
        ("b1", "已经交过了"),
        ("b2", ""),
        ("b3", "低保由政府代交，不用交"),
        ("b4", "2027年1月1日开始交"),
    ]
    assert choices[1].label == "王*国（老伴）"
    assert choices[1].detail == "2027年城乡居民，低收入家庭少交430.00元"
    assert [choice.amount for choice in choices] == [None, 430_00, None, None]


def test_two_years_of_one_person_can_be_chosen_apart() -> None:
    both = one(bill("b1", year=2026), bill("b2"))
    step = choosing(play(pay_medical, [*KNOWN, (Query, both)]))
    assert [choice.detail for choice in step.choices] == ["2026年城乡居民", "2027年城乡居民"]
    assert step.heading == "交哪一笔，就点哪一笔"


@pytest.mark.parametrize(
    ("shown", "message", "words"),
    [
        (account(), "没查到医保参保", "12393"),
        (one(bill("b1", Standing.PAID)), "都交过了", "张*芳：已经交过了"),
        (one(bill("b1", Standing.EXEMPT, 0, reason="低保由政府代交")), "不用您交钱", "张*芳：低保由政府代交，不用交"),
        (
            one(bill("b1", Standing.NOT_OPEN, opens=date(2027, 1, 1))),
            "还没到交费的时候",
            "张*芳：2027年1月1日开始交",
        ),
        (replace(MIXED, insured=(MIXED.insured[0], MIXED.insured[2])), "现在没有要交的", "李*：低保由政府代交，不用交"),
    ],
)
def test_nothing_to_pay_says_why(shown: Account, message: str, words: str) -> None:
    end = outcome(play(pay_medical, [*KNOWN, (Query, shown)]))
    assert (end.message, end.tone) == (message, Tone.INFO)
    assert words in "；".join(end.details)


def test_who_only_typed_a_number_is_not_shown_the_family() -> None:
    walk = play(pay_medical, [(PaymentReady, None), (Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert walk.step == Query(MedicalBills(TYPED.id_number, family=False), "正在查您家的医保")


def test_a_code_on_the_phone_is_as_good_as_a_card() -> None:
    by_code = [(PaymentReady, None), (Identify, Route("code")), (ShowCode, ZHANG), (Unfinished, ())]
    walk = play(pay_medical, by_code)
    assert walk.step == Query(MedicalBills(ZHANG.id_number, family=True), "正在查您家的医保")


def test_what_was_paid_and_never_printed_is_offered_first() -> None:
    found = [*KNOWN[:2], (Unfinished, (RECEIPT,)), (FindPaper, Paper.SKIPPED)]
    walk = play(pay_medical, [*found, (OfferReceipt, True), (PrintReceipt, Paper.OUT)])
    assert isinstance(walk.step, Query)


def test_a_payment_cannot_be_gone_back_over() -> None:
    walk = play(pay_medical, REVIEWED)
    assert not walk.can_go_back
    walk.answer(order(OrderState.PRINTING, RECEIPT))
    assert not walk.can_go_back


def test_closed_says_that_nothing_was_taken() -> None:
    end = outcome(play(pay_medical, [*REVIEWED, (Pay, order(OrderState.CLOSED))]))
    assert (end.message, end.tone, end.reference) == ("没付，什么也没扣", Tone.INFO, "")


@pytest.mark.parametrize("gave_up", [None, Route("stop")])
def test_given_up_before_there_was_a_code(gave_up: object) -> None:
    assert outcome(play(pay_medical, [*REVIEWED, (Pay, gave_up)])).message == "没付，什么也没扣"


@pytest.mark.parametrize("state", [OrderState.REFUNDING, OrderState.REFUNDED])
def test_turned_down_by_the_agency_the_money_goes_back(state: OrderState) -> None:
    returned = order(state, SLIP, "参保地已经变了，这里收不了")
    end = outcome(play(pay_medical, [*REVIEWED, (Pay, returned), (PrintReceipt, Paper.OUT)]))
    assert (end.message, end.tone, end.reference) == ("没交成，钱退给您", Tone.ATTENTION, "NB-1")
    assert end.details == ("参保地已经变了，这里收不了", "钱退回您付钱的账户，一般三天到")


def test_in_a_persons_hands_there_is_a_slip_with_a_number_and_whom_to_call() -> None:
    end = outcome(play(pay_medical, [*REVIEWED, (Pay, order(OrderState.MANUAL, SLIP)), (PrintReceipt, Paper.OUT)]))
    assert (end.message, end.tone, end.reference) == ("这笔钱要人工核对", Tone.ATTENTION, "NB-1")
    assert "12393" in end.details[1]


@pytest.mark.parametrize("state", [OrderState.PAID, OrderState.POSTING])
def test_paid_and_not_entered_when_the_link_went(state: OrderState) -> None:
    end = outcome(play(pay_medical, [*REVIEWED, (Pay, order(state))]))
    assert (end.message, end.reference) == ("钱收到了，还没入账", "NB-1")
    assert "机器会接着入账，不用再付" in end.details


@pytest.mark.parametrize("state", [OrderState.NEW, OrderState.WAIT, OrderState.CLOSING])
def test_nobody_knows_whether_it_was_paid_when_the_link_went(state: OrderState) -> None:
    end = outcome(play(pay_medical, [*REVIEWED, (Pay, order(state))]))
    assert (end.message, end.tone, end.reference) == ("还不知道付没付", Tone.ATTENTION, "NB-1")
    assert "要是已经付了，会入账或者退回" in end.details


def test_paid_and_no_paper() -> None:
    paid = [*REVIEWED, (Pay, order(OrderState.PRINTING, RECEIPT)), (PrintReceipt, Route("without"))]
    end = outcome(play(pay_medical, paid))
    assert (end.message, end.reference) == ("交好了", "YB-1")
    assert "单子没打，下次刷身份证来打" in end.details


def test_a_refusal_stays_trouble_with_the_gateways_words() -> None:
    refused = Refused("amount_differs", sentence="金额和应交的对不上", remedy="回去重新查一次")
    walk = play(pay_medical, [*REVIEWED, (Pay, refused)])
    assert walk.trouble is refused
    assert isinstance(walk.step, Pay)


def test_a_link_lost_while_asking_waits_for_it() -> None:
    walk = play(pay_medical, KNOWN)
    walk.fail(Unreachable("connection refused"))
    assert isinstance(walk.step, Query)
    walk.retry()
    walk.answer(one(bill("b1")))
    assert isinstance(walk.step, Review)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -1},
        {"amount": 0},
        {"amount": 430_01},
        {"amount": 10_000_001, "full": 10_000_001},
        {"amount": 430.5},
        {"amount": "430.00"},
        {"amount": None},
        {"standing": "exempt"},
        {"standing": "unheard_of"},
        {"year": "next"},
    ],
)
def test_a_bill_that_cannot_be_true_is_a_broken_reply(wrong: dict[str, object]) -> None:
    """Read as ``services/gateway.py`` reads a reply."""
    good = {
        "number": "b1",
        "year": 2027,
        "insurance": "城乡居民",
        "standing": "owed",
        "amount": 430_00,
        "full": 430_00,
    }
    reply = {"insured": [{"masked_name": "张*芳", "relation": "本人", "bills": [good]}], "telephone": "12393"}
    assert reader(Account).validate_json(json.dumps(reply), strict=True) == one(bill("b1"))
    good.update(wrong)
    with pytest.raises(ValidationError):
        reader(Account).validate_json(json.dumps(reply), strict=True)
