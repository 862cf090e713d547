"""Queueing at the windows of a hall (排队叫号): what is asked of the gateway, besides a ticket itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.call import Call
from kiosk.core.words import joined, said

__all__ = ["AskCalled", "Called", "Calls", "in_words"]


@dataclass(frozen=True)
class Called:
    """``number`` is what stands on the ticket: A012."""

    number: str
    window: str


@dataclass(frozen=True)
class Calls:
    """The newest first, at most three. ``waiting`` is how many people hold a ticket that was not called."""

    calls: tuple[Called, ...]
    waiting: int


@dataclass(frozen=True)
class AskCalled(Call[Calls]):
    """A query about nobody."""

    path = "/queue/called"


def in_words(calls: Iterable[Called]) -> str:
    """「A012到1号窗口，B003到2号窗口」."""
    return joined("，", (said("{number}到{window}", number=call.number, window=call.window) for call in calls))
