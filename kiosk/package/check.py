"""Whether a merged package is right for a terminal: its types, its items, the devices that they need."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import filter as matching
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from kiosk.config import ConfigError
from kiosk.core.item import ALWAYS, Capability, Item
from kiosk.mistakes import listed, nearest, problem
from kiosk.package.inherit import Merged
from kiosk.package.schema import DevicesTable, HelperTable, PackageTable, UpkeepTable

__all__ = ["DEVICES", "Place", "check", "check_served"]

# The devices that a package may ask for: those that citizens notice, by the Kit's names.
DEVICES: Final = (
    "id_card",
    "receipt_printer",
    "camera",
    "scanner",
    "a4_printer",
    "document_camera",
    "lights",
    "speech",
)
TABLES: Final[Mapping[str, type[BaseModel]]] = {
    "devices": DevicesTable,
    "helper": HelperTable,
    "upkeep": UpkeepTable,
}


@dataclass(frozen=True)
class Place:
    """What the package is held against: every item there is, and the devices of config.toml."""

    known: Mapping[str, Item]
    devices: Collection[str]


def check(package: Merged, place: Place) -> dict[str, Any]:
    """The whole table, with what stands where nothing is said. Raises ConfigError at the first mistake."""
    _keys(package)
    table = _types(package).table()
    _items(package, table, place.known)
    _devices(package, table, place)
    return table


def check_served(package: Merged, table: Mapping[str, Any], closed: Collection[str]) -> None:
    """``closed`` are the items that the gateway does not do for this terminal. Raises ConfigError."""
    for item in table["items"]:
        if item in closed:
            raise package.mistake(
                f"items 里的 {item}，政务平台不给这台终端办。拿掉它，或请平台开通", "items", value=item
            )


def _keys(package: Merged) -> None:
    _known(package, package.table, PackageTable)
    for name, model in TABLES.items():
        if isinstance(table := package.table.get(name), dict):
            _known(package, table, model, name)


def _known(package: Merged, table: Mapping[str, Any], model: type[BaseModel], *prefix: str) -> None:
    for key in table:
        if key not in model.model_fields:
            raise package.mistake(f"不认识 {'.'.join((*prefix, key))}{nearest(key, model.model_fields)}", *prefix, key)


def _types(package: Merged) -> PackageTable:
    try:
        return PackageTable.model_validate(package.table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = [str(part) for part in first["loc"]]
        value = first["input"] if isinstance(first["input"], str) and isinstance(first["loc"][-1], int) else ""
        raise package.mistake(problem(".".join(key), first), *key, value=value) from error


def _items(package: Merged, table: Mapping[str, Any], known: Mapping[str, Item]) -> None:
    items, protected = table["items"], table["protected"]
    _once(package, "items", items)
    _once(package, "protected", protected)
    for item in items:
        _item(package, item, known, "items")
    for item in protected:
        if item not in items:
            raise package.mistake(f"protected 写的 {item} 不在 items 里", "protected", value=item)
    for pattern in table["also"]:
        if not matching(known, pattern):
            words = f'also 写的 {pattern} 对不上任何事项{nearest(pattern, known)}，或 "social.*" 这样'
            raise package.mistake(words, "also", value=pattern)
    for item in table["helper"]["limits"]:
        _item(package, item, known, "helper", "limits", item)


def _once(package: Merged, key: str, names: Sequence[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise package.mistake(f"{key} 里 {name} 写了两次", key, value=name, occurrence=2)


def _item(package: Merged, item: str, known: Mapping[str, Item], *key: str) -> None:
    if item not in known:
        value = item if key[-1] != item else ""
        raise package.mistake(f"{'.'.join(key[:2])} 写的 {item} 没有这件事项{nearest(item, known)}", *key, value=value)


def _devices(package: Merged, table: Mapping[str, Any], place: Place) -> None:
    for key in ("required", "optional"):
        for name in table["devices"][key]:
            if name not in DEVICES:
                words = f"devices.{key} 写的 {name} 没有这种设备，可以写：{listed(DEVICES)}"
                raise package.mistake(words, "devices", key, value=name)
        _once_in(package, key, table["devices"][key])
    for name in table["devices"]["required"]:
        if name not in place.devices:
            words = f"devices.required 要 {name}，这台终端的 config.toml 里没有 [devices.{name}]"
            raise package.mistake(words, "devices", "required", value=name)
    for item in table["items"]:
        for need in place.known[item].needs:
            if not _can(need, place.devices):
                raise _lacks(package, item, need)


def _once_in(package: Merged, key: str, names: Sequence[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise package.mistake(f"devices.{key} 里 {name} 写了两次", "devices", key, value=name, occurrence=2)


def _can(need: Capability, devices: Collection[str]) -> bool:
    return bool(need & ALWAYS) or any(name in devices for name in _names(need))


def _names(need: Capability) -> Iterable[str]:
    return [str(one.name).lower() for one in need]


def _lacks(package: Merged, item: str, need: Capability) -> ConfigError:
    words = f"items 里的 {item} 要 {' 或 '.join(_names(need))}，这台终端的 config.toml 里没有"
    return package.mistake(words, "items", value=item)
