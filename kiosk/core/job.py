"""What a performer gets for its work, and what it can report while it works."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.cancel import Cancel
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.ports import Kit

__all__ = ["CardLying", "CardTaken", "Hint", "Job", "Preview", "Progress"]


@dataclass(frozen=True)
class Hint:
    """Words for the citizen while the work goes on: what happened, and what to do now. ``wrong`` False: all is well."""

    sentence: str
    remedy: str = ""
    wrong: bool = True


@dataclass(frozen=True)
class Preview:
    """A frame for the screen, with what the gate says of it."""

    frame: Frame = field(repr=False)
    finding: FaceFinding


@dataclass(frozen=True)
class CardLying:
    """The card that was read still lies on the reader."""


@dataclass(frozen=True)
class CardTaken:
    """Nothing lies on the reader any more."""


Progress = Hint | Preview | CardLying | CardTaken


@dataclass(frozen=True)
class Job:
    """``key_for`` makes an idempotency key from a call's fingerprint; ``report`` may be called from any thread."""

    kit: Kit
    cancel: Cancel
    walk: str
    key_for: Callable[[str], str]
    report: Callable[[Progress], None]
