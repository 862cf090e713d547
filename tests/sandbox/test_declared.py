"""Declared items at the stand-in gateway: every one goes all the way, and every no is reached by somebody."""

from collections import Counter
from dataclasses import replace

import pytest

from kiosk.core.declared import Kind
from kiosk.core.errors import Refused
from kiosk.core.form import Form, Given
from kiosk.core.masking import mask_name
from kiosk.core.person import Person
from kiosk.core.step import Done, Pay, Review, Submit, Tone
from kiosk.core.walk import Walk
from kiosk.flows.declared import DeclaredIssue, DeclaredStatus, DeclaredSubmit, Standing, item_of
from kiosk.sandbox import declared_items
from kiosk.sandbox.declared_items import CLOSED, OPEN_TO, declaration, names
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident
from tests.declarations.citizen import Citizen
from tests.sandbox.town import Town

ITEMS = names()
PASSPORT, UNEMPLOYED, DRIVER = "police.passport_reissue", "social.unemployment", "transport.accident_free"


def person_of(resident: Resident) -> Person:
    return Person(name=resident.card.name, id_number=resident.card.number, address=resident.card.address)


def paying() -> Resident:
    return next(one for one in RESIDENTS if one.medical is not Medical.EXEMPT)


def citizen(place: Town, item: str, resident: Resident | None = None) -> Citizen:
    declared = declaration(item)
    assert declared is not None
    return Citizen(place, person_of(resident or paying()), declared)


def went(who: Citizen) -> Done:
    walk = who.go(Walk(item_of(who.declared).script, id="walk-1"))
    assert walk.outcome is not None
    return walk.outcome


@pytest.mark.parametrize("item", ITEMS)
def test_every_item_goes_all_the_way(place: Town, item: str) -> None:
    who = citizen(place, item)
    end = went(who)
    assert end.tone is Tone.GOOD, end
    assert end.reference
    assert any(isinstance(step, Review) for step in who.steps)
    written = place.get("/books")
    assert len(written["submissions"]) + len(written["certificates"]) == 1
    fee = who.declared.fee
    assert bool(written["postings"]) is (fee is not None and any(isinstance(step, Pay) for step in who.steps))
    assert who.person.name not in repr(written)
    assert who.person.id_number not in repr(written)


@pytest.mark.parametrize("item", ITEMS[:3])
def test_every_no_is_reached_by_somebody(place: Town, item: str) -> None:
    gateway = place.gateway()
    met = Counter(gateway.call(DeclaredStatus(item, one.card.number)).standing for one in RESIDENTS)
    assert met[Standing.OPEN] == OPEN_TO
    assert {Standing(closed.value) for closed in CLOSED} == met.keys() - {Standing.OPEN}
    told = {one["id"]: one["declared"] for one in place.get("/state")["people"]}
    open_to = [gateway.call(DeclaredStatus(item, one.card.number)).standing is Standing.OPEN for one in RESIDENTS]
    assert list(told.values()) == open_to
    stranger = gateway.call(DeclaredStatus(item, "11010519491231002X"))
    assert stranger.standing is Standing.NOT_FOUND


@pytest.mark.parametrize("standing", CLOSED)
def test_who_may_not_hears_why_and_cannot_hand_in(place: Town, standing: declared_items.Standing) -> None:
    closed = [one for one in RESIDENTS[OPEN_TO:] if _standing(place, UNEMPLOYED, one).value == standing.value]
    end = went(citizen(place, UNEMPLOYED, closed[0]))
    assert end.details[0]
    assert all(len(sentence) <= 20 for sentence in (end.message, *end.details) if "：" not in sentence)
    with pytest.raises(Refused) as caught:
        place.gateway().call(DeclaredSubmit(UNEMPLOYED, closed[0].card.number, Form()), key="key-of-test")
    assert caught.value.reason == standing.value


def _standing(place: Town, item: str, resident: Resident) -> Standing:
    return place.gateway().call(DeclaredStatus(item, resident.card.number)).standing


