"""Lookup numbers: their check digit against another implementation of ISO 7064."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from kiosk.services.lookup import check_digit, lookup_number, lookup_prefix

DIGITS = st.text("0123456789", min_size=1, max_size=20)


@given(DIGITS)
def test_the_check_digit_is_that_of_another_implementation(digits: str) -> None:
    assert check_digit(digits) == mod_11_10.calc_check_digit(digits)


@given(DIGITS, st.data())
def test_one_wrong_digit_is_always_found(digits: str, data: st.DataObject) -> None:
    number = digits + check_digit(digits)
    at = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    mistaken = number[:at] + wrong + number[at + 1 :]
    assert check_digit(mistaken[:-1]) != mistaken[-1]


@pytest.mark.parametrize(
    ("terminal", "prefix"),
    [("NB-YZ-0001", "0001-0730-"), ("12345678", "5678-0730-"), ("A7", "0007-0730-"), ("hall", "0000-0730-")],
)
def test_the_prefix_says_which_terminal_and_which_day(terminal: str, prefix: str) -> None:
    assert lookup_prefix(terminal, date(2026, 7, 30)) == prefix


def test_a_busy_day_makes_longer_numbers() -> None:
    assert lookup_number("0001-0730-", 999)[:-1] == "0001-0730-999"
    assert lookup_number("0001-0730-", 1000)[:-1] == "0001-0730-1000"
