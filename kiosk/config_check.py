"""Whether config.toml is right; said in one sentence with file, key and what is allowed."""

import importlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from kiosk.config import ConfigError, Panel, Site, Terminal
from kiosk.devices import registry
from kiosk.mistakes import listed, nearest, sentence
from kiosk.package import source

__all__ = ["check"]

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

_PITCH = TypeAdapter(Annotated[float, Field(ge=0.05, le=1)])
_TERMINAL_ID = TypeAdapter(Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$")])


def check(tables: Mapping[str, Any], path: Path) -> None:
    """Checks the whole of config.toml, the drivers' own options among it. Raises ConfigError at the first mistake."""
    _known(tables, (*TABLES, "gateway", "devices"), path)
    for name, model in TABLES.items():
        _fits(TypeAdapter(model), _table(tables, name, path), path, name)
    _fits(_TERMINAL_ID, tables["terminal"]["id"], path, "terminal.id")
    _fits(_PITCH, tables["panel"]["pixel_pitch_mm"], path, "panel.pixel_pitch_mm")
    _one_of(tables["terminal"]["package"], source.names(), path, "terminal.package")
    _module(_table(tables, "gateway", path), GATEWAYS, path, "gateway")
    devices = tables.get("devices", {})
    _known(devices, DEVICES, path, "devices.")
    modules = {model: f"kiosk.devices.{model}" for model in registry.known_models()}
    for name in devices:
        wireless = name == "face_detector"
        models = {model: module for model, module in modules.items() if (model in FACE_DETECTORS) is wireless}
        _module(_table(devices, name, path, f"devices.{name}"), models, path, f"devices.{name}")


def _table(tables: Mapping[str, Any], name: str, path: Path, key: str = "") -> Mapping[str, Any]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise ConfigError(f"{path}：缺少 [{key or name}] 这一节")
    return table


def _module(table: Mapping[str, Any], modules: Mapping[str, str], path: Path, key: str) -> None:
    """The model is known, and its own ``Options`` take the rest of the table."""
    if "model" not in table:
        raise ConfigError(f"{path}：{key}.model 没有写，可以写：{listed(modules)}")
    _one_of(table["model"], modules, path, f"{key}.model")
    options = importlib.import_module(modules[table["model"]]).Options
    _fits(TypeAdapter(options), {name: value for name, value in table.items() if name != "model"}, path, key)


def _known(table: Mapping[str, Any], known: Iterable[str], path: Path, prefix: str = "") -> None:
    for key in table:
        if key not in set(known):
            raise ConfigError(f"{path}：不认识 {prefix}{key}{nearest(key, known)}")


def _one_of(value: object, known: Iterable[str], path: Path, key: str) -> None:
    if value not in set(known):
        raise ConfigError(f"{path}：{key} 写的是 {value!r}，可以写：{listed(known)}")


def _fits(adapter: TypeAdapter[Any], value: object, path: Path, prefix: str) -> None:
    try:
        # As JSON, because its strict mode takes a table for a dataclass and a list for a tuple, but no "3" for a 3.
        adapter.validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as error:
        raise ConfigError(f"{path}：{sentence(error, value, prefix)}") from error
