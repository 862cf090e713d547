"""Whether the file of a declared item is right: its types, and what one key says of another. At the first mistake one
sentence that names file, line and key.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kiosk.config import ConfigError
from kiosk.core.declared import Declaration, declaration_of
from kiosk.core.item import Category
from kiosk.declarations.schema import KINDS, ItemTable, keys_of
from kiosk.mistakes import listed, nearest, problem
from kiosk.package import source
from kiosk.package.lines import line_of
from kiosk.package.source import Source

__all__ = ["checked"]

NAME = re.compile(r"[a-z][a-z0-9_]*")
TAKEN = {
    "ask": ("name", "id_number", "signature", "fee"),
    "consent": ("keep",),
}  # what is reviewed or agreed to besides
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
DAYS = ("earliest", "latest")
DAY = "要写日期 2026-01-01、离今天的天数 -30，或前面一个日期的 name"
Key = tuple[str | int, ...]


def checked(path: Path) -> Declaration:
    """Its folder is the category, folder and name are its id. Raises ConfigError."""
    categories = [category.name.lower() for category in Category]
    if path.parent.name not in categories:
        raise ConfigError(f"{path}：文件夹 {path.parent.name} 不是分类，可以放在：{listed(categories)}")
    if NAME.fullmatch(path.stem) is None:
        raise ConfigError(f"{path}：文件名只用小写字母、数字和下划线，字母开头")
    file = source.read(path)
    _fits(file)
    for key, words in _at_odds(file.table):
        raise _mistake(file, key, words)
    return declaration_of(f"{path.parent.name}.{path.stem}", file.table)


def _fits(file: Source) -> None:
    try:
        ItemTable.model_validate(file.table)
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next(
            (each for each in found if each["type"] in UNKNOWN), found[0]
        )  # it may be what is missing elsewhere
        key = _key(first["loc"])
        if first["type"] in UNKNOWN:
            raise _mistake(file, key, f"不认识{nearest(str(key[-1]), _known_beside(file.table, key))}") from error
        if first["type"].startswith("union_tag"):
            raise _mistake(file, (*key, "kind"), f"要写是哪一种，可以写：{listed(KINDS)}") from error
        words = problem("", first).strip()
        raise _mistake(file, key, DAY if key[-1] in DAYS else words) from error


def _key(place: Sequence[int | str]) -> Key:
    """Where pydantic found it, without what it adds: the kind behind the place in ``ask``, the type it tried."""
    key: Key = ()
    for at, part in enumerate(place):
        if key[-1:] and key[-1] in DAYS:
            return key
        if not (at == 2 and place[0] == "ask" and part in KINDS) and part != "[key]":
            key = (*key, part)
    return key


def _mistake(file: Source, key: Key, words: str) -> ConfigError:
    """What is missing in the file itself belongs to its beginning."""
    line = line_of(file.text, [str(part) for part in key]) or 1
    return ConfigError(f"{file.path} 第 {line} 行：{_spoken(key)} {words}")


def _spoken(key: Key) -> str:
    """``ask.2.choices.0.label`` as a person counts: ``ask[3].choices[1].label``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key).removeprefix(".")


def _at_odds(table: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """What each key alone may say, but not beside the others."""
    questions = table.get("ask", [])
    yield from _icon(("icon",), table["icon"])
    for at, consent in enumerate(table.get("consent", [])):
        yield from _icon(("consent", at, "icon"), consent.get("icon", ""))
    yield from _names(table)
    for at, asked in enumerate(questions):
        before = {each["name"]: each for each in questions[:at]}
        yield from (((("ask", at, *key), words)) for key, words in _question(asked, before))
    yield from _money(table, questions)


def _money(table: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Key, str]]:
    if table.get("offline") == "deferred":
        for key in ("fee", "certificate"):
            if key in table:
                yield (key,), '没网时办不了，offline 要写 "refused"'
    if "fee" in table and "certificate" in table:
        yield ("certificate",), "要交钱的不能直接打证明，拿掉 fee 或 certificate"
    for at, asked in enumerate(questions):
        for which, option in enumerate(asked.get("choices", [])):
            if option.get("fen") and "fee" not in table:
                yield ("ask", at, "choices", which, "fen"), "要先写 [fee]，里面的 fen 可以是 0"


