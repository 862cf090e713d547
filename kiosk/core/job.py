"""What a performer gets for its work, and what it can report while it works."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.advice import Entitlement
from kiosk.core.cancel import Cancel
from kiosk.core.kit import Kit
from kiosk.core.order import Order
from kiosk.core.person import Person
from kiosk.core.picture import DocumentFinding, FaceFinding, Frame
from kiosk.core.writing import Candidates

__all__ = ["Advised", "CardLying", "CardTaken", "Hint", "Job", "Paying", "Preview", "Progress"]


@dataclass(frozen=True)
class Hint:
    """Words for the citizen while the work goes on: what happened, and what to do now. ``wrong`` False: all is well."""

    sentence: str
    remedy: str = ""
    wrong: bool = True


@dataclass(frozen=True)
class Preview:
    """A frame for the screen, with what was found of the face or sheet that is wanted there."""

    frame: Frame = field(repr=False)
    finding: FaceFinding | DocumentFinding | None = None


@dataclass(frozen=True)
class CardLying:
    """The card that was read still lies on the reader."""


@dataclass(frozen=True)
class CardTaken:
    """Nothing lies on the reader any more."""


@dataclass(frozen=True)
class Paying:
    """How the order stands, ``linked`` False while the gateway cannot be asked. ``stopping``: the citizen gave up."""

    order: Order
    linked: bool = True
    stopping: bool = False


@dataclass(frozen=True)
class Advised:
    """What else the person is entitled to."""

    entitled: tuple[Entitlement, ...]


Progress = Hint | Preview | CardLying | CardTaken | Paying | Advised | Candidates


@dataclass(frozen=True)
class Job:
    """``key_for`` makes an idempotency key from a call's fingerprint; ``report`` may be called from any thread.

    ``stop`` is set when the citizen asks stoppable work to come to its end; ``cancel`` breaks off any work at once.
    ``person`` is who was recognised on this walk.
    """

    kit: Kit
    cancel: Cancel
    walk: str
    key_for: Callable[[str], str]
    report: Callable[[Progress], None]
    stop: Cancel = field(default_factory=Cancel)
    person: Person | None = None
