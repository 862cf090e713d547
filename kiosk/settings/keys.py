"""What can stand in config.toml: each key with its meaning, type and limits, read from the models that check it."""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from kiosk import config_check
from kiosk.config import ConfigError
from kiosk.devices import registry
from kiosk.mistakes import nearest
from kiosk.package import source
from kiosk.settings.edit import Value, flat, inline

__all__ = ["HIDDEN", "UNWRITTEN", "Key", "Section", "find", "keys_of_others", "sections", "shown"]

Kind = Literal["text", "number", "decimal", "choice", "yes_no", "table"]

TITLES: Final = {
    "terminal": "终端",
    "site": "网点",
    "panel": "屏幕",
    "gateway": "政务平台",
    "machine": "整台机器",
    "update": "新版本从哪来",
    "maintenance": "运维",
    "devices.id_card": "身份证阅读器",
    "devices.receipt_printer": "回执打印机",
    "devices.a4_printer": "A4 打印机",
    "devices.camera": "摄像头",
    "devices.document_camera": "高拍仪",
    "devices.scanner": "扫码器",
    "devices.lights": "指示灯",
    "devices.speech": "语音",
    "devices.face_detector": "找人脸的办法",
}
ENTRANCE: Final = re.compile(r"(?<=://)[^/@\s]+@")  # user and password in an address
HIDDEN: Final = "••••@"
UNWRITTEN: Final = "-"  # typed where a key is not to be written, and what came with the program holds
SIGNS: Final = {"\r": "\\r", "\n": "\\n", "\t": "\\t"}
LONGEST: Final = 200  # characters of a text without a limit of its own


@dataclass(frozen=True)
class Key:
    """``value`` is None where config.toml does not say it, and ``default`` holds. ``least`` and ``most`` are of the
    number, or of the text's length."""

    name: str
    meaning: str
    kind: Kind
    value: Value | None
    default: Value | None
    required: bool = False
    least: float | None = None
    most: float | None = None
    choices: tuple[Value, ...] = ()
    plain: bool = False  # written with letters, digits and signs alone

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def secret(self) -> bool:
        """Whether the value holds what is not shown."""
        return isinstance(self.value, str) and shown(self.value) != _with_signs(self.value)

    def read(self, typed: str) -> Value | None:
        """What was typed, as config.toml holds it; None takes the key out. Raises ConfigError; limits are checked
        with the whole file."""
        words = typed.strip() if self.kind != "text" else typed
        if words == UNWRITTEN and not self.required:
            return None
        if not words and not self.required and self.kind != "text":
            return None
        match self.kind:
            case "yes_no":
                if words not in ("true", "false"):
                    raise ConfigError(f"{self.name} 写的是 {typed}，要写 true 或 false")
                return words == "true"
            case "number" | "decimal":
                return self._number(words)
            case "choice":
                return next((one for one in self.choices if str(one) == words), words)
            case "table":
                return inline(self.name, words)
            case "text":
                for character, sign in SIGNS.items():
                    words = words.replace(sign, character)
                return words or (None if not self.required and self.default is None else "")

    def _number(self, words: str) -> Value:
        try:
            return int(words) if self.kind == "number" else float(words)
        except ValueError as error:
            kind = "整数" if self.kind == "number" else "数字"
            raise ConfigError(f"{self.name} 写的是 {words}，要写{kind}") from error


@dataclass(frozen=True)
class Section:
    """``name`` as in config.toml's brackets; ``present`` says whether it is there."""

    name: str
    title: str
    keys: tuple[Key, ...]
    present: bool


def sections(tables: Mapping[str, Any]) -> tuple[Section, ...]:
    """Those that config.toml has, and those of one kind that may be added. ``tables`` is what it says, parsed."""
    return tuple(_sections(tables))


def find(tables: Mapping[str, Any], name: str) -> Key:
    """Raises ConfigError when there is no such key."""
    known = {key.name: key for section in sections(tables) for key in section.keys}
    if name not in known:
        raise ConfigError(f"不认识 {name}{nearest(name, known)}")
    return known[name]


