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

__all__ = [
    "Advised",
    "CardLying",
    "CardRead",
    "CardTaken",
    "CodeShown",
    "Hint",
    "Job",
    "Paying",
    "Preview",
    "Progress",
    "StaffCard",
]


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
class CardRead:
    """This person's card was laid on the reader just now."""

    person: Person = field(repr=False)


@dataclass(frozen=True)
class StaffCard:
    """The card of the helper who assists was laid on the reader just now."""


@dataclass(frozen=True)
class CodeShown:
    """This person's phone was held up just now."""

    person: Person = field(repr=False)


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


Progress = Hint | Preview | CardLying | CardRead | StaffCard | CodeShown | CardTaken | Paying | Advised | Candidates


@dataclass(frozen=True)
class Job:
    """``key_for`` makes an idempotency key from a call's fingerprint; ``report`` may be called from any thread.

    ``stop`` is set when the citizen asks stoppable work to come to its end; ``cancel`` breaks off any work at once.
    ``person`` is who was recognised on this walk; ``helper`` the number of who assists, "" for nobody,
    and ``is_staff`` tells that helper's card from a citizen's.
    """

    kit: Kit
    cancel: Cancel
    walk: str
    key_for: Callable[[str], str]
    report: Callable[[Progress], None]
    stop: Cancel = field(default_factory=Cancel)
    person: Person | None = None
    helper: str = ""
    is_staff: Callable[[Person], bool] = lambda _person: False
