"""Parses config.toml and its package, applies the overrides, and has both checked; loaded only when they changed."""

import tomllib
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from kiosk import config_check
from kiosk.config import PACKAGES, ConfigError, read

__all__ = ["checked"]


def checked(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """What both files say, as JSON can hold it, with what the package's items are called. Raises ConfigError."""
    tables = _parse(read(path), path)
    for override in overrides:
        _override(tables, override)
    config_check.check(tables, path)
    package_path = PACKAGES / f"{tables['terminal']['package']}.toml"
    raw = read(package_path)
    package = _parse(raw, package_path)
    items = config_check.check_package(package, package_path)
    return {
        "tables": tables,
        "package": package,
        "package_path": str(package_path),
        "package_text": raw.decode("latin-1"),
        "items": [astuple(item) for item in items],
    }


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
