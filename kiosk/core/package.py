"""What a function package (功能包) says about a kind of site. What each key means: docs/packages.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

from kiosk.core.hours import Week, week

__all__ = ["Helper", "Package", "Upkeep", "package_of", "reachable"]


@dataclass(frozen=True)
class Helper:
    """The helper's assisted mode. ``minutes`` until it ends by itself, 0 for a site without it.

    ``card_ends``: the staff card's removal ends it. ``limits`` say how often a day a helper may do an item for others,
    0 never; an item that is not named has no limit. ``hours`` None: not said.
    """

    minutes: int = 0
    idle_seconds: int = 300
    card_ends: bool = False
    limits: Mapping[str, int] = field(default_factory=dict)
    hours: Week | None = None


@dataclass(frozen=True)
class Upkeep:
    """Who looks after the machine how often: intervals in days, answers to a fault in hours.

    ``paper_days`` before paper is likely to run out the platform is told.
    """

    tier: Literal["centre", "township", "partner"] = "township"
    clean_days: int = 1
    check_days: int = 7
    respond_hours: int = 2
    repair_hours: int = 24
    paper_days: int = 2


@dataclass(frozen=True)
class Package:
    """``items`` are home's tiles as the package orders them; ``also`` is what else categories and search lead to, as
    ids or patterns ("social.*"). ``protected`` items never move and never go. ``hours`` None: always open.

    ``required`` and ``optional`` are devices by the Kit's names. ``telephone`` is "" where the terminal's own stands,
    ``plan`` the rows of the site's map (``core/plan.py``), ``announcement`` "" for none.
    """

    title: str
    items: tuple[str, ...]
    idle_seconds: int
    text_size: Literal["standard", "large", "huge"]
    announcement: str = ""
    also: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    hours: Week | None = None
    helper: Helper = field(default_factory=Helper)
    upkeep: Upkeep = field(default_factory=Upkeep)
    telephone: str = ""
    plan: tuple[str, ...] = ()


def package_of(table: Mapping[str, Any]) -> Package:
    """Of a table that was checked, as JSON holds it: every key is there."""
    helper = table["helper"]
    return Package(
        title=table["title"],
        items=tuple(table["items"]),
        idle_seconds=table["idle_seconds"],
        text_size=table["text_size"],
        announcement=table["announcement"],
        also=tuple(table["also"]),
        protected=tuple(table["protected"]),
        required=tuple(table["devices"]["required"]),
        optional=tuple(table["devices"]["optional"]),
        hours=_week(table["hours"]),
        helper=Helper(**{**helper, "hours": _week(helper["hours"])}),
        upkeep=Upkeep(**table["upkeep"]),
        telephone=table["telephone"],
        plan=tuple(table["map"]),
    )


def reachable(items: Sequence[str], also: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Ids: ``items`` in their order, then in the order of ``known`` each that an id or a pattern of ``also`` names."""
    home = set(items)
    found = (item for item in known if item not in home and any(fnmatchcase(item, pattern) for pattern in also))
    return (*items, *found)


def _week(table: Mapping[str, Any] | None) -> Week | None:
    return week(table) if table else None
