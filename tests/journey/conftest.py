"""One demo for each worker, given back to the next test as on the first day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.world import World, start


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with start(tmp_path_factory.mktemp("journey") / "state") as world:
        yield world


@pytest.fixture
def world(_shared: World) -> Iterator[World]:
    yield _shared
    _shared.settle()


@pytest.fixture
def fresh_world(tmp_path: Path) -> Iterator[World]:
    """One of its own, for tests that kill it or look into its files."""
    with start(tmp_path / "state") as world:
        yield world
