"""Which package is in use: the one that ``kiosk package use`` has kept, else config.toml's; never one that is wrong.

When that one is wrong, what was in use and right the last time stays (the seal in the state directory knows it), and
the trouble is told.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import filter as matching
from pathlib import Path
from typing import Any

from kiosk.config import HOME, KEPT, PACKAGES, SEAL, ConfigError
from kiosk.core.item import Item
from kiosk.core.order_of_use import arranged
from kiosk.declarations.shelf import all_items
from kiosk.package import kept, source
from kiosk.package.check import DEVICES, Place, check
from kiosk.package.inherit import Merged, merged
from kiosk.package.kept import Kept
from kiosk.package.source import Source

__all__ = ["Chosen", "chosen", "meant", "place"]


@dataclass(frozen=True)
class Chosen:
    """``said`` is what the file says, all that it inherits laid in; ``table`` the same with every key there is.

    ``files`` are all that were looked at; ``trouble`` is why it is not the one that was meant, or "".
    """

    said: dict[str, Any]
    table: dict[str, Any]
    files: tuple[Path, ...]
    known: Mapping[str, Item]
    trouble: str = ""

    def home(self, state: Path) -> list[Item]:
        """The items on home in the order that follows use, which ``services/home_order.py`` writes."""
        return [self.known[item] for item in arranged(self.table["items"], self.table["protected"], _order(state))]


def place(tables: Mapping[str, Any], state: Path) -> Place:
    """``tables`` are config.toml's. Raises ConfigError where a declared item is wrong."""
    return Place(all_items(state), tuple(tables.get("devices", {})))


def chosen(tables: Mapping[str, Any], state: Path) -> Chosen:
    """Raises ConfigError when the package is wrong and no other was right before."""
    here = place(tables, state)
    looked_at = [state / KEPT, state / HOME]

    def read(path: Path) -> Source:
        looked_at.append(path)
        return source.read(path)

    try:
        package = meant(tables, state, kept.read(state), read)
        table = check(package, here)
    except ConfigError as mistake:
        looked_at.append(PACKAGES / f"{tables['terminal']['package']}.toml")
        if (last := _last_right(state, here)) is None:
            raise
        said, table = last
        trouble = f"{mistake}。还用着上一个查过的「{table['title']}」"
        return Chosen(said, table, tuple(looked_at), here.known, trouble)
    return Chosen(package.table, table, tuple(looked_at), here.known)


def meant(tables: Mapping[str, Any], state: Path, chosen_by_hand: Kept, read: Callable[[Path], Source]) -> Merged:
    """The one clear rule: what ``kiosk package use`` has chosen, else config.toml's. Raises ConfigError."""
    if chosen_by_hand.active is not None:
        return kept.as_merged(chosen_by_hand.active, state)
    return merged(PACKAGES / f"{tables['terminal']['package']}.toml", read)


def _last_right(state: Path, here: Place) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What was in use before, without items that a newer version may have lost; its devices are not asked for."""
    try:
        said = _without_unknown(json.loads((state / SEAL).read_bytes())["package_said"], here.known)
        return said, check(Merged(said, (Source(state / SEAL, "", {}),), {}), Place(here.known, DEVICES))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ConfigError):
        return None


def _without_unknown(said: dict[str, Any], known: Mapping[str, Item]) -> dict[str, Any]:
    changed = {**said, "items": [item for item in said["items"] if item in known]}
    changed["protected"] = [item for item in said.get("protected", []) if item in known]
    changed["also"] = [pattern for pattern in said.get("also", []) if matching(known, pattern)]
    helper = dict(said.get("helper", {}))
    helper["limits"] = {item: most for item, most in helper.get("limits", {}).items() if item in known}
    return {**changed, "helper": helper}


def _order(state: Path) -> Any:
    try:
        return json.loads((state / HOME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
