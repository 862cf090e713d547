"""Enquiries at the stand-in gateway: what is found follows from who asks, and a case from its number."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.core.call import Call
from kiosk.core.clock import SystemClock
from kiosk.core.enquiry import Report
from kiosk.core.errors import Refused
from kiosk.flows.case_progress import AskCase, AskCases
from kiosk.flows.company_progress import AskCompanies, AskCompanyProgress
from kiosk.flows.fund_enquiry import AskFundAccount
from kiosk.flows.medical_enquiry import AskMedicalAccount
from kiosk.flows.pension_certification import CertifyPension
from kiosk.flows.social_enquiry import AskSocialAccount
from kiosk.sandbox.residents import RESIDENTS, Case
from tests.sandbox.town import PICTURE, Town, someone, town


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def people(place: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = place.get("/state")["people"]
    return found


@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("social_account", AskSocialAccount),
        ("medical_account", AskMedicalAccount),
        ("fund_account", AskFundAccount),
    ],
)
def test_accounts_are_found_as_the_bench_says(place: Town, key: str, call: type[Any]) -> None:
    standings = set()
    for person in people(place):
        report: Report = place.gateway().call(call(person["id_number"]))
        assert bool(report.rows) == (person[key] == "has")
        assert person["name"] not in repr((report.rows, report.sheet and report.sheet.rows))
        assert report.telephone
        standings.add(person[key])
    assert standings == {"has", "none"}


def test_asked_again_on_one_day_it_is_the_same_sheet(place: Town) -> None:
    who = someone(Case.DUE)
    first, again = (place.gateway().call(AskSocialAccount(who.card.number)) for _ in range(2))
    assert first.rows == again.rows
    assert first.sheet is not None
    assert again.sheet is not None
    assert first.sheet.number == again.sheet.number


def test_whose_pension_was_stopped_sees_no_payments(place: Town) -> None:
    report = place.gateway().call(AskSocialAccount(someone(Case.STOPPED).card.number))
    assert ("养老金", "停发了") in report.rows
    assert report.movements == ()


def test_a_company_is_shown_to_its_own_people_only(place: Town) -> None:
    gateway, owners = place.gateway(), [one for one in people(place) if one["companies"] == "has"]
    assert len(owners) >= 2
    for owner in owners:
        for company in gateway.call(AskCompanies(owner["id_number"])).companies:
            report = gateway.call(AskCompanyProgress(owner["id_number"], company.number))
            assert report.rows[0] == ("公司", company.name)
            assert report.rows[-1][1] == company.standing
    company = gateway.call(AskCompanies(owners[0]["id_number"])).companies[0]
    with pytest.raises(Refused):
        gateway.call(AskCompanyProgress(owners[1]["id_number"], company.number))
    assert gateway.call(AskCompanies(RESIDENTS[0].card.number)).companies == ()


def test_a_case_is_found_by_card_and_by_its_number(place: Town) -> None:
    who, gateway = someone(Case.DUE, 2), place.gateway()
    assert gateway.call(AskCases(who.card.number)).cases == ()
    call = CertifyPension(who.card.number, SystemClock().now().year, PICTURE, ("face",))
    receipt = gateway.call(call, key="key-of-the-case")
    [case] = gateway.call(AskCases(who.card.number)).cases
    assert (case.number, case.title, case.standing) == (receipt.number, "养老金认证", "办好了")
    digits = "".join(filter(str.isdigit, receipt.number))
    for asked in (digits, digits[-8:]):
        assert ("办到哪了", "办好了") in gateway.call(AskCase(asked)).rows
    assert gateway.call(AskCase("99999999")).rows == ()


def test_calls_of_enquiries_say_nothing_of_whom_they_ask_about() -> None:
    number = RESIDENTS[0].card.number
    calls: list[Call[Any]] = [AskSocialAccount(number), AskCases(number), AskCompanyProgress(number, "QY1")]
    assert all(number not in repr(call) for call in calls)
