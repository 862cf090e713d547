"""What can be wrong with the stand-in gateway itself, one thing at a time, set from the bench."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from kiosk.core.clock import Clock

__all__ = ["DocumentFault", "Faults", "GatewayFault", "ServerClock"]

_OFF: Final = timedelta(hours=1)


class GatewayFault(Enum):
    LATE_NOTICE = "late_notice"  # the money is taken at once, and the gateway hears of it later
    DUPLICATE_NOTICE = "duplicate_notice"  # the gateway hears of it twice
    REJECT_POSTING = "reject_posting"  # the agency enters nothing
    SLOW_REFUND = "slow_refund"  # a refund is accepted, and done when this is over
    WRONG_AMOUNT = "wrong_amount"  # what it says of an order has another amount
    BAD_SIGNATURE = "bad_signature"  # of the replies
    CLOCK_AHEAD = "clock_ahead"  # by an hour
    CLOCK_BEHIND = "clock_behind"


class DocumentFault(Enum):
    """What is wrong with the PDF of every certificate that is made out meanwhile."""

    ALTERED = "altered"  # after it was sealed
    ADDED_TO = "added_to"  # so that the seal does not cover all of it
    UNSEALED = "unsealed"
    UNKNOWN_SEAL = "unknown_seal"
    EXPIRED_SEAL = "expired_seal"
    MORE_PAGES = "more_pages"  # than its record says
    LETTER = "letter"  # the American paper
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    ATTACHMENT = "attachment"
    TOO_LARGE = "too_large"
    BROKEN = "broken"


class Faults:
    """Each may be read and set from any thread."""

    def __init__(self) -> None:
        self.fault: GatewayFault | None = None
        self.document: DocumentFault | None = None


class ServerClock:
    """The server's clock: right, unless the bench has put it off."""

    def __init__(self, clock: Clock, faults: Faults) -> None:
        self._clock = clock
        self._faults = faults

    def now(self) -> datetime:
        if self._faults.fault is GatewayFault.CLOCK_AHEAD:
            return self._clock.now() + _OFF
        if self._faults.fault is GatewayFault.CLOCK_BEHIND:
            return self._clock.now() - _OFF
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic()
