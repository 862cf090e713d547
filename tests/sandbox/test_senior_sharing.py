"""老年人优待证 and 医保共济 at the stand-in gateway: who may, who may not, and what the books say after."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.core.errors import Refused
from kiosk.core.recovery import UnfinishedWork
from kiosk.core.signature import Point, Signature
from kiosk.flows.family_sharing import AddMember, AskSharing, Relation, RemoveMember
from kiosk.flows.senior_card_review import CardStanding, ReviewSeniorCard, SeniorCardStatus
from kiosk.flows.senior_certificate import ApplyForSeniorCertificate, Eligibility, SeniorCertificateStatus
from kiosk.sandbox.residents import RESIDENTS, Case
from tests.sandbox.town import PICTURE, Town, town

SVG = Signature(((Point(0, 0, 0), Point(20, 8, 90)),), b"").svg


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def people(place: Town, **wanted: str) -> list[dict[str, Any]]:
    return [one for one in place.get("/state")["people"] if wanted.items() <= one.items()]


def test_cards_stand_as_the_bench_says_and_every_standing_is_there(place: Town) -> None:
    seen = set()
    for person in people(place):
        record = place.gateway().call(SeniorCardStatus(person["id_number"]))
        assert record.standing.value == person["senior_card"]
        assert person["id_number"] not in record.number
        seen.add(record.standing)
    assert seen == set(CardStanding)


def test_a_review_is_good_for_the_year(place: Town) -> None:
    gateway = place.gateway()
    checking = {one.id for one in RESIDENTS if one.case is Case.CHECKING}
    who = next(one for one in people(place, senior_card="due") if one["id"] not in checking)
    receipt = gateway.call(ReviewSeniorCard(who["id_number"]), key="key-of-the-review")
    assert gateway.call(SeniorCardStatus(who["id_number"])).standing is CardStanding.REVIEWED
    assert who["name"] not in repr(receipt.rows)
    with pytest.raises(Refused):
        gateway.call(ReviewSeniorCard(who["id_number"]), key="key-of-another-review")


def test_a_terminal_that_lost_its_record_is_told_of_what_was_handed_in_and_where(place: Town) -> None:
    gateway = place.gateway()
    who = people(place, senior_card="due")[-1]
    receipt = gateway.call(ReviewSeniorCard(who["id_number"]), key="key-of-a-forgotten-review")
    [known] = [each for each in gateway.call(UnfinishedWork()).submissions if each.key == "key-of-a-forgotten-review"]
    assert (known.path, known.id_number, known.receipt) == (ReviewSeniorCard.path, who["id_number"], receipt)


def test_who_is_old_enough_and_has_none_may_apply_once(place: Town) -> None:
    gateway, seen = place.gateway(), set()
    for person in people(place):
        application = gateway.call(SeniorCertificateStatus(person["id_number"]))
        assert bool(application.offices) == (application.eligibility is Eligibility.MAY)
        seen.add(application.eligibility)
        if application.eligibility is Eligibility.MAY and Eligibility.APPLIED not in seen:
            call = ApplyForSeniorCertificate(person["id_number"], PICTURE, office=application.offices[0].id)
            gateway.call(call, key="key-of-the-application")
            seen.add(gateway.call(SeniorCertificateStatus(person["id_number"])).eligibility)
    assert seen == set(Eligibility)


def test_an_application_that_leads_nowhere_is_refused(place: Town) -> None:
    gateway = place.gateway()
    who = next(
        one
        for one in people(place)
        if gateway.call(SeniorCertificateStatus(one["id_number"])).eligibility is Eligibility.MAY
    )
    with pytest.raises(Refused):
        gateway.call(ApplyForSeniorCertificate(who["id_number"], PICTURE), key="key-without-delivery")
    with pytest.raises(Refused):
        gateway.call(ApplyForSeniorCertificate(who["id_number"], b"no picture", office="town"), key="key-no-picture")


def test_a_family_member_is_added_and_taken_off(place: Town) -> None:
    gateway, who = place.gateway(), people(place, sharing="open")[0]
    partner = next(one for one in people(place) if one["id"] != who["id"] and one["kind"] == "resident")
    call = AddMember(who["id_number"], partner["name"], partner["id_number"], Relation.SPOUSE, PICTURE, SVG)
    receipt = gateway.call(call, key="key-of-the-adding")
    assert partner["name"] not in repr(receipt.rows)
    [member] = gateway.call(AskSharing(who["id_number"])).members
    assert member.relation == "配偶"
    assert people(place, id=who["id"])[0]["sharing"] == "shared"
    gateway.call(RemoveMember(who["id_number"], member.id, SVG), key="key-of-the-removal")
    assert gateway.call(AskSharing(who["id_number"])).members == ()
    with pytest.raises(Refused):
        gateway.call(RemoveMember(who["id_number"], member.id, SVG), key="key-of-a-second-removal")


@pytest.mark.parametrize("what", ["oneself", "other_name", "bad_number"])
def test_who_cannot_be_added_is_refused_in_words(place: Town, what: str) -> None:
    who = people(place, sharing="open")[0]
    partner = next(one for one in people(place) if one["id"] != who["id"] and one["kind"] == "resident")
    name, number = {
        "oneself": (who["name"], who["id_number"]),
        "other_name": ("别人家", partner["id_number"]),
        "bad_number": ("别人家", "330212195203170000"),
    }[what]
    call = AddMember(who["id_number"], name, number, Relation.CHILD, PICTURE, SVG)
    with pytest.raises(Refused) as refused:
        place.gateway().call(call, key=f"key-of-{what}")
    assert refused.value.sentence


def test_whose_insurance_has_no_account_shares_nothing(place: Town) -> None:
    who = people(place, sharing="none")[0]
    assert place.gateway().call(AskSharing(who["id_number"])).refused
