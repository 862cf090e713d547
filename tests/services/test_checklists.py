"""The checklists that come with the program, and files that are wrong."""

from pathlib import Path

import pytest

from kiosk.config import PACKAGES, ROOT
from kiosk.services.checklists import checklists

FOLDER = ROOT / "assets" / "upkeep"
TIERS = ("centre", "township", "partner")
GOOD = 'title = "一张单子"\ntiers = ["centre"]\nevery = "check_days"\n'
ITEM = '[[items]]\nname = "screen"\nwhat = "屏幕"\nhow = "擦干净"\n'


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_has_its_own_and_the_cleaning(tier: str) -> None:
    found = {one.name: one for one in checklists(FOLDER, tier)}
    assert set(found) == {"clean", tier}
    assert (found["clean"].every, found[tier].every) == ("clean_days", "check_days")
    for one in found.values():
        assert len(one.title) <= 10
        for item in one.items:
            assert len(item.what) <= 12, item.name
            assert len(item.how) <= 40, item.name


def test_every_package_names_a_tier_that_has_them() -> None:
    assert list(PACKAGES.glob("*.toml"))
    assert {tier for tier in TIERS if checklists(FOLDER, tier)} == set(TIERS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD, "items"),
        (GOOD + ITEM + ITEM, "each its own"),
        (GOOD + ITEM.replace('"screen"', '"a b"'), "need names"),
        (GOOD.replace("check_days", "respond_hours") + ITEM, "every"),
        (GOOD + ITEM + 'colour = "red"\n', "colour"),
        ("title = ", "Invalid value"),
    ],
)
def test_one_that_is_wrong_says_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.toml") as said:
        checklists(tmp_path, "centre")
    assert words in str(said.value)
