"""One window for all the pages of a worker: pages are made once and kept, as on the terminal."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.gallery import make_window
from kiosk.screens.window import Window


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Window]:
    made = make_window()
    yield made
    made.close()
    made.deleteLater()
