"""A theme on a clock that the test moves."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.widgets.taps import Taps
from kiosk.widgets.theme import Theme

PAUSE = 0.5


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def theme(qapp: QApplication, clock: Clock) -> Theme:
    return Theme(Taps(PAUSE, clock))
