"""The 40 residents: every case, numbers that check out, names that are hard on a machine."""

from collections import Counter
from datetime import date

import pytest
from stdnum.iso7064 import mod_11_2

from kiosk.core.person import CardKind, id_number_problem
from kiosk.sandbox.residents import BAD_CARDS, RESIDENTS, Case, Resident, find

CITIZENS = [resident for resident in RESIDENTS if resident.card.kind is not CardKind.FOREIGN_2017]


def test_forty_and_every_case() -> None:
    assert len(RESIDENTS) == 40
    counts = Counter(resident.case for resident in RESIDENTS)
    assert counts[Case.DUE] >= 15
    assert min(counts[case] for case in Case) >= 3


def test_no_two_are_alike() -> None:
    assert len({resident.id for resident in RESIDENTS} | {bad.id for bad in BAD_CARDS}) == 43
    assert len({resident.card.number for resident in RESIDENTS}) == 40
    assert len({(resident.card.name, resident.card.latin_name) for resident in RESIDENTS}) == 40


@pytest.mark.parametrize("resident", CITIZENS, ids=lambda resident: resident.id)
def test_number_checks_out(resident: Resident) -> None:
    number = resident.card.number
    assert mod_11_2.validate(number) == number
    assert id_number_problem(number, date(2026, 11, 22)) is None
    assert number[6:14] == f"{resident.card.birth:%Y%m%d}"
    assert int(number[16]) % 2 == int(resident.card.sex) % 2


def test_all_four_cards_are_there() -> None:
    assert Counter(resident.card.kind for resident in RESIDENTS) == {
        CardKind.RESIDENT: 37,
        CardKind.HMT_PERMIT: 1,
        CardKind.FOREIGN_2017: 1,
        CardKind.FOREIGN_2023: 1,
    }


def test_names_that_are_hard_on_a_machine() -> None:
    names = "".join(resident.card.name for resident in RESIDENTS)
    assert set("㐀䶮𬭛·") <= set(names)
    assert max(len(resident.card.name) for resident in RESIDENTS) >= 14
    assert any(len(resident.card.latin_name) > 35 for resident in RESIDENTS)


def test_found_by_number_however_it_is_typed() -> None:
    with_x = next(resident for resident in RESIDENTS if resident.card.number.endswith("X"))
    assert find(with_x.card.number.lower()) is with_x
    assert find("11010519491231002X") is None
