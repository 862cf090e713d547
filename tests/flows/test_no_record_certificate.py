"""Every branch of 无犯罪记录证明: at once, looked at first, collected, cancelled, not here."""

from datetime import UTC, date, datetime

import pytest

from kiosk.core.certificate import Certificate, Pages
from kiosk.core.errors import Unreachable
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Choose,
    EnterIdNumber,
    Identify,
    Issue,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    Route,
    ShowDocument,
    Submit,
    Tone,
    Unfinished,
)
from kiosk.flows.certificates import IssueCertificate
from kiosk.flows.no_record_certificate import (
    ApplyNoRecord,
    NoRecordStanding,
    NoRecordStatus,
    no_record_certificate,
)
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

AT = datetime(2026, 11, 22, tzinfo=UTC)
MADE = Certificate("WJ-1", "无犯罪记录证明", "公安局", AT, date(2027, 1, 21), 1, 9, "0" * 64, "JB:1")
RECEIPT = Receipt("WS-1", "无犯罪记录证明申请", ReceiptState.CHECKING, AT)
KNOWN = [(Identify, ZHANG), (Unfinished, ())]


def standing(state: str, number: str = "") -> NoRecordStanding:
    return NoRecordStanding(state, "张*芳", number, 3, "这张证明这里开不了", "0574-110")


def test_a_typed_number_proves_nothing() -> None:
    walk = play(no_record_certificate, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert walk.outcome is not None
    assert walk.outcome.message == "要本人刷身份证才能打"


def test_made_out_at_once_for_its_purpose() -> None:
    walk = play(no_record_certificate, KNOWN)
    assert walk.step == Query(NoRecordStatus(ZHANG.id_number), "正在查能不能开")
    walk.answer(standing("at_once"))
    assert isinstance(walk.step, Choose)
    walk.answer(("找工作",))
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines][2:] == ["找工作"]
    assert (walk.step.heading, walk.step.confirm) == ("无犯罪记录证明", "看看证明")
    walk.answer(None)
    assert walk.step == Issue(IssueCertificate("no_record", ZHANG.id_number, purpose="找工作"), ZHANG)
    walk.answer(MADE)
    walk.answer(Pages((b"PNG",)))
    walk.answer(2)
    assert walk.step == PrintDocument(MADE, ZHANG, 2)
    walk.answer(Paper.OUT)
    assert walk.outcome is not None
    assert walk.outcome.reference == "WJ-1"


@pytest.mark.parametrize(("state", "heading"), [("later", "无犯罪记录证明"), ("cancelled", "上次的撤销了，重新申请")])
@pytest.mark.parametrize(("paper", "keep"), [(Paper.OUT, "回执收好，凭它来取"), (Paper.SKIPPED, "记下号码，凭它来取")])
def test_looked_at_first_it_is_applied_for(state: str, heading: str, paper: Paper, keep: str) -> None:
    walk = play(no_record_certificate, [*KNOWN, (Query, standing(state)), (Choose, ("出国",))])
    assert isinstance(walk.step, Review)
    assert (walk.step.heading, walk.step.confirm) == (heading, "交上去")
    walk.answer(None)
    assert walk.step == Submit(ApplyNoRecord(ZHANG.id_number, "出国"), ZHANG)
    walk.answer(RECEIPT)
    assert walk.step == PrintReceipt(RECEIPT)
    walk.answer(paper)
    end = walk.outcome
    assert end is not None
    assert (end.message, end.reference, end.tone) == ("申请收到了，要查一查", "WS-1", Tone.INFO)
    assert end.details == ("3个工作日以后来取", keep)


def test_still_being_looked_at() -> None:
    end = play(no_record_certificate, [*KNOWN, (Query, standing("checking", "WS-1"))]).outcome
    assert end is not None
    assert (end.message, end.reference) == ("还在查，没好", "WS-1")


def test_ready_it_is_collected_by_its_number() -> None:
    walk = play(no_record_certificate, [*KNOWN, (Query, standing("ready", "WS-1"))])
    assert walk.step == Issue(IssueCertificate("no_record", ZHANG.id_number, "WS-1"), ZHANG)
    walk.answer(MADE)
    assert isinstance(walk.step, PreviewDocument)
    walk.answer(Pages((b"PNG",)))
    assert isinstance(walk.step, ShowDocument)


def test_not_made_out_here_says_where_and_not_why() -> None:
    end = play(no_record_certificate, [*KNOWN, (Query, standing("no"))]).outcome
    assert end is not None
    assert (end.message, end.tone) == ("这张证明这里开不了", Tone.INFO)
    assert end.details == ("带身份证，到派出所办", "有疑问打电话：0574-110")


def test_without_a_link_the_application_waits() -> None:
    walk = play(no_record_certificate, [*KNOWN, (Query, standing("later")), (Choose, ("出国",)), (Review, None)])
    error = Unreachable("no reply")
    walk.fail(error)
    assert walk.trouble is error
    assert isinstance(walk.step, Submit)
