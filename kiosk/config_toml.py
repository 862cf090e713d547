"""Parses config.toml, applies the overrides, and has it and the package checked; loaded only when they changed."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk import config_check
from kiosk.config import ConfigError, read, text_of
from kiosk.package import choice

__all__ = ["checked", "tables"]


def checked(path: Path, overrides: Sequence[str], state: Path) -> dict[str, Any]:
    """All that the files say, as JSON can hold it, and what the items on home are called. Raises ConfigError."""
    said = tables(path, overrides)
    chosen = choice.chosen(said, state)
    home = chosen.home(state)
    return {
        "tables": said,
        "package": chosen.table,
        "package_said": chosen.said,
        "package_trouble": chosen.trouble,
        "files": {str(file): text_of(file) for file in chosen.files},
        "items": [[item.id, item.title, item.official, item.icon] for item in home],
    }


def tables(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """config.toml with what stands over it, checked but for the package itself. Raises ConfigError."""
    said = _parse(read(path), path)
    for override in overrides:
        _override(said, override)
    config_check.check(said, path)
    parsed: dict[str, Any] = json.loads(json.dumps(said))
    return parsed


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：第 {error.start + 1} 个字节不是 UTF-8。用 UTF-8 编码重新保存") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：不是正确的 TOML（{error}）。改好这一处再启动") from error


def _override(said: dict[str, Any], override: str) -> None:
    keys, separator, value = override.partition("=")
    if not separator:
        raise ConfigError(f"--set {override}：要写成 键=值，例如 --set site.telephone=0574-12345")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    *path, last = keys.split(".")
    for key in path:
        said = said.setdefault(key, {})
        if not isinstance(said, dict):
            raise ConfigError(f"--set {override}：{key} 下面没有别的项")
    said[last] = parsed
