"""A day's books compared: what agrees is silent, and every other combination of the two sides is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.order import FINAL, UNSETTLED, OrderState
from kiosk.core.payment import BookedOrder, OrderStanding
from kiosk.services.reconciliation import Finding, KeptOrder, compare

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
S, W = OrderState, OrderStanding


def kept(state: OrderState, number: str = "N1", amount: int = 200) -> KeptOrder:
    return KeptOrder(number, DAY, amount, state)


def booked(
    standing: OrderStanding, charged: int = 0, posted: bool = False, refunded: int = 0, amount: int = 200
) -> BookedOrder:
    return BookedOrder("N1", NOON, amount, standing, charged, posted, refunded)


def findings(here: KeptOrder | None, *there: BookedOrder) -> set[Finding]:
    told = compare(DAY, [here] if here else [], there)
    assert all(difference.number == "N1" for difference in told.differences)
    assert len({difference.finding for difference in told.differences}) == len(told.differences)
    return {difference.finding for difference in told.differences}


CLOSED_THERE = booked(W.CLOSED)
NEVER_CAME = booked(W.CLOSED, amount=0)
SERVED_THERE = booked(W.PAID, 200, True)
GIVEN_BACK_THERE = booked(W.PAID, 200, False, 200)

# What both sides say of an order whose money is where it belongs. Written apart from the rules that find what differs.
AGREED = {
    S.CLOSED: {CLOSED_THERE, NEVER_CAME},
    S.PRINTING: {SERVED_THERE},
    S.DONE: {SERVED_THERE},
    S.REFUNDED: {GIVEN_BACK_THERE},
    S.MANUAL: {CLOSED_THERE, NEVER_CAME, SERVED_THERE, GIVEN_BACK_THERE},
}
EVERYTHING_THERE = [
    booked(standing, charged, posted, refunded, amount)
    for standing, charged, posted, refunded, amount in product(
        OrderStanding, (0, 100, 200, 400), (False, True), (0, 100, 200, 400), (0, 100, 200)
    )
]


@pytest.mark.parametrize("state", OrderState)
def test_silent_exactly_when_the_two_agree(state: OrderState) -> None:
    for there in EVERYTHING_THERE:
        assert (findings(kept(state), there) == set()) is (there in AGREED.get(state, set())), there


def test_what_is_agreed_covers_what_an_order_can_end_as() -> None:
    assert AGREED.keys() == {*FINAL, S.PRINTING}


@pytest.mark.parametrize("state", OrderState)
def test_here_and_not_there(state: OrderState) -> None:
    found = findings(kept(state))
    assert (Finding.NOT_THERE in found) is (state not in (S.NEW, S.CLOSING))
    assert (Finding.UNSETTLED_HERE in found) is (state in UNSETTLED)
    assert found


@pytest.mark.parametrize("there", EVERYTHING_THERE)
def test_there_and_not_here(there: BookedOrder) -> None:
    assert Finding.NOT_HERE in findings(None, there)


NAMED = {
    Finding.NOT_THERE: (kept(S.DONE), []),
    Finding.NOT_HERE: (None, [SERVED_THERE]),
    Finding.LISTED_TWICE: (kept(S.DONE), [SERVED_THERE] * 2),
    Finding.AMOUNT_DIFFERS: (kept(S.DONE, amount=199), [SERVED_THERE]),
    Finding.OPEN_THERE: (kept(S.CLOSED), [booked(W.WAITING)]),
    Finding.PAID_HERE_NOT_THERE: (kept(S.REFUNDED), [CLOSED_THERE]),
    Finding.PAID_NOT_ENTERED: (kept(S.MANUAL), [booked(W.PAID, 200)]),
    Finding.ENTERED_WITHOUT_MONEY: (kept(S.MANUAL), [booked(W.PAID, 200, True, 200)]),
    Finding.STANDING_WRONG: (kept(S.DONE), [booked(W.CLOSED, 200, True)]),
    Finding.CHARGED_TOO_MUCH: (kept(S.DONE), [booked(W.PAID, 400, True)]),
    Finding.CHARGED_TOO_LITTLE: (kept(S.REFUNDED), [booked(W.PAID, 100, False, 100)]),
    Finding.REFUNDED_TOO_MUCH: (kept(S.REFUNDED), [booked(W.PAID, 200, False, 400)]),
}
NAMED_WITH_OTHERS = {
    Finding.UNSETTLED_HERE: (kept(S.POSTING), [booked(W.PAID, 200)]),
    Finding.PAID_THERE_NOT_HERE: (kept(S.CLOSED), [booked(W.PAID, 200)]),
    Finding.ENTERED_HERE_NOT_THERE: (kept(S.DONE), [booked(W.PAID, 200)]),
    Finding.ENTERED_THERE_NOT_HERE: (kept(S.REFUNDED), [SERVED_THERE]),
    Finding.REFUNDED_THERE_NOT_HERE: (kept(S.DONE), [GIVEN_BACK_THERE]),
    Finding.REFUNDED_HERE_NOT_THERE: (kept(S.REFUNDED), [booked(W.PAID, 200, False, 100)]),
}


@pytest.mark.parametrize("finding", NAMED)
def test_each_thing_has_its_own_name(finding: Finding) -> None:
    here, there = NAMED[finding]
    assert findings(here, *there) == {finding}


@pytest.mark.parametrize("finding", NAMED_WITH_OTHERS)
def test_what_never_comes_alone_is_named_beside_the_others(finding: Finding) -> None:
    here, there = NAMED_WITH_OTHERS[finding]
    found = findings(here, *there)
    assert finding in found
    assert len(found) > 1


def test_every_finding_has_its_example() -> None:
    assert NAMED.keys() | NAMED_WITH_OTHERS.keys() == set(Finding)


CHINA = timezone(timedelta(hours=8))
AT = st.integers(0, 5 * 24 * 60).map(lambda minutes: datetime(2026, 11, 20, tzinfo=CHINA) + timedelta(minutes=minutes))
NUMBERS = st.text("0123456789", min_size=1, max_size=3)
HERE = st.builds(KeptOrder, NUMBERS, AT.map(datetime.date), st.sampled_from([100, 200]), st.sampled_from(OrderState))
THERE = st.builds(
    lambda number, at, there: replace(there, number=number, at=at), NUMBERS, AT, st.sampled_from(EVERYTHING_THERE)
)


@given(
    st.lists(HERE, max_size=8, unique_by=lambda order: order.number),
    st.lists(THERE, max_size=8, unique_by=lambda order: order.number),
)
def test_each_order_of_the_day_is_looked_at_once_in_whatever_order_they_come(
    here: list[KeptOrder], there: list[BookedOrder]
) -> None:
    told = compare(DAY, here, there)
    ours, theirs = ({order.number: order for order in side} for side in (here, there))
    of_day = {number for number, order in ours.items() if order.day == DAY}
    of_day |= {number for number, order in theirs.items() if order.at.date() == DAY}
    assert told.pairs == len(of_day)
    assert told.charged == sum(theirs[number].charged for number in of_day & theirs.keys())
    assert told.refunded == sum(theirs[number].refunded for number in of_day & theirs.keys())
    expected = set()
    for number in of_day:
        pair = ours.get(number), theirs.get(number)
        alone = compare(DAY, [pair[0]] if pair[0] else [], [pair[1]] if pair[1] else [])
        expected |= set(alone.differences)
        assert all((each.number, each.here, each.there) == (number, *pair) for each in alone.differences)
    assert set(told.differences) == expected
    assert compare(DAY, reversed(here), list(reversed(there))) == told


def test_an_order_made_at_midnight_agrees_whichever_day_the_other_side_gave_it() -> None:
    here = replace(kept(S.DONE), day=DAY - timedelta(days=1))
    assert findings(here, SERVED_THERE) == set()
    assert compare(DAY - timedelta(days=1), [here], [SERVED_THERE]).pairs == 1
    assert compare(DAY + timedelta(days=1), [here], [SERVED_THERE]).pairs == 0
