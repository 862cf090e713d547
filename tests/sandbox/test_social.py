"""养老金认证 and 人脸比对 at the stand-in gateway: each resident's case, and what is refused in which words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.core.errors import Refused
from kiosk.core.receipt import ReceiptState
from kiosk.flows.face import CompareFace
from kiosk.flows.pension_certification import CertifyPension, PensionStatus, Standing
from kiosk.sandbox.residents import RESIDENTS, Case
from tests.sandbox.town import PICTURE, Town, jpeg, someone

YEAR = datetime.now().astimezone().year
STRANGER = "11010519491231002X"


def call(case: Case, which: int = 0) -> CertifyPension:
    return CertifyPension(someone(case, which).card.number, YEAR, PICTURE, ("face",))


def by_staff(case: Case, which: int = 0) -> CertifyPension:
    return replace(call(case, which), picture=b"", consents=("staff",))


def refused(place: Town, sent: CertifyPension, key: str = "another-key") -> Refused:
    before = place.submissions()
    with pytest.raises(Refused) as caught:
        place.gateway().call(sent, key=key)
    assert place.submissions() == before
    assert 0 < len(caught.value.sentence) <= 20
    assert 0 < len(caught.value.remedy) <= 20
    return caught.value


def test_every_resident_stands_as_the_bench_says(place: Town) -> None:
    gateway = place.gateway()
    for person in place.get("/state")["people"]:
        record = gateway.call(PensionStatus(person["id_number"]))
        expected = {"mismatch": "due", "checking": "due"}.get(person["pension"], person["pension"])
        assert record.standing.value == expected, person
        assert record.year == YEAR
        assert record.masked_name[0] == person["name"][0]
        assert person["name"] not in record.masked_name


def test_what_a_record_tells(place: Town) -> None:
    gateway = place.gateway()
    certified = gateway.call(PensionStatus(someone(Case.CERTIFIED).card.number))
    assert certified.valid_until == date(YEAR + 1, 12, 31)
    stopped = gateway.call(PensionStatus(someone(Case.STOPPED).card.number))
    assert stopped.bring
    assert stopped.where
    assert stopped.telephone
    stranger = gateway.call(PensionStatus(STRANGER))
    assert stranger.standing is Standing.NONE
    assert stranger.telephone


def test_certified_until_the_books_are_reset(place: Town) -> None:
    gateway, person = place.gateway(), someone(Case.DUE)
    receipt = gateway.call(call(Case.DUE), key="first-key")
    assert receipt.state is ReceiptState.DONE
    assert gateway.call(PensionStatus(person.card.number)).standing is Standing.CERTIFIED
    assert place.pension(person.id) == "certified"
    assert refused(place, call(Case.DUE)).reason == "already_certified"
    place.order("/reset")
    assert place.pension(person.id) == "due"
    assert gateway.call(call(Case.DUE), key="second-key").number != receipt.number


def test_receipt_is_fit_to_be_left_lying_about(place: Town) -> None:
    person = someone(Case.DUE)
    receipt = place.gateway().call(call(Case.DUE), key="first-key")
    assert receipt.title == "养老金认证"
    assert receipt.code == f"JB:{receipt.number}"
    assert receipt.number.startswith(f"NB{receipt.issued_at:%Y%m%d}-")
    assert dict(receipt.rows)["姓名"] == "张*兰"
    assert len(receipt.note) <= 20
    for secret in (person.card.name, person.card.number):
        assert secret not in repr(receipt.rows) + repr(receipt)
        assert secret not in str(place.get("/books"))


def test_deferred_one_takes_this_year(place: Town) -> None:
    place.gateway().call(replace(call(Case.DUE), year=None), key="first-key")
    assert place.submissions()[0]["year"] == YEAR


def test_numbers_are_in_order_and_never_twice(place: Town) -> None:
    gateway = place.gateway()
    numbers = [gateway.call(call(Case.DUE, which), key=f"key-{which:05}").number for which in range(10)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("sent", [call(Case.CHECKING), by_staff(Case.DUE), by_staff(Case.MISMATCH)])
def test_what_the_agency_looks_at_first(place: Town, sent: CertifyPension) -> None:
    gateway = place.gateway()
    receipt = gateway.call(sent, key="first-key")
    assert receipt.state is ReceiptState.CHECKING
    assert gateway.call(PensionStatus(sent.id_number)).standing is Standing.CHECKING
    assert receipt.note == "工作人员五天里打电话给您"
    assert refused(place, sent).reason == "being_checked"


def test_a_picture_settles_what_the_staff_was_asked_about(place: Town) -> None:
    gateway = place.gateway()
    gateway.call(by_staff(Case.DUE), key="first-key")
    assert gateway.call(call(Case.DUE), key="second-key").state is ReceiptState.DONE


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (call(Case.NONE), "no_pension"),
        (replace(call(Case.DUE), id_number=STRANGER), "no_pension"),
        (call(Case.CERTIFIED), "already_certified"),
        (call(Case.STOPPED), "stopped"),
        (call(Case.MISMATCH), "face_mismatch"),
        (replace(call(Case.DUE), year=YEAR - 1), "wrong_year"),
        (replace(call(Case.DUE), consents=()), "no_consent"),
        (replace(call(Case.DUE), consents=("staff",)), "no_consent"),
        (replace(by_staff(Case.DUE), consents=("face",)), "no_consent"),
        (replace(call(Case.DUE), picture=b"no picture"), "picture"),
        (replace(call(Case.DUE), picture=PICTURE[: len(PICTURE) // 2]), "picture"),
        (replace(call(Case.DUE), picture=jpeg(64, 64)), "picture"),
        (replace(call(Case.DUE), id_number="1"), "malformed"),
        (replace(call(Case.DUE), picture=bytes(3 * 1024 * 1024)), "malformed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_in_words(place: Town, sent: CertifyPension, reason: str) -> None:
    assert refused(place, sent).reason == reason


def test_key_is_needed_and_must_look_like_one(place: Town) -> None:
    for key in (None, "short", "x" * 81, "with a space in it"):
        with pytest.raises(Refused) as caught:
            place.gateway().call(call(Case.DUE), key=key)
        assert caught.value.reason == "malformed"
    assert place.submissions() == []


def test_same_key_for_another_body(place: Town) -> None:
    place.gateway().call(call(Case.DUE), key="first-key")
    assert refused(place, call(Case.DUE, 1), key="first-key").reason == "key_reused"


def test_faces(place: Town) -> None:
    gateway = place.gateway()
    for resident in RESIDENTS:
        compared = gateway.call(CompareFace(resident.card.number, PICTURE))
        assert compared.same is (resident.case is not Case.MISMATCH)
        assert bool(compared.hint) is not compared.same
    for number, picture, reason in (
        (STRANGER, PICTURE, "no_picture_held"),
        (RESIDENTS[0].card.number, b"", "picture"),
    ):
        with pytest.raises(Refused) as caught:
            gateway.call(CompareFace(number, picture))
        assert caught.value.reason == reason
