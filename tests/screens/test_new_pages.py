"""A page is made whenever its first citizen comes to it, whatever it is to show them then."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.norms import check
from kiosk.screens.previews import PREVIEWS, Sample, show
from kiosk.screens.window import Window


class Openings(QObject):
    """The windows that open, also those that are gone a moment later."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.all.append(watched)
        return False


@pytest.fixture
def openings(panel: Window, qapp: QApplication) -> Iterator[Openings]:
    openings = Openings()
    qapp.installEventFilter(openings)
    yield openings
    qapp.removeEventFilter(openings)


@pytest.mark.parametrize("sample", PREVIEWS, ids=lambda sample: sample.name)
def test_whatever_a_new_page_shows_first_stands_on_it(
    panel: Window, openings: Openings, qapp: QApplication, sample: Sample
) -> None:
    """What is shown before it has its place would be a window of its own, and flash up over the panel."""
    show(panel, sample)
    for _ in range(3):
        qapp.processEvents()
    assert openings.all == []
    assert not check(panel)


def test_rows_that_come_later_stand_in_the_order_of_the_keyboard(panel: Window, qapp: QApplication) -> None:
    samples = {sample.name: sample for sample in PREVIEWS}
    for name in ("assist-list-few", "assist-list"):
        show(panel, samples[name])
        for _ in range(3):
            qapp.processEvents()
        assert not check(panel), name
