"""查社保, 查医保, 查公积金, 查企业开办 and 查办件进度: every branch as a script of step and answer."""

from datetime import UTC, date, datetime

import pytest

from kiosk.core.enquiry import Movement, Report
from kiosk.core.item import Item
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Choose,
    Done,
    EnterIdNumber,
    EnterNumber,
    Fact,
    Identify,
    PrintReceipt,
    Query,
    Route,
    ShowFacts,
    Tone,
    Unfinished,
)
from kiosk.flows.case_progress import BY_CARD, BY_NUMBER, AskCase, AskCases, Case, Cases, case_progress
from kiosk.flows.company_progress import AskCompanies, AskCompanyProgress, Companies, Company, company_progress
from kiosk.flows.enquiries import PROOF
from kiosk.flows.fund_enquiry import AskFundAccount, fund_enquiry
from kiosk.flows.medical_enquiry import AskMedicalAccount, medical_enquiry
from kiosk.flows.social_enquiry import AskSocialAccount, social_enquiry
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

SHEET = Receipt("CX-1", "查询", ReceiptState.ENQUIRY, datetime(2026, 11, 22, tzinfo=UTC))
HISTORY = (Movement(date(2026, 10, 10), "单位交的", 118_000), Movement(date(2026, 9, 3), "买药", -2_350))
FOUND = Report((("余额", "12.00元"),), HISTORY, SHEET, "12329")
NOTHING = Report((), telephone="12329")
ACCOUNTS = [
    (social_enquiry, AskSocialAccount, "没查到您的社保"),
    (medical_enquiry, AskMedicalAccount, "没查到您的医保"),
    (fund_enquiry, AskFundAccount, "没查到您的公积金"),
]
KNOWN = [(Identify, ZHANG), (Unfinished, ())]


@pytest.mark.parametrize(("made", "call", "_none"), ACCOUNTS)
def test_what_was_found_is_read_with_its_history(made: Item, call: type, _none: str) -> None:
    walk = play(made, [*KNOWN, (Query, FOUND)])
    assert isinstance(walk.step, ShowFacts)
    assert walk.step.facts == (
        Fact("余额", "12.00元"),
        Fact("2026年10月10日", "单位交的  +1,180.00元"),
        Fact("2026年9月3日", "买药  -23.50元"),
    )
    walk.answer(None)
    assert walk.outcome == Done("查好了", ("想打一张带走，再查一次",))
    assert call(ZHANG.id_number).id_number == ZHANG.id_number


@pytest.mark.parametrize(("made", "_call", "_none"), ACCOUNTS)
def test_it_is_taken_along_on_paper_by_who_wants_it(made: Item, _call: type, _none: str) -> None:
    walk = play(made, [*KNOWN, (Query, FOUND), (ShowFacts, Route("print")), (PrintReceipt, Paper.OUT)])
    assert walk.outcome == Done("打好了", ("查询单从亮灯的口出来",), "CX-1")


def test_a_printer_that_stands_still_takes_nothing_away() -> None:
    walk = play(fund_enquiry, [*KNOWN, (Query, FOUND), (ShowFacts, Route("print")), (PrintReceipt, Route("without"))])
    assert walk.outcome == Done("查好了，没打出来", ("要带走的话，再查一次",), tone=Tone.INFO)


@pytest.mark.parametrize(("made", "_call", "none"), ACCOUNTS)
def test_nothing_found_says_whom_to_ask(made: Item, _call: type, none: str) -> None:
    walk = play(made, [*KNOWN, (Query, NOTHING)])
    assert walk.outcome == Done(none, ("有疑问打电话：12329",), tone=Tone.INFO)


@pytest.mark.parametrize("made", [*(made for made, _, _ in ACCOUNTS), company_progress])
def test_a_number_that_was_typed_in_proves_nothing(made: Item) -> None:
    walk = play(made, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert walk.outcome == PROOF


ONE = Company("QY1", "无名机械厂", "等您签字")
TWO = Company("QY2", "子虚食品店", "正在核对材料")


def test_one_company_is_shown_at_once() -> None:
    walk = play(company_progress, [*KNOWN, (Query, Companies((ONE,), "12315"))])
    assert walk.step == Query(AskCompanyProgress(ZHANG.id_number, "QY1"), "正在查办到哪一步了")
    walk.answer(FOUND)
    assert isinstance(walk.step, ShowFacts)


def test_of_several_companies_one_is_chosen() -> None:
    walk = play(company_progress, [*KNOWN, (Query, Companies((ONE, TWO), "12315")), (Choose, ("QY2",))])
    assert walk.step == Query(AskCompanyProgress(ZHANG.id_number, "QY2"), "正在查办到哪一步了")


def test_without_a_company_there_is_a_number_to_ask() -> None:
    walk = play(company_progress, [*KNOWN, (Query, Companies((), "12315"))])
    assert walk.outcome == Done("没查到您在办的公司", ("有疑问打电话：12315",), tone=Tone.INFO)
    assert AskCompanies(ZHANG.id_number).id_number == ZHANG.id_number


PENSION = Case("NB20261122-000042", "养老金认证", "办好了")
MEDICAL = Case("NB20261120-000007", "交医保", "办好了")


def test_a_case_by_its_number_needs_no_card() -> None:
    read_only = Report((("办到哪了", "办好了"),), telephone="12345")
    walk = play(case_progress, [(Choose, (BY_NUMBER,)), (EnterNumber, "20261122000042"), (Query, read_only)])
    assert isinstance(walk.step, ShowFacts)
    assert not walk.step.printable
    walk.answer(None)
    assert walk.outcome is not None


def test_a_number_that_nobody_knows() -> None:
    walk = play(case_progress, [(Choose, (BY_NUMBER,)), (EnterNumber, "12345678"), (Query, NOTHING)])
    assert walk.outcome == Done("没查到这个办件", ("有疑问打电话：12329",), tone=Tone.INFO)


def test_by_card_the_only_case_is_shown_at_once() -> None:
    walk = play(case_progress, [(Choose, (BY_CARD,)), *KNOWN, (Query, Cases((PENSION,), "12345"))])
    assert walk.step == Query(AskCase("20261122000042"), "正在查办到哪一步了")


def test_by_card_one_of_several_is_chosen() -> None:
    cases = Cases((PENSION, MEDICAL), "12345")
    walk = play(case_progress, [(Choose, (BY_CARD,)), *KNOWN, (Query, cases), (Choose, (MEDICAL.number,))])
    assert walk.step == Query(AskCase("20261120000007"), "正在查办到哪一步了")


def test_by_card_there_may_be_nothing() -> None:
    walk = play(case_progress, [(Choose, (BY_CARD,)), *KNOWN, (Query, Cases((), "12345"))])
    assert walk.outcome == Done("没查到您办过的事", ("有疑问打电话：12345",), tone=Tone.INFO)
    assert AskCases(ZHANG.id_number).id_number == ZHANG.id_number


def test_all_cases_are_for_who_proves_to_be_their_owner() -> None:
    walk = play(case_progress, [(Choose, (BY_CARD,)), (Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert walk.outcome == PROOF
