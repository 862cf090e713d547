"""Queueing at the windows of a hall (排队叫号): what is asked of the gateway, besides a ticket itself."""

from dataclasses import dataclass

from kiosk.core.call import Call
from kiosk.core.words import said

__all__ = ["AskCalled", "Called", "Calls"]


@dataclass(frozen=True)
class Called:
    """``number`` is what stands on the ticket: A012."""

    number: str
    window: str

    @property
    def words(self) -> str:
        return said("{number}到{window}", number=self.number, window=self.window)


@dataclass(frozen=True)
class Calls:
    """The newest first, at most three. ``waiting`` is how many people hold a ticket that was not called."""

    calls: tuple[Called, ...]
    waiting: int


@dataclass(frozen=True)
class AskCalled(Call[Calls]):
    """A query about nobody."""

    path = "/queue/called"
