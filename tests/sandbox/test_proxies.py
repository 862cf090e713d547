"""代办 at the stand-in gateway: nothing is done for somebody else without an authorisation that covers it."""

from dataclasses import replace

import pytest

from kiosk.core.errors import Refused
from kiosk.core.payment import CreateOrder, PostOrder
from kiosk.core.proxy import AuthoriseProxy, Relation
from kiosk.core.receipt import Receipt
from kiosk.flows.medical_payment import MedicalBills, Standing
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.residents import RESIDENTS, Case, Medical
from tests.sandbox.town import PICTURE, Town, jpeg, someone

PRINCIPAL, OTHER, AGENT = someone(Case.DUE), someone(Case.DUE, 1), someone(Case.CERTIFIED)
ITEM = "social.pension_certification"
CALL = AuthoriseProxy(
    PRINCIPAL.card.number, AGENT.card.number, ITEM, Relation.CHILD, "B07", signature="<svg xmlns=''></svg>"
)
CERTIFY = CertifyPension(PRINCIPAL.card.number, None, b"", ("staff",))
HASH = "0123456789abcdef" * 2


def authorise(place: Town, call: AuthoriseProxy = CALL, key: str = "key-of-the-authorisation") -> Receipt:
    return place.gateway().call(call, key=key)


def test_the_books_say_who_acts_for_whom_in_what(place: Town) -> None:
    receipt = authorise(place)
    assert authorise(place) == receipt
    (entry,) = place.get("/books")["authorisations"]
    assert (entry["number"], entry["person"], entry["agent"]) == (receipt.number, PRINCIPAL.id, AGENT.id)
    assert (entry["item"], entry["relation"], entry["consent"], entry["helper"]) == (ITEM, "子女", "signature", "B07")
    assert AGENT.card.name not in str(receipt.rows)


def test_what_is_done_under_it_says_so_in_the_books_and_on_paper(place: Town) -> None:
    number = authorise(place).number
    receipt = place.gateway().call(CERTIFY, key=f"{number}.{HASH}")
    rows = dict(receipt.rows)
    assert rows["代办人"].startswith(AGENT.card.name[0])
    assert rows["代办人"].endswith("（子女）")
    assert AGENT.card.name not in rows["代办人"]
    (entry,) = place.submissions()
    assert (entry["person"], entry["authorisation"]) == (PRINCIPAL.id, number)


@pytest.mark.parametrize("number", ["DB20261122-999999", "DB20261122-1", "DB"])
def test_without_one_it_is_refused(place: Town, number: str) -> None:
    with pytest.raises(Refused, match="no_authorisation"):
        place.gateway().call(CERTIFY, key=f"{number}.{HASH}")
    assert place.submissions() == []


def test_it_covers_nobody_else(place: Town) -> None:
    number = authorise(place).number
    with pytest.raises(Refused, match="no_authorisation"):
        place.gateway().call(replace(CERTIFY, id_number=OTHER.card.number), key=f"{number}.{HASH}")


def test_what_somebody_does_for_themselves_needs_none(place: Town) -> None:
    receipt = place.gateway().call(CERTIFY, key=HASH)
    assert "代办人" not in dict(receipt.rows)
    assert "authorisation" not in place.submissions()[0]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (replace(CALL, agent_number=PRINCIPAL.card.number), "same_person"),
        (replace(CALL, agent_number="330203195001010019"), "unknown_person"),
        (replace(CALL, signature=""), "no_consent"),
        (replace(CALL, signature="", sheet=jpeg(20, 20)), "picture"),
    ],
)
def test_what_is_not_right_is_refused(place: Town, call: AuthoriseProxy, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        authorise(place, call)
    assert place.get("/books")["authorisations"] == []


def test_a_signed_paper_will_do(place: Town) -> None:
    authorise(place, replace(CALL, signature="", sheet=PICTURE))
    assert place.get("/books")["authorisations"][0]["consent"] == "paper"


def test_what_is_paid_for_somebody_else_says_so_too(place: Town) -> None:
    payer = next(one for one in RESIDENTS if one.medical is Medical.OWES)
    number = authorise(place, replace(CALL, id_number=payer.card.number, item="medical.payment")).number
    gateway, order = place.gateway(), "YZ0001-1122-0007"
    (who,) = gateway.call(MedicalBills(payer.card.number, family=False)).insured
    (bill,) = [bill for bill in who.bills if bill.standing is Standing.OWED]
    create = CreateOrder(order, "medical.payment", (bill.number,), bill.amount, authorisation=number)
    with pytest.raises(Refused, match="no_authorisation"):
        gateway.call(replace(create, number="YZ0001-1122-0008", authorisation="DB1"), key="YZ0001-1122-0008")
    gateway.call(create, key=order)
    place.order("/phone/pay", order=order)
    posted = gateway.call(PostOrder(order), key=f"{order}.post").receipt
    assert posted is not None
    assert dict(posted.rows)["代办人"].endswith("（子女）")
    assert place.get("/books")["orders"][0]["authorisation"] == number