def _icon(key: Key, icon: str) -> Iterator[tuple[Key, str]]:
    """One that the font has not would stop the page in the middle of painting."""
    if icon and icon not in _icons():
        yield key, f"没有 {icon} 这个图标{nearest(icon, _icons())}"


@lru_cache(maxsize=1)
def _icons() -> frozenset[str]:
    """Every one of ``widgets/glyphs.py``: what QtAwesome's own table of its font names."""
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("qtawesome")
    [table] = Path(found.origin).parent.glob("fonts/materialdesignicons6*charmap*.json")
    return frozenset(f"mdi6.{name}" for name in json.loads(table.read_text(encoding="utf-8")))


def _names(table: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    seen: dict[str, str] = {}
    for kind in ("consent", "ask"):
        for at, each in enumerate(table.get(kind, [])):
            if each["name"] in TAKEN[kind]:
                yield (kind, at, "name"), f"不能叫 {each['name']}，换一个名字"
            if each["name"] in seen:
                yield (kind, at, "name"), f"{each['name']} 写了两次，换一个名字"
            seen[each["name"]] = kind


def _question(asked: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Key, str]]:
    for name, values in asked.get("when", {}).items():
        options = [option["value"] for option in before.get(name, {}).get("choices", [])]
        choices = [each for each in before if before[each]["kind"] == "choice"]
        if not options:
            yield ("when", name), f"前面没有叫这个名字的选择{nearest(name, choices)}"
        for value in values:
            if options and value not in options:
                yield ("when", name), f"没有 {value} 这一项{nearest(value, options)}"
    if asked.get("least", 1) > asked.get("most", asked.get("least", 1)):
        yield ("least",), "不能比 most 大"
    yield from _pattern(asked)
    yield from _days(asked, before)
    yield from _once([option["value"] for option in asked.get("choices", [])], "choices", "value")
    yield from _once(asked.get("relations", []), "relations")


def _pattern(asked: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    together = ("pattern", "wrong", "example")
    said = [key for key in together if asked.get(key)]
    if said and len(said) < len(together):
        yield (said[0],), "pattern、wrong 和 example 要一起写"
    try:
        fits = re.fullmatch(asked.get("pattern", ""), asked.get("example", ""))
    except re.error as error:
        yield ("pattern",), f"不是正确的正则表达式（{error}）"
        return
    if not fits:
        yield ("example",), "不符合 pattern"


def _days(asked: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Key, str]]:
    earliest, latest = asked.get("earliest"), asked.get("latest")
    for key, day in (("earliest", earliest), ("latest", latest)):
        dates = [name for name, each in before.items() if each["kind"] == "date"]
        if isinstance(day, str) and day not in dates:
            yield (key,), f"前面没有叫 {day} 的日期{nearest(day, dates)}"
    for kind in (int, date):
        if isinstance(earliest, kind) and isinstance(latest, kind) and earliest > latest:  # type: ignore[operator]  # alike
            yield ("earliest",), "不能比 latest 晚"


def _once(values: Sequence[str], *key: str) -> Iterator[tuple[Key, str]]:
    for at, value in enumerate(values):
        if value in values[:at]:
            yield (key[0], at, *key[1:]), f"{value} 写了两次"


def _known_beside(table: Mapping[str, Any], key: Key) -> list[str]:
    """The keys that may stand where the unknown one stands."""
    value: Any = table
    for part in key[:-1]:
        value = value[part]
    tables = [part for part in key[:-1] if isinstance(part, str)]
    return keys_of(tables[-1] if tables else "", value.get("kind", ""))
