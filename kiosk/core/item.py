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

from kiosk.core.walk import Script

__all__ = ["Capability", "Item", "Offline", "find_items", "item"]


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


class Offline(Enum):
    """What an item can do without the gateway."""

    REFUSED = "refused"  # nothing: the tile says so before any work
    WORKS = "works"  # everything: the gateway is not asked
    DEFERRED = "deferred"  # it is kept encrypted and handed in when the link is back


@dataclass(frozen=True)
class Item:
    """``title`` is the everyday name on the tile, ``official`` the name under it, ``icon`` a QtAwesome name."""

    id: str
    title: str
    official: str
    icon: str
    needs: tuple[Capability, ...]
    wants: tuple[Capability, ...]
    offline: Offline
    script: Script


def item(
    id: str,
    *,
    title: str,
    official: str,
    icon: str,
    needs: tuple[Capability, ...] = (),
    wants: tuple[Capability, ...] = (),
    offline: Offline = Offline.REFUSED,
) -> Callable[[Script], Item]:
    """Makes an ``Item`` of the script under it."""

    def declare(script: Script) -> Item:
        return Item(id, title, official, icon, needs, wants, offline, script)

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
