"""A town for the tests of one file, and the same with empty books for each test."""

from collections.abc import Iterator

import pytest

from tests.sandbox.town import Town, town


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.order("/reset")
    return shared
