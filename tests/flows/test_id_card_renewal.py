"""Every branch of 换身份证 as scripts of step and answer."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.core.errors import Refused, Unreachable
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.person import CardKind
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    CaptureFace,
    CaptureIdPhoto,
    Choose,
    Consent,
    Done,
    EnterIdNumber,
    EnterPhone,
    Face,
    Identify,
    KeepIdPhoto,
    Pay,
    PaymentReady,
    PrintReceipt,
    Query,
    Review,
    Route,
    Submit,
    Tone,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.flows import id_card_renewal as flow
from kiosk.flows.face import CompareFace, FaceComparison
from kiosk.flows.id_card_renewal import (
    ITEM,
    ApplyForIdCard,
    IdCardRecord,
    IdCardStatus,
    Reason,
    Standing,
    Station,
    id_card_renewal,
)
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
STATION = Station("donghu", "东湖派出所", "周一到周五")
OPEN = IdCardRecord(
    Standing.OPEN, "张*芳", date(2027, 1, 1), True, 20_00, 40_00, stations=(STATION,), telephone="12367"
)
GOOD = replace(OPEN, due=False, valid_until=date(2041, 6, 1))
FREE = replace(OPEN, renewal=0, free="低保对象")
LAID = replace(ZHANG, valid_from=date(2018, 6, 1))
PHOTO, OTHER = Face(b"photo"), Face(b"other photo")
SAME, DIFFERENT = FaceComparison(True), FaceComparison(False)
APPLIED = Receipt("SZ-1", "身份证换领补领", ReceiptState.CHECKING, NOW, note="二十天左右")
FEE = Receipt("SF-1", "身份证工本费", ReceiptState.DONE, NOW, note="付好了，不用再付")

BEGUN = [(PaymentReady, None), (Identify, LAID), (Unfinished, ())]
TYPED_IN = [(PaymentReady, None), (Identify, Route("keypad")), (EnterIdNumber, TYPED)]
TAKEN = [(Consent, None), (CaptureIdPhoto, PHOTO), (KeepIdPhoto, None), (Query, SAME)]
ASKED = [*TAKEN, (Choose, ("donghu",)), (EnterPhone, "13800000000")]
SUBMITTED = [*BEGUN, (Query, OPEN), (Choose, ("expiry",)), *ASKED, (Review, None), (Submit, APPLIED)]


def order(state: OrderState, receipt: Receipt | None = FEE) -> Order:
    charge = Charge(ITEM, "身份证工本费", ("SZ-1",), 20_00)
    return Order("JB-1", charge, state, receipt=receipt)


def choices(walk: Walk) -> dict[str, tuple[str, str]]:
    assert isinstance(walk.step, Choose)
    return {each.value: (each.detail, each.closed) for each in walk.step.choices}


def test_a_card_that_runs_out_is_renewed_and_paid() -> None:
    walk = play(id_card_renewal, [*BEGUN, (Query, OPEN)])
    assert choices(walk) == {
        "expiry": ("身份证工本费20.00元", ""),
        "lost": ("身份证工本费40.00元", "身份证就在您手里"),
        "damaged": ("身份证工本费40.00元", ""),
    }
    walk.answer(("expiry",))
    for answer in (None, PHOTO, None):
        walk.answer(answer)
    assert walk.step == Query(CompareFace(ZHANG.id_number, b"photo"), "正在核对照片")
    for answer in (SAME, ("donghu",), "13800000000"):
        walk.answer(answer)
    assert isinstance(walk.step, Review)
    assert [(line.name, line.value, line.edits) for line in walk.step.lines] == [
        ("name", "张*芳", "Identify"),
        ("id_number", "330***********0021", "Identify"),
        ("reason", "到期了，换新的", "reason"),
        ("photo", PHOTO, "CaptureIdPhoto"),
        ("station", "东湖派出所", "station"),
        ("phone", "13800000000", "phone"),
        ("fee", "20.00元\n贰拾元整", "reason"),
    ]
    walk.answer(None)
    call = ApplyForIdCard(ZHANG.id_number, Reason.EXPIRY, b"photo", "donghu", "13800000000")
    assert walk.step == Submit(call, LAID)
    assert "1380" not in repr(call)
    walk.answer(APPLIED)
    assert walk.step == Pay(Charge(ITEM, "身份证工本费", ("SZ-1",), 20_00), LAID)
    walk.answer(order(OrderState.PRINTING))
    assert walk.step == PrintReceipt(APPLIED)
    walk.answer(Paper.OUT)
    assert walk.step == PrintReceipt(FEE)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("交上去了", ("二十天左右", "取的时候要按指纹"), "SZ-1")


@pytest.mark.parametrize(
    ("paid", "outcome"),
    [
        (
            order(OrderState.CLOSED, None),
            Done("交上去了，还没付钱", ("没付钱，先不给办", "下次刷身份证，接着付就行"), "SZ-1", Tone.ATTENTION),
        ),
        (
            order(OrderState.WAIT, None),
            Done("还不知道付没付", ("先别再付，机器会接着查", "凭号码打电话问：12367"), "JB-1", Tone.ATTENTION),
        ),
        (
            order(OrderState.REFUNDED),
            Done("没办成，钱退给您", ("这笔钱没收下", "钱退回您付钱的账户，一般三天到"), "SF-1", Tone.ATTENTION),
        ),
        (
            order(OrderState.MANUAL),
            Done("这笔钱要人工核对", ("先不要再付", "凭号码打电话问：12367"), "SF-1", Tone.ATTENTION),
        ),
    ],
)
def test_every_end_of_the_payment_is_told(paid: Order, outcome: Done) -> None:
    walk = play(id_card_renewal, [*SUBMITTED, (Pay, paid), (PrintReceipt, Paper.OUT)])
    if walk.outcome is None:
        assert walk.step == PrintReceipt(FEE)
        walk.answer(Paper.OUT)
    assert walk.outcome == outcome


def test_who_does_not_want_to_pay_has_still_handed_in() -> None:
    walk = play(id_card_renewal, [*SUBMITTED, (Pay, Route("stop")), (PrintReceipt, Paper.OUT)])
    assert walk.outcome is not None
    assert (walk.outcome.message, walk.outcome.reference) == ("交上去了，还没付钱", "SZ-1")


def test_a_sheet_that_was_not_wanted_is_said() -> None:
    left = Route("without")
    paid = order(OrderState.PRINTING)
    walk = play(id_card_renewal, [*SUBMITTED, (Pay, paid), (PrintReceipt, Paper.OUT), (PrintReceipt, left)])
    assert walk.outcome is not None
    assert walk.outcome.details[-1] == "单子没打，下次刷身份证来打"


def test_where_the_state_pays_nothing_is_paid() -> None:
    walk = play(id_card_renewal, [*BEGUN, (Query, FREE)])
    assert choices(walk)["expiry"] == ("低保对象，不用交", "")
    walk = play(id_card_renewal, [*BEGUN, (Query, FREE), (Choose, ("expiry",)), *ASKED])
    assert isinstance(walk.step, Review)
    assert walk.step.lines[-1].value == "低保对象，不用交"
    walk.answer(None)
    walk.answer(APPLIED)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("交上去了", ("二十天左右", "取的时候要按指纹"), "SZ-1")


@pytest.mark.parametrize(
    ("record", "why"),
    [(GOOD, "2041年6月1日才到期"), (replace(GOOD, valid_until=None), "您的是长期的，不用换")],
)
def test_a_card_that_is_good_for_years_is_changed_only_when_lost_or_damaged(record: IdCardRecord, why: str) -> None:
    walk = play(id_card_renewal, [*BEGUN, (Query, record)])
    assert {value: closed for value, (_, closed) in choices(walk).items()} == {
        "expiry": why,
        "lost": "身份证就在您手里",
        "damaged": "",
    }


def test_who_has_no_card_types_the_number_and_shows_the_face_first() -> None:
    proved = [*TYPED_IN, (Consent, None), (CaptureFace, Face(b"face")), (Query, SAME)]
    walk = play(id_card_renewal, proved)
    assert walk.step == Query(IdCardStatus(TYPED.id_number), "正在查您的身份证")
    walk.answer(GOOD)
    assert choices(walk)["lost"] == ("身份证工本费40.00元", "")
    walk = play(id_card_renewal, [*proved, (Query, GOOD), (Choose, ("lost",)), *ASKED, (Review, None)])
    assert isinstance(walk.step, Submit)
    walk.answer(APPLIED)
    assert walk.step == Pay(Charge(ITEM, "身份证工本费", ("SZ-1",), 40_00), TYPED)


@pytest.mark.parametrize(
    "answers",
    [
        [(Consent, Route("decline"))],
        [(Consent, None), (CaptureFace, Route("staff"))],
        [(Consent, None), *[(CaptureFace, Face(b"face")), (Query, DIFFERENT)] * 2],
    ],
    ids=["no consent", "no face", "another face"],
)
def test_a_typed_number_without_its_face_opens_nothing(answers: list[tuple[type, object]]) -> None:
    assert play(id_card_renewal, [*TYPED_IN, *answers]).outcome == flow.NOT_PROVED


def test_a_foreigners_card_is_changed_elsewhere() -> None:
    foreign = replace(ZHANG, kind=CardKind.FOREIGN_2023)
    walk = play(id_card_renewal, [(PaymentReady, None), (Identify, foreign), (Unfinished, ())])
    assert walk.outcome == flow.FOREIGN


@pytest.mark.parametrize(
    ("standing", "message", "reference"),
    [
        (Standing.MINOR, "没满16岁，要家长来办", ""),
        (Standing.APPLIED, "已经申请过了，正在做", "SZ-0"),
        (Standing.NOT_FOUND, "没查到您的身份证", ""),
    ],
)
def test_who_cannot_apply_hears_why(standing: Standing, message: str, reference: str) -> None:
    record = IdCardRecord(standing, number=reference, telephone="12367")
    outcome = play(id_card_renewal, [*BEGUN, (Query, record)]).outcome
    assert outcome is not None
    assert (outcome.message, outcome.reference) == (message, reference)
    assert outcome.details[-1] == "有疑问打电话：12367"


def test_what_was_not_paid_is_paid_the_next_time() -> None:
    owing = IdCardRecord(Standing.UNPAID, "张*芳", number="SZ-0", owed=40_00, telephone="12367")
    walk = play(id_card_renewal, [*BEGUN, (Query, owing)])
    assert isinstance(walk.step, Review)
    assert walk.step.heading == "SZ-0还没付钱"
    walk.answer(None)
    assert walk.step == Pay(Charge(ITEM, "身份证工本费", ("SZ-0",), 40_00), LAID)
    walk.answer(order(OrderState.PRINTING))
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("付好了", ("付好了，不用再付",), "SF-1")


KNOWN = [*BEGUN, (Query, OPEN), (Choose, ("damaged",))]


@pytest.mark.parametrize(
    "answers",
    [[(Consent, Route("decline"))], [(Consent, None), (CaptureIdPhoto, Route("bring"))]],
    ids=["no consent", "to the window"],
)
def test_no_photo_no_card(answers: list[tuple[type, object]]) -> None:
    assert play(id_card_renewal, [*KNOWN, *answers]).outcome == flow.NO_PHOTO


def test_a_photo_may_be_taken_five_times() -> None:
    again = Route("again")
    walk = play(id_card_renewal, [*KNOWN, (Consent, None)])
    for left in (4, 3, 2, 1):
        walk.answer(PHOTO)
        assert isinstance(walk.step, KeepIdPhoto)
        assert walk.step.left == left
        assert [way.route for way in walk.step.alternatives] == ["again"]
        walk.answer(again)
    walk.answer(PHOTO)
    assert isinstance(walk.step, KeepIdPhoto)
    assert [way.route for way in walk.step.alternatives] == ["bring"]
    walk.answer(Route("bring"))
    assert walk.outcome == flow.NO_PHOTO


def test_a_photo_of_somebody_else_is_taken_again_once() -> None:
    hinted = FaceComparison(False, "离近一点")
    walk = play(id_card_renewal, [*KNOWN, (Consent, None), (CaptureIdPhoto, PHOTO), (KeepIdPhoto, None)])
    walk.answer(hinted)
    assert walk.step == CaptureIdPhoto("离近一点")
    for answer in (OTHER, None, DIFFERENT):
        walk.answer(answer)
    assert walk.outcome == flow.OTHER_FACE


def test_without_a_hint_it_is_said_what_may_help() -> None:
    walk = play(
        id_card_renewal,
        [*KNOWN, (Consent, None), (CaptureIdPhoto, PHOTO), (KeepIdPhoto, None), (Query, DIFFERENT)],
    )
    assert walk.step == CaptureIdPhoto("没对上，脸正对着镜头再拍一张")


def test_another_photo_from_the_review_keeps_what_was_said_after_it() -> None:
    walk = play(id_card_renewal, [*KNOWN, *ASKED])
    walk.revise("CaptureIdPhoto")
    walk.answer(OTHER)
    assert isinstance(walk.step, KeepIdPhoto)
    walk.answer(None)
    walk.answer(SAME)
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines if line.name in ("photo", "phone")] == [OTHER, "13800000000"]


def test_without_a_link_nothing_is_begun() -> None:
    walk = play(id_card_renewal, [(PaymentReady, Unreachable())])
    assert walk.outcome is None
    assert isinstance(walk.trouble, Unreachable)


def test_a_refusal_is_the_polices_own_words() -> None:
    walk = play(id_card_renewal, [*KNOWN, *ASKED, (Review, None)])
    walk.fail(Refused("not_open", sentence="现在不能申请"))
    assert walk.trouble is not None
    assert walk.trouble.sentence == "现在不能申请"


def test_every_sentence_is_short() -> None:
    ends = [end for end in vars(flow).values() if isinstance(end, Done)]
    consents = [asked for asked in vars(flow).values() if isinstance(asked, Consent)]
    sentences = [*(end.message for end in ends), *(one for end in ends for one in end.details)]
    sentences += [one for asked in consents for one in (asked.heading, *asked.points, asked.agree, asked.decline)]
    assert len(sentences) > 15
    assert all(len(sentence) <= 20 for sentence in sentences)
