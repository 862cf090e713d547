"""ID numbers against the peer library, and what a person may show."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person, check_digit, id_number_problem
from tests.people import ZHANG

TODAY = date(2026, 11, 22)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_digit_agrees_with_the_peer(digits: str) -> None:
    assert check_digit(digits) == mod_11_2.calc_check_digit(digits)


@pytest.mark.parametrize("digits", ["", "1" * 16, "1" * 18, "1" * 16 + "X", "１" * 17])
def test_check_digit_takes_seventeen_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="17 digits"):
        check_digit(digits)


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", ZHANG.id_number])
def test_numbers_that_check_out(number: str) -> None:
    assert id_number_problem(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("1101051949123100", "18 位"),
        ("110105194912310021", "按错了"),
        ("110105194913310020", "出生日期"),
        ("11010520991231002X", "出生日期"),
        ("1101051949123100AX", "只有数字"),
        ("11010519491231002Y", "只有数字"),
        ("", "18 位"),
    ],
)
def test_problems_are_said_in_words(number: str, problem: str) -> None:
    assert problem in (id_number_problem(number, TODAY) or "")


def test_a_card_is_good_through_its_last_day() -> None:
    person = Person("张", "1", valid_until=TODAY)
    assert not person.expired(TODAY)
    assert person.expired(date(2026, 11, 23))
    assert not Person("张", "1").expired(TODAY)


def test_repr_shows_nothing_of_the_person() -> None:
    assert ZHANG.name not in repr(ZHANG)
    assert ZHANG.id_number not in repr(ZHANG)


@given(st.text(min_size=1))
def test_masks_keep_the_length_and_hide_the_middle(text: str) -> None:
    assert len(mask_name(text)) == len(text)
    assert len(mask_id(text)) == len(text)
    assert set(mask_id(text)[3:-4]) <= {"*"}


def test_masks() -> None:
    assert (mask_name("张三"), mask_name("王桂英"), mask_name("")) == ("张*", "王*英", "")
    assert mask_id("11010519491231002X") == "110***********002X"