def keys_of_others(tables: Mapping[str, Any], name: str, model: str) -> list[str]:
    """What stands beside ``name``, a key "….model", and is not known to this model."""
    section = name.rpartition(".")[0]
    models = config_check.GATEWAYS if section == "gateway" else _models(section.partition(".")[2])
    said = [key for key in flat(tables) if key.startswith(f"{section}.") and key != name]
    if model not in models:
        return []
    known = _options(models[model])["properties"]
    return [key for key in said if key.removeprefix(f"{section}.") not in known]


def shown(value: Value | None) -> str:
    """As people read it, without user and password of an address."""
    match value:
        case None:
            return "没有写"
        case bool():
            return "是" if value else "否"
        case str():
            return ENTRANCE.sub(HIDDEN, _with_signs(value)) or "（空）"
        case Mapping():
            return "，".join(f"{name} = {shown(one)}" for name, one in value.items())
    return str(value)


def _with_signs(value: str) -> str:
    for character, sign in SIGNS.items():
        value = value.replace(character, sign)
    return value


def _sections(tables: Mapping[str, Any]) -> Iterator[Section]:
    said = flat(tables)
    for name in (*config_check.TABLES, *config_check.OPTIONAL):
        prefix, model = f"{name}.", {**config_check.TABLES, **config_check.OPTIONAL}[name]
        defaults = TypeAdapter(model).json_schema().get("properties", {})
        keys = [
            _key(key, TypeAdapter(kind).json_schema() | _default(defaults.get(key.removeprefix(prefix), {})), said)
            for key, kind in config_check.FIELDS.items()
            if key.startswith(prefix)
        ]
        yield Section(name, TITLES[name], tuple(keys), name in tables)
    yield _of_model("gateway", config_check.GATEWAYS, tables.get("gateway"), said)
    devices = tables.get("devices", {})
    for device in config_check.DEVICES:
        if device in devices:
            yield _of_model(f"devices.{device}", _models(device), devices[device], said)


def _of_model(name: str, models: Mapping[str, str], table: Any, said: Mapping[str, Value]) -> Section:
    """A section whose keys depend on its model."""
    model = str(table.get("model")) if isinstance(table, dict) else ""
    fitting = _fitting(name.partition(".")[2]) or tuple(models)
    keys = [Key(f"{name}.model", "型号", "choice", said.get(f"{name}.model"), None, True, choices=fitting)]
    if model in models:
        schema = _options(models[model])
        required = schema.get("required", ())
        keys += [
            _key(f"{name}.{key}", about | {"required": key in required}, said)
            for key, about in schema["properties"].items()
        ]
    return Section(name, TITLES[name], tuple(keys), True)


@cache  # the drivers of a running program do not change, and a form is looked at often
def _models(device: str) -> Mapping[str, str]:
    return config_check.models(device)


@cache
def _fitting(device: str) -> tuple[str, ...]:
    return registry.fitting(device)


@cache
def _options(module: str) -> dict[str, Any]:
    schema = TypeAdapter(importlib.import_module(module).Options).json_schema()
    return {"properties": {}, **schema}


def _default(about: Mapping[str, Any]) -> dict[str, Any]:
    return {"default": about["default"]} if "default" in about else {"required": True}


def _key(name: str, about: Mapping[str, Any], said: Mapping[str, Value]) -> Key:
    """Of one property of a JSON schema."""
    kinds = [one for one in about.get("anyOf", [about]) if one.get("type") != "null"]
    kind = {**about, **kinds[0]} if kinds else dict(about)
    numeric = kind.get("type") in ("integer", "number")
    return Key(
        name,
        about.get("description", ""),
        _kind(name, kind),
        said.get(name),
        about.get("default"),
        bool(about.get("required", False)),
        kind.get("minimum", kind.get("exclusiveMinimum")) if numeric else kind.get("minLength"),
        kind.get("maximum", kind.get("exclusiveMaximum")) if numeric else kind.get("maxLength", LONGEST),
        _choices(name, kind),
        "pattern" in kind or kind.get("format") == "path" or numeric,
    )


def _choices(name: str, kind: Mapping[str, Any]) -> tuple[Value, ...]:
    return tuple(source.names()) if name == "terminal.package" else tuple(kind.get("enum", ()))


def _kind(name: str, kind: Mapping[str, Any]) -> Kind:
    if "enum" in kind or name == "terminal.package":
        return "choice"
    kinds: dict[str, Kind] = {"integer": "number", "number": "decimal", "boolean": "yes_no", "object": "table"}
    return kinds.get(kind.get("type", ""), "text")
