"""参保证明 at the stand-in gateway: who gets one, the same one all day, and its PDF for the holder alone."""

import base64
import hashlib
from collections.abc import Iterator

import pytest

from kiosk.core.certificate import Certificate, FetchDocument, verified
from kiosk.core.errors import Refused
from kiosk.flows.insured_certificate import InsuredStatus, IssueInsuredCertificate
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident
from tests.sandbox.town import Town, town


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def resident(*, insured: bool, which: int = 0) -> Resident:
    return [one for one in RESIDENTS if (one.medical is not Medical.NONE) == insured][which]


def issued(place: Town, who: Resident, key: str) -> Certificate:
    return place.gateway().call(IssueInsuredCertificate(who.card.number), key=key)


def insured(place: Town, who: Resident) -> str:
    return str(next(one["insured"] for one in place.get("/state")["people"] if one["id"] == who.id))


def test_everybody_stands_as_the_bench_says(place: Town) -> None:
    gateway = place.gateway()
    for person in place.get("/state")["people"][:6] + place.get("/state")["people"][-6:]:
        record = gateway.call(InsuredStatus(person["id_number"]))
        assert (person["insured"] == "none") == (record.insurances == ())
        assert person["name"] not in record.masked_name


def test_the_certificate_is_the_one_whose_pdf_is_fetched(place: Town) -> None:
    who = resident(insured=True)
    assert insured(place, who) == "insured"
    made = issued(place, who, "key-of-the-first")
    gateway = place.gateway()
    document = gateway.call(FetchDocument(made.number, who.card.number))
    pdf = verified(document, made)
    assert (hashlib.sha256(pdf).hexdigest(), len(pdf), made.pages) == (made.sha256, made.size, 1)
    assert insured(place, who) == "issued"
    assert gateway.call(InsuredStatus(who.card.number)).number == made.number
    assert base64.b64decode(gateway.call(FetchDocument(made.number, who.card.number)).content) == pdf


def test_asked_for_twice_on_one_day_it_is_the_same(place: Town) -> None:
    who = resident(insured=True, which=1)
    first, again = issued(place, who, "key-number-one"), issued(place, who, "key-number-two")
    assert first == again
    entries = [entry for entry in place.get("/books")["certificates"] if entry["person"] == who.id]
    assert [entry["number"] for entry in entries] == [first.number]


def test_the_books_name_nobody(place: Town) -> None:
    who = resident(insured=True, which=2)
    issued(place, who, "key-of-a-person")
    data = (place.state / "gateway-books.db").read_bytes()
    assert who.card.number.encode() not in data
    assert who.card.name.encode() not in data


def test_nobody_insured_gets_none(place: Town) -> None:
    with pytest.raises(Refused) as caught:
        issued(place, resident(insured=False), "key-of-nobody")
    assert (caught.value.reason, caught.value.sentence) == ("not_insured", "没查到您参保")


def test_another_person_does_not_get_it(place: Town) -> None:
    made = issued(place, resident(insured=True, which=3), "key-of-the-owner")
    for number, holder in ((made.number, resident(insured=True, which=4)), ("CB-0", resident(insured=True, which=3))):
        with pytest.raises(Refused, match="no_certificate"):
            place.gateway().call(FetchDocument(number, holder.card.number))
