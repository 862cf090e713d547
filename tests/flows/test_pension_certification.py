"""Every branch of 社保认证 as a script of step and answer."""

from datetime import UTC, date, datetime

import pytest

from kiosk.core.errors import DeviceError, Refused, Unreachable
from kiosk.core.masking import mask_id
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    CaptureFace,
    Consent,
    Defer,
    Done,
    EnterIdNumber,
    Face,
    FindPaper,
    HadReceipt,
    Identify,
    OfferCopy,
    OfferReceipt,
    PrintReceipt,
    Query,
    Review,
    Route,
    ShowCode,
    Submit,
    Tone,
    Unfinished,
    Withdraw,
)
from kiosk.core.walk import Walk
from kiosk.flows.face import CompareFace, FaceComparison
from kiosk.flows.pension_certification import (
    CertifyPension,
    PensionRecord,
    PensionStatus,
    Standing,
    certify,
)
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

FACE = Face(b"a picture")
OTHER_FACE = Face(b"another picture")
DUE = PensionRecord(Standing.DUE, 2026, masked_name="张*芳")
SAME, DIFFERENT = FaceComparison(True), FaceComparison(False, "把帽子摘下来，再拍一张")
DOWN = Unreachable("connection refused")


def receipt(state: ReceiptState = ReceiptState.DONE) -> Receipt:
    return Receipt("NB-1", "养老金认证", state, datetime(2026, 11, 22, tzinfo=UTC), note="养老金照发")


KNOWN = [(Identify, ZHANG), (Unfinished, ())]
PICTURED = [*KNOWN, (Query, DUE), (Consent, True), (CaptureFace, FACE), (Query, SAME)]


def outcome(walk: Walk) -> Done:
    assert walk.outcome is not None, f"the script still asks {walk.step}"
    return walk.outcome


def test_due_is_certified_with_a_receipt() -> None:
    walk = play(certify, [*PICTURED, (Review, None), (Submit, receipt()), (PrintReceipt, Paper.OUT)])
    assert outcome(walk) == Done("办好了", ("养老金照发",), "NB-1")


def test_what_is_handed_in_is_what_was_asked() -> None:
    walk = play(certify, [*PICTURED, (Review, None)])
    assert isinstance(walk.step, Submit)
    assert walk.step.call == CertifyPension(ZHANG.id_number, 2026, FACE.jpeg, ("face",))


def test_the_review_masks_the_number_and_lets_each_line_be_changed() -> None:
    walk = play(certify, PICTURED)
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines] == ["张*芳", mask_id(ZHANG.id_number), FACE]
    assert [line.edits for line in walk.step.lines] == ["Identify", "Identify", "CaptureFace"]


def test_a_changed_picture_returns_straight_to_the_review() -> None:
    walk = play(certify, PICTURED)
    walk.revise("CaptureFace")
    walk.answer(OTHER_FACE)
    assert walk.step == Query(CompareFace(ZHANG.id_number, OTHER_FACE.jpeg), "正在核对照片")
    walk.answer(SAME)
    assert isinstance(walk.step, Review)
    assert walk.step.lines[-1].value == OTHER_FACE


@pytest.mark.parametrize(
    ("record", "message", "words"),
    [
        (PensionRecord(Standing.CERTIFIED, 2026, valid_until=date(2027, 11, 30)), "今年已经认证过了", "2027年11月30日"),
        (PensionRecord(Standing.NONE, 2026, telephone="12333"), "没查到您领养老金", "12333"),
        (PensionRecord(Standing.CHECKING, 2026), "已经交过了，正在核对", "等工作人员打电话给您"),
        (
            PensionRecord(Standing.STOPPED, 2026, bring=("身份证", "银行卡"), where="社保大厅", telephone="12333"),
            "您的养老金停发了",
            "身份证、银行卡",
        ),
    ],
)
def test_nothing_to_certify_ends_with_what_to_do(record: PensionRecord, message: str, words: str) -> None:
    end = outcome(play(certify, [*KNOWN, (Query, record)]))
    assert end.message == message
    assert words in "".join(end.details)


