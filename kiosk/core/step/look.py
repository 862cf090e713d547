"""Something to read: what was looked up, line by line."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kiosk.core.route import Alternative, Route
from kiosk.core.step.base import Step

__all__ = ["Fact", "ShowFacts"]

PRINT = Alternative("print", "打一张带走", "mdi6.printer")


@dataclass(frozen=True)
class Fact:
    """One line: what it is, and what it says. ``repr`` shows nothing of the latter."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class ShowFacts(Step[bool]):
    """The most important first: as many a page as have room. Answered with True by who wants it on paper.

    The voice says the labels only: what they say is money, or somebody's.
    """

    heading: str
    facts: tuple[Fact, ...]
    printable: bool = True
    screen: ClassVar[str] = "facts"
    asks: ClassVar[bool] = True

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # only what can be printed has this way
        return (PRINT,) if self.printable else ()

    def __await__(self) -> Generator[Step[Any], Any, bool]:
        answer = yield self
        return isinstance(answer, Route)
