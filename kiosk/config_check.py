"""Whether config.toml and a function package are right; said in one sentence with file, key and what is allowed."""

import difflib
import fnmatch
import importlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from kiosk import flows
from kiosk.config import PACKAGES, ConfigError, Named, Package, Panel, Site, Terminal
from kiosk.core.item import find_items
from kiosk.devices import registry

__all__ = ["check", "check_package"]

TABLES = {"terminal": Terminal, "site": Site, "panel": Panel}
GATEWAYS = {"http": "kiosk.services.gateway"}
DEVICES = (
    "id_card",
    "receipt_printer",
    "camera",
    "scanner",
    "lights",
    "a4_printer",
    "document_camera",
    "speech",
    "face_detector",
)
FACE_DETECTORS = ("haar_face", "yunet")  # models that have no wire

_IDLE = TypeAdapter(Annotated[int, Field(ge=30, le=600)])
_PITCH = TypeAdapter(Annotated[float, Field(ge=0.05, le=1)])
_ANNOUNCEMENT = TypeAdapter(Annotated[str, Field(max_length=40)])
_TERMINAL_ID = TypeAdapter(Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$")])


def check(tables: Mapping[str, Any], path: Path) -> None:
    """Checks the whole of config.toml, the drivers' own options among it. Raises ConfigError at the first mistake."""
    _known(tables, (*TABLES, "gateway", "devices"), path)
    for name, model in TABLES.items():
        _fits(TypeAdapter(model), _table(tables, name, path), path, name)
    _fits(_TERMINAL_ID, tables["terminal"]["id"], path, "terminal.id")
    _fits(_PITCH, tables["panel"]["pixel_pitch_mm"], path, "panel.pixel_pitch_mm")
    packages = [file.stem for file in sorted(PACKAGES.glob("*.toml"))]
    _one_of(tables["terminal"]["package"], packages, path, "terminal.package")
    _module(_table(tables, "gateway", path), GATEWAYS, path, "gateway")
    devices = tables.get("devices", {})
    _known(devices, DEVICES, path, "devices.")
    modules = {model: f"kiosk.devices.{model}" for model in registry.known_models()}
    for name in devices:
        wireless = name == "face_detector"
        models = {model: module for model, module in modules.items() if (model in FACE_DETECTORS) is wireless}
        _module(_table(devices, name, path, f"devices.{name}"), models, path, f"devices.{name}")


def check_package(package: Mapping[str, Any], path: Path) -> tuple[Named, ...]:
    """Checks one function package and tells what its items are called. Raises ConfigError at the first mistake."""
    _fits(TypeAdapter(Package), package, path, "")
    _fits(_IDLE, package["idle_seconds"], path, "idle_seconds")
    _fits(_ANNOUNCEMENT, package.get("announcement", ""), path, "announcement")
    known = find_items(flows)
    for item in package["items"]:
        _one_of(item, known, path, "items")
    for pattern in package.get("also", ()):
        if not fnmatch.filter(known, pattern):
            raise ConfigError(f'{path}：also 写的 {pattern!r} 对不上任何事项。可以写 "social.*"，或：{_listed(known)}')
    named = (known[item] for item in package["items"])
    return tuple(Named(item.id, item.title, item.official, item.icon) for item in named)


def _table(tables: Mapping[str, Any], name: str, path: Path, key: str = "") -> Mapping[str, Any]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise ConfigError(f"{path}：缺少 [{key or name}] 这一节")
    return table


def _module(table: Mapping[str, Any], modules: Mapping[str, str], path: Path, key: str) -> None:
    """The model is known, and its own ``Options`` take the rest of the table."""
    if "model" not in table:
        raise ConfigError(f"{path}：{key}.model 没有写，可以写：{_listed(modules)}")
    _one_of(table["model"], modules, path, f"{key}.model")
    options = importlib.import_module(modules[table["model"]]).Options
    _fits(TypeAdapter(options), {name: value for name, value in table.items() if name != "model"}, path, key)


def _known(table: Mapping[str, Any], known: Iterable[str], path: Path, prefix: str = "") -> None:
    for key in table:
        if key not in set(known):
            raise ConfigError(f"{path}：不认识 {prefix}{key}{_nearest(key, known)}")


def _one_of(value: object, known: Iterable[str], path: Path, key: str) -> None:
    if value not in set(known):
        raise ConfigError(f"{path}：{key} 写的是 {value!r}，可以写：{_listed(known)}")


def _fits(adapter: TypeAdapter[Any], value: object, path: Path, prefix: str) -> None:
    try:
        # As JSON, because its strict mode takes a table for a dataclass and a list for a tuple, but no "3" for a 3.
        adapter.validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as error:
        raise ConfigError(f"{path}：{_sentence(error, value, prefix)}") from error


def _sentence(error: ValidationError, value: object, prefix: str) -> str:
    first = error.errors(include_url=False)[0]
    key = ".".join(part for part in (prefix, *map(str, first["loc"])) if part)
    match first["type"]:
        case "missing":
            return f"{key} 没有写，要补上"
        case "extra_forbidden" | "unexpected_keyword_argument":
            known = [str(other["loc"][-1]) for other in error.errors() if other["type"] == "missing"]
            present = [name for name in value if name != first["loc"][-1]] if isinstance(value, dict) else []
            return f"不认识 {key}{_nearest(str(first['loc'][-1]), [*known, *present])}"
        case _:
            return f"{key} 写的是 {first['input']!r}，{_allowed(first['type'], first.get('ctx', {}), first['msg'])}"


def _allowed(kind: str, context: Mapping[str, Any], message: str) -> str:
    """What may stand there, in Chinese for pydantic's commonest complaints, else in its own words."""
    words = {
        "string_type": "要写带引号的文字",
        "int_type": "要写整数",
        "int_from_float": "要写整数",
        "float_type": "要写数字",
        "bool_type": "要写 true 或 false",
        "greater_than_equal": f"不能小于 {context.get('ge')}",
        "greater_than": f"要大于 {context.get('gt')}",
        "less_than_equal": f"不能大于 {context.get('le')}",
        "string_too_long": f"最多 {context.get('max_length')} 个字",
        "string_pattern_mismatch": f"要符合 {context.get('pattern')}",
        "tuple_type": '要写成列表，例如 ["…", "…"]',
        "literal_error": f"可以写：{context.get('expected')}",
        "enum": f"可以写：{context.get('expected')}",
        "string_too_short": f"至少 {context.get('min_length')} 个字",
        "path_type": "要写带引号的路径",
    }
    return words.get(kind, message)


def _nearest(key: str, known: Iterable[str]) -> str:
    """The right name that was probably meant, or all of them."""
    names = list(known)
    close = difflib.get_close_matches(key, names, n=1)
    if close:
        return f"，是不是 {close[0]}"
    return f"，这里可以写：{_listed(names)}" if names else "，删掉它"


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
