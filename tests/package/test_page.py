"""docs/packages.md: its table is the schema's, its example is right, and it names the packages that there are."""

import re
from pathlib import Path

from kiosk import config
from kiosk.core.plan import DEEP, PLACES, WIDE
from kiosk.declarations.shelf import all_items
from kiosk.package import kept, source
from kiosk.package.check import DEVICES, Place, check
from kiosk.package.inherit import DEEPEST, merged
from kiosk.package.source import MOST_BYTES
from tests.package.keys import rows

PAGE = (config.ROOT / "docs" / "packages.md").read_text(encoding="utf-8")


def test_every_key_stands_in_the_table() -> None:
    assert "\n".join(rows()) in PAGE, "python -m tests.package.keys prints it"


def test_the_example_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "dongqian.toml"
    path.write_text(text, encoding="utf-8")
    table = check(merged(path), Place(all_items(tmp_path), DEVICES))
    assert "fund.enquiry" in table["items"]
    assert "senior.certificate" not in table["items"]
    assert table["hours"]["sat"] == ["8:30-11:30"]


def test_the_packages_are_those_that_there_are() -> None:
    assert set(re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE)) == set(source.names())


def test_the_limits_are_those_of_the_code() -> None:
    for words in (
        f"{WIDE} 格宽、{DEEP} 行",
        f"最大 {MOST_BYTES // 1024} KB",
        *(f"`{sign}` {name}" for sign, (name, _) in PLACES.items() if name != "本机"),
    ):
        assert words in PAGE
    assert (kept.HISTORY, DEEPEST) == (5, 5), "「五次」和「五层」"
