"""Declared items from what was found before: nothing is checked twice, and what was not checked is not run."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import ITEMS, ROOT, ConfigError, items_stamp
from kiosk.core.item import Category, Offline
from kiosk.core.step import Identify
from kiosk.core.walk import Walk
from kiosk.declarations import check, shelf
from kiosk.declarations.shelf import CHECKERS, INDEX, all_items, declared_items, left_out
from kiosk.flows.declared import item_of
from tests.people import ZHANG

UNEMPLOYED = "social.unemployment"
FILES = ("social/unemployment.toml", "police/passport_reissue.toml", "transport/accident_free.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "items" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ITEMS / name, tmp_path / "items" / name)
    return tmp_path / "items"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are checked from now on."""
    seen: list[Path] = []
    right = check.checked
    monkeypatch.setattr(check, "checked", lambda path: seen.append(path) or right(path))
    return seen


def file(folder: Path) -> Path:
    return folder / "social" / "unemployment.toml"


def rewritten(path: Path, right: str, wrong: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")


@pytest.mark.parametrize("again", [False, True], ids=["checked", "from the index"])
def test_an_item_is_the_one_that_its_file_says(folder: Path, state: Path, again: bool) -> None:
    items = declared_items(state, folder)
    if again:
        items = declared_items(state, folder)
    for path in folder.glob("*/*.toml"):
        expected = item_of(check.checked(path))
        assert replace(items[expected.id], script=expected.script) == expected
    found = items[UNEMPLOYED]
    assert (found.category, found.offline) == (Category.SOCIAL, Offline.DEFERRED)
    assert isinstance(Walk(found.script, id="walk-1").step, Identify)


def test_the_files_are_checked_once(folder: Path, state: Path, seen: list[Path]) -> None:
    declared_items(state, folder)
    seen.clear()
    declared_items(state, folder)
    assert seen == []
    rewritten(file(folder), "登记失业", "登记没工作")
    assert declared_items(state, folder)[UNEMPLOYED].title == "登记没工作"
    assert len(seen) == len(list(folder.glob("*/*.toml")))
    file(folder).unlink()
    assert UNEMPLOYED not in declared_items(state, folder)


def test_what_was_found_is_there_for_every_state_directory(folder: Path, tmp_path: Path, seen: list[Path]) -> None:
    found = [declared_items(tmp_path / name, folder).keys() for name in ("one", "another")]
    assert found[0] == found[1]
    assert len(seen) == len(FILES)


def test_where_nothing_may_be_written_each_state_directory_has_its_own(
    folder: Path, tmp_path: Path, seen: list[Path]
) -> None:
    (folder.with_name(INDEX) / "in the way").mkdir(parents=True)
    for name in ("one", "another", "one", "another"):
        assert UNEMPLOYED in declared_items(tmp_path / name, folder)
    assert len(seen) == 2 * len(FILES)


def test_other_sources_check_anew(folder: Path, state: Path, seen: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    declared_items(state, folder)
    monkeypatch.setattr(shelf, "_CHECKED_BY", "others")
    declared_items(state, folder)
    assert len(seen) == 2 * len(FILES)


def test_a_source_that_is_written_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "kiosk" / "core" / "step" / "fill.py"
    source.parent.mkdir(parents=True)
    monkeypatch.setattr(shelf, "ROOT", tmp_path)
    stamps = [shelf._checkers_stamp()]
    for text in ("A = 1", "A = 11"):
        source.write_text(text)
        stamps.append(shelf._checkers_stamp())
    assert len(set(stamps)) == len(stamps)


def test_all_that_has_a_say_is_looked_at() -> None:
    program = (
        "import sys, kiosk.declarations.check\n"
        "print(*(module.__file__ for name, module in sys.modules.items() if name.startswith('kiosk.')), sep='\\n')"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    looked_at = {str(file) for name in CHECKERS for file in ROOT.glob(name)}
    assert len(said.split()) > 10
    assert set(said.split()) <= looked_at


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": "0"}', '{"version": "x", "stamp": "", "items": []}'])
def test_a_damaged_index_is_made_anew(folder: Path, state: Path, damage: str) -> None:
    declared_items(state, folder)
    folder.with_name(INDEX).write_text(damage, encoding="utf-8")
    assert UNEMPLOYED in declared_items(state, folder)


@pytest.mark.parametrize("again", [False, True], ids=["checked", "from the index"])
def test_a_mistake_in_one_takes_no_other_away_and_is_told_with_its_place(
    folder: Path, state: Path, again: bool
) -> None:
    right = declared_items(state, folder)
    rewritten(file(folder), 'icon = "mdi6', 'icon = "mdi5')
    for _ in range(1 + again):
        assert declared_items(state, folder).keys() == right.keys() - {UNEMPLOYED}
        [mistake] = left_out(state, folder)
    assert re.search(r"unemployment\.toml 第 3 行：icon ", mistake)


@pytest.mark.parametrize("gone", [False, True])
def test_what_changed_behind_the_index_is_not_run(folder: Path, state: Path, gone: bool) -> None:
    items = declared_items(state, folder)
    if gone:
        file(folder).unlink()
    else:
        rewritten(file(folder), 'kind = "phone"', 'kind = "fax"')
    walk = Walk(items[UNEMPLOYED].script, id="walk-1")
    assert walk.outcome is not None
    assert walk.outcome.message == "这件事正在更新"


def test_a_walk_goes_back_over_what_it_began_with(folder: Path, state: Path) -> None:
    walk = Walk(declared_items(state, folder)[UNEMPLOYED].script, id="walk-1")
    walk.answer(ZHANG)
    file(folder).unlink()
    walk.back()
    assert isinstance(walk.step, Identify)


def test_a_file_cannot_take_the_id_of_a_script(folder: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(file(folder), folder / "social" / "pension_certification.toml")
    monkeypatch.setattr(shelf, "declared_items", lambda state: declared_items(state, folder))
    with pytest.raises(ConfigError, match=r"social\.pension_certification 已经有了"):
        all_items(state)


def test_scripts_and_declared_items_stand_side_by_side(state: Path) -> None:
    found = all_items(state)
    assert {"social.pension_certification", UNEMPLOYED} <= found.keys()


def test_every_change_of_the_files_is_another_stamp(folder: Path) -> None:
    stamps = [items_stamp(folder)]
    os.utime(file(folder), ns=(1, 1))
    stamps.append(items_stamp(folder))
    file(folder).rename(file(folder).with_name("other.toml"))
    stamps.append(items_stamp(folder))
    (folder / "social" / "more.toml").touch()
    stamps.append(items_stamp(folder))
    assert len(set(stamps)) == len(stamps)


def test_from_the_index_nothing_heavy_is_loaded(folder: Path, state: Path) -> None:
    """A start reads what was found before: pydantic is not for that."""
    program = (
        "import sys; from pathlib import Path; from kiosk.declarations.shelf import declared_items\n"
        f"declared_items(Path({str(state)!r}), Path({str(folder)!r}))\n"
        "print(sorted({'pydantic', 'numpy', 'requests'} & sys.modules.keys()))"
    )
    said = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["['pydantic']\n", "[]\n"]
