"""The window: what the strip changes, what the next citizen finds, and what costs nothing while nobody is there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens import pages
from kiosk.screens.content import Home, Page
from kiosk.screens.pages import AHEAD
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.widgets.focus import FocusRing
from kiosk.widgets.taps import Taps
from kiosk.widgets.theme import Role, TextSize
from tests.screens.conftest import Finger

SAMPLES = {sample.name: sample for sample in PREVIEWS}
WITHOUT_WORK = ("home-one", "home-six", "home-pages", "review", "done", "help", "consent", "keypad")


def heading_size(window: Window) -> int:
    heading = window.current.findChild(QWidget, "heading")
    assert isinstance(heading, QWidget)
    return heading.font().pixelSize()


def test_the_strip_goes_through_the_sizes(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["consent"])
    sizes, names = [], []
    for _ in range(4):
        sizes.append(heading_size(panel))
        names.append(finger.control("nav.text_size").accessibleName())
        finger.tap("nav.text_size")
    assert sizes == [*Role.TITLE.sizes, Role.TITLE.sizes[0]]
    assert names[:3] == ["字大小，现在是标准", "字大小，现在是大字", "字大小，现在是特大"]


def test_a_size_goes_with_the_citizen_to_pages_that_were_made_before(panel: Window, finger: Finger) -> None:
    for name in ("home-six", "consent", "help"):
        show(panel, SAMPLES[name])
    finger.tap("nav.text_size")
    for name in ("home-six", "consent", "help"):
        show(panel, SAMPLES[name])
        assert heading_size(panel) == Role.TITLE.sizes[1]


def test_contrast_is_seen_and_said(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["consent"])
    finger.tap("nav.contrast")
    assert finger.control("nav.contrast").isChecked()
    assert panel.grab().toImage().pixelColor(20, 600) == Qt.GlobalColor.black


def standing(window: Window) -> list[object]:
    """Where everything stands and in which letters; pixels of large letters differ from one painting to the next."""
    seen = [one for one in window.findChildren(QWidget) if one.isVisible()]
    return [
        (one.objectName(), one.mapTo(window, one.pos()).toTuple(), one.size().toTuple(), one.font()) for one in seen
    ]


def test_reset_is_for_the_next_citizen(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["home-one"])
    as_found, colours = standing(panel), panel.theme.colours
    for name in ("nav.text_size", "nav.contrast", "nav.lower"):
        finger.tap(name)
    assert standing(panel) != as_found
    assert panel.theme.colours != colours
    panel.reset()
    show(panel, SAMPLES["home-one"])
    assert standing(panel) == as_found
    assert (panel.theme.size, panel.theme.colours, panel.lowered) == (TextSize.STANDARD, colours, False)
    assert not finger.control("nav.contrast").isChecked()


def test_touches_are_told_before_they_act(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["home-one"])
    order: list[str] = []
    panel.touched.connect(lambda: order.append("touched"))
    panel.pressed.connect(order.append)
    tile = finger.control("tile.social.pension_certification")
    where = QPointF(tile.mapTo(panel, tile.rect().center()))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        buttons = Qt.MouseButton.LeftButton if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, where, where, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(panel.windowHandle(), event)
    assert order[0] == "touched"
    assert order[-1] == "tile:social.pension_certification"


def test_the_ring_is_seen_only_by_who_uses_the_keyboard(panel: Window, finger: Finger, qtbot: QtBot) -> None:
    show(panel, SAMPLES["consent"])
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    ring = panel.findChildren(FocusRing)[0]
    finger.tap("nav.text_size")
    assert not ring.isVisible()
    qtbot.waitUntil(panel.isActiveWindow)
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert ring.isVisible()
    assert ring.geometry().contains(focused.geometry().translated(focused.parentWidget().mapTo(panel, panel.pos())))


@pytest.fixture
def _pages_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "AHEAD", AHEAD)


@pytest.mark.usefixtures("_pages_ahead")
def test_every_page_is_made_in_idle_time_after_the_first_picture(panel: Window, qtbot: QtBot) -> None:
    show(panel, SAMPLES["home-one"])
    assert len(panel._pages.made) == 1
    qtbot.waitUntil(lambda: len(panel._pages.made) == len(AHEAD))


@pytest.mark.usefixtures("_pages_ahead")
def test_a_page_without_work_runs_no_timer(panel: Window, qtbot: QtBot) -> None:
    for name in WITHOUT_WORK:
        for sample in ("identify", "working-print", "trouble-network", name):
            show(panel, SAMPLES[sample])
        qtbot.waitUntil(lambda: len(panel._pages.made) == len(AHEAD) and not panel._ahead.isActive())
        assert panel.current.kind == SAMPLES[name].kind
        qtbot.waitUntil(lambda: not [timer for timer in panel.findChildren(QTimer) if timer.isActive()])


def test_pages_and_controls_are_made_once(panel: Window) -> None:
    for sample in PREVIEWS:
        show(panel, sample)
    before = len(panel.findChildren(QWidget))
    for sample in PREVIEWS:
        show(panel, sample)
    assert len(panel.findChildren(QWidget)) == before


def test_the_guard_needs_no_first_tap() -> None:
    assert Taps(0.5, lambda: 0.0).acts(1, by_finger=True)


def test_a_new_minute_lays_out_nothing_anew(panel: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SAMPLES["home-six"]
    show(panel, sample)
    home = sample.page.of(Home)
    filled: list[Page] = []
    monkeypatch.setattr(panel.current, "fill", filled.append)
    panel.show_page("home", replace(sample.page, content=replace(home, clock="14:06")))
    clock = panel.current.findChild(QLabel, "home.clock")
    assert isinstance(clock, QLabel)
    assert (clock.text(), filled) == ("14:06", [])
    noted = replace(sample.page, content=replace(home, clock="14:07", announcement="停电"))
    panel.show_page("home", noted)
    assert filled == [noted]
