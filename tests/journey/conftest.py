"""One demo for each worker as long as it has journeys, given back to the next test as on the first day."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journey.world import World, start

HERE = Path(__file__).parent
SHARED = pytest.StashKey[tuple[ExitStack, World]]()


@pytest.fixture
def world(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if SHARED not in pytestconfig.stash:
        stack = ExitStack()
        made = stack.enter_context(start(tmp_path_factory.mktemp("journey") / "state"))
        pytestconfig.stash[SHARED] = stack, made
    _, world = pytestconfig.stash[SHARED]
    yield world
    world.settle()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """It goes with this worker's last journey: standing by it would take a tenth of a processor from other tests."""
    try:
        return (yield)
    finally:
        going_on = nextitem is not None and nextitem.path.is_relative_to(HERE)
        if not going_on and SHARED in item.config.stash:
            stack, _ = item.config.stash[SHARED]
            del item.config.stash[SHARED]
            stack.close()


@pytest.fixture
def fresh_world(tmp_path: Path) -> Iterator[World]:
    """One of its own, for tests that kill it or look into its files."""
    with start(tmp_path / "state") as world:
        yield world
