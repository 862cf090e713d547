"""What an assistance is, and how an effect's key says who assisted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.assist import assistance, assisted_key, helper_in
from kiosk.core.package import Helper
from kiosk.core.staff import Role, Staff
from kiosk.core.walk import Walk
from kiosk.flows.pension_certification import certify

HELPER = Staff("1012", "王小明", Role.HELPER)


@pytest.mark.parametrize(("minutes", "at", "left"), [(30, 0, 30), (30, 1, 30), (30, 60, 29), (1, 59.5, 1), (1, 60, 0)])
def test_minutes_are_read_as_from_a_clock(minutes: int, at: float, left: int) -> None:
    made = assistance(HELPER, Helper(minutes=minutes), 100.0, by_card=False)
    assert made is not None
    assert made.minutes_left(100.0 + at) == left
    assert made.over(100.0 + at) == (left == 0)


def test_a_site_without_minutes_has_none() -> None:
    assert assistance(HELPER, Helper(minutes=0), 0.0, by_card=True) is None


@pytest.mark.parametrize(
    ("wanted", "by_card", "ends"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_only_who_signed_in_by_card_has_one_to_take_away(wanted: bool, by_card: bool, ends: bool) -> None:
    made = assistance(HELPER, Helper(minutes=1, card_ends=wanted), 0.0, by_card=by_card)
    assert made is not None
    assert made.card_ends is ends


@given(st.text("0123456789", min_size=3, max_size=10), st.sampled_from(["", "DB20261122-000123."]))
def test_a_key_says_who_assisted(helper: str, authorised: str) -> None:
    walk = Walk(certify.script, id="walk-1")
    plain = walk.key("call")
    walk.assisted_by = helper
    key = authorised + walk.key("call")
    assert key.endswith(plain)
    assert len(key) <= 64
    assert helper_in(key) == helper
    assert helper_in(authorised + plain) == ""


def test_a_key_is_the_same_when_the_helper_has_gone() -> None:
    """Else what was handed in without an answer would be handed in a second time."""
    walk = Walk(certify.script, id="walk-1")
    walk.helper = walk.assisted_by = "1012"
    before = walk.key("call")
    walk.helper = ""
    assert walk.key("call") == before


def test_nobodys_key_is_as_it_was() -> None:
    assert assisted_key("0" * 32, "") == "0" * 32
    assert helper_in("NB-0001-261122-00000001.post") == ""
