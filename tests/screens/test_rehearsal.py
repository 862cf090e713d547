"""While a finger rests on a control of the strip, its look is worked out; nothing is seen of it before it comes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.widgets import text
from kiosk.widgets.glyphs import Glyphs
from kiosk.widgets.theme import TextSize
from tests.screens.conftest import Finger

SAMPLES = {sample.name: sample for sample in PREVIEWS}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were laid out anew, one entry each time."""
    words: list[str] = []

    class Noted(text.Lines):
        def __init__(self, *arguments: object, **named: object) -> None:
            words.append(str(arguments[0]))
            super().__init__(*arguments, **named)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(text, "Lines", Noted)
    return words


def down(finger: Finger, control: str) -> None:
    QTest.mousePress(finger.control(control), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def up(finger: Finger, control: str) -> None:
    QTest.mouseRelease(finger.control(control), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def standing(window: Window) -> list[object]:
    seen = [one for one in window.findChildren(QWidget) if one.isVisible()]
    return [(one.objectName(), one.geometry().getRect(), one.font().pixelSize()) for one in seen]


@pytest.mark.parametrize("name", ["home-six", "identify", "consent", "face-good", "choose-family", "help"])
def test_a_new_size_is_ready_when_the_finger_is_lifted(
    panel: Window, finger: Finger, made: list[str], name: str
) -> None:
    show(panel, SAMPLES[name])
    QApplication.processEvents()
    before = standing(panel)
    made.clear()
    down(finger, "nav.text_size")
    ready = len(made)
    assert standing(panel) == before
    assert panel.theme.size is TextSize.STANDARD
    made.clear()
    up(finger, "nav.text_size")
    assert panel.theme.size is TextSize.LARGE
    assert standing(panel) != before
    assert ready > 2 * len(made)  # what is wrapped at a width that only the new size brings


def test_other_colours_are_ready_too(panel: Window, finger: Finger, monkeypatch: pytest.MonkeyPatch) -> None:
    show(panel, SAMPLES["help"])
    QApplication.processEvents()
    drawn: list[str] = []
    kept: Callable[..., object] = Glyphs.outline
    monkeypatch.setattr(Glyphs, "outline", lambda self, name: (drawn.append(name), kept(self, name))[1])
    down(finger, "nav.contrast")
    assert drawn
    assert not panel.theme.high_contrast
    drawn.clear()
    up(finger, "nav.contrast")
    assert panel.theme.high_contrast
    assert drawn == ["mdi6.contrast-circle"]  # it is filled itself, now that it is on


def test_a_control_that_the_keyboard_presses_prepares_nothing(
    panel: Window, finger: Finger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has acted by then: the size after it would be prepared for nobody."""
    show(panel, SAMPLES["help"])
    sizes: list[TextSize] = []
    monkeypatch.setattr("kiosk.screens.rehearsal.rehearse", lambda *_parts, size, **_others: sizes.append(size))
    finger.control("nav.text_size").click()
    QApplication.processEvents()
    assert panel.theme.size is TextSize.LARGE
    assert not sizes
    down(finger, "nav.text_size")
    assert sizes == [TextSize.HUGE]
