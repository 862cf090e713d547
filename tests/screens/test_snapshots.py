"""Pictures of pages: there at once, the same as the page, and nothing of a citizen on them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.screens.content import Home
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.snapshots import Snapshots
from kiosk.screens.window import Window
from tests.screens.conftest import Finger

SAMPLES = {sample.name: sample for sample in PREVIEWS}


@pytest.fixture
def pictures(panel: Window) -> Snapshots:
    found = panel.findChild(Snapshots)
    assert isinstance(found, Snapshots)
    return found


def on_screen(window: Window) -> QImage:
    """What has been painted until now."""
    store = window.backingStore().paintDevice()
    assert isinstance(store, QImage)
    return store.copy()


def stand(window: Window, pictures: Snapshots, qtbot: QtBot, name: str) -> QImage:
    """Shows a page for so long that its picture is kept, and returns how it looks."""
    show(window, SAMPLES[name])
    kind = SAMPLES[name].kind
    qtbot.waitUntil(lambda: kind in pictures._kept and not pictures.isVisible())
    QApplication.processEvents()
    return on_screen(window)


def test_a_page_that_stands_and_says_something_else_is_kept_when_it_is_touched(
    panel: Window, pictures: Snapshots, qtbot: QtBot
) -> None:
    home = SAMPLES["home-one"].page
    stand(panel, pictures, qtbot, "home-one")
    kept = pictures._kept["home"]
    later = replace(home, content=replace(home.of(Home), clock="14:06"))
    panel.show_page("home", later)
    qtbot.waitUntil(lambda: pictures._due)
    look = on_screen(panel)
    assert pictures._kept["home"] is kept, "nobody touches it, nothing is copied"
    QTest.mouseClick(panel.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert pictures._kept["home"] is not kept
    stand(panel, pictures, qtbot, "keypad")
    panel.show_page("home", later)
    assert on_screen(panel) == look


def test_a_page_that_comes_back_is_painted_before_anything_else(
    panel: Window, pictures: Snapshots, qtbot: QtBot
) -> None:
    keypad = stand(panel, pictures, qtbot, "keypad")
    stand(panel, pictures, qtbot, "home-one")
    show(panel, SAMPLES["keypad"])  # and no event is handled after it
    assert on_screen(panel) == keypad
    qtbot.waitUntil(lambda: not pictures.isVisible())
    QApplication.processEvents()
    assert on_screen(panel) == keypad  # the page itself looks as its picture did


def test_what_was_typed_is_on_no_picture(panel: Window, pictures: Snapshots, qtbot: QtBot, finger: Finger) -> None:
    show(panel, SAMPLES["keypad"])
    QApplication.processEvents()
    finger.tap("keypad.1")  # before a picture was kept
    qtbot.wait(400)  # nothing tells that no picture is kept
    assert "keypad" not in pictures._kept
    empty = stand(panel, pictures, qtbot, "home-one") and stand(panel, pictures, qtbot, "keypad")
    finger.tap("keypad.1")
    show(panel, SAMPLES["home-one"])
    show(panel, SAMPLES["keypad"])
    assert on_screen(panel) == empty


@pytest.mark.parametrize("change", ["nav.text_size", "nav.contrast", "nav.lower"])
def test_a_picture_with_other_looks_is_not_shown(
    panel: Window, pictures: Snapshots, qtbot: QtBot, finger: Finger, change: str
) -> None:
    stand(panel, pictures, qtbot, "keypad")
    show(panel, SAMPLES["home-one"])
    finger.tap(change)
    show(panel, SAMPLES["keypad"])
    assert not pictures.isVisible()


def test_a_home_with_other_tiles_is_not_shown(panel: Window, pictures: Snapshots, qtbot: QtBot) -> None:
    stand(panel, pictures, qtbot, "home-one")
    show(panel, SAMPLES["keypad"])
    show(panel, SAMPLES["home-six"])
    assert not pictures.isVisible()


def test_a_home_of_a_minute_ago_stands_there_until_the_clock_is_painted(
    panel: Window, pictures: Snapshots, qtbot: QtBot
) -> None:
    before = stand(panel, pictures, qtbot, "home-one")
    stand(panel, pictures, qtbot, "keypad")
    home = SAMPLES["home-one"].page
    panel.show_page("home", replace(home, content=replace(home.of(Home), clock="23:58", date="12月31日 星期四")))
    assert on_screen(panel) == before
    qtbot.waitUntil(lambda: not pictures.isVisible())
    QApplication.processEvents()
    assert on_screen(panel) != before


def test_a_page_with_a_citizen_on_it_is_never_kept(panel: Window, pictures: Snapshots, qtbot: QtBot) -> None:
    pictures._settled.setInterval(1)  # a page stands soon: there are many
    for sample in PREVIEWS:
        if sample.kind not in ("home", "identify", "keypad"):
            show(panel, sample)
            qtbot.waitUntil(lambda: not pictures._settled.isActive())  # by now it would have been kept
    assert not pictures._kept
