"""What is seen is what would be painted anew: nothing of the content before remains where a page is filled again.

The offscreen platform keeps the picture that is on the screen, as an X server does.
"""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.previews import PREVIEWS, Sample, show
from kiosk.screens.window import Window
from kiosk.widgets.busy import Busy
from kiosk.widgets.drawing import Drawing
from kiosk.widgets.theme import TextSize
from tests.screens.conftest import Finger

BY_KIND: dict[str, list[Sample]] = {}
for sample in PREVIEWS:
    BY_KIND.setdefault(sample.kind, []).append(sample)
FRINGE = 500  # pixels of round shapes come out a little otherwise where only a part of them is painted
COUNTING = ("idle",)
WITH_STRIP = [kind for kind in BY_KIND if not kind.startswith("maintenance")]  # staff change no text size
SEVERAL = [kind for kind, samples in BY_KIND.items() if len(samples) > 1 and kind not in COUNTING]


class Painted(QObject):
    """Counts how often the window has been painted since."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.times = 0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.UpdateRequest
        return False


def settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def moving(window: Window) -> list[QWidget]:
    """What paints itself anew all the time."""
    return [one for kind in (Drawing, Busy) for one in window.findChildren(kind) if one.isVisible()]


def stand_still(window: Window) -> None:
    """What goes by the clock on the page that is shown stops: it paints for reasons of its own."""
    for timer in window.current.findChildren(QTimer):
        if timer.interval():
            timer.stop()


def remains(window: Window) -> int:
    """How many pixels on the screen are others than they would be if all were painted now, where nothing moves."""
    on_screen = window.screen().grabWindow(window.winId())
    window.current.reshade()
    pictures = [on_screen, window.grab()]
    seen, painted = (picture.toImage().convertToFormat(QImage.Format.Format_RGB32) for picture in pictures)
    bits = (np.frombuffer(one.constBits(), np.uint32).reshape(one.height(), one.width()) for one in (seen, painted))
    others = np.not_equal(*bits)
    for one in moving(window):
        corner = one.mapTo(window, QPoint(0, 0))
        others[corner.y() : corner.y() + one.height(), corner.x() : corner.x() + one.width()] = False
    return int(np.count_nonzero(others))


@pytest.mark.parametrize("kind", SEVERAL)
def test_a_page_that_is_filled_again_leaves_nothing_of_what_was_there(panel: Window, kind: str) -> None:
    for sample in BY_KIND[kind]:
        show(panel, sample)
        settle()
        assert remains(panel) < FRINGE, sample.name


def test_a_button_that_goes_when_it_is_pressed_is_gone(panel: Window, finger: Finger) -> None:
    """Qt paints nothing while it hears of the release: what is hidden then must not stay on the screen."""
    before, after = (next(one for one in PREVIEWS if one.name == name) for name in ("help-unanswered", "help-coming"))
    show(panel, before)
    settle()
    panel.pressed.connect(lambda _what: show(panel, after))
    finger.tap("help.call")
    settle()
    assert remains(panel) < FRINGE


@pytest.mark.parametrize("kind", WITH_STRIP)
def test_a_new_text_size_is_painted_once(panel: Window, kind: str) -> None:
    """What moves only after it was painted costs a second picture, and the citizen sees both."""
    for sample in BY_KIND[kind]:
        panel.theme.set(size=TextSize.STANDARD)
        show(panel, sample)
        stand_still(panel)
        for size in (TextSize.LARGE, TextSize.HUGE, TextSize.STANDARD):
            settle()
            painted = Painted(panel)
            panel.theme.set(size=size)
            stand_still(panel)
            settle()
            assert painted.times == 1, (sample.name, size)
            panel.removeEventFilter(painted)
