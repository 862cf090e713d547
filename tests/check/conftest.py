"""A terminal beside the real sandbox, checked in this process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import config
from kiosk.check.finding import Choices, Finding
from kiosk.check.inspection import check
from kiosk.cli import WIRES
from kiosk.core.clock import Clock
from tests.sandbox.town import Town, town

Check = Callable[..., dict[str, Finding]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


@pytest.fixture
def checked(place: Town) -> Check:
    """Runs the whole check; ``more`` are further lines for config.toml. Returns the findings by their part."""

    def run(choices: Choices | None = None, *more: str, clock: Clock | None = None) -> dict[str, Finding]:
        overrides = [f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items()]
        settings = config.load(config.ROOT / "config.toml", state=place.state, overrides=[*overrides, *more])
        found = list(check(settings, place.state, choices or Choices(demo=True), clock=clock))
        by_part = {finding.part: finding for finding in found}
        assert len(by_part) == len(found), "a part stands twice"
        return by_part

    return run
