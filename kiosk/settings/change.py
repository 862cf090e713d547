"""A change of config.toml: drafted, checked, tried in a process of its own, and only then put in its place."""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk import config_toml, launcher, probation
from kiosk.config import ROOT, ConfigError, replace_file
from kiosk.core.cancel import Cancel
from kiosk.settings import versions
from kiosk.settings.edit import Value, edited

__all__ = ["Place", "Trial", "TryStart", "draft", "tables_of", "take_up", "try_start"]

LONGEST: Final = 60.0  # seconds for a trial start
WIRES: Final = ("port", "host", "tcp_port", "usb", "source", "printer", "queue")
TRIED: Final = ("id_card", "receipt_printer", "a4_printer", "camera", "document_camera", "scanner", "lights")


@dataclass(frozen=True)
class Place:
    """Where a terminal's configuration stands, and what stands over it (``--set``)."""

    file: Path
    state: Path
    overrides: tuple[str, ...] = ()

    def text(self) -> str:
        """Raises ConfigError."""
        return versions.text_of(self.file)


@dataclass(frozen=True)
class Trial:
    """``mistake`` is why the terminal would not come up, ``notes`` what it would come up without."""

    mistake: str = ""
    notes: tuple[str, ...] = ()


TryStart = Callable[[Place, Path, list[str]], Trial]


def draft(place: Place, changes: Mapping[str, Value | None]) -> str:
    """The text with the changes, checked. Raises ConfigError with file, key and what may stand there."""
    fixed = {override.partition("=")[0] for override in place.overrides}
    for name in changes:
        if name in fixed:
            raise ConfigError(f"{name} 是启动时用 --set 定的，在这里改没有用")
    text = edited(place.text(), changes)
    _checked(place, text)
    return text


def try_start(
    place: Place, file: Path, wires: Sequence[str] = (), tree: Path = ROOT, store: Path | None = None
) -> Trial:
    """The real program of ``tree`` as it would start with this file; ``wires`` are the gateway and those devices that
    nobody holds, ``store`` is a copy of the store that it may migrate."""
    command = [sys.executable, "-P", "-m", "kiosk", "trial", "--config", str(file), "--state", str(place.state)]
    command += [word for override in place.overrides for word in ("--set", override)]
    command += [word for wire in wires for word in ("--wire", wire)]
    command += ["--store", str(store)] if store is not None else []
    variables = {**os.environ, **launcher.environment(tree)}
    try:
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=LONGEST,
            env=variables,
        )
        said = json.loads(done.stdout.splitlines()[-1])
        return Trial(str(said["mistake"]).replace(str(file), str(place.file)), tuple(map(str, said["notes"])))
    except subprocess.TimeoutExpired:
        return Trial(f"试着启动，{LONGEST:.0f} 秒没有起来")
    except (OSError, ValueError, LookupError):
        return Trial("试着启动，程序没有起来")


def take_up(
    place: Place,
    text: str,
    who: str,
    now: datetime,
    *,
    anyway: bool = False,
    cancel: Cancel | None = None,
    try_start: TryStart = try_start,
) -> Trial:
    """Tries a terminal with this text; when it comes up, the text takes config.toml's place on probation.

    Notes keep it out as well, but for ``anyway``. The terminal is to be opened anew afterwards. Raises ConfigError,
    Cancelled when nobody wants it any more after the trial.
    """
    before = place.text()
    if text == before:
        raise ConfigError("没有改动，不用换")
    _checked(place, text)
    with _written(place, text) as file:
        trial = try_start(place, file, _free(before, text))
    if cancel is not None:
        cancel.check()
    if not trial.mistake and (anyway or not trial.notes):
        with probation.begun(place.state, "config", text):
            versions.put_in_place(place.file, place.state, text, who, now)
    return trial


def tables_of(text: str) -> dict[str, Any]:
    """Raises ConfigError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"config.toml 不是正确的 TOML（{error}）。退回以前的一份") from error


def _checked(place: Place, text: str) -> None:
    """A mistake names config.toml, wherever the draft was written."""
    with _written(place, text) as file:
        try:
            config_toml.checked(file, place.overrides, place.state)
        except ConfigError as mistake:
            raise ConfigError(str(mistake).replace(str(file), str(place.file))) from mistake


@contextmanager
def _written(place: Place, text: str) -> Iterator[Path]:
    """The draft as a file of its own beside the state, gone with the block."""
    with tempfile.TemporaryDirectory(dir=place.state, prefix="draft-") as folder:
        file = Path(folder) / place.file.name
        replace_file(file, text)
        yield file


def _free(before: str, after: str) -> list[str]:
    """What is otherwise now, the gateway or a device, and on a wire that the running terminal does not hold."""
    old, new = tables_of(before), tables_of(after)
    had, has = old.get("devices", {}), new.get("devices", {})
    held = {wire for table in had.values() for wire in _wires(table)}
    changed = [name for name in TRIED if name in has and has[name] != had.get(name)]
    gateway = ["gateway"] if new.get("gateway") != old.get("gateway") else []
    return gateway + [name for name in changed if not set(_wires(has[name])) & held]


def _wires(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, table[key]) for key in WIRES if key in table]
