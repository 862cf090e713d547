"""PySide6 6.12 on Python 3.11 loses a reference to None at each call that returns nothing; 5,000 are fatal."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 200_000
PAINTS = 2_000
NOISE = 200  # what the interpreter itself moves meanwhile

CALLS_THAT_RETURN_NOTHING: dict[str, Callable[[QWidget], None]] = {
    "update": lambda widget: widget.update(),
    "hide": lambda widget: widget.hide(),
    "setVisible": lambda widget: widget.setVisible(False),
}


class Painted(QWidget):
    """Counts its paint events; the answer of paintEvent crosses from Python to C++."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1


@pytest.mark.parametrize("name", CALLS_THAT_RETURN_NOTHING)
def test_calls_keep_none(qtbot: QtBot, name: str) -> None:
    call = CALLS_THAT_RETURN_NOTHING[name]
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call(widget)
    assert abs(sys.getrefcount(None) - before) < NOISE


def test_paint_events_keep_none(qtbot: QtBot) -> None:
    widget = Painted()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    before = sys.getrefcount(None)
    for _ in range(PAINTS):
        widget.repaint()
    assert widget.painted >= PAINTS
    assert abs(sys.getrefcount(None) - before) < NOISE
