"""Touch as norms 10, 11 and 15 ask for it, on real mouse and key events."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.widgets.buttons import Button, PrimaryButton
from kiosk.widgets.control import Control
from kiosk.widgets.keypad import Keypad
from kiosk.widgets.theme import Theme
from tests.widgets.conftest import PAUSE, Clock

LEFT = Qt.MouseButton.LeftButton


class Counted:
    def __init__(self, control: Control) -> None:
        self.taps = 0
        control.tapped.connect(self._tapped)

    def _tapped(self) -> None:
        self.taps += 1


def shown(qtbot: QtBot, control: Control) -> Counted:
    qtbot.addWidget(control)
    control.resize(300, 112)
    with qtbot.waitExposed(control):
        control.show()
    return Counted(control)


def test_it_acts_on_release_inside(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "nav.back", "上一步")
    counted = shown(qtbot, button)
    QTest.mousePress(button, LEFT)
    assert counted.taps == 0
    QTest.mouseRelease(button, LEFT)
    assert counted.taps == 1


def test_release_outside_does_nothing(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "nav.back", "上一步")
    counted = shown(qtbot, button)
    outside = QPoint(button.width() + 40, 10)
    QTest.mousePress(button, LEFT)
    QTest.mouseMove(button, outside)
    QTest.mouseRelease(button, LEFT, pos=outside)
    assert counted.taps == 0


def test_press_outside_and_release_inside_does_nothing(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "nav.back", "上一步")
    counted = shown(qtbot, button)
    QTest.mousePress(button, LEFT, pos=QPoint(-30, 10))
    QTest.mouseRelease(button, LEFT)
    assert counted.taps == 0


def test_a_press_is_seen_at_once(qtbot: QtBot, theme: Theme) -> None:
    button = PrimaryButton(theme, "nav.next", "交上去")
    shown(qtbot, button)
    place = QPoint(20, button.height() // 2)
    before = button.grab().toImage().pixelColor(place)
    QTest.mousePress(button, LEFT)
    pressed = button.grab().toImage().pixelColor(place)
    QTest.mouseRelease(button, LEFT)
    assert before == theme.colours.primary
    assert pressed == theme.colours.primary_pressed


def test_a_second_tap_in_half_a_second_does_not_act(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    button = Button(theme, "nav.next", "交上去")
    counted = shown(qtbot, button)
    for wait, taps in ((0.0, 1), (PAUSE - 0.01, 1), (0.02, 2)):
        clock.now += wait
        QTest.mouseClick(button, LEFT)
        assert counted.taps == taps


def test_a_tap_on_a_page_that_has_just_come_does_not_act(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    first, second = Button(theme, "nav.next", "同意"), Button(theme, "alternative.staff", "不拍了")
    shown(qtbot, first)
    counted = shown(qtbot, second)
    QTest.mouseClick(first, LEFT)
    theme.taps.page_came()
    QTest.mouseClick(second, LEFT)
    assert counted.taps == 0
    clock.now += PAUSE
    QTest.mouseClick(second, LEFT)
    assert counted.taps == 1


def test_two_controls_of_one_page_act_one_after_the_other(qtbot: QtBot, theme: Theme) -> None:
    panel, keypad = QWidget(), Keypad(theme)
    qtbot.addWidget(panel)
    keypad.setParent(panel)
    pressed: list[str] = []
    keypad.pressed.connect(pressed.append)
    with qtbot.waitExposed(panel):
        panel.show()
    for key in "1108":
        button = keypad.findChild(Control, f"keypad.{key}")
        assert button is not None
        QTest.mouseClick(button, LEFT)
    assert pressed == ["1", "0", "8"]  # the second 1 was the same finger trembling


def test_a_key_that_is_held_down_does_not_repeat(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    button = Button(theme, "nav.next", "交上去")
    counted = shown(qtbot, button)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        for _ in range(5):
            clock.now += PAUSE
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(button, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", autorep=True))
    assert counted.taps == 0


def test_return_and_space_act_once(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    button = Button(theme, "nav.next", "交上去")
    counted = shown(qtbot, button)
    for taps, key in enumerate((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space), start=1):
        clock.now += PAUSE
        QTest.keyClick(button, key)
        assert counted.taps == taps


def press(control: Control) -> None:
    QAccessible.queryAccessibleInterface(control).actionInterface().doAction(QAccessibleActionInterface.pressAction())


def test_a_reader_presses_it_as_a_finger_does(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    button = Button(theme, "nav.next", "交上去")
    counted = shown(qtbot, button)
    press(button)
    qtbot.waitUntil(lambda: counted.taps == 1)
    press(button)
    qtbot.waitUntil(lambda: not button.isDown())
    assert counted.taps == 1
    clock.now += PAUSE
    press(button)
    qtbot.waitUntil(lambda: counted.taps == 2)


def test_a_control_that_is_not_seen_does_not_act(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "nav.next", "交上去")
    counted = shown(qtbot, button)
    button.hide()
    button.click()
    assert counted.taps == 0
