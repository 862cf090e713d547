"""The packages that come with the terminal: each is right for the demo's, and its home pages keep the norms."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from kiosk import config
from kiosk.core.package import reachable
from kiosk.declarations.shelf import all_items
from kiosk.gallery import Look, present, turn
from kiosk.opening import home
from kiosk.package import source
from kiosk.screens import norms
from kiosk.screens.content import Page, Tile
from kiosk.screens.home import PER_PAGE
from kiosk.screens.preview_sample import Sample
from kiosk.screens.window import Window
from kiosk.widgets.theme import TextSize
from kiosk.widgets.tile import ErrandTile

NAMES = source.names()
SUNDAY_NIGHT, MONDAY = datetime(2026, 11, 22, 23, 45, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LONGEST = "长" * 30


def loaded(name: str, state: Path) -> config.Config:
    return config.load(config.FILE, state=state, overrides=[f"terminal.package={name}"])


def test_there_is_one_for_each_kind_of_site() -> None:
    assert set(NAMES) == {
        *("centre", "property", "township", "community", "bank", "business", "park", "station", "island", "outdoor")
    }


@pytest.mark.parametrize("name", NAMES)
def test_it_is_right_and_offers_what_people_come_for(tmp_path: Path, name: str) -> None:
    settings = loaded(name, tmp_path)
    package = settings.package
    assert settings.package_trouble == ""
    assert set(package.protected) <= set(package.items[:PER_PAGE]), "what never moves stands on the first page"
    assert set(package.required) <= set(settings.devices)
    found = reachable(package.items, package.also, all_items(tmp_path))
    assert len(found) >= len(package.items) >= PER_PAGE
    assert (package.helper.minutes == 0) is (name == "outdoor")


@pytest.mark.parametrize(
    ("size", "now", "announcement"),
    [
        (TextSize.STANDARD, SUNDAY_NIGHT, ""),
        (TextSize.HUGE, MONDAY, LONGEST),
        pytest.param(TextSize.STANDARD, MONDAY, LONGEST, marks=pytest.mark.whole),
        pytest.param(TextSize.HUGE, SUNDAY_NIGHT, "", marks=pytest.mark.whole),
    ],
    ids=["smallest-closed", "largest-announcement", "smallest-announcement", "largest-closed"],
)
@pytest.mark.parametrize("name", NAMES)
def test_its_home_keeps_the_norms_in_the_smallest_size_and_the_largest(
    window: Window, tmp_path: Path, name: str, size: TextSize, now: datetime, announcement: str
) -> None:
    settings = loaded(name, tmp_path)
    settings = replace(settings, package=replace(settings.package, announcement=announcement))
    tiles = [Tile(item.id, item.title, item.official, item.icon) for item in settings.items]
    page = Page(home(settings, now, tiles))
    problems = []
    for portrait in (True, False):
        window.reset()
        present(window, Sample(name, "home", page), Look(size, portrait, high_contrast=False))
        seen = []
        for number in count(1):
            problems += [f"{portrait}, {number}: {problem}" for problem in norms.check(window)]
            seen += [tile.objectName() for tile in window.current.findChildren(ErrandTile) if tile.isVisible()]
            if not turn(window):
                break
        assert seen == [f"tile.{item.id}" for item in settings.items]
    assert not problems
