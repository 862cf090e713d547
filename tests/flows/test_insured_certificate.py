"""Every branch of 打社保证明 as a script of step and answer."""

from datetime import UTC, date, datetime

import pytest

from kiosk.core.certificate import Certificate
from kiosk.core.errors import BadDocument, PaperError, Refused, Unreachable
from kiosk.core.masking import mask_id
from kiosk.core.receipt import Paper
from kiosk.core.step import (
    Done,
    EnterIdNumber,
    FindPaper,
    HadReceipt,
    Identify,
    Issue,
    OfferCopy,
    OfferReceipt,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    Route,
    ShowCode,
    StopPrinting,
    Tone,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.flows.insured_certificate import (
    InsuredRecord,
    InsuredStatus,
    IssueInsuredCertificate,
    insured_certificate,
)
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

MADE = Certificate(
    "CB-1",
    "社会保险参保证明",
    "社保中心",
    datetime(2026, 11, 22, tzinfo=UTC),
    date(2027, 2, 20),
    1,
    9,
    "0" * 64,
    "JB:1",
)
RECORD = InsuredRecord((("养老保险", "待遇领取"), ("医疗保险", "正常参保")), "张*芳")
KNOWN = [(Identify, ZHANG), (Unfinished, ())]
MADE_OUT = [*KNOWN, (Query, RECORD), (Review, None), (Issue, MADE)]


def outcome(walk: Walk) -> Done:
    assert walk.outcome is not None, f"the script still asks {walk.step}"
    return walk.outcome


def test_who_is_insured_gets_the_sheet() -> None:
    walk = play(insured_certificate, KNOWN)
    assert walk.step == Query(InsuredStatus(ZHANG.id_number), "正在查您的参保情况")
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD), (Review, None)])
    assert walk.step == Issue(IssueInsuredCertificate(ZHANG.id_number), ZHANG)
    walk.answer(MADE)
    assert walk.step == PrintDocument(MADE, ZHANG)
    assert not walk.can_go_back
    walk.answer(Paper.OUT)
    assert outcome(walk) == Done("证明打好了", ("从亮灯的口取走", "2027年2月20日以前有效"), "CB-1")


def test_the_review_says_what_will_stand_there_and_masks_who_it_is() -> None:
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD)])
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines] == [
        "张*芳",
        mask_id(ZHANG.id_number),
        "养老保险：待遇领取\n医疗保险：正常参保",
    ]
    assert {line.edits for line in walk.step.lines} == {"Identify"}
    assert walk.step.heading == "社会保险参保证明"


def test_made_out_today_already_says_that_the_number_stays() -> None:
    today = InsuredRecord(RECORD.insurances, "张*芳", number="CB-1")
    walk = play(insured_certificate, [*KNOWN, (Query, today)])
    assert isinstance(walk.step, Review)
    assert walk.step.heading == "今天开过了，号码不变"


def test_nobody_insured_is_told_whom_to_ask() -> None:
    end = outcome(play(insured_certificate, [*KNOWN, (Query, InsuredRecord((), telephone="12333"))]))
    assert (end.message, end.tone) == ("没查到您参保", Tone.INFO)
    assert "12333" in end.details[1]


def test_a_typed_number_proves_nothing() -> None:
    walk = play(insured_certificate, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert outcome(walk).message == "要本人刷身份证才能打"


def test_a_code_on_the_phone_proves_who_it_is() -> None:
    walk = play(insured_certificate, [(Identify, Route("code")), (ShowCode, ZHANG), (Unfinished, ())])
    assert isinstance(walk.step, Query)


@pytest.mark.parametrize("printed", [Paper.OUT, Route("without")])
def test_who_waits_no_longer_for_the_printer_goes_with_the_number(printed: object) -> None:
    """The document is taken back out of the printer first."""
    walk = play(insured_certificate, MADE_OUT)
    walk.fail(PaperError("media-empty", out=False))
    walk.answer(Route("without"))
    assert walk.step == StopPrinting(MADE)
    walk.answer(Paper.SKIPPED)
    assert walk.step == PrintReceipt(MADE.slip())
    walk.answer(printed)
    end = outcome(walk)
    assert (end.message, end.reference, end.tone) == ("证明开好了，还没打", "CB-1", Tone.INFO)


@pytest.mark.parametrize(("found", "message"), [(Paper.OUT, "证明打好了"), (Paper.UNSURE, "证明可能打出来了")])
def test_what_came_out_while_it_was_being_stopped_is_told(found: Paper, message: str) -> None:
    walk = play(insured_certificate, [*MADE_OUT, (PrintDocument, Route("without")), (StopPrinting, found)])
    assert outcome(walk).message == message


def test_a_site_that_has_lost_its_printer_gives_the_number() -> None:
    walk = play(insured_certificate, [*MADE_OUT, (PrintDocument, Paper.SKIPPED), (PrintReceipt, Paper.OUT)])
    assert outcome(walk).message == "证明开好了，还没打"


def test_the_slip_names_nobody() -> None:
    slip = MADE.slip()
    assert (slip.number, slip.code, dict(slip.rows)) == ("CB-1", "JB:1", {"有效期到": "2027年2月20日"})


@pytest.mark.parametrize("error", [Unreachable("no reply"), BadDocument("sha256")])
def test_a_document_that_cannot_be_had_waits_with_a_way_on(error: Unreachable | BadDocument) -> None:
    walk = play(insured_certificate, MADE_OUT)
    walk.fail(error)
    assert walk.trouble is error
    walk.retry()
    assert isinstance(walk.step, PrintDocument)


def test_a_refusal_stays_trouble_with_the_gateways_words() -> None:
    refused = Refused("not_insured", sentence="没查到您参保")
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD), (Review, None), (Issue, refused)])
    assert walk.trouble is refused
    assert isinstance(walk.step, Issue)


# --- what was made out and never printed, at the next identification ---


def test_what_was_never_printed_is_offered_first() -> None:
    found = [(Identify, ZHANG), (Unfinished, (MADE,)), (FindPaper, Paper.SKIPPED)]
    walk = play(insured_certificate, found)
    assert type(walk.step) is OfferReceipt
    walk.answer(True)
    assert walk.step == PrintDocument(MADE, ZHANG)
    walk.answer(Paper.OUT)
    assert isinstance(walk.step, Query)


def test_of_which_nobody_is_sure_the_citizen_is_asked() -> None:
    found = [(Identify, ZHANG), (Unfinished, (MADE,)), (FindPaper, Paper.UNSURE)]
    walk = play(insured_certificate, [*found, (OfferCopy, Route("had")), (HadReceipt, None)])
    assert isinstance(walk.step, Query)


def test_put_off_it_is_not_printed() -> None:
    found = [(Identify, ZHANG), (Unfinished, (MADE,)), (FindPaper, Paper.SKIPPED)]
    assert isinstance(play(insured_certificate, [*found, (OfferReceipt, Route("later"))]).step, Query)