def test_what_is_handed_in_is_done_until_the_books_are_reset(place: Town) -> None:
    who = citizen(place, UNEMPLOYED)
    end = went(who)
    record = place.gateway().call(DeclaredStatus(UNEMPLOYED, who.person.id_number))
    assert (record.standing, record.number) == (Standing.DONE, end.reference)
    assert record.masked_name == mask_name(who.person.name)
    again = went(citizen(place, UNEMPLOYED))
    assert again.message == "已经办过了"
    place.order("/reset")
    assert _standing(place, UNEMPLOYED, paying()) is Standing.OPEN


def test_what_is_not_paid_can_be_paid_another_time(place: Town) -> None:
    who = citizen(place, PASSPORT)
    who.pays = False
    assert went(who).message == "交上去了，还没付钱"
    record = place.gateway().call(DeclaredStatus(PASSPORT, who.person.id_number))
    assert (record.standing, record.owed) == (Standing.UNPAID, 120_00)
    back = citizen(place, PASSPORT)
    assert went(back).message == "付好了"
    assert not any(isinstance(step, Submit) for step in back.steps)
    assert _standing(place, PASSPORT, paying()) is Standing.DONE


def test_what_is_chosen_adds_to_the_fee(place: Town) -> None:
    who = citizen(place, PASSPORT)
    who.choose = lambda step: step.choices[-1].value if step.name == "way" else step.choices[0].value
    went(who)
    [paid] = [step for step in who.steps if isinstance(step, Pay)]
    assert paid.charge.amount == 140_00
    assert place.get("/books")["postings"][0]["amount"] == 140_00


def test_the_state_pays_for_some(place: Town) -> None:
    exempt = next(one for one in RESIDENTS[:OPEN_TO] if one.medical is Medical.EXEMPT)
    who = citizen(place, PASSPORT, exempt)
    assert went(who).tone is Tone.GOOD
    assert not any(isinstance(step, Pay) for step in who.steps)
    [review] = [step for step in who.steps if isinstance(step, Review)]
    assert review.lines[-1].value == "低保对象，不用交"


def filled(item: str) -> Form:
    """As the first choices have it."""
    declared = declaration(item)
    assert declared is not None
    given = tuple(Given(each.name, (each.choices[0].value,)) for each in declared.ask if each.kind is Kind.CHOICE)
    rest = tuple(each.name for each in declared.ask if each.kind is not Kind.CHOICE and not each.when)
    return Form(given, by_staff=(*rest, "signature"))


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (Form(), "incomplete"),
        (replace(filled(PASSPORT), by_staff=("number",)), "incomplete"),
        (replace(filled(PASSPORT), given=(*filled(PASSPORT).given, Given("shoe", ("42",)))), "unasked"),
        (replace(filled(PASSPORT), given=(Given("why", ("stolen",)), Given("way", ("window",)))), "no_such_choice"),
    ],
)
def test_what_does_not_fit_its_item_is_turned_down(place: Town, form: Form, reason: str) -> None:
    gateway, number = place.gateway(), paying().card.number
    with pytest.raises(Refused) as caught:
        gateway.call(DeclaredSubmit(PASSPORT, number, form), key="key-of-test")
    assert caught.value.reason == reason
    assert len(caught.value.sentence) <= 20


def test_what_the_staff_must_see_to_is_looked_at_first(place: Town) -> None:
    receipt = place.gateway().call(DeclaredSubmit(PASSPORT, paying().card.number, filled(PASSPORT)), key="key-of-test")
    assert receipt.state.value == "checking"


def test_no_certificate_of_an_item_that_has_none(place: Town) -> None:
    for item, reason in (
        (UNEMPLOYED, "no_such_certificate"),
        ("social.nothing", "item_unknown"),
        ("../x", "item_unknown"),
    ):
        with pytest.raises(Refused) as caught:
            place.gateway().call(DeclaredIssue(item, paying().card.number, Form()), key=f"key-of-{len(item)}-{reason}")
        assert caught.value.reason == reason
