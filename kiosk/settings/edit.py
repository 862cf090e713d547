"""config.toml changed as a person would change it: comments, order and columns stay."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item

from kiosk.config import ConfigError

__all__ = ["Value", "difference", "edited", "flat", "inline"]

Value = str | int | float | bool | dict[str, Any]


def edited(text: str, changes: Mapping[str, Value | None]) -> str:
    """``changes`` by dotted name; None takes the key, or the whole section, out. Raises ConfigError."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(f"config.toml 不是正确的 TOML（{error}）。退回以前的一份") from error
    for name, value in changes.items():
        *path, last = name.split(".")
        table: Any = document
        for step in path:
            if step not in table:
                table[step] = tomlkit.table(is_super_table=step == "devices")
            table = table[step]
            if not isinstance(table, dict):
                raise ConfigError(f"{name}：{step} 下面没有别的项")
        if value is None:
            table.pop(last, None)
        else:
            table[last] = _item(value, table.get(last))
    return tomlkit.dumps(document)


def _item(value: Value, before: object) -> Item:
    """With the comment that stood behind the value before, in the column where it stood."""
    made: Item
    if isinstance(value, dict):
        made = tomlkit.inline_table()
        made.update(value)
    else:
        made = tomlkit.item(value)
    if isinstance(before, Item) and before.trivia.comment:
        longer = len(made.as_string()) - len(before.as_string())
        made.trivia.comment = before.trivia.comment
        made.trivia.comment_ws = " " * max(2, len(before.trivia.comment_ws) - longer)
    return made


def inline(name: str, words: str) -> dict[str, Any]:
    """``a = 1, b = 2``, with braces or without, and with full-width signs for those on a Chinese keyboard."""
    plain = words.strip("{} ").replace("，", ",").replace("＝", "=")
    try:
        table: dict[str, Any] = tomllib.loads(f"v = {{{plain}}}")["v"]
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} 写的是 {words}，要写成 名字 = 值, 名字 = 值") from error
    return table


def difference(before: str, after: str) -> tuple[tuple[str, Value | None, Value | None], ...]:
    """What the second says otherwise: name, value before and after, None where it is not said. Raises ConfigError."""
    old, new = _flat_text(before), _flat_text(after)
    return tuple((name, old.get(name), new.get(name)) for name in old | new if old.get(name) != new.get(name))


def flat(tables: Mapping[str, Any]) -> dict[str, Value]:
    """By dotted names; what stands in braces stays one value."""
    return dict(_leaves(tables, ""))


def _leaves(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Value]]:
    for name, value in table.items():
        if isinstance(value, dict) and (not prefix or prefix == "devices."):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _flat_text(text: str) -> dict[str, Value]:
    try:
        return flat(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"不是正确的 TOML（{error}）") from error
