"""Calling the site's helper (找人帮忙): what is asked of the gateway, and how a call stands for whoever waits.

    NONE → TRYING → RINGING ⇄ BUSY → COMING
             ↓          ↓
           FAILED   UNANSWERED → COMING

A call carries a word of the terminal's own, ``token``: however often it is sent, it rings once, and it can be called
off by it though no reply ever came. Nothing in it is about a citizen but the item that they are at.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.core.call import Call

__all__ = ["NOT_CALLED", "AskOnDuty", "AskRing", "CallState", "Calling", "CancelRing", "OnDuty", "Ring", "RingHelper"]


class CallState(StrEnum):
    """NONE, TRYING and FAILED are what the terminal makes of it, all others what the gateway says, UNANSWERED both."""

    NONE = "none"
    TRYING = "trying"  # on its way to the gateway
    RINGING = "ringing"
    BUSY = "busy"  # with somebody else, and has heard it
    COMING = "coming"
    OVER = "over"  # called off, or done with
    UNANSWERED = "unanswered"  # for as long as one waits for it; somebody may still come
    FAILED = "failed"  # it never got through

    @property
    def waits(self) -> bool:
        """Somebody stands there for an answer that may come any moment."""
        return self in (CallState.TRYING, CallState.RINGING, CallState.BUSY)

    @property
    def rings(self) -> bool:
        """Another call would be one too many."""
        return self.waits or self is CallState.COMING


@dataclass(frozen=True)
class Ring:
    """``number`` is what the helper's list has it under: 12. ``helper`` is who comes or is busy, "" for nobody yet."""

    number: str
    state: CallState
    helper: str = ""


@dataclass(frozen=True)
class OnDuty:
    """Who is there just now, and where they sit, "" for where the terminal's own settings say."""

    names: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Calling:
    """How it stands for the page. ``waited`` is in whole seconds, and makes no other one of it."""

    state: CallState = CallState.NONE
    number: str = ""
    helper: str = ""
    waited: int = field(default=0, compare=False)


NOT_CALLED: Final = Calling()


@dataclass(frozen=True)
class RingHelper(Call[Ring]):
    """``item`` is the id of what the citizen is at, "" for nothing yet."""

    path = "/helper/ring"
    token: str
    item: str


@dataclass(frozen=True)
class AskRing(Call[Ring]):
    """How a call stands now."""

    path = "/helper/state"
    token: str


@dataclass(frozen=True)
class CancelRing(Call[Ring]):
    """The citizen needs nobody any more, or has left. One that never arrived never rings."""

    path = "/helper/cancel"
    token: str


@dataclass(frozen=True)
class AskOnDuty(Call[OnDuty]):
    """Who is there just now, asked when the help page opens."""

    path = "/helper/duty"
