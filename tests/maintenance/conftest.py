"""A whole terminal beside the real sandbox, and its menu."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.maintenance.premises import Menu, menu
from tests.sandbox.town import Town, town


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


@pytest.fixture
def desk(place: Town, until: Callable[..., None]) -> Iterator[Menu]:
    """When every device has said how it stands."""
    with menu(place) as made:
        until(lambda: not made.premises.services.starting)
        yield made
