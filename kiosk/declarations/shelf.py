"""Declared items as an ``Item``, from what was found when its file was checked; the file is read when it is opened.

Beside their folder, or in the state directory where nothing may be written there, stands what home and finding need of
each item, with the stamps of the files and of what checked them: as long as these are the same nothing is checked, and
no file but this one is read. In memory is no more than that.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kiosk import __version__, flows
from kiosk.config import ITEMS, ROOT, ConfigError, items_stamp, replace_file
from kiosk.core.declared import Declaration, declaration_of
from kiosk.core.item import Capability, Category, Item, Offline, find_items, item
from kiosk.core.step import Done, Tone
from kiosk.core.walk import Script
from kiosk.flows.declared import run

__all__ = ["CHECKERS", "INDEX", "all_items", "declared_items", "left_out"]

INDEX: Final = "items.checked"
CHECKERS: Final = (  # what has a say in what is right
    "kiosk/core/**/*.py",
    "kiosk/declarations/*.py",
    "kiosk/package/*.py",
    "kiosk/config.py",
    "kiosk/mistakes.py",
    "requirements.lock",
)
CHANGED: Final = Done("这件事正在更新", ("等一会儿再来办", "急的话，先去窗口办"), tone=Tone.INFO)


def all_items(state: Path) -> dict[str, Item]:
    """The scripts of ``kiosk/flows`` and the declared items, by id. Raises ConfigError."""
    scripts = find_items(flows)
    declared = declared_items(state)
    for id in scripts.keys() & declared.keys():
        raise ConfigError(f"{_path(ITEMS, id)}：{id} 已经有了，在 kiosk/flows 里。换一个文件名")
    return {**scripts, **declared}


def declared_items(state: Path, folder: Path = ITEMS) -> dict[str, Item]:
    """By id. Checks every file when one has changed since the last time; a wrong one is left out, the others stand."""
    return {row["id"]: _item(row, folder) for row in _index(state, folder)["items"]}


def left_out(state: Path, folder: Path = ITEMS) -> tuple[str, ...]:
    """One sentence for each file that is wrong, with line and key."""
    return tuple(_index(state, folder)["mistakes"])


def _index(state: Path, folder: Path) -> Mapping[str, Any]:
    """What every state directory shares is written once for all of them."""
    stamps = {"version": __version__, "checkers": _CHECKED_BY, "stamp": items_stamp(folder)}
    places = (folder.with_name(INDEX), state / INDEX)
    for place in places:
        if (kept := _kept(place, stamps)) is not None:
            return kept
    from kiosk.declarations.check import checked  # brings pydantic

    rows, mistakes = [], []
    for path in sorted(folder.glob("*/*.toml")):
        try:
            rows.append(_row(checked(path), path))
        except ConfigError as mistake:
            mistakes.append(str(mistake))
    found = {**stamps, "items": rows, "mistakes": mistakes}
    try:
        replace_file(places[0], json.dumps(found), mode=0o644)
    except ConfigError:  # the software belongs to somebody else
        replace_file(places[1], json.dumps(found))
    return found


def _kept(index: Path, stamps: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What was found when just these files were checked by just these sources, or None."""
    try:
        kept: Mapping[str, Any] = json.loads(index.read_bytes())
        same = {name: kept[name] for name in stamps} == stamps
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return kept if same and {"items", "mistakes"} <= kept.keys() else None


def _checkers_stamp() -> str:
    """Another one whenever a source that has a say in what is right is written, or other libraries are asked for."""
    stamps = []
    for name in CHECKERS:
        for file in sorted(ROOT.glob(name)):
            about = file.stat()
            stamps.append(f"{file} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()


_CHECKED_BY: Final = _checkers_stamp()  # of the sources as they are loaded, not as they may have become since


def _row(declared: Declaration, path: Path) -> dict[str, Any]:
    return {
        "id": declared.id,
        "title": declared.title,
        "official": declared.official,
        "icon": declared.icon,
        "words": declared.words,
        "regions": declared.regions,
        "needs": [_names(need) for need in declared.needs],
        "wants": [_names(want) for want in declared.wants],
        "offline": declared.offline.value,
        "sha256": _sha256(path.read_bytes()),
    }


def _item(row: Mapping[str, Any], folder: Path) -> Item:
    about = item(
        row["id"],
        title=row["title"],
        official=row["official"],
        icon=row["icon"],
        category=Category[row["id"].partition(".")[0].upper()],
        needs=tuple(map(_capability, row["needs"])),
        wants=tuple(map(_capability, row["wants"])),
        offline=Offline(row["offline"]),
        words=tuple(row["words"]),
        regions=tuple(row["regions"]),
    )
    return about(_script(_path(folder, row["id"]), row["id"], row["sha256"]))


def _script(path: Path, id: str, sha256: str) -> Script:
    async def opened() -> Done:
        declared = _declaration(path, id, sha256)
        return CHANGED if declared is None else await run(declared)

    return opened


@lru_cache(maxsize=1)
def _declaration(path: Path, id: str, sha256: str) -> Declaration | None:
    """Kept for one walk, which begins anew whenever somebody goes back. None for what is not what was checked."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    return declaration_of(id, tomllib.loads(raw.decode())) if _sha256(raw) == sha256 else None


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _path(folder: Path, id: str) -> Path:
    category, _, name = id.partition(".")
    return folder / category / f"{name}.toml"


def _names(capability: Capability) -> list[str]:
    return [str(one.name) for one in capability]


def _capability(names: list[str]) -> Capability:
    capability = Capability(0)
    for name in names:
        capability |= Capability[name]
    return capability
