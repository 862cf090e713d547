"""A real window on a clock that the test moves, with ways to touch it as a finger does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.screens import pages
from kiosk.screens.window import Window
from kiosk.widgets.control import Control


@dataclass
class HandClock:
    seconds: float = 1000.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds


class Finger:
    """Taps controls by name; a second passes before each tap unless it is a quick one."""

    def __init__(self, window: Window, clock: HandClock) -> None:
        self.window, self.clock = window, clock

    def control(self, name: str) -> Control:
        found = [one for one in self.window.findChildren(Control, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} controls are called {name}"
        return found[0]

    def tap(self, name: str, *, quick: bool = False) -> None:
        self.clock.seconds += 0.0 if quick else 1.0
        QTest.mouseClick(self.control(name), Qt.MouseButton.LeftButton)


@pytest.fixture(autouse=True)
def _no_page_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window makes the pages that are asked for: there are twenty others, and a test looks at two or three."""
    monkeypatch.setattr(pages, "AHEAD", ())


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def panel(qapp: QApplication, hand_clock: HandClock) -> Iterator[Window]:
    window = Window(pitch=0.248, orientation="portrait", text_size="standard", clock=hand_clock)
    window.open(windowed=True)
    yield window
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # now: later it would take the focus from the next one
    qapp.processEvents()


@pytest.fixture
def finger(panel: Window, hand_clock: HandClock) -> Finger:
    return Finger(panel, hand_clock)
