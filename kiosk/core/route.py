"""Another way on, and that it was taken: what a page needs to know of steps, and no more."""

from dataclasses import dataclass

__all__ = ["Alternative", "Route"]


@dataclass(frozen=True)
class Route:
    """The answer of a step whose citizen took one of its alternatives."""

    name: str


@dataclass(frozen=True)
class Alternative:
    """Another way on from a step: a button ``alternative.<route>``, answered with ``Route(route)``."""

    route: str
    label: str
    icon: str = "mdi6.arrow-right"
