"""Whether config.toml is right; said in one sentence with file, key and what is allowed."""

import importlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from kiosk.config import ConfigError, Machine, Maintenance, Panel, Site, Terminal, Update
from kiosk.devices import registry
from kiosk.mistakes import listed, nearest, sentence
from kiosk.package import source

__all__ = ["DEVICES", "FIELDS", "GATEWAYS", "OPTIONAL", "TABLES", "check", "models"]

TABLES = {"terminal": Terminal, "site": Site, "panel": Panel}
OPTIONAL = {"machine": Machine, "update": Update, "maintenance": Maintenance}
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

_COMMAND = r"^([A-Za-z0-9_./-]+( [A-Za-z0-9_./=-]+)*)?$"
# What each key outside of gateway and devices means, and its limits; theirs stand in their ``Options``.
FIELDS: Mapping[str, Any] = {
    "terminal.id": Annotated[
        str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$", description="终端编号：字母、数字和短横；印在回执和查询号上")
    ],
    "terminal.package": Annotated[str, Field(description="功能包：这类网点办哪些事")],
    "site.name": Annotated[str, Field(min_length=1, max_length=40, description="网点名字，显示在首页")],
    "site.telephone": Annotated[
        str, Field(min_length=1, max_length=40, description="求助电话，显示在首页、帮助页和出错页")
    ],
    "site.desk": Annotated[str, Field(min_length=1, max_length=60, description="工作人员在哪里")],
    "site.hours": Annotated[str, Field(min_length=1, max_length=60, description="什么时候有人")],
    "panel.pixel_pitch_mm": Annotated[
        float, Field(ge=0.05, le=1, description="屏幕一个像素有多大（毫米）；21.5 寸 1920×1080 是 0.248")
    ],
    "panel.orientation": Annotated[
        Literal["portrait", "landscape"], Field(description="portrait 竖屏，landscape 横屏")
    ],
    "machine.reboot": Annotated[
        str, Field(pattern=_COMMAND, max_length=200, description="重启机器的命令；写空就是这里不能重启")
    ],
    "machine.power_off": Annotated[
        str, Field(pattern=_COMMAND, max_length=200, description="关机的命令；写空就是这里不能关机")
    ],
    "update.url": Annotated[
        str,
        Field(max_length=200, pattern=r"^(https?://[^\s@?#]+)?$", description="新版本从哪个地址来；写空就只从 U 盘来"),
    ],
    "update.root_file": Annotated[str, Field(min_length=1, description="新版本的根证书文件；写相对路径时在状态目录里")],
    "update.media": Annotated[str, Field(min_length=1, description="U 盘插上以后在哪个目录下面")],
    "maintenance.export_certificate": Annotated[
        str,
        Field(
            max_length=200,
            description="总部的证书（PEM），导出的日志只有它打得开；写空就不能导出；相对路径在状态目录里",
        ),
    ],
}


def check(tables: Mapping[str, Any], path: Path) -> None:
    """Checks the whole of config.toml, the drivers' own options among it. Raises ConfigError at the first mistake."""
    _known(tables, (*TABLES, "gateway", "devices", *OPTIONAL), path)
    present = {**TABLES, **{name: model for name, model in OPTIONAL.items() if name in tables}}
    for name, model in present.items():
        _fits(TypeAdapter(model), _table(tables, name, path), path, name)
        for key, value in tables[name].items():
            _fits(TypeAdapter(FIELDS[f"{name}.{key}"]), value, path, f"{name}.{key}")
    _one_of(tables["terminal"]["package"], source.names(), path, "terminal.package")
    _module(_table(tables, "gateway", path), GATEWAYS, path, "gateway")
    devices = tables.get("devices", {})
    _known(devices, DEVICES, path, "devices.")
    for name in devices:
        _module(_table(devices, name, path, f"devices.{name}"), models(name), path, f"devices.{name}")


def models(device: str) -> Mapping[str, str]:
    """Which models may stand there, with their modules."""
    wireless = device == "face_detector"
    known = {model: f"kiosk.devices.{model}" for model in registry.known_models()}
    return {model: module for model, module in known.items() if (model in FACE_DETECTORS) is wireless}


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
