"""A helper's assistance (帮办): who helps, until when, and what ends it. Nothing of any citizen."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.package import Helper
from kiosk.core.staff import Staff

__all__ = ["Assistance", "Ending", "assistance", "assisted_key", "helper_in"]

_HELPER = re.compile(r"(?:^|\.)h([A-Za-z0-9]{1,16})_[0-9a-f]{32}$")


class Ending(StrEnum):
    """Why an assistance has ended. The value goes to the audit."""

    HELPER = "helper"  # pressed on the helper's own list
    CITIZEN = "citizen"  # pressed while somebody was served: one tap, on any page
    MINUTES = "minutes"  # the package's minutes are over
    IDLE = "idle"  # nobody answered whether they are still there
    CARD = "card"  # the staff card was taken away, or not put back after a citizen
    TERMINAL = "terminal"  # the window was wanted for something else, or closed


@dataclass(frozen=True)
class Assistance:
    """``began`` and ``until`` are seconds of the monotonic clock; after ``idle_seconds`` without a touch it is asked
    whether anybody is there. ``card_ends``: who signed in with the card, and the package wants it to stay there.
    """

    staff: Staff
    began: float
    until: float
    idle_seconds: float
    card_ends: bool

    def over(self, now: float) -> bool:
        return now >= self.until

    def minutes_left(self, now: float) -> int:
        """As a clock on the wall would be read: the last minute is 1."""
        return max(0, math.ceil((self.until - now) / 60))


def assistance(staff: Staff, terms: Helper, now: float, *, by_card: bool) -> Assistance | None:
    """None at a site whose package has no assisted mode."""
    if not terms.minutes:
        return None
    return Assistance(staff, now, now + 60.0 * terms.minutes, terms.idle_seconds, terms.card_ends and by_card)


def assisted_key(key: str, helper: str) -> str:
    """An effect's idempotency key that says who assisted, and so tells it wherever the key goes: the table of effects,
    the gateway's books, and every later try of the sweeper. Without a helper it is the key itself."""
    return f"h{helper}_{key}" if helper else key


def helper_in(key: str) -> str:
    """The number of who assisted, by such a key; "" for nobody."""
    found = _HELPER.search(key)
    return found[1] if found else ""
