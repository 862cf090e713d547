"""What the terminal tells the gateway about itself: one frozen dataclass for each kind of news.

Fields are words of the house, codes, counts and numbers on the staff list: never what a citizen has told. Whoever has
something new to tell adds a kind here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import ClassVar

from kiosk.core.call import Call

__all__ = [
    "KINDS",
    "CheckDone",
    "CheckOverdue",
    "DeviceStands",
    "DoorLocked",
    "FaultAnswered",
    "FaultBegan",
    "FaultEnded",
    "FaultEscalated",
    "FaultReported",
    "Heard",
    "PaperLow",
    "Piece",
    "Scalar",
    "TellNews",
]

Scalar = str | int | bool | float
KINDS: dict[str, type["Piece"]] = {}


@dataclass(frozen=True)
class Piece:
    """One piece of news. ``kind`` is what the gateway knows it by. Fields are of the types of ``Scalar``.

    ``state_of`` names the fields that say whose state it tells: a newer one takes the place of an older one that has
    not been sent. Without it each is sent.
    """

    kind: ClassVar[str]
    state_of: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        KINDS[cls.kind] = cls

    @property
    def fields(self) -> dict[str, Scalar]:
        return asdict(self)

    @property
    def subject(self) -> str:
        """ "" for what is never replaced."""
        return "/".join((self.kind, *(str(getattr(self, name)) for name in self.state_of))) if self.state_of else ""


@dataclass(frozen=True)
class DeviceStands(Piece):
    """How a device stands now: ``health`` and ``media`` as in core/status.py ("" where it has none), ``fault`` the code
    of what stops it, ``notices`` the codes of what does not, with commas."""

    kind = "device.stands"
    state_of = ("device",)
    device: str
    health: str
    media: str
    fault: str
    notices: str


@dataclass(frozen=True)
class FaultBegan(Piece):
    """A fault that somebody has to see to: ``tier`` says who (core/routing.py). ``number`` names it from now on."""

    kind = "fault.began"
    number: str
    device: str
    code: str
    stops: bool
    tier: str
    technician: str


@dataclass(frozen=True)
class FaultAnswered(Piece):
    """Somebody of the staff list sees to it, so long after they were told."""

    kind = "fault.answered"
    number: str
    staff: str
    seconds: int


@dataclass(frozen=True)
class FaultEscalated(Piece):
    """Nobody answered in time ("respond"), or it still lasts ("repair"): now ``tier`` has to see to it."""

    kind = "fault.escalated"
    number: str
    device: str
    code: str
    tier: str
    late: str


@dataclass(frozen=True)
class FaultEnded(Piece):
    """It is over, after so long. ``staff`` and ``how`` where a person had to say so, as the device cannot."""

    kind = "fault.ended"
    number: str
    device: str
    code: str
    seconds: int
    staff: str
    how: str


@dataclass(frozen=True)
class FaultReported(Piece):
    """What somebody on the spot writes of a fault; a photo may come with it."""

    kind = "fault.reported"
    number: str
    device: str
    staff: str
    note: str


@dataclass(frozen=True)
class PaperLow(Piece):
    """Paper or toner of a device lasts so many days more by forecast, -1 where nobody can tell."""

    kind = "paper.low"
    state_of = ("device",)
    device: str
    sheets: int
    days: int


@dataclass(frozen=True)
class CheckDone(Piece):
    """A checklist was gone through and signed off; ``open`` counts what was found wanting."""

    kind = "check.done"
    checklist: str
    staff: str
    open: int


@dataclass(frozen=True)
class CheckOverdue(Piece):
    """A checklist should have been gone through so many days ago."""

    kind = "check.overdue"
    state_of = ("checklist",)
    checklist: str
    days: int


@dataclass(frozen=True)
class DoorLocked(Piece):
    """Too many wrong PINs: a door ("maintenance", "assist") stays shut for so many seconds, 0 until it is opened by the
    platform."""

    kind = "door.locked"
    state_of = ("door",)
    door: str
    tries: int
    seconds: int


@dataclass(frozen=True)
class Heard:
    """The gateway has it."""

    number: int


@dataclass(frozen=True)
class TellNews(Call[Heard]):
    """``number`` grows from one piece to the next on this terminal; ``at`` is when it happened. ``photo`` is JPEG."""

    path = "/terminal/news"
    number: int
    kind: str
    at: datetime
    fields: Mapping[str, Scalar]
    photo: bytes = field(default=b"", repr=False)
