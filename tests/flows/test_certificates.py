"""Every branch of what all certificates have in common, as scripts of step and answer; and that each item begins it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk import flows
from kiosk.core.certificate import Certificate, Pages, bad
from kiosk.core.errors import BadDocument, PaperError, Refused, Unreachable
from kiosk.core.item import Capability, Item, Offline, find_items
from kiosk.core.masking import mask_id
from kiosk.core.receipt import Paper
from kiosk.core.step import (
    Choose,
    Done,
    EnterIdNumber,
    FindPaper,
    HadReceipt,
    Identify,
    Issue,
    OfferCopy,
    OfferReceipt,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    Route,
    ShowCode,
    ShowDocument,
    StopPrinting,
    Tone,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.flows.business_licence import business_licence
from kiosk.flows.certificates import CertificateRecord, CertificateStatus, IssueCertificate, Subject, Subjects
from kiosk.flows.deposit_certificate import deposit_certificate
from kiosk.flows.household_certificate import household_certificate
from kiosk.flows.insured_certificate import insured_certificate
from kiosk.flows.licence_library import licence_library
from kiosk.flows.no_house_certificate import no_house_certificate
from kiosk.flows.pension_certificate import pension_certificate
from kiosk.flows.registration_certificate import registration_certificate
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

AT = datetime(2026, 11, 22, tzinfo=UTC)
MADE = Certificate("CB-1", "社会保险参保证明", "社保中心", AT, date(2027, 2, 20), 1, 9, "0" * 64, "JB:1")
TWO_PAGES = Certificate("GJ-1", "缴存证明", "公积金中心", AT, date(2027, 2, 20), 2, 9, "0" * 64, "JB:1")
RECORD = CertificateRecord((("参保情况", "养老保险：待遇领取"),), "张*芳")
NO = CertificateRecord((), "张*芳", why="没查到您参保", advice=("有疑问打电话：12333",), related=("social.x",))
PAGES = Pages((b"PNG",))
KNOWN: list[tuple[Any, Any]] = [(Identify, ZHANG), (Unfinished, ())]
MADE_OUT = [*KNOWN, (Query, RECORD), (Review, None), (Issue, MADE)]
SEEN = [*MADE_OUT, (PreviewDocument, PAGES), (ShowDocument, 1)]
HOUSES = (
    Subject("h1", "莫须有路18号", "88.50平方米"),
    Subject("h2", "无名弄5号", closed="在别的登记处，到那里打"),
    Subject("h3", "子虚巷66号"),
)
PLAIN = {
    insured_certificate: "insured",
    pension_certificate: "pension",
    deposit_certificate: "deposit",
    no_house_certificate: "no_house",
    household_certificate: "household",
}
ONE_OF_SEVERAL = {
    registration_certificate: ("registration", "您名下没查到房子"),
    business_licence: ("licence_copy", "没查到您的企业"),
    licence_library: ("library", "证照库里没有您的证照"),
}
FOR_A_PURPOSE = (no_house_certificate, household_certificate)
EVERY = [*PLAIN, *ONE_OF_SEVERAL]


def ids(item: Item) -> str:
    return item.id


def outcome(walk: Walk) -> Done:
    assert walk.outcome is not None, f"the script still asks {walk.step}"
    return walk.outcome


def test_every_certificate_is_one_item_that_needs_paper_and_the_gateway() -> None:
    found = find_items(flows)
    assert {
        "social.insured_certificate",
        "social.pension_certificate",
        "fund.deposit_certificate",
        "estate.registration_certificate",
        "estate.no_house_certificate",
        "police.household_certificate",
        "police.no_record_certificate",
        "market.business_licence",
        "licence.library",
    } <= found.keys()
    for item in EVERY:
        assert found[item.id] is item
        assert Capability.A4_PRINTER in item.needs
        assert item.offline is Offline.REFUSED


# --- who, and of what ---


@pytest.mark.parametrize("item", EVERY, ids=ids)
def test_a_typed_number_proves_nothing(item: Item) -> None:
    walk = play(item, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)])
    assert outcome(walk).message == "要本人刷身份证才能打"


@pytest.mark.parametrize("item", PLAIN, ids=ids)
def test_what_stands_there_is_asked_of_the_gateway(item: Item) -> None:
    walk = play(item, KNOWN)
    assert walk.step == Query(CertificateStatus(PLAIN[item], ZHANG.id_number), "正在查能不能开")


def test_a_code_on_the_phone_proves_who_it_is() -> None:
    walk = play(insured_certificate, [(Identify, Route("code")), (ShowCode, ZHANG), (Unfinished, ())])
    assert isinstance(walk.step, Query)


@pytest.mark.parametrize("item", PLAIN, ids=ids)
def test_who_is_not_entitled_hears_why_and_what_to_do(item: Item) -> None:
    end = outcome(play(item, [*KNOWN, (Query, NO)]))
    assert end == Done("没查到您参保", ("有疑问打电话：12333",), tone=Tone.INFO, related=("social.x",))


@pytest.mark.parametrize("item", ONE_OF_SEVERAL, ids=ids)
def test_nothing_there_to_make_one_of(item: Item) -> None:
    kind, message = ONE_OF_SEVERAL[item]
    walk = play(item, KNOWN)
    assert walk.step == Query(Subjects(kind, ZHANG.id_number), "正在查您名下有什么")
    walk.answer(())
    end = outcome(walk)
    assert (end.message, end.tone) == (message, Tone.INFO)


@pytest.mark.parametrize("item", ONE_OF_SEVERAL, ids=ids)
def test_the_only_one_is_not_asked_about(item: Item) -> None:
    walk = play(item, [*KNOWN, (Query, HOUSES[:1])])
    assert walk.step == Query(CertificateStatus(ONE_OF_SEVERAL[item][0], ZHANG.id_number, "h1"), "正在查能不能开")
    walk.answer(RECORD)
    assert isinstance(walk.step, Review)
    assert {line.edits for line in walk.step.lines} == {"Identify"}


@pytest.mark.parametrize("item", ONE_OF_SEVERAL, ids=ids)
def test_several_are_chosen_from_and_the_closed_ones_say_why(item: Item) -> None:
    walk = play(item, [*KNOWN, (Query, HOUSES)])
    assert isinstance(walk.step, Choose)
    assert not walk.step.many
    assert [(one.value, one.closed) for one in walk.step.choices] == [
        ("h1", ""),
        ("h2", "在别的登记处，到那里打"),
        ("h3", ""),
    ]
    walk.answer(("h3",))
    walk.answer(RECORD)
    assert isinstance(walk.step, Review)
    assert walk.step.lines[2].edits == "Choose"
    walk.answer(None)
    assert walk.step == Issue(IssueCertificate(ONE_OF_SEVERAL[item][0], ZHANG.id_number, "h3"), ZHANG)


def test_the_choice_can_be_revised_from_the_review() -> None:
    walk = play(registration_certificate, [*KNOWN, (Query, HOUSES), (Choose, ("h1",)), (Query, RECORD)])
    walk.revise("Choose")
    walk.answer(("h3",))
    assert walk.step == Query(CertificateStatus("registration", ZHANG.id_number, "h3"), "正在查能不能开")


def test_where_all_are_closed_each_is_told_with_its_reason() -> None:
    closed = (Subject("d", "残疾人证", closed="2025年6月过期，先换证"), Subject("c", "行驶证", closed="已经注销"))
    end = outcome(play(licence_library, [*KNOWN, (Query, closed)]))
    assert end.message == "现在没有能打的"
    assert end.details == ("残疾人证：2025年6月过期，先换证", "行驶证：已经注销")


@pytest.mark.parametrize("item", FOR_A_PURPOSE, ids=ids)
def test_the_purpose_is_asked_and_stands_in_the_review(item: Item) -> None:
    walk = play(item, [*KNOWN, (Query, RECORD)])
    assert isinstance(walk.step, Choose)
    purpose = walk.step.choices[1].value
    walk.answer((purpose,))
    assert isinstance(walk.step, Review)
    assert (walk.step.lines[-1].value, walk.step.lines[-1].edits) == (purpose, "Choose")
    walk.answer(None)
    assert walk.step == Issue(IssueCertificate(PLAIN[item], ZHANG.id_number, "", purpose), ZHANG)


# --- look, copies, print ---


def test_who_is_entitled_looks_at_it_and_gets_the_sheet() -> None:
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD), (Review, None)])
    assert walk.step == Issue(IssueCertificate("insured", ZHANG.id_number), ZHANG)
    walk.answer(MADE)
    assert walk.step == PreviewDocument(MADE, ZHANG)
    assert not walk.can_go_back
    walk.answer(PAGES)
    assert walk.step == ShowDocument(MADE.title, PAGES)
    assert not walk.can_go_back, "it is made out: there is nothing to go back to"
    walk.answer(1)
    assert walk.step == PrintDocument(MADE, ZHANG, 1)
    walk.answer(Paper.OUT)
    assert outcome(walk) == Done("证明打好了", ("从亮灯的口取走", "2027年2月20日以前有效"), "CB-1")


def test_several_sheets_are_counted_for_the_citizen() -> None:
    made = [*KNOWN, (Query, RECORD), (Review, None), (Issue, TWO_PAGES)]
    walk = play(deposit_certificate, [*made, (PreviewDocument, PAGES), (ShowDocument, 3)])
    assert walk.step == PrintDocument(TWO_PAGES, ZHANG, 3)
    walk.answer(Paper.OUT)
    assert outcome(walk).details[0] == "一共6张，从亮灯的口取走"


def test_who_only_wanted_to_look_goes_with_the_number() -> None:
    walk = play(insured_certificate, [*MADE_OUT, (PreviewDocument, PAGES), (ShowDocument, Route("without"))])
    assert walk.step == PrintReceipt(MADE.slip())
    walk.answer(Paper.OUT)
    assert outcome(walk).message == "证明开好了，还没打"


def test_a_document_that_is_wrong_for_good_leaves_the_number() -> None:
    walk = play(insured_certificate, MADE_OUT)
    error = bad("unknown_seal")
    walk.fail(error)
    assert walk.trouble is error
    assert isinstance(walk.step, PreviewDocument)
    walk.answer(Route("without"))
    assert walk.step == PrintReceipt(MADE.slip())


@pytest.mark.parametrize("error", [Unreachable("no reply"), bad("sha256")])
def test_a_document_that_cannot_be_shown_waits_with_a_way_on(error: Unreachable | BadDocument) -> None:
    walk = play(insured_certificate, MADE_OUT)
    walk.fail(error)
    assert walk.trouble is error
    walk.retry()
    assert isinstance(walk.step, PreviewDocument)
    walk.fail(error)
    walk.answer(Route("without"))
    assert walk.step == PrintReceipt(MADE.slip())


def test_the_review_says_what_will_stand_there_and_masks_who_it_is() -> None:
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD)])
    assert isinstance(walk.step, Review)
    assert [line.value for line in walk.step.lines] == ["张*芳", mask_id(ZHANG.id_number), "养老保险：待遇领取"]
    assert {line.edits for line in walk.step.lines} == {"Identify"}
    assert walk.step.heading == "社会保险参保证明"


def test_made_out_today_already_says_that_the_number_stays() -> None:
    walk = play(insured_certificate, [*KNOWN, (Query, CertificateRecord(RECORD.lines, "张*芳", number="CB-1"))])
    assert isinstance(walk.step, Review)
    assert walk.step.heading == "今天开过了，号码不变"


@pytest.mark.parametrize("printed", [Paper.OUT, Route("without")])
def test_who_waits_no_longer_for_the_printer_goes_with_the_number(printed: object) -> None:
    """The document is taken back out of the printer first."""
    walk = play(insured_certificate, SEEN)
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
    walk = play(insured_certificate, [*SEEN, (PrintDocument, Route("without")), (StopPrinting, found)])
    assert outcome(walk).message == message


def test_a_site_that_has_lost_its_printer_gives_the_number() -> None:
    walk = play(insured_certificate, [*SEEN, (PrintDocument, Paper.SKIPPED), (PrintReceipt, Paper.OUT)])
    assert outcome(walk).message == "证明开好了，还没打"


def test_the_slip_names_nobody() -> None:
    slip = MADE.slip()
    assert (slip.number, slip.code, dict(slip.rows)) == ("CB-1", "JB:1", {"有效期到": "2027年2月20日"})


def test_a_refusal_stays_trouble_with_the_gateways_words() -> None:
    """It was entitled when it was asked, and is not any more."""
    refused = Refused("not_insured", sentence="没查到您参保")
    walk = play(insured_certificate, [*KNOWN, (Query, RECORD), (Review, None), (Issue, refused)])
    assert walk.trouble is refused
    assert isinstance(walk.step, Issue)


# --- what was made out and never printed, at the next identification ---


def test_what_was_never_printed_is_offered_first() -> None:
    walk = play(licence_library, [(Identify, ZHANG), (Unfinished, (MADE,)), (FindPaper, Paper.SKIPPED)])
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
