"""What this terminal is: config.toml and its function package, as frozen dataclasses.

The window stands before anything heavy is imported, so the files are parsed and checked (``kiosk/config_toml.py``) only
when they changed since they were last found to be right; otherwise the state directory has what was found then.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from kiosk import __version__
from kiosk.core.package import Package, package_of

__all__ = [
    "Config",
    "ConfigError",
    "DeviceConfig",
    "Machine",
    "Maintenance",
    "Named",
    "Panel",
    "Site",
    "Terminal",
    "Update",
    "assembled",
    "is_checked",
    "items_stamp",
    "load",
    "read",
    "replace_file",
    "site_of",
    "sync",
    "text_of",
]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "assets" / "packages"
ITEMS = ROOT / "assets" / "items"  # declared items, by category
FILE_VARIABLE = "JINBAN_CONFIG"  # set for a release: config.toml stays where the first tree was installed
FILE = Path(os.environ.get(FILE_VARIABLE) or ROOT / "config.toml")  # unless the command line names others
STATE = Path("state")
# In the state directory:
SEAL = "config.checked"  # what was found to be right
KEPT = "package.json"  # the package that ``kiosk package use`` has chosen, instead of config.toml's
HOME = "home.json"  # the order of its items that follows use
SETTINGS = "settings.json"  # the versions of config.toml; another one says that config.toml is another one

_MOST = 1 << 20  # bytes that are read of a file at the start
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
class Machine:
    """The commands, with blanks between their words, that the maintenance menu ends the machine with; "" for none."""

    __pydantic_config__ = _STRICT
    reboot: str = "systemctl reboot"
    power_off: str = "systemctl poweroff"


@dataclass(frozen=True)
class Update:
    """Where signed releases come from. ``url`` is "" where they come on a stick alone; ``root_file`` is the root of
    their TUF repository, a relative path in the state directory; ``media`` is where the system mounts sticks."""

    __pydantic_config__ = _STRICT
    url: str = ""
    root_file: str = "update-root.json"
    media: str = "/media"


@dataclass(frozen=True)
class Maintenance:
    """``export_certificate`` is whom logs are encrypted for before they leave on a stick: a PEM file, a relative path
    in the state directory; "" where none may leave."""

    __pydantic_config__ = _STRICT
    export_certificate: str = ""


@dataclass(frozen=True)
class DeviceConfig:
    """``model`` names a driver's module; ``options`` are what its ``Options`` asks for."""

    model: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """What home says of an item before its script is loaded."""

    id: str
    title: str
    official: str
    icon: str


@dataclass(frozen=True)
class Config:
    """``devices`` is by the Kit's names: id_card, receipt_printer, …; ``items`` are what home names, in its order.

    ``package_trouble`` is why the package is not the one that was meant: a sentence for the technician, or "".
    ``chosen`` are the files of the state directory whose change opens the window anew, with the text that was read,
    None where there is no such file. ``file`` and ``overrides`` are what ``load`` was asked for.
    """

    terminal: Terminal
    site: Site
    panel: Panel
    gateway: DeviceConfig
    devices: Mapping[str, DeviceConfig]
    package: Package
    items: tuple[Named, ...]
    package_trouble: str = ""
    chosen: Mapping[Path, str | None] = field(default_factory=dict)
    file: Path = FILE
    overrides: tuple[str, ...] = ()
    machine: Machine = Machine()
    update: Update = Update()
    maintenance: Maintenance = Maintenance()


def load(path: Path, *, state: Path, overrides: Sequence[str] = ()) -> Config:
    """Reads, and checks when anything changed. ``overrides`` are ``key.key=value`` with the value as in TOML.

    Raises ConfigError.
    """
    said = _said(path, overrides)
    checked = _sealed(state / SEAL, said)
    if checked is None:
        from kiosk import config_toml  # brings tomllib, pydantic and the drivers' options, 0.2 s

        checked = config_toml.checked(path, overrides, state)
        _seal(state / SEAL, {**said, **checked})
    loaded = assembled(checked)
    chosen = {**loaded.chosen, state / SETTINGS: text_of(state / SETTINGS)}
    return replace(loaded, chosen=chosen, file=path, overrides=tuple(overrides))


def assembled(checked: Mapping[str, Any]) -> Config:
    """Of what ``config_toml.checked`` has found."""
    tables, package = checked["tables"], package_of(checked["package"])
    return Config(
        terminal=Terminal(**tables["terminal"]),
        site=site_of(tables["site"], package),
        panel=Panel(**tables["panel"]),
        gateway=_device(tables["gateway"]),
        devices={name: _device(table) for name, table in tables.get("devices", {}).items()},
        package=package,
        items=tuple(Named(*item) for item in checked["items"]),
        package_trouble=checked["package_trouble"],
        machine=Machine(**tables.get("machine", {})),
        update=Update(**tables.get("update", {})),
        maintenance=Maintenance(**tables.get("maintenance", {})),
        chosen={path: text for file, text in checked["files"].items() if (path := Path(file)).name in (KEPT, HOME)},
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


def site_of(table: Mapping[str, Any], package: Package) -> Site:
    """What the package says of telephone and helpers goes before what config.toml says."""
    site = Site(**table)
    hours = package.helper.hours.words() if package.helper.hours is not None else site.hours
    return replace(site, telephone=package.telephone or site.telephone, hours=hours)


def _said(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """What a check was made for; JSON holds bytes as Latin-1."""
    return {
        "version": __version__,
        "config": read(path).decode("latin-1"),
        "overrides": list(overrides),
        "items_stamp": items_stamp(),
    }


def items_stamp(folder: Path = ITEMS) -> str:
    """Another one whenever a declared item's file comes, goes or is written: their names, sizes and times."""
    stamps = []
    for category in os.scandir(folder):
        if category.is_dir():
            for file in os.scandir(category.path):
                about = file.stat()
                stamps.append(f"{category.name}/{file.name} {about.st_size} {about.st_mtime_ns}")
    return "\n".join(sorted(stamps))


def _sealed(seal: Path, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was found when exactly this was checked, or None."""
    try:
        kept: dict[str, Any] = json.loads(seal.read_bytes())
        same = {name: kept[name] for name in said} == said
        same = same and all(text_of(Path(file)) == text for file, text in kept["files"].items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # no seal, or none of this version
        return None
    return kept if same else None


def text_of(file: Path) -> str | None:
    """Its bytes as JSON can hold them, of a long one the beginning; None where it cannot be read, or is a link."""
    try:
        with open(file, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK)) as found:
            return found.read(_MOST).decode("latin-1")
    except OSError:
        return None


def replace_file(path: Path, text: str, *, mode: int = 0o600) -> None:
    """The file has this text, or after a power cut the one that it had. Makes the directory. Raises ConfigError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, new = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fchmod(handle, mode)
                os.fsync(handle)
            Path(new).replace(path)
        except OSError:
            with suppress(OSError):
                Path(new).unlink()
            raise
        sync(path.parent)
    except OSError as error:
        raise ConfigError(f"{path.parent}：这个目录写不进去（{error.strerror}）。换一个目录，或改权限") from error


def sync(directory: Path) -> None:
    """The names in it are on the disk. Raises OSError."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal(seal: Path, checked: Mapping[str, Any]) -> None:
    replace_file(seal, json.dumps(checked))
