"""What a desktop or a finger could ask of the window itself: nothing of it closes, opens or shows anything."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens.maintenance.pattern import ORDER, Corner
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from tests.screens.conftest import Finger, HandClock
from tests.screens.test_entry import Way

SAMPLES = {sample.name: sample for sample in PREVIEWS}


@pytest.fixture(scope="module")
def touch_screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def way(panel: Window, hand_clock: HandClock, finger: Finger, qtbot: QtBot) -> Iterator[Way]:
    way = Way(panel, hand_clock, finger, qtbot)
    yield way
    way.entry.cancel()


def touched(way: Way, screen: QPointingDevice, *places: QPoint) -> None:
    """So many fingers come down together, and leave."""
    handle = way.window.windowHandle()
    way.clock.seconds += 0.3
    event = QTest.touchEvent(handle, screen)
    for finger, place in enumerate(places):
        event.press(finger, place, handle)
    event.commit()
    way.clock.seconds += 0.1
    event = QTest.touchEvent(handle, screen)
    for finger, place in enumerate(places):
        event.release(finger, place, handle)
    event.commit()


def test_the_pattern_is_of_fingers_too(way: Way, touch_screen: QPointingDevice) -> None:
    way.clock.seconds += 10
    for corner in ORDER:
        touched(way, touch_screen, way.place(corner))
    assert way.asked


@pytest.mark.parametrize("at", range(6))
def test_a_second_finger_spoils_it(way: Way, touch_screen: QPointingDevice, at: int) -> None:
    way.clock.seconds += 10
    for number, corner in enumerate(ORDER):
        more = [way.place(Corner.BOTTOM_RIGHT) - QPoint(300, 300)] if number == at else []
        touched(way, touch_screen, way.place(corner), *more)
    assert not way.asked


def test_many_fingers_press_nothing_twice_and_open_nothing(way: Way, touch_screen: QPointingDevice) -> None:
    for number in range(2, 8):
        touched(way, touch_screen, *(QPoint(100 + 120 * one, 200 + 230 * number) for one in range(number)))
    assert not way.entry.open
    assert len(way.pressed) <= 6
    assert QApplication.topLevelWidgets().count(way.window) == 1


@pytest.mark.parametrize("name", ["home-six", "consent", "review", "keypad", "help", "done", "choose-all"])
def test_no_widget_has_a_menu_a_tip_or_a_place_to_drop(panel: Window, name: str) -> None:
    show(panel, SAMPLES[name])
    seen = [panel, *(one for one in panel.findChildren(QWidget) if one.isVisible())]
    before = set(QApplication.topLevelWidgets())
    for widget in seen:
        middle = widget.rect().center()
        far = widget.mapToGlobal(middle)
        QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, far))
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, middle, far))
        assert not widget.actions(), widget
        assert not widget.toolTip(), widget
        assert not widget.acceptDrops(), widget
    opened = [one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible()]
    assert opened == []
    assert QApplication.activePopupWidget() is None
    assert not panel.findChildren(QMenu)