def test_being_checked_says_so() -> None:
    checking = receipt(ReceiptState.CHECKING)
    end = outcome(play(certify, [*PICTURED, (Review, None), (Submit, checking), (PrintReceipt, Paper.OUT)]))
    assert (end.message, end.tone, end.reference) == ("交上去了，等核对", Tone.INFO, "NB-1")


def test_a_second_picture_is_taken_with_the_reason_of_the_first() -> None:
    walk = play(certify, [*PICTURED[:-1], (Query, DIFFERENT)])
    assert walk.step == CaptureFace("把帽子摘下来，再拍一张")
    walk.answer(OTHER_FACE)
    walk.answer(SAME)
    assert isinstance(walk.step, Review)


def test_two_that_do_not_match_lead_to_the_staff() -> None:
    tries = [(CaptureFace, FACE), (Query, DIFFERENT), (CaptureFace, OTHER_FACE), (Query, DIFFERENT)]
    walk = play(certify, [*PICTURED[:-2], *tries, (Consent, True)])
    assert isinstance(walk.step, Submit)
    assert walk.step.call == CertifyPension(ZHANG.id_number, 2026, b"", ("staff",))


@pytest.mark.parametrize(
    "way",
    [
        [*KNOWN, (Query, DUE), (Consent, Route("decline"))],
        [*KNOWN, (Query, DUE), (Consent, True), (CaptureFace, Route("staff"))],
    ],
)
def test_no_picture_leads_to_the_staff(way: list[tuple[type, object]]) -> None:
    walk = play(certify, way)
    assert isinstance(walk.step, Consent)
    assert walk.step.id == "staff"
    walk.answer(Route("decline"))
    assert outcome(walk).message == "没有办，什么也没交"


def test_a_typed_number_is_shown_with_the_name_that_the_agency_masks() -> None:
    known = [(Identify, Route("keypad")), (EnterIdNumber, TYPED)]
    walk = play(certify, [*known, (Query, DUE), (Consent, True), (CaptureFace, FACE), (Query, SAME)])
    assert isinstance(walk.step, Review)
    assert walk.step.lines[0].value == "张*芳"


def test_what_was_never_printed_is_offered_first() -> None:
    old = receipt()
    walk = play(certify, [(Identify, ZHANG), (Unfinished, (old,)), (FindPaper, Paper.SKIPPED)])
    assert walk.step == OfferReceipt(old)
    walk.answer(True)
    assert walk.step == PrintReceipt(old, copy=True)
    walk.answer(Paper.OUT)
    assert walk.step == Query(PensionStatus(ZHANG.id_number), "正在查您的养老金认证")


def test_what_was_never_printed_may_wait() -> None:
    found = [(Identify, ZHANG), (Unfinished, (receipt(),)), (FindPaper, Paper.SKIPPED)]
    walk = play(certify, [*found, (OfferReceipt, Route("later"))])
    assert isinstance(walk.step, Query)


def test_of_a_sheet_that_nobody_is_sure_of_the_citizen_is_asked() -> None:
    found = [(Identify, ZHANG), (Unfinished, (receipt(),)), (FindPaper, Paper.UNSURE)]
    walk = play(certify, found)
    assert walk.step == OfferCopy(receipt())
    walk.answer(Route("had"))
    assert walk.step == HadReceipt(receipt())
    walk.answer(None)
    assert isinstance(walk.step, Query)
    assert play(certify, [*found, (OfferCopy, True)]).step == PrintReceipt(receipt(), copy=True)
    assert isinstance(play(certify, [*found, (OfferCopy, Route("later"))]).step, Query)


def test_what_the_printer_knows_to_be_out_is_not_offered() -> None:
    walk = play(certify, [(Identify, ZHANG), (Unfinished, (receipt(),)), (FindPaper, Paper.OUT)])
    assert isinstance(walk.step, Query)


