"""What every step is, and how a script ends."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar

from kiosk.core.route import Alternative
from kiosk.core.slot import Slot

__all__ = ["Done", "Step", "Tone"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Step(Generic[T_co]):
    screen: ClassVar[str] = "working"
    asks: ClassVar[bool] = False
    durable: ClassVar[bool] = False
    stoppable: ClassVar[bool] = False
    own: ClassVar[bool] = False
    alternatives: ClassVar[tuple[Alternative, ...]] = ()
    light: ClassVar[Slot | None] = None

    @property
    def called(self) -> str:
        """What a line of the review names it by: its ``name`` where a script asks several of a kind, or its class."""
        return getattr(self, "name", "") or type(self).__name__

    def belongs_to(self, called: str) -> bool:
        """Whether it is what is called so, or a part of it: ``family.0.name`` is one of ``family.0``."""
        return self.called == called or self.called.startswith(f"{called}.")

    def __await__(self) -> Generator["Step[Any]", Any, T_co]:
        answer: T_co = yield self
        return answer


class Tone(Enum):
    GOOD = "good"
    INFO = "info"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Done:
    """How a script ends. ``details`` are whole sentences; ``reference`` is a number to keep; ``related`` are ids of
    items that may be wanted next.

    ``light`` names the slot whose guide light blinks while something that is to be taken still lies there.
    """

    message: str
    details: tuple[str, ...] = ()
    reference: str = ""
    tone: Tone = Tone.GOOD
    related: tuple[str, ...] = ()
    light: ClassVar[Slot | None] = Slot.ID_CARD
