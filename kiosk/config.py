"""What this terminal is: config.toml and its function package, as frozen dataclasses.

The window stands before anything heavy is imported, so the files are checked by ``kiosk/config_check.py`` (pydantic)
only when they changed since they were last found to be right; otherwise they are just read.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kiosk import __version__

__all__ = [
    "Config",
    "ConfigError",
    "DeviceConfig",
    "Named",
    "Package",
    "Panel",
    "Site",
    "Terminal",
    "is_checked",
    "load",
]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "assets" / "packages"
FILE = ROOT / "config.toml"  # unless the command line names others
STATE = Path("state")
SEAL = "config.checked"  # in the state directory: what was found to be right

_STRICT = {"extra": "forbid"}  # read by pydantic in config_check.py


class ConfigError(Exception):
    """One sentence for the technician: the file, the key, and what may stand there."""


@dataclass(frozen=True)
class Terminal:
    """``id`` is printed on slips; ``package`` names a file in assets/packages."""

    __pydantic_config__ = _STRICT
    id: str
    package: str


@dataclass(frozen=True)
class Site:
    """What a citizen reads about the place: its name, and whom to ask, where and when."""

    __pydantic_config__ = _STRICT
    name: str
    telephone: str
    desk: str
    hours: str


@dataclass(frozen=True)
class Panel:
    """The touch panel. ``pixel_pitch_mm`` is millimetres per pixel; every size on the screen comes from it."""

    __pydantic_config__ = _STRICT
    pixel_pitch_mm: float
    orientation: Literal["portrait", "landscape"]


@dataclass(frozen=True)
class DeviceConfig:
    """``model`` names a driver's module; ``options`` are what its ``Options`` asks for."""

    model: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Package:
    """A function package (功能包): which items in which order, and how patient the terminal is.

    ``idle_seconds`` is 30 to 600; ``announcement`` is at most 40 characters, "" for none.
    """

    __pydantic_config__ = _STRICT
    title: str
    items: tuple[str, ...]
    idle_seconds: int
    text_size: Literal["standard", "large", "huge"]
    announcement: str = ""


@dataclass(frozen=True)
class Named:
    """What home says of an item before its script is loaded."""

    id: str
    title: str
    official: str
    icon: str


@dataclass(frozen=True)
class Config:
    """``devices`` is by the Kit's names: id_card, receipt_printer, …; ``items`` are what home names."""

    terminal: Terminal
    site: Site
    panel: Panel
    gateway: DeviceConfig
    devices: Mapping[str, DeviceConfig]
    package: Package
    items: tuple[Named, ...]


def load(path: Path, *, state: Path, overrides: Sequence[str] = ()) -> Config:
    """Reads, and checks when anything changed. ``overrides`` are ``key.key=value`` with the value as in TOML.

    Raises ConfigError.
    """
    raw = _raw(path, overrides)
    seal = state / SEAL
    items = _sealed(seal, raw.digest)
    package = _parse(raw.package, raw.package_path)
    if items is None:
        from kiosk import config_check  # brings pydantic and the drivers' options, 0.2 s

        config_check.check(raw.tables, path)
        items = config_check.check_package(package, raw.package_path)
        _seal(seal, raw.digest, items)
    tables = raw.tables
    return Config(
        terminal=Terminal(**tables["terminal"]),
        site=Site(**tables["site"]),
        panel=Panel(**tables["panel"]),
        gateway=_device(tables["gateway"]),
        devices={name: _device(table) for name, table in tables.get("devices", {}).items()},
        package=Package(**{**package, "items": tuple(package["items"])}),
        items=items,
    )


def is_checked(path: Path, *, state: Path, overrides: Sequence[str] = ()) -> bool:
    """Whether ``load`` will only read, and load nothing heavy."""
    try:
        return _sealed(state / SEAL, _raw(path, overrides).digest) is not None
    except ConfigError:
        return False


class _Raw(NamedTuple):
    tables: dict[str, Any]
    package: bytes
    package_path: Path
    digest: str


def _raw(path: Path, overrides: Sequence[str]) -> _Raw:
    """What the files and the command line say, unchecked. The digest changes when any of it does, or the version."""
    raw = _read(path)
    tables = _parse(raw, path)
    for override in overrides:
        _override(tables, override)
    package_path = PACKAGES / f"{tables.get('terminal', {}).get('package')}.toml"
    package = _read(package_path) if package_path.parent == PACKAGES and package_path.is_file() else b""
    digest = hashlib.sha256(repr((__version__, raw, tuple(overrides), package)).encode()).hexdigest()
    return _Raw(tables, package, package_path, digest)


def _device(table: Mapping[str, Any]) -> DeviceConfig:
    return DeviceConfig(table["model"], {key: value for key, value in table.items() if key != "model"})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}：读不到这个文件（{error.strerror}）。检查路径和权限") from error


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：第 {error.start + 1} 个字节不是 UTF-8。用 UTF-8 编码重新保存") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：不是正确的 TOML（{error}）。改好这一处再启动") from error


def _override(tables: dict[str, Any], override: str) -> None:
    keys, separator, value = override.partition("=")
    if not separator:
        raise ConfigError(f"--set {override}：要写成 键=值，例如 --set site.telephone=0574-12345")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    *path, last = keys.split(".")
    for key in path:
        tables = tables.setdefault(key, {})
        if not isinstance(tables, dict):
            raise ConfigError(f"--set {override}：{key} 下面没有别的项")
    tables[last] = parsed


def _sealed(seal: Path, digest: str) -> tuple[Named, ...] | None:
    """The items of a package that was checked with this configuration by this version, or None."""
    try:
        checked = json.loads(seal.read_text())
        return tuple(Named(*item) for item in checked["items"]) if checked["digest"] == digest else None
    except (OSError, ValueError, TypeError, KeyError):  # no seal, or none of this version
        return None


def _seal(seal: Path, digest: str, items: tuple[Named, ...]) -> None:
    try:
        seal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        seal.write_text(json.dumps({"digest": digest, "items": [astuple(item) for item in items]}))
    except OSError as error:
        raise ConfigError(f"{seal.parent}：状态目录写不进去（{error.strerror}）。换一个目录，或改权限") from error
