"""What this terminal is: config.toml and its function package, as frozen dataclasses.

The window stands before anything heavy is imported, so the files are parsed and checked (``kiosk/config_toml.py``) only
when they changed since they were last found to be right; otherwise the state directory has what was found then.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

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

    ``items`` are home's tiles; ``also`` is what else categories and search lead to, as ids or patterns ("social.*").
    ``idle_seconds`` is 30 to 600; ``announcement`` is at most 40 characters, "" for none.
    """

    __pydantic_config__ = _STRICT
    title: str
    items: tuple[str, ...]
    idle_seconds: int
    text_size: Literal["standard", "large", "huge"]
    announcement: str = ""
    also: tuple[str, ...] = ()


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
    said = _said(path, overrides)
    checked = _sealed(state / SEAL, said)
    if checked is None:
        from kiosk import config_toml  # brings tomllib, pydantic and the drivers' options, 0.2 s

        checked = config_toml.checked(path, overrides)
        _seal(state / SEAL, {**said, **checked})
    tables, package = checked["tables"], checked["package"]
    return Config(
        terminal=Terminal(**tables["terminal"]),
        site=Site(**tables["site"]),
        panel=Panel(**tables["panel"]),
        gateway=_device(tables["gateway"]),
        devices={name: _device(table) for name, table in tables.get("devices", {}).items()},
        package=_package(package),
        items=tuple(Named(*item) for item in checked["items"]),
    )


def is_checked(path: Path, *, state: Path, overrides: Sequence[str] = ()) -> bool:
    """Whether ``load`` will only read, and import nothing heavy."""
    try:
        return _sealed(state / SEAL, _said(path, overrides)) is not None
    except ConfigError:
        return False


def read(path: Path) -> bytes:
    """The file as it stands. Raises ConfigError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}：读不到这个文件（{error.strerror}）。检查路径和权限") from error


def _device(table: Mapping[str, Any]) -> DeviceConfig:
    return DeviceConfig(table["model"], {key: value for key, value in table.items() if key != "model"})


def _package(table: Mapping[str, Any]) -> Package:
    """From JSON, which knows no tuples."""
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Package(**fields)


def _said(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """What a check was made for; JSON holds bytes as Latin-1."""
    return {"version": __version__, "config": read(path).decode("latin-1"), "overrides": list(overrides)}


def _sealed(seal: Path, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was found when exactly this was checked, or None."""
    try:
        kept: dict[str, Any] = json.loads(seal.read_bytes())
        same = {name: kept[name] for name in said} == said
        package = Path(kept["package_path"]).read_bytes().decode("latin-1")
    except (OSError, ValueError, TypeError, KeyError):  # no seal, none of this version, or no such package any more
        return None
    return kept if same and package == kept["package_text"] else None


def _seal(seal: Path, checked: Mapping[str, Any]) -> None:
    try:
        seal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        seal.write_text(json.dumps(checked))
    except OSError as error:
        raise ConfigError(f"{seal.parent}：状态目录写不进去（{error.strerror}）。换一个目录，或改权限") from error
