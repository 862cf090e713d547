"""One sandbox for all of these tests, and beside it a whole terminal for each, with its menu."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.screens import pages
from tests.maintenance.premises import Menu, menu, newcomer
from tests.sandbox.town import Town, town


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("sandbox") / "state") as made:
        yield made


@pytest.fixture
def place(sandbox: Town, tmp_path: Path) -> Town:
    return newcomer(sandbox, tmp_path / "state")


@pytest.fixture
def desk(place: Town, until: Callable[..., None]) -> Iterator[Menu]:
    """When every device has said how it stands."""
    with menu(place) as made:
        until(lambda: not made.premises.services.starting)
        yield made


@pytest.fixture(autouse=True)
def _no_page_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window makes the pages that are asked for: there are thirty, and a test looks at two."""
    monkeypatch.setattr(pages, "AHEAD", ())
