"""Checklists for whoever looks after the terminal: what to look at, how, in which order, and how often.

They are data (``assets/upkeep/*.toml``), so that the manual and the screen say the same.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

__all__ = ["Checklist", "Item", "checklists"]

_STRICT: Final = {"extra": "forbid"}


@dataclass(frozen=True)
class Item:
    """``what`` is looked at, and ``how``: one or two sentences."""

    __pydantic_config__ = _STRICT
    name: str
    what: str
    how: str


@dataclass(frozen=True)
class Checklist:
    """``name`` is its file's; ``tiers`` whose it is, ``every`` which key of the package's upkeep says after how many
    days it comes again."""

    __pydantic_config__ = _STRICT
    title: str
    tiers: tuple[Literal["centre", "township", "partner"], ...]
    every: Literal["clean_days", "check_days"]
    items: tuple[Item, ...]
    name: str = ""


def checklists(folder: Path, tier: str) -> tuple[Checklist, ...]:
    """Those of this tier, by their names. Raises ValueError for a file that is wrong: it comes with the program."""
    return tuple(one for file in sorted(folder.glob("*.toml")) if tier in (one := _read(file)).tiers)


def _read(file: Path) -> Checklist:
    try:
        said = tomllib.loads(file.read_text("utf-8"))
        found: Checklist = TypeAdapter(Checklist).validate_python({**said, "name": file.stem})
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file}: {error}") from error
    names = [item.name for item in found.items]
    if not names or len(set(names)) < len(names) or not all(name.isidentifier() for name in names):
        raise ValueError(f"{file}: items need names, each its own")
    return found
