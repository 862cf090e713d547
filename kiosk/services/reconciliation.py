"""A day's orders against the gateway's books: what differs is named, each thing by itself, and nothing is changed.

Two calendars meet here, the terminal's and the server's, and an order made at midnight has another day in each. So both
sides bring the days around too, and a pair is looked at when either of them dates it to the day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.core.order import UNSETTLED, OrderState
from kiosk.core.payment import BookedOrder, OrderStanding

__all__ = ["Comparison", "Difference", "Finding", "KeptOrder", "compare"]


class Finding(Enum):
    """What differs; the value is what a technician reads."""

    NOT_THERE = "本机有，平台没有"
    NOT_HERE = "平台有，本机没有"
    LISTED_TWICE = "平台的账里列了两次"
    AMOUNT_DIFFERS = "金额不一样"
    UNSETTLED_HERE = "本机还没办完"
    OPEN_THERE = "本机不再等了，平台还能付"
    PAID_THERE_NOT_HERE = "平台收了钱，本机没当成付了"
    PAID_HERE_NOT_THERE = "本机当成付了，平台没收到钱"
    PAID_NOT_ENTERED = "收了钱，没入账也没全退"
    ENTERED_WITHOUT_MONEY = "入了账，钱没收或退了"
    ENTERED_HERE_NOT_THERE = "本机当成入了账，平台没入"
    ENTERED_THERE_NOT_HERE = "平台入了账，本机没当成入了"
    REFUNDED_THERE_NOT_HERE = "平台退了钱，本机没当成退了"
    REFUNDED_HERE_NOT_THERE = "本机当成退了，平台没全退"
    STANDING_WRONG = "平台说的付没付，和收的钱对不上"
    CHARGED_TOO_MUCH = "扣的钱比这一单多"
    CHARGED_TOO_LITTLE = "扣的钱比这一单少"
    REFUNDED_TOO_MUCH = "退的钱比收的多"


@dataclass(frozen=True)
class KeptOrder:
    """One order as this terminal's ledger has it. ``day`` is when it was begun, by the terminal's calendar."""

    number: str
    day: date
    amount: int
    state: OrderState


@dataclass(frozen=True)
class Difference:
    finding: Finding
    number: str
    here: KeptOrder | None
    there: BookedOrder | None


@dataclass(frozen=True)
class Comparison:
    """``pairs`` is how many orders were looked at; the sums are the gateway's, in fen."""

    day: date
    pairs: int
    charged: int
    refunded: int
    differences: tuple[Difference, ...]


# Where an order is that this terminal takes for paid, for entered with the agency, for given back. MANUAL is in none:
# a person has it, and the gateway's own books say whether they have still to do something.
_UNPAID = (OrderState.NEW, OrderState.WAIT, OrderState.CLOSING, OrderState.CLOSED)
_ENTERED = (OrderState.PRINTING, OrderState.DONE)
_GIVEN_BACK = (OrderState.REFUNDING, OrderState.REFUNDED)
_PAID = (OrderState.PAID, OrderState.POSTING, *_ENTERED, *_GIVEN_BACK)


def compare(day: date, here: Iterable[KeptOrder], there: Sequence[BookedOrder]) -> Comparison:
    """By number; the order in which they are handed in does not matter."""
    kept = {order.number: order for order in here}
    booked = {order.number: order for order in there}
    listed = Counter(order.number for order in there)
    numbers = sorted(kept.keys() | booked.keys())
    pairs = [(number, kept.get(number), booked.get(number)) for number in numbers]
    of_day = [pair for pair in pairs if day in _days(*pair[1:])]
    return Comparison(
        day,
        pairs=len(of_day),
        charged=sum(theirs.charged for _, _, theirs in of_day if theirs),
        refunded=sum(theirs.refunded for _, _, theirs in of_day if theirs),
        differences=tuple(
            Difference(finding, number, ours, theirs)
            for number, ours, theirs in of_day
            for finding in _findings(ours, theirs, listed)
        ),
    )


def _days(ours: KeptOrder | None, theirs: BookedOrder | None) -> Iterator[date]:
    if ours is not None:
        yield ours.day
    if theirs is not None:
        yield theirs.at.date()


def _findings(ours: KeptOrder | None, theirs: BookedOrder | None, listed: Counter[str]) -> Iterator[Finding]:
    if ours is not None and ours.state in UNSETTLED:
        yield Finding.UNSETTLED_HERE
    if theirs is None:
        if ours is not None and ours.state not in (OrderState.NEW, OrderState.CLOSING):  # it may never have come there
            yield Finding.NOT_THERE
        return
    if listed[theirs.number] > 1:
        yield Finding.LISTED_TWICE
    if ours is None:
        yield Finding.NOT_HERE
    else:
        yield from _between(ours, theirs)
    yield from _within(theirs)


def _between(ours: KeptOrder, theirs: BookedOrder) -> Iterator[Finding]:
    """What the two say differently."""
    never_came = theirs.amount == 0 and theirs.standing is OrderStanding.CLOSED  # closed before it was created
    if ours.amount != theirs.amount and not never_came:
        yield Finding.AMOUNT_DIFFERS
    if ours.state in (OrderState.CLOSED, OrderState.MANUAL) and theirs.standing is OrderStanding.WAITING:
        yield Finding.OPEN_THERE
    if ours.state in _UNPAID and theirs.charged:
        yield Finding.PAID_THERE_NOT_HERE
    if ours.state in _PAID and not theirs.charged:
        yield Finding.PAID_HERE_NOT_THERE
    if ours.state in _ENTERED and not theirs.posted:
        yield Finding.ENTERED_HERE_NOT_THERE
    if ours.state in (*_UNPAID, *_GIVEN_BACK) and theirs.posted:
        yield Finding.ENTERED_THERE_NOT_HERE
    if ours.state not in (*_GIVEN_BACK, OrderState.MANUAL) and theirs.refunded:
        yield Finding.REFUNDED_THERE_NOT_HERE
    if ours.state is OrderState.REFUNDED and theirs.refunded < theirs.charged:
        yield Finding.REFUNDED_HERE_NOT_THERE


def _within(theirs: BookedOrder) -> Iterator[Finding]:
    """What is wrong in the gateway's books, whatever the terminal says."""
    held = theirs.charged - theirs.refunded
    if bool(theirs.charged) is not (theirs.standing is OrderStanding.PAID):
        yield Finding.STANDING_WRONG
    if theirs.charged > theirs.amount:
        yield Finding.CHARGED_TOO_MUCH
    if 0 < theirs.charged < theirs.amount:
        yield Finding.CHARGED_TOO_LITTLE
    if held < 0:
        yield Finding.REFUNDED_TOO_MUCH
    if held > 0 and not theirs.posted:
        yield Finding.PAID_NOT_ENTERED
    if theirs.posted and (held <= 0 or held < theirs.amount):
        yield Finding.ENTERED_WITHOUT_MONEY
