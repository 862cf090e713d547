"""What the check of a terminal says of its declared items."""

import shutil
from pathlib import Path

from kiosk.check.items import findings
from kiosk.config import ITEMS
from kiosk.declarations.shelf import declared_items


def test_all_of_them_can_be_done(tmp_path: Path) -> None:
    [found] = findings(tmp_path)
    assert (found.ok, found.words) == (True, f"{len(declared_items(tmp_path))} 件能办")


def test_one_that_was_left_out_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "items"
    shutil.copytree(ITEMS / "housing", folder / "housing")
    right = next(iter(folder.glob("*/*.toml")))
    right.with_name("no_icon.toml").write_text(right.read_text().replace("icon = ", "ikon = ", 1))
    told, rest = findings(tmp_path / "state", folder)
    assert not told.ok
    assert "no_icon.toml" in told.words
    assert "ikon" in told.words
    assert (rest.ok, rest.words) == (True, f"{len(list(folder.glob('*/*.toml'))) - 1} 件能办")