def test_without_a_link_it_is_kept_with_a_consent_of_its_own() -> None:
    answers = [*KNOWN, (Query, DOWN), (Consent, True), (CaptureFace, FACE), (Review, None)]
    walk = play(certify, answers)
    assert isinstance(walk.step, Defer)
    assert walk.step.call == CertifyPension(ZHANG.id_number, None, FACE.jpeg, ("face", "keep_picture"))
    walk.answer(receipt(ReceiptState.QUEUED))
    walk.answer(Route("without"))
    assert (outcome(walk).message, outcome(walk).reference) == ("先存好了，还没交上去", "NB-1")


def test_without_a_link_and_without_a_picture_the_staff_looks() -> None:
    answers = [*KNOWN, (Query, DOWN), (Consent, True), (CaptureFace, Route("staff")), (Review, None)]
    walk = play(certify, answers)
    assert isinstance(walk.step, Defer)
    assert walk.step.call == CertifyPension(ZHANG.id_number, None, b"", ("staff",))


def test_without_a_link_nothing_is_kept_against_the_will() -> None:
    end = outcome(play(certify, [*KNOWN, (Query, DOWN), (Consent, Route("decline"))]))
    assert end.message == "没有办，什么也没存"


def test_a_link_lost_while_handing_in_keeps_the_same_call() -> None:
    walk = play(certify, [*PICTURED, (Review, None), (Submit, DOWN), (Consent, True)])
    assert isinstance(walk.step, Defer)
    assert walk.step.call == CertifyPension(ZHANG.id_number, 2026, FACE.jpeg, ("face",))


def test_a_reply_that_came_meanwhile_is_not_called_kept() -> None:
    answers = [
        *PICTURED,
        (Review, None),
        (Submit, DOWN),
        (Consent, True),
        (Defer, receipt()),
        (PrintReceipt, Paper.OUT),
    ]
    assert outcome(play(certify, answers)).message == "办好了"


def test_a_link_lost_while_handing_in_without_a_picture_needs_no_consent() -> None:
    walk = play(certify, [*KNOWN, (Query, DUE), (Consent, Route("decline")), (Consent, True), (Submit, DOWN)])
    assert isinstance(walk.step, Defer)


def test_a_link_lost_while_handing_in_takes_back_what_may_not_be_kept() -> None:
    answers = [*PICTURED, (Review, None), (Submit, DOWN), (Consent, Route("decline")), (Withdraw, None)]
    assert outcome(play(certify, answers)).message == "没有办，照片删掉了"


def test_a_refusal_stays_trouble_with_the_gateways_words() -> None:
    refused = Refused("not_due", sentence="今年已经认证过了", remedy="不用再办")
    walk = play(certify, [*PICTURED, (Review, None), (Submit, refused)])
    assert walk.trouble is refused
    assert not walk.can_go_back


def test_a_device_that_clears_leaves_the_citizen_where_they_were() -> None:
    walk = play(certify, [*PICTURED[:-2]])
    walk.fail(DeviceError("unplugged"))
    assert isinstance(walk.step, CaptureFace)
    walk.retry()
    walk.answer(FACE)
    assert isinstance(walk.step, Query)


def test_a_code_on_the_phone_where_no_card_can_be_read() -> None:
    by_code = [(Identify, Route("code")), (ShowCode, ZHANG), (Unfinished, ())]
    walk = play(certify, [*by_code, (Query, DUE)])
    assert isinstance(walk.step, Consent)
    walk.back()
    assert isinstance(walk.step, ShowCode)
    walk.back()
    assert isinstance(walk.step, Identify)


def test_who_has_no_code_either_types_the_number() -> None:
    walk = play(certify, [(Identify, Route("code")), (ShowCode, Route("keypad")), (EnterIdNumber, TYPED)])
    assert isinstance(walk.step, Query)
