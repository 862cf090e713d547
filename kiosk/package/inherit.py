"""A package with all that it inherits, as one table, and of each key the file that it came from.

A key of the file stands instead of the inherited one, lists and [hours] as a whole; in [devices], [helper] and
[upkeep] it is key by key. ``items_add`` and ``items_remove`` change the inherited ``items``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.config import ConfigError
from kiosk.package import source
from kiosk.package.source import Source

__all__ = ["Merged", "merged"]

KEY_BY_KEY: Final = ("devices", "helper", "upkeep")
DEEPEST: Final = 5  # files, one inheriting from the other
INHERITS, ADD, REMOVE, ITEMS = "inherits", "items_add", "items_remove", "items"


@dataclass(frozen=True)
class Merged:
    """``sources`` begin with the package's own file. ``origins`` are by key, and by table and key in KEY_BY_KEY."""

    table: dict[str, Any]
    sources: tuple[Source, ...]
    origins: dict[tuple[str, ...], Source]

    @property
    def path(self) -> Path:
        return self.sources[0].path

    def mistake(self, words: str, *key: str, value: str = "", occurrence: int = 1) -> ConfigError:
        """One sentence that names the file that the key came from, the package's own where none has it."""
        origin = self.origins.get(key[:2]) or self.origins.get(key[:1]) or self.sources[0]
        return origin.mistake(words, *key, value=value, occurrence=occurrence)


def merged(path: Path, read: Callable[[Path], Source] = source.read) -> Merged:
    """Raises ConfigError."""
    sources = _chain(path, read)
    table: dict[str, Any] = {}
    origins: dict[tuple[str, ...], Source] = {}
    for each in reversed(sources):
        _lay_over(table, origins, each)
    return Merged(table, tuple(sources), origins)


def _chain(path: Path, read: Callable[[Path], Source]) -> list[Source]:
    sources = [read(path)]
    while INHERITS in sources[-1].table:
        last = sources[-1]
        name = last.table[INHERITS]
        parent = source.find(name, last.path.parent) if isinstance(name, str) else None
        if parent is None:
            words = f"{INHERITS} 写的是 {name!r}，只能写一个功能包的名字，不带目录和 .toml"
            raise last.mistake(words, INHERITS)
        if not parent.exists() and not parent.is_symlink():
            raise last.mistake(
                f"{INHERITS} 写的 {name} 没有，可以写：{'、'.join((source.BASE, *source.names()))}", INHERITS
            )
        if any(parent.absolute() == before.path.absolute() for before in sources):
            circle = " → ".join(before.path.stem for before in sources)
            raise last.mistake(f"{INHERITS} 绕成了圈（{circle} → {name}）。去掉其中一个", INHERITS)
        if len(sources) == DEEPEST:
            raise last.mistake(f"{INHERITS} 套得太多，最多 {DEEPEST} 层", INHERITS)
        sources.append(read(parent))
    return sources


def _lay_over(table: dict[str, Any], origins: dict[tuple[str, ...], Source], over: Source) -> None:
    for key, value in over.table.items():
        if key in (INHERITS, ADD, REMOVE):
            continue
        if key in KEY_BY_KEY and isinstance(value, dict) and isinstance(table.get(key, {}), dict):
            table[key] = {**table.get(key, {}), **value}
            origins |= {(key, name): over for name in value}
            origins.setdefault((key,), over)
        else:
            table[key] = value
            origins[(key,)] = over
    if ADD in over.table or REMOVE in over.table:
        _change_items(table, origins, over)


def _change_items(table: dict[str, Any], origins: dict[tuple[str, ...], Source], over: Source) -> None:
    if ITEMS in over.table:
        raise over.mistake(f"写了 {ITEMS} 就不用写 {ADD} 和 {REMOVE}", ITEMS)
    items = table.get(ITEMS)
    if not isinstance(items, list):
        raise over.mistake(f"{ADD} 和 {REMOVE} 要改上一层的 {ITEMS}，那里没有", ADD if ADD in over.table else REMOVE)
    removed = _names(over, REMOVE)
    for item in removed:
        if item not in items:
            raise over.mistake(f"{REMOVE} 写的 {item} 本来就没有", REMOVE, value=item)
    added = _names(over, ADD)
    for item in added:
        if item in items and item not in removed:
            raise over.mistake(f"{ADD} 写的 {item} 本来就有", ADD, value=item)
    table[ITEMS] = [item for item in items if item not in removed] + added
    if added:
        origins[(ITEMS,)] = over


def _names(over: Source, key: str) -> list[str]:
    value = over.table.get(key, [])
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(item, str) for item in value):
        raise over.mistake(f'{key} 要写成列表，例如 ["…", "…"]', key)
    return list(value)
