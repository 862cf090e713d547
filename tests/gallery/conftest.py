"""One window for all the pages of a worker: pages are made once and kept, as on the terminal."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.gallery import make_window
from kiosk.screens import pages
from kiosk.screens.window import Window


@pytest.fixture(scope="session")
def window(qapp: QApplication) -> Iterator[Window]:
    made = make_window()
    made._snapshots._settled.setInterval(1_000_000)  # no page lies under its own picture, however long a test takes
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(autouse=True)
def _no_page_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window makes the pages that are asked for: each broken page here has a window of its own."""
    monkeypatch.setattr(pages, "AHEAD", ())
