"""Every branch of the script that runs declared items, as scripts of step and answer."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.core.certificate import Certificate, Pages
from kiosk.core.declared import Declaration, declaration_of
from kiosk.core.errors import PaymentsClosed, Refused, Unreachable
from kiosk.core.form import Attachment, Form, Given, Member
from kiosk.core.item import Capability, Offline
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.signature import Point, Signature
from kiosk.core.step import (
    Choose,
    Consent,
    Defer,
    Done,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Identify,
    Issue,
    KeepSheet,
    Line,
    Pay,
    PaymentReady,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    Route,
    ScanDocument,
    Sheet,
    ShowDocument,
    Sign,
    Step,
    Submit,
    Tone,
    Unfinished,
    Withdraw,
)
from kiosk.core.walk import Walk
from kiosk.flows.declared import DeclaredIssue, DeclaredRecord, DeclaredStatus, DeclaredSubmit, Standing, item_of
from tests.flows.scripts import play
from tests.people import TYPED, WANG, ZHANG

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HEAD: dict[str, Any] = {
    "title": "登记小食摊",
    "official": "食品摊贩登记",
    "icon": "mdi6.food",
    "agency": "市场监管局",
    "telephone": "12315",
}
PHONE = {"kind": "phone", "name": "phone", "label": "电话", "heading": "电话号码是多少"}
WAY = {
    "kind": "choice",
    "name": "way",
    "label": "怎么拿",
    "heading": "怎么拿",
    "choices": [{"value": "window", "label": "自己拿"}, {"value": "post", "label": "寄", "fen": 2000}],
}
SHEET = {"kind": "sheet", "name": "proof", "label": "证明", "heading": "拍一下证明"}
RECORD = DeclaredRecord(Standing.OPEN, "张*芳")
KNOWN = [(Identify, ZHANG), (Unfinished, ())]
OPEN = [*KNOWN, (Query, RECORD)]
PAYING = [(PaymentReady, None), *OPEN]
RECEIPT = Receipt("DJ-1", "登记小食摊", ReceiptState.DONE, NOW, note="凭号码可以来查", related=("care.card",))
CHECKING = replace(RECEIPT, state=ReceiptState.CHECKING, note="三天里打电话给您", related=())
SLIP = replace(RECEIPT, number="Q7K4", state=ReceiptState.QUEUED)
PAID = replace(RECEIPT, number="DF-1", note="付好了，不用再付")
DOWN = Unreachable("no link")
Answers = list[tuple[type[Step[Any]], Any]]


def declared(**said: Any) -> Declaration:
    return declaration_of("market.food_stall", {**HEAD, **said})


def walked(answers: Answers, **said: Any) -> Walk:
    return play(item_of(declared(**said)), answers)


def outcome(walk: Walk) -> Done:
    assert walk.outcome is not None, f"the script still asks {walk.step}"
    assert all(
        len(sentence) <= 20 for sentence in (walk.outcome.message, *walk.outcome.details) if "：" not in sentence
    )
    return walk.outcome


def form(walk: Walk) -> Form:
    assert isinstance(walk.step, Submit)
    assert isinstance(walk.step.call, DeclaredSubmit)
    return walk.step.call.form


def lines(walk: Walk) -> tuple[Line, ...]:
    assert isinstance(walk.step, Review)
    return walk.step.lines


def shown(walk: Walk) -> dict[str, Any]:
    return {line.name: line.value for line in lines(walk)}


# --- what an item is ---


def test_it_needs_what_its_questions_need() -> None:
    who = Capability.ID_CARD | Capability.SCANNER
    assert item_of(declared()).needs == (who,)
    assert item_of(declared(proof=False)).needs == (who | Capability.KEYPAD,)
    assert item_of(declared(ask=[SHEET])).needs == (who, Capability.DOCUMENT_CAMERA | Capability.STAFF)
    assert item_of(declared(ask=[{**SHEET, "optional": True}])).needs == (who,)
    made = item_of(declared(certificate={"title": "证明"}))
    assert (made.needs, made.wants) == ((who, Capability.A4_PRINTER), ())
    assert item_of(declared()).wants == (Capability.RECEIPT_PRINTER,)
    assert item_of(declared(offline="deferred")).offline is Offline.DEFERRED


# --- who may ---


def test_a_number_that_was_typed_in_proves_nothing() -> None:
    walk = walked([(Identify, Route("keypad"))])
    walk.answer(TYPED)
    assert outcome(walk).message == "要本人刷身份证才能办"


def test_where_no_proof_is_wanted_it_will_do() -> None:
    walk = walked([(Identify, Route("keypad"))], proof=False)
    walk.answer(TYPED)
    assert walk.step == Query(DeclaredStatus("market.food_stall", TYPED.id_number), "正在查您能不能办")
    walk.answer(RECORD)
    assert shown(walk)["name"] == "张*芳"
    walk = walked([(Identify, Route("keypad"))], proof=False)
    walk.answer(TYPED)
    walk.answer(replace(RECORD, masked_name=""))
    assert list(shown(walk)) == ["id_number"]


@pytest.mark.parametrize(
    ("record", "message", "details"),
    [
        (
            DeclaredRecord(Standing.NOT_ENTITLED, reason="条件不够", advice=("到窗口看看",)),
            "这件事您现在办不了",
            ("条件不够", "到窗口看看", "有疑问打电话：12315"),
        ),
        (DeclaredRecord(Standing.NOT_FOUND), "没查到您的登记", ("有疑问打电话：12315",)),
        (
            DeclaredRecord(Standing.DONE, number="DJ-9", valid_until=date(2027, 5, 1)),
            "已经办过了",
            ("有效期到2027年5月1日",),
        ),
        (DeclaredRecord(Standing.CHECKING, number="DJ-9"), "已经交过了，正在核对", ("不用再办",)),
        (DeclaredRecord(Standing.EXPIRED, reason="截止了"), "过了办的时候", ("截止了", "有疑问打电话：12315")),
    ],
)
def test_who_may_not_hears_why(record: DeclaredRecord, message: str, details: tuple[str, ...]) -> None:
    end = outcome(walked([*KNOWN, (Query, record)]))
    assert (end.message, end.details, end.reference) == (message, details, record.number)


def test_without_a_link_an_item_that_cannot_wait_is_refused() -> None:
    walk = walked([*KNOWN, (Query, DOWN)])
    assert walk.trouble is DOWN
    assert isinstance(walk.step, Query)


def test_nothing_is_asked_while_nothing_can_be_paid() -> None:
    walk = Walk(item_of(declared(fee={"title": "工本费", "fen": 100})).script, id="walk-1")
    walk.fail(PaymentsClosed("read-only"))
    assert (walk.step, walk.can_go_back) == (PaymentReady(), False)


# --- consents ---

CONSENT = {"name": "sharing", "heading": "给家人用", "points": ["您可以取消"], "agree": "同意"}


def test_what_is_agreed_to_goes_along() -> None:
    walk = walked([*OPEN, (Consent, True), (Review, None)], consent=[CONSENT])
    assert form(walk) == Form(consents=("sharing",))


def test_who_does_not_agree_has_done_nothing() -> None:
    end = outcome(walked([*OPEN, (Consent, Route("decline"))], consent=[CONSENT]))
    assert (end.message, end.tone) == ("没有办，什么也没交", Tone.INFO)


# --- the questions ---


def asked(**said: Any) -> dict[str, Any]:
    return {"name": "field", "label": "栏目", "heading": "问什么", **said}


@pytest.mark.parametrize(
    ("question", "kind", "answer", "value", "words"),
    [
        (asked(kind="text", most=8, least=2), EnterText, "鄞州区", "鄞州区", "鄞州区"),
        (asked(kind="number", least=4, most=6), EnterNumber, "0042", "0042", "0042"),
        (asked(kind="phone"), EnterPhone, "13800000000", "13800000000", "13800000000"),
        (asked(kind="amount", most=5000), EnterAmount, 4200, "4200", "42.00元"),
        (asked(kind="id_number"), EnterOtherId, WANG.id_number, WANG.id_number, "330***********0016"),
        (asked(kind="date"), EnterDate, date(2026, 1, 2), "2026-01-02", "2026年1月2日"),
        (asked(kind="address"), EnterText, "幸福路18号", "幸福路18号", "幸福路18号"),
    ],
)
def test_an_answer_is_shown_and_handed_in(
    question: dict[str, Any], kind: type[Step[Any]], answer: object, value: str, words: str
) -> None:
    walk = walked([*OPEN, (kind, answer)], ask=[question])
    assert shown(walk)["field"].endswith(words[-4:])
    assert shown(walk)["field"] == words or "*" in words
    walk.answer(None)
    assert form(walk).given == (Given("field", (value,)),)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("text", EnterText),
        ("number", EnterNumber),
        ("phone", EnterPhone),
        ("amount", EnterAmount),
        ("id_number", EnterOtherId),
        ("date", EnterDate),
        ("address", EnterText),
    ],
)
def test_an_optional_field_is_left_out(kind: str, step: type[Step[Any]]) -> None:
    walk = walked([*OPEN, (step, Route("skip"))], ask=[asked(kind=kind, optional=True)])
    assert shown(walk)["field"] == "没填"
    walk.answer(None)
    assert form(walk) == Form()


def test_a_question_has_its_words_and_limits() -> None:
    walk = walked(
        OPEN, ask=[asked(kind="text", hint="写全", most=8, least=2, pattern="[A-Z]+", wrong="写字母", example="AB")]
    )
    assert walk.step == EnterText("field", "问什么", 8, 2, "[A-Z]+", "写字母", hint="写全")
    walk = walked(OPEN, ask=[asked(kind="number", pattern=r"\d{4}", wrong="四位", example="1234")])
    assert walk.step == EnterNumber("field", "问什么", 20, 1, r"\d{4}", "四位", hint="例如：1234")
    walk = walked(OPEN, ask=[asked(kind="amount")])
    assert walk.step == EnterAmount("field", "问什么")
    walk = walked(OPEN, ask=[asked(kind="id_number")])
    assert walk.step == EnterOtherId("field", "问什么", (ZHANG.id_number,))


def test_the_address_of_the_card_is_offered_first() -> None:
    home = replace(ZHANG, address="宁波市鄞州区东湖镇莫须有路18号")
    known: Answers = [(Identify, home), (Unfinished, ()), (Query, RECORD)]
    walk = walked([*known, (Choose, ("card",))], ask=[asked(kind="address")])
    assert shown(walk)["field"] == home.address
    walk = walked([*known, (Choose, ("other",)), (EnterText, "幸福路18号")], ask=[asked(kind="address")])
    assert shown(walk)["field"] == "幸福路18号"
    walk.revise("field")
    assert isinstance(walk.step, Choose)
    walk.answer(("card",))
    assert shown(walk)["field"] == home.address


def test_a_day_is_bounded_by_another() -> None:
    begin = asked(kind="date", earliest=-10, latest=0, usual=-3)
    end = asked(kind="date", name="end", earliest="field")
    walk = walked(OPEN, ask=[begin, end])
    assert walk.step == EnterDate("field", "问什么", -10, 0, -3)
    walk.answer(date(2026, 11, 20))
    assert walk.step == EnterDate("end", "问什么", date(2026, 11, 20), date(2099, 12, 31))
    walk = walked([*OPEN, (EnterDate, Route("skip"))], ask=[{**begin, "optional": True}, end])
    assert walk.step == EnterDate("end", "问什么")


def test_what_is_not_chosen_is_not_asked() -> None:
    address = asked(kind="address", name="to", when={"way": ["post"]})
    floor = asked(kind="number", name="floor", when={"stairs": ["many"]})
    stairs = {**WAY, "name": "stairs", "when": {"way": ["post"]}}
    stairs["choices"] = [{"value": "none", "label": "没有"}, {"value": "many", "label": "很多"}]
    walk = walked([*OPEN, (Choose, ("window",))], ask=[WAY, address, stairs, floor])
    assert list(shown(walk)) == ["name", "id_number", "way"]
    walk = walked(
        [*OPEN, (Choose, ("post",)), (EnterText, "幸福路"), (Choose, ("many",))], ask=[WAY, address, stairs, floor]
    )
    assert isinstance(walk.step, EnterNumber)


def test_another_choice_asks_what_belongs_to_it_and_keeps_the_rest() -> None:
    address = asked(kind="address", name="to", when={"way": ["post"]})
    walk = walked([*OPEN, (Choose, ("window",)), (EnterPhone, "13800000000")], ask=[WAY, address, PHONE])
    walk.revise("way")
    walk.answer(("post",))
    assert isinstance(walk.step, EnterText)
    walk.answer("幸福路18号")
    assert shown(walk) | {"phone": "13800000000", "to": "幸福路18号", "way": "寄"} == shown(walk)


def test_several_can_be_chosen() -> None:
    walk = walked([*OPEN, (Choose, ("window", "post"))], ask=[{**WAY, "many": True}])
    assert shown(walk)["way"] == "自己拿、寄"


@pytest.mark.parametrize(("optional", "route", "words"), [(False, "staff", "请工作人员帮忙"), (True, "skip", "没有")])
def test_a_sheet_that_is_not_there(optional: bool, route: str, words: str) -> None:
    walk = walked([*OPEN, (ScanDocument, Route(route))], ask=[{**SHEET, "optional": optional}])
    assert shown(walk)["proof"] == words
    walk.answer(None)
    assert form(walk) == Form(by_staff=() if optional else ("proof",))


def test_a_sheet_goes_along() -> None:
    sheet = Sheet(b"jpeg")
    walk = walked(OPEN, ask=[{**SHEET, "what": "健康证", "form": "grey_png"}])
    assert isinstance(walk.step, ScanDocument)
    assert (walk.step.what, walk.step.form.png, walk.step.called) == ("健康证", True, "proof")
    assert [way.route for way in walk.step.alternatives] == ["staff"]
    walk.answer(sheet)
    assert walk.step == KeepSheet("健康证", sheet)
    walk.answer(True)
    assert shown(walk)["proof"] == "拍好了"
    walk.answer(None)
    assert form(walk).attachments == (Attachment("proof", b"jpeg"),)
    assert "jpeg" not in repr(form(walk))


FAMILY = asked(kind="members", name="family", label="家人", heading="给谁登记", relations=["老伴", "儿子"], most=2)


def member(number: str = WANG.id_number) -> Answers:
    return [(Choose, ("老伴",)), (EnterText, "王建国"), (EnterOtherId, number)]


def test_members_are_asked_one_after_another() -> None:
    walk = walked([*OPEN, *member()], ask=[FAMILY])
    assert isinstance(walk.step, Choose)
    assert [choice.value for choice in walk.step.choices] == ["add", "done", "remove"]
    walk.answer(("done",))
    assert shown(walk)["family.0"] == "王*国（老伴）\n330***********0016"
    assert shown(walk)["family"] == "一共1位"
    walk.answer(None)
    assert form(walk).members == (Member("family", "老伴", "王建国", WANG.id_number),)
    assert WANG.id_number not in repr(form(walk))


def test_nobody_is_named_twice_and_the_last_one_ends_it() -> None:
    walk = walked([*OPEN, *member(), (Choose, ("add",)), *member()[:2]], ask=[FAMILY])
    assert isinstance(walk.step, EnterOtherId)
    assert walk.step.taken == (ZHANG.id_number, WANG.id_number)
    walk.answer(WANG.id_number)
    assert [name for name in shown(walk) if name.startswith("family")] == ["family.0", "family.1", "family"]


def test_the_last_member_can_be_taken_away() -> None:
    walk = walked([*OPEN, *member(), (Choose, ("remove",))], ask=[FAMILY])
    assert isinstance(walk.step, Choose), "one there must be"
    assert walk.step.called == "family.0.relation"
    walk = walked([*OPEN, (Choose, ("add",)), *member(), (Choose, ("remove",))], ask=[{**FAMILY, "optional": True}])
    assert isinstance(walk.step, Choose)
    assert [choice.value for choice in walk.step.choices] == ["add", "done"]
    walk.answer(("done",))
    assert shown(walk)["family"] == "一共0位"


def test_a_member_is_asked_anew_as_a_whole() -> None:
    walk = walked([*OPEN, *member(), (Choose, ("done",))], ask=[FAMILY])
    walk.revise("family.0")
    for kind, answer in ((Choose, ("儿子",)), (EnterText, "王小明"), (EnterOtherId, WANG.id_number)):
        assert isinstance(walk.step, kind)
        walk.answer(answer)
    assert shown(walk)["family.0"].startswith("王*明（儿子）")


def test_whoever_must_name_just_one_is_not_asked_for_more() -> None:
    walk = walked([*OPEN, *member()], ask=[{**FAMILY, "most": 1}])
    assert list(shown(walk)) == ["name", "id_number", "family.0"]
    walk = walked([*OPEN, *member()], ask=[{key: value for key, value in FAMILY.items() if key != "most"}])
    assert isinstance(walk.step, Choose)


# --- the signature ---

NAME = Signature(((Point(1, 1, 0), Point(9, 9, 9)),), b"png")


@pytest.mark.parametrize(
    ("answer", "words", "svg", "by_staff"),
    [(NAME, "签好了", NAME.svg, ()), (Route("staff"), "请工作人员帮忙", "", ("signature",))],
)
def test_the_signature(answer: object, words: str, svg: str, by_staff: tuple[str, ...]) -> None:
    walk = walked([*OPEN, (Sign, answer)], sign="我填的都是真的")
    assert shown(walk)["signature"] == words
    walk.answer(None)
    assert form(walk) == Form(signature=svg, by_staff=by_staff)
    walk = walked(OPEN, sign="我填的都是真的")
    assert walk.step == Sign("我填的都是真的")


# --- handing in ---

REVIEWED = [*OPEN, (Review, None)]


def test_what_is_done_is_done_on_paper() -> None:
    walk = walked([*REVIEWED, (Submit, RECEIPT), (PrintReceipt, Paper.OUT)])
    assert outcome(walk) == Done("办好了", ("凭号码可以来查",), "DJ-1", related=("care.card",))


def test_the_review_says_what_it_is_and_what_the_button_does() -> None:
    walk = walked(OPEN)
    assert isinstance(walk.step, Review)
    assert (walk.step.heading, walk.step.confirm) == ("食品摊贩登记", "交上去")
    walk = walked(OPEN, review="看完再交", confirm="登记", submitting="正在登记")
    assert isinstance(walk.step, Review)
    assert (walk.step.heading, walk.step.confirm) == ("看完再交", "登记")
    walk.answer(None)
    assert isinstance(walk.step, Submit)
    assert walk.step.words == "正在登记"


def test_its_own_words_at_the_end() -> None:
    done = {"message": "登记好了", "details": ["三天里有电话"]}
    walk = walked([*REVIEWED, (Submit, replace(RECEIPT, note="")), (PrintReceipt, Route("without"))], done=done)
    assert outcome(walk).details == ("三天里有电话", "单子没打，下次刷身份证来打")
    walk = walked([*REVIEWED, (Submit, replace(RECEIPT, note="")), (PrintReceipt, Paper.OUT)])
    assert outcome(walk).details == ()


def test_somebody_looks_at_it_first() -> None:
    end = outcome(walked([*REVIEWED, (Submit, CHECKING), (PrintReceipt, Paper.OUT)]))
    assert (end.message, end.details, end.tone) == ("交上去了，等核对", ("三天里打电话给您",), Tone.INFO)


def test_what_the_gateway_turns_down_stays_to_be_read() -> None:
    refused = Refused("incomplete", sentence="还缺东西")
    walk = walked([*REVIEWED, (Submit, refused)])
    assert walk.trouble is refused


def test_no_link_while_handing_in() -> None:
    walk = walked([*REVIEWED, (Submit, DOWN)])
    assert walk.trouble is DOWN


# --- without a link, kept for later ---


def test_it_is_kept_and_handed_in_later() -> None:
    walk = walked(
        [*KNOWN, (Query, DOWN), (Consent, True), (EnterPhone, "13800000000")], offline="deferred", ask=[PHONE]
    )
    assert isinstance(walk.step, Review)
    assert walk.step.confirm == "先存着，以后自动交"
    walk.answer(None)
    given = (Given("phone", ("13800000000",)),)
    call = DeclaredSubmit("market.food_stall", ZHANG.id_number, Form(given, consents=("keep",)))
    assert walk.step == Defer(call, ZHANG, "登记小食摊")
    walk.answer(SLIP)
    walk.answer(Paper.OUT)
    assert outcome(walk).message == "先存好了，还没交上去"


def test_who_does_not_want_it_kept() -> None:
    walk = walked([*KNOWN, (Query, DOWN), (Consent, Route("decline"))], offline="deferred")
    assert outcome(walk).message == "没有办，什么也没存"


LOST = [*REVIEWED, (Submit, DOWN)]


def test_the_link_is_lost_while_handing_in() -> None:
    walk = walked([*LOST, (Consent, True), (Defer, SLIP), (PrintReceipt, Paper.OUT)], offline="deferred")
    assert outcome(walk).reference == "Q7K4"
    walk = walked([*LOST, (Consent, True), (Defer, RECEIPT), (PrintReceipt, Paper.OUT)], offline="deferred")
    assert outcome(walk).message == "办好了"
    walk = walked([*LOST, (Consent, Route("decline")), (Withdraw, None)], offline="deferred")
    assert outcome(walk).message == "没有办，填的都删掉了"


# --- money ---

FEE = {"fee": {"title": "工本费", "fen": 12000}}
HANDED_IN = [*PAYING, (Review, None), (Submit, RECEIPT)]


def order(state: OrderState, receipt: Receipt | None = None, sentence: str = "") -> Order:
    return Order("NB-1", Charge("market.food_stall", "", ("DJ-1",), 12000), state, receipt=receipt, sentence=sentence)


def test_what_is_handed_in_is_paid_for() -> None:
    walk = walked(PAYING, **FEE)
    assert shown(walk)["fee"] == "120.00元\n壹佰贰拾元整"
    walk = walked(HANDED_IN, **FEE)
    assert walk.step == Pay(Charge("market.food_stall", "工本费", ("DJ-1",), 12000), ZHANG)
    walk.answer(order(OrderState.PRINTING, PAID))
    assert walk.step == PrintReceipt(RECEIPT)
    walk.answer(Paper.OUT)
    assert walk.step == PrintReceipt(PAID)
    walk.answer(Paper.SKIPPED)
    assert outcome(walk).details == ("凭号码可以来查", "单子没打，下次刷身份证来打")


def test_what_is_chosen_adds_to_it_and_is_asked_anew_for_another_fee() -> None:
    walk = walked([*PAYING, (Choose, ("post",))], **FEE, ask=[PHONE | {"when": {"way": ["window"]}}, WAY])
    fee = lines(walk)[-1]
    assert (fee.value, fee.edits) == ("140.00元\n壹佰肆拾元整", "way")


def test_nothing_is_to_be_paid() -> None:
    free = {"fee": {"title": "工本费", "fen": 0}}
    walk = walked(
        [*PAYING, (Choose, ("window",)), (Review, None), (Submit, RECEIPT), (PrintReceipt, Paper.OUT)],
        **free,
        ask=[WAY],
    )
    assert outcome(walk).message == "办好了"
    walk = walked([(PaymentReady, None), *KNOWN, (Query, replace(RECORD, free="低保对象"))], **FEE)
    assert shown(walk)["fee"] == "低保对象，不用交"
    walk.answer(None)
    walk.answer(RECEIPT)
    assert walk.step == PrintReceipt(RECEIPT)


@pytest.mark.parametrize("answer", [Route("stop"), order(OrderState.CLOSED)])
def test_what_is_not_paid_stays_handed_in(answer: object) -> None:
    walk = walked([*HANDED_IN, (Pay, answer), (PrintReceipt, Paper.OUT)], **FEE)
    assert (outcome(walk).message, outcome(walk).reference) == ("交上去了，还没付钱", "DJ-1")


@pytest.mark.parametrize(
    ("paid", "message", "details"),
    [
        (order(OrderState.PAID), "还不知道付没付", ("先别再付，机器会接着查", "凭号码打电话问：12315")),
        (
            order(OrderState.REFUNDING, PAID, "没收下"),
            "没办成，钱退给您",
            ("没收下", "钱退回您付钱的账户，一般三天到"),
        ),
        (order(OrderState.REFUNDED, PAID), "没办成，钱退给您", ("这笔钱没收下", "钱退回您付钱的账户，一般三天到")),
        (order(OrderState.MANUAL, PAID), "这笔钱要人工核对", ("先不要再付", "凭号码打电话问：12315")),
    ],
)
def test_every_end_of_a_payment_in_true_words(paid: Order, message: str, details: tuple[str, ...]) -> None:
    walk = walked([*HANDED_IN, (Pay, paid), (PrintReceipt, Paper.OUT)], **FEE)
    if paid.receipt is not None:
        walk.answer(Paper.OUT)
    assert (outcome(walk).message, outcome(walk).details) == (message, details)


UNPAID = DeclaredRecord(Standing.UNPAID, "张*芳", number="DJ-1", owed=14000)


def test_what_was_not_paid_is_paid_another_time() -> None:
    walk = walked([(PaymentReady, None), *KNOWN, (Query, UNPAID)], **FEE)
    assert shown(walk) == {"name": "张*芳", "id_number": "330***********0021", "fee": "140.00元\n壹佰肆拾元整"}
    walk.answer(None)
    assert walk.step == Pay(Charge("market.food_stall", "工本费", ("DJ-1",), 14000), ZHANG)
    walk.answer(order(OrderState.PRINTING, PAID))
    walk.answer(Paper.OUT)
    assert outcome(walk) == Done("付好了", ("付好了，不用再付",), "DF-1")


def test_a_fee_that_is_no_more_in_the_file_is_owed_all_the_same() -> None:
    walk = walked([*KNOWN, (Query, UNPAID), (Review, None), (Pay, Route("stop"))])
    assert (outcome(walk).message, outcome(walk).reference) == ("交上去了，还没付钱", "")


# --- a certificate ---


def test_a_certificate_is_made_out_looked_at_and_printed() -> None:
    made = Certificate("DZ-1", "证明", "交警", NOW, date(2027, 2, 20), 1, 9, "0" * 64, "JB:1")
    walk = walked([*OPEN, (EnterPhone, "13800000000"), (Review, None)], certificate={"title": "证明"}, ask=[PHONE])
    call = DeclaredIssue("market.food_stall", ZHANG.id_number, Form((Given("phone", ("13800000000",)),)))
    assert walk.step == Issue(call, ZHANG)
    for kind, answer in (
        (Issue, made),
        (PreviewDocument, Pages((b"png",))),
        (ShowDocument, 1),
        (PrintDocument, Paper.OUT),
    ):
        assert isinstance(walk.step, kind)
        walk.answer(answer)
    assert outcome(walk).message == "证明打好了"
