"""医疗保险 at the stand-in gateway: what each resident owes, for whom, and what becomes of it once it is paid."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.receipt import ReceiptState
from kiosk.flows.medical_payment import Account, Bill, MedicalBills, Standing
from kiosk.sandbox import medical
from kiosk.sandbox.books import Books
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident, household
from tests.sandbox.town import Town, town

YEAR = datetime.now().astimezone().year
STRANGER = "11010519491231002X"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "books.db")
    yield made
    made.close()


@pytest.fixture
def business(books: Books) -> medical.MedicalBills:
    return medical.MedicalBills(books, SystemClock())


def someone(case: Medical, which: int = 0) -> Resident:
    return [one for one in RESIDENTS if one.medical is case and len(household(one)) == 1][which]


def account(place: Town, person: Resident, *, family: bool = True) -> Account:
    return place.gateway().call(MedicalBills(person.card.number, family))


def own(place: Town, case: Medical) -> tuple[Bill, ...]:
    [insured] = account(place, someone(case)).insured
    assert insured.relation == "本人"
    assert someone(case).card.name not in insured.masked_name
    return insured.bills


def numbers(place: Town, case: Medical) -> tuple[str, ...]:
    return tuple(bill.number for bill in own(place, case))


def test_every_case_is_there() -> None:
    counts = Counter(resident.medical for resident in RESIDENTS)
    assert min(counts[case] for case in Medical) >= 2
    assert counts[Medical.OWES] >= 10


def test_the_bench_tells_how_everybody_stands(place: Town) -> None:
    told = {person["id"]: (person["medical"], person["family"]) for person in place.get("/state")["people"]}
    assert told == {resident.id: (resident.medical.value, len(household(resident))) for resident in RESIDENTS}


@pytest.mark.parametrize("case", [Medical.OWES, Medical.REJECTED])
def test_who_owes(place: Town, case: Medical) -> None:
    [bill] = own(place, case)
    assert (bill.standing, bill.year, bill.insurance.value) == (Standing.OWED, YEAR + 1, "城乡居民")
    assert bill.amount == bill.full == medical.RESIDENTS_FEE


def test_both_years(place: Town) -> None:
    assert [(bill.year, bill.standing) for bill in own(place, Medical.BOTH)] == [
        (YEAR, Standing.OWED),
        (YEAR + 1, Standing.OWED),
    ]


def test_flexible_employment(place: Town) -> None:
    [bill] = own(place, Medical.FLEXIBLE)
    assert (bill.insurance.value, bill.amount) == ("灵活就业", medical.FLEXIBLE_FEE)


def test_the_states_share(place: Town) -> None:
    [part] = own(place, Medical.PART)
    assert 0 < part.amount < part.full
    assert part.reason
    [exempt] = own(place, Medical.EXEMPT)
    assert (exempt.standing, exempt.amount) == (Standing.EXEMPT, 0)
    assert exempt.reason


def test_paid_and_not_open(place: Town) -> None:
    assert own(place, Medical.PAID)[0].standing is Standing.PAID
    [closed] = own(place, Medical.NOT_OPEN)
    assert closed.standing is Standing.NOT_OPEN
    assert closed.opens is not None
    assert closed.opens > datetime.now().astimezone().date()


def test_nobody_insured(place: Town) -> None:
    assert account(place, someone(Medical.NONE)).insured == ()
    stranger = place.gateway().call(MedicalBills(STRANGER, True))
    assert stranger.insured == ()
    assert stranger.telephone


def test_the_largest_family_is_eight_and_is_shown_to_who_proved_to_belong_to_it(place: Town) -> None:
    [head] = [one for one in RESIDENTS if len(household(one)) == 8]
    family = account(place, head).insured
    assert len(family) == 8
    assert [one.relation for one in family][:2] == ["本人", "老伴"]
    standings = {bill.standing for one in family for bill in one.bills}
    assert standings == set(Standing)
    assert [one.relation for one in account(place, head, family=False).insured] == ["本人"]


def test_a_family_in_which_nobody_owes(place: Town) -> None:
    [head] = [one for one in RESIDENTS if one.medical is Medical.EXEMPT and len(household(one)) == 2]
    standings = [bill.standing for one in account(place, head).insured for bill in one.bills]
    assert standings == [Standing.EXEMPT, Standing.PAID]


def test_the_sum_of_what_is_owed(place: Town, business: medical.MedicalBills) -> None:
    owed, both = numbers(place, Medical.OWES), numbers(place, Medical.BOTH)
    assert business.amount(owed) == medical.RESIDENTS_FEE
    assert business.amount((*owed, *both)) == 3 * medical.RESIDENTS_FEE
    for wrong in (
        (),
        ("YB1999-r01-R",),
        owed * 2,
        (*owed, *numbers(place, Medical.PAID)),
        numbers(place, Medical.EXEMPT),
        numbers(place, Medical.NOT_OPEN),
    ):
        assert business.amount(wrong) is None, wrong


def test_what_is_paid_is_paid_until_the_books_are_reset(
    place: Town, business: medical.MedicalBills, books: Books
) -> None:
    both = numbers(place, Medical.BOTH)
    receipt = business.post(both, "ORDER-1")
    assert receipt.state is ReceiptState.DONE
    assert receipt.code == f"JB:{receipt.number}"
    assert dict(receipt.rows)["订单号"] == "ORDER-1"
    rows = dict(receipt.rows)
    assert (rows["一共"], rows["大写"]) == ("860.00元", "捌佰陆拾元整")
    assert someone(Medical.BOTH).card.name not in repr(receipt.rows)
    assert business.amount(both) is business.amount(both[:1]) is None
    with pytest.raises(Refusal) as caught:
        business.post(both, "ORDER-2")
    assert caught.value.body.reason == "bill_settled"
    [entry] = books.entries("postings")
    assert (entry["order"], entry["bills"]) == ("ORDER-1", list(both))
    books.reset()
    assert business.amount(both) is not None


def test_what_the_agency_turns_down_leaves_every_bill_open(
    place: Town, business: medical.MedicalBills, books: Books
) -> None:
    bills = (*numbers(place, Medical.OWES), *numbers(place, Medical.REJECTED))
    with pytest.raises(Refusal) as caught:
        business.post(bills, "ORDER-1")
    assert len(caught.value.body.sentence) <= 20
    assert books.entries("postings") == []
    assert business.amount(bills) is not None
