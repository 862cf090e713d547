"""A terminal on a real store and the gateway's books, with a clock that is set by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.receipt import Receipt
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from tests.people import ZHANG
from tests.services.world import KEY, TERMINAL, Books, Certify, Line, PatientCancel, SetClock, states


class Terminal:
    """Effects with everything they stand on. ``restart`` ends the process as a power cut would, or in order."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = SetClock()
        self.books = Books(self.clock)
        self.line = Line(self.books, self.clock)
        self.start()

    def start(self) -> None:
        self.store = Store(self.directory, KEY)
        self.audit = Audit(self.store, self.clock)
        self.effects = Effects(self.store, self.line, self.clock, terminal=TERMINAL, audit=self.audit)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def cancel(self) -> PatientCancel:
        return PatientCancel(self.clock)

    def submit(self, key: str = "k1", *, walk: str = "w1", cancel: Cancel | None = None) -> Receipt:
        cancel = cancel or self.cancel()
        return self.effects.submit(call(key), key=key, person=ZHANG, walk=walk, cancel=cancel)

    def defer(self, key: str = "k1", *, walk: str = "w1") -> Receipt:
        return self.effects.defer(call(key), key=key, person=ZHANG, walk=walk, title="办养老金认证")

    @property
    def states(self) -> dict[str, str]:
        return states(self.store.read("SELECT key, state FROM effects WHERE kind = 'submit' ORDER BY created, key"))

    def row(self, key: str = "k1") -> Any:
        return self.store.read("SELECT * FROM effects WHERE key = ?", (key,))[0]


def call(key: str) -> Certify:
    return Certify(ZHANG.id_number, f"picture of {key} ".encode() * 100)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "store")
    yield terminal
    terminal.store.close()
