"""Every branch of 老年卡年审 and 领老年卡 as scripts of step and answer."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.core.errors import Refused, Unreachable
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    CaptureFace,
    Choose,
    Consent,
    Defer,
    Done,
    EnterAddress,
    EnterIdNumber,
    EnterPhone,
    Face,
    Identify,
    Line,
    PrintReceipt,
    Query,
    Review,
    Route,
    Submit,
    Tone,
    Unfinished,
)
from kiosk.flows import senior_card_review as review
from kiosk.flows import senior_certificate as certificate
from kiosk.flows.senior_card_review import CardRecord, CardStanding, ReviewSeniorCard, senior_card_review
from kiosk.flows.senior_certificate import (
    Application,
    ApplyForSeniorCertificate,
    Eligibility,
    Office,
    senior_certificate,
)
from tests.flows.scripts import play
from tests.people import TYPED, WANG, ZHANG

DUE = CardRecord(CardStanding.DUE, "LN****0020")
RECEIPT = Receipt("LN-1", "老年卡年审", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC), note="用到明年底")
SLIP = replace(RECEIPT, number="Q-1", state=ReceiptState.QUEUED)
FACE = Face(b"jpeg")
OFFICE = Office("town", "东湖镇便民服务中心", "周一到周五")
MAY = Application(Eligibility.MAY, (OFFICE,), "12345")
KNOWN = [(Identify, ZHANG), (Unfinished, ())]
TYPED_IN = [(Identify, Route("keypad")), (EnterIdNumber, TYPED)]
DECLINED = Route("decline")


def test_a_card_that_is_due_is_reviewed() -> None:
    walk = play(senior_card_review, [*KNOWN, (Query, DUE)])
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines] == ["张*芳", "330***********0021", "LN****0020"]
    walk.answer(None)
    assert walk.step == Submit(ReviewSeniorCard(ZHANG.id_number), ZHANG)
    walk.answer(RECEIPT)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("审好了，接着用", ("用到明年底",), "LN-1")


def test_somebody_at_the_office_looks_first() -> None:
    looked_at = replace(RECEIPT, state=ReceiptState.CHECKING)
    walk = play(
        senior_card_review, [*KNOWN, (Query, DUE), (Review, None), (Submit, looked_at), (PrintReceipt, Paper.OUT)]
    )
    assert walk.outcome == Done("交上去了，等核对", ("用到明年底",), "LN-1", Tone.INFO)


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (
            CardRecord(CardStanding.REVIEWED, "LN", date(2027, 12, 31)),
            Done("今年已经审过了", ("用到2027年12月31日", "不用再办")),
        ),
        (CardRecord(CardStanding.REVIEWED), Done("今年已经审过了", ("不用再办",))),
        (
            CardRecord(CardStanding.LOST, telephone="12345"),
            Done("这张卡挂失了", ("带身份证到窗口补一张", "有疑问打电话：12345"), tone=Tone.ATTENTION),
        ),
        (
            CardRecord(CardStanding.NONE, telephone="12345"),
            Done(
                "您还没有老年卡",
                ("满60岁就能申领", "在这台机器上点「领老年卡」", "有疑问打电话：12345"),
                tone=Tone.INFO,
            ),
        ),
    ],
)
def test_what_is_not_due_says_how_it_stands(record: CardRecord, outcome: Done) -> None:
    assert play(senior_card_review, [*KNOWN, (Query, record)]).outcome == outcome


@pytest.mark.parametrize(
    ("item", "proof"), [(senior_card_review, review.PROOF), (senior_certificate, certificate.PROOF)]
)
def test_a_number_that_was_typed_in_proves_nothing(item: object, proof: Done) -> None:
    assert play(item, TYPED_IN).outcome == proof  # type: ignore[arg-type]


def test_without_a_link_it_is_kept_by_who_agrees() -> None:
    kept = [(Query, Unreachable()), (Consent, None), (Review, None)]
    walk = play(senior_card_review, [*KNOWN, *kept])
    assert walk.step == Defer(ReviewSeniorCard(ZHANG.id_number), ZHANG, "老年卡年审")
    walk.answer(SLIP)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("先存好了，还没交上去", ("网络一好就自动交", "凭这个号码来查"), "Q-1", Tone.INFO)


def test_without_a_link_and_without_consent_nothing_is_kept() -> None:
    walk = play(senior_card_review, [*KNOWN, (Query, Unreachable()), (Consent, DECLINED)])
    assert walk.outcome == Done("没有办，什么也没存", ("网络好了再来",), tone=Tone.INFO)


def test_a_link_that_is_lost_on_the_way_keeps_it_and_may_bring_the_reply_after_all() -> None:
    lost = [(Query, DUE), (Review, None), (Submit, Unreachable())]
    walk = play(senior_card_review, [*KNOWN, *lost, (Defer, RECEIPT), (PrintReceipt, Paper.OUT)])
    assert walk.outcome == Done("审好了，接着用", ("用到明年底",), "LN-1")


def test_a_refusal_is_the_offices_own_words() -> None:
    walk = play(senior_card_review, [*KNOWN, (Query, DUE), (Review, None)])
    walk.fail(Refused("not_due", sentence="这张卡现在不用审"))
    assert walk.trouble is not None
    assert walk.trouble.sentence == "这张卡现在不用审"


APPLIED = [*KNOWN, (Query, MAY), (Consent, None), (CaptureFace, FACE)]


def test_a_card_is_fetched_at_an_office() -> None:
    walk = play(senior_certificate, [*APPLIED, (Choose, ("town",))])
    assert isinstance(walk.step, Review)
    assert Line("office", "到哪里取", "东湖镇便民服务中心", "delivery") in walk.step.lines
    walk.answer(None)
    assert walk.step == Submit(ApplyForSeniorCertificate(ZHANG.id_number, b"jpeg", office="town"), ZHANG)
    walk.answer(RECEIPT)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("交上去了", ("用到明年底",), "LN-1")


def test_a_card_is_sent_to_the_address_on_the_id_card() -> None:
    person = replace(WANG, address="东湖镇乌有村3号")
    walk = play(
        senior_certificate,
        [(Identify, person), (Unfinished, ()), (Query, MAY), (Consent, None), (CaptureFace, FACE)],
    )
    for answer in (("courier",), ("card",), "13800000000", None):
        walk.answer(answer)
    call = ApplyForSeniorCertificate(person.id_number, b"jpeg", address="东湖镇乌有村3号", phone="13800000000")
    assert walk.step == Submit(call, person)
    assert "乌有" not in repr(call)
    assert "1380" not in repr(call)


def test_a_changed_delivery_asks_what_hangs_on_it_and_keeps_the_picture() -> None:
    walk = play(senior_certificate, [*APPLIED, (Choose, ("town",))])
    walk.revise("delivery")
    walk.answer(("courier",))
    assert isinstance(walk.step, EnterAddress)
    walk.answer("东湖镇是街1号")
    assert isinstance(walk.step, EnterPhone)
    walk.answer("13800000000")
    assert isinstance(walk.step, Review)
    assert [line.name for line in walk.step.lines] == ["name", "id_number", "face", "address", "phone"]


def test_no_picture_no_card() -> None:
    assert play(senior_certificate, [*KNOWN, (Query, MAY), (Consent, DECLINED)]).outcome == certificate.NO_PICTURE
    stopped = [(Query, MAY), (Consent, None), (CaptureFace, Route("staff"))]
    assert play(senior_certificate, [*KNOWN, *stopped]).outcome == certificate.NO_PICTURE


@pytest.mark.parametrize(
    ("eligibility", "message"),
    [
        (Eligibility.YOUNG, "还没到60岁，不能领"),
        (Eligibility.HAS_ONE, "您已经有老年卡了"),
        (Eligibility.APPLIED, "已经申请过了，正在做卡"),
    ],
)
def test_who_cannot_apply_hears_why(eligibility: Eligibility, message: str) -> None:
    walk = play(senior_certificate, [*KNOWN, (Query, Application(eligibility, telephone="12345"))])
    assert walk.outcome is not None
    assert walk.outcome.message == message
    assert walk.outcome.details[-1] == "有疑问打电话：12345"
