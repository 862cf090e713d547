"""What a service item (事项) is, and how its file is found.

A file in ``kiosk/flows`` holds one script under ``@item(…)``; ``find_items`` imports the package's files and returns
what they declare, in the order of their names.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, Flag, auto
from types import ModuleType
from typing import Final

from kiosk.core.region import within
from kiosk.core.walk import Script

__all__ = ["ALWAYS", "Capability", "Category", "Item", "Offline", "find_items", "item"]


class Capability(Flag):
    """What a site has. ``A | B`` in ``needs`` means that either will do. KEYPAD and STAFF are always there."""

    ID_CARD = auto()
    KEYPAD = auto()
    CAMERA = auto()
    STAFF = auto()
    RECEIPT_PRINTER = auto()
    SCANNER = auto()
    A4_PRINTER = auto()
    DOCUMENT_CAMERA = auto()


ALWAYS: Final = Capability.KEYPAD | Capability.STAFF


class Offline(Enum):
    """What an item can do without the gateway."""

    REFUSED = "refused"  # nothing: the tile says so before any work
    WORKS = "works"  # everything: the gateway is not asked
    DEFERRED = "deferred"  # it is kept encrypted and handed in when the link is back


class Category(Enum):
    """Where a citizen looks for an item: the department that it belongs to, or the part of life. In the order shown."""

    SOCIAL = "人社"
    MEDICAL = "医保"
    POLICE = "公安"
    FUND = "公积金"
    TRANSPORT = "交通"
    MARKET = "市场监管"
    BILLS = "生活缴费"
    CARE = "养老助残"
    HEALTH = "健康医疗"
    HOUSING = "住房房产"
    EDUCATION = "教育文化"
    TRAVEL = "出行票务"
    COMMUNITY = "法律社区"


@dataclass(frozen=True)
class Item:
    """``title`` is the everyday name on the tile, ``official`` the name under it, ``icon`` a QtAwesome name.

    ``words`` are what people call it otherwise; it is found by them. ``regions`` are the beginnings of the division
    codes (the first six digits of an ID number) that it serves; none: the whole country.
    """

    id: str
    title: str
    official: str
    icon: str
    category: Category
    needs: tuple[Capability, ...]
    wants: tuple[Capability, ...]
    offline: Offline
    script: Script
    words: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def item(
    id: str,
    *,
    title: str,
    official: str,
    icon: str,
    category: Category,
    needs: tuple[Capability, ...] = (),
    wants: tuple[Capability, ...] = (),
    offline: Offline = Offline.REFUSED,
    words: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
) -> Callable[[Script], Item]:
    """Makes an ``Item`` of the script under it."""

    def declare(script: Script) -> Item:
        bounded = within(regions, id, title, script)
        return Item(id, title, official, icon, category, needs, wants, offline, bounded, words, regions)

    return declare


def find_items(package: ModuleType) -> dict[str, Item]:
    """Every item of a package's modules by id. Raises ValueError for an id that stands twice."""
    found: dict[str, Item] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, Item) and found.setdefault(value.id, value) is not value:
                raise ValueError(f"two items have the id {value.id}")
    return found
