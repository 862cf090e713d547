"""What the check of a terminal says of its declared items."""

import json
from pathlib import Path

from kiosk.check.items import findings
from kiosk.declarations.shelf import INDEX, declared_items


def test_all_of_them_can_be_done(tmp_path: Path) -> None:
    [found] = findings(tmp_path)
    assert (found.ok, found.words) == (True, f"{len(declared_items(tmp_path))} 件能办")


def test_one_that_was_left_out_is_told(tmp_path: Path) -> None:
    declared_items(tmp_path)
    index = json.loads((tmp_path / INDEX).read_bytes())
    (tmp_path / INDEX).write_text(json.dumps({**index, "mistakes": ["a.toml 第 3 行：icon 没有"]}))
    found = list(findings(tmp_path))
    assert [(one.ok, one.words) for one in found[:1]] == [(False, "a.toml 第 3 行：icon 没有")]
    assert found[-1].ok
