"""The makers of releases and a terminal that trusts them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import launcher
from tests.releases.world import Makers, Terminal


@pytest.fixture
def makers(tmp_path: Path) -> Makers:
    made = Makers(tmp_path)
    made.publish("1.0.0")
    return made


@pytest.fixture
def terminal(tmp_path: Path, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setattr(launcher, "takes_releases", lambda: True)
    terminal = Terminal(tmp_path, makers.repository / "metadata" / "1.root.json")
    with closing(terminal.store):
        yield terminal
