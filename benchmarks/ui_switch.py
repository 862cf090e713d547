"""How long the window takes from a tap to the next page painted, and to paint a new text size: p50, p95, p99, worst.

    python benchmarks/ui_switch.py [--landscape] [--rounds 100]        QT_QPA_PLATFORM=offscreen, or xcb under xvfb-run

Each figure is the time of one process without pauses: fill, lay out, paint and hand the picture to the platform. The
text size is changed as by a finger, which stays on the strip's control for a moment; timed from its release. Every page
with the strip is tried, the first press of each size on it among them, and again in high contrast.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.gallery import make_window
from kiosk.screens.previews import PREVIEWS, Sample, show
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.taps import Taps
from kiosk.widgets.theme import TextSize

WORST = 16.7  # ms, one frame at 60 Hz
FINGER = 0.04  # s from press to release: a quick tap of a finger, as in screen.py
PATIENCE = 5.0  # s


class Painted(QObject):
    """Notices that the window has been painted."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.done = False
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.done = True
        return False


def timed(painted: Painted, act: Callable[[], None]) -> float:
    """Milliseconds from the act until the window has been painted. Raises TimeoutError when it never is."""
    painted.done = False
    begun = time.perf_counter()
    act()
    while not painted.done:
        if time.perf_counter() - begun > PATIENCE:
            raise TimeoutError("nothing was painted")
        QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


class Finger:
    """On one control of the window; with it a second tap counts at once."""

    def __init__(self, window: Window, control: str) -> None:
        window.theme.taps = Taps(0)
        self._window, self._control = window, control

    def press(self) -> None:
        """Comes down and stays for as long as a finger does."""
        self._send(QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        until = time.perf_counter() + FINGER
        while time.perf_counter() < until:
            QApplication.processEvents()

    def lift(self) -> None:
        self._send(QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, buttons: Qt.MouseButton) -> None:
        control = self._window.findChild(Control, self._control)
        assert isinstance(control, QWidget)
        where = QPointF(control.mapTo(self._window, control.rect().center()) + QPoint(1, 1))
        event = QMouseEvent(kind, where, where, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._window.windowHandle(), event)


def report(name: str, times: list[float], found: dict[str, list[float]]) -> float:
    found[name] = times
    times.sort()
    at = [times[min(round(len(times) * share), len(times) - 1)] for share in (0.5, 0.95, 0.99, 1)]
    mark = "" if at[3] <= WORST else "   over a frame"
    told = sys.stderr  # standard output is for --json
    print(f"{name:34} p50 {at[0]:6.2f}   p95 {at[1]:6.2f}   p99 {at[2]:6.2f}   worst {at[3]:6.2f} ms{mark}", file=told)
    return statistics.mean(times)


def has_strip(window: Window, sample: Sample) -> bool:
    show(window, sample)
    return not window.current.alone


def text_sizes(window: Window, painted: Painted, rounds: int) -> dict[str, list[float]]:
    """Every page: once through the sizes, which are new to it, in both themes; then the first page of each kind again
    and again."""
    finger = Finger(window, "nav.text_size")
    with_strip = [sample for sample in PREVIEWS if has_strip(window, sample)]
    times: dict[str, list[float]] = {sample.name: [] for sample in with_strip}
    usual = {sample.kind: sample for sample in reversed(with_strip)}.values()
    tries = [(high_contrast, sample, len(TextSize)) for high_contrast in (False, True) for sample in with_strip]
    for high_contrast, sample, presses in [*tries, *((False, sample, rounds) for sample in usual)]:
        window.set_looks(TextSize.STANDARD, high_contrast=high_contrast, lowered=False)
        show(window, sample)
        QApplication.processEvents()
        for _ in range(presses):
            finger.press()
            times[sample.name].append(timed(painted, finger.lift))
    window.set_looks(TextSize.STANDARD, high_contrast=False, lowered=False)
    found: dict[str, list[float]] = {}
    for name, mine in times.items():
        report(f"text size on {name}", mine, found)
    report("all changes of text size", [time for mine in times.values() for time in mine], found)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--landscape", action="store_true")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="every time in milliseconds, on standard output")
    options = parser.parse_args()
    QApplication([])
    window = make_window()
    window.resize(*((1920, 1080) if options.landscape else (1080, 1920)))
    window.show()
    samples = {sample.name: sample for sample in PREVIEWS}
    for sample in PREVIEWS:
        show(window, sample)
        QApplication.processEvents()
    painted = Painted(window)
    gc.collect()
    gc.freeze()
    print(f"{QApplication.platformName()}, {window.width()} × {window.height()}", file=sys.stderr)
    found: dict[str, list[float]] = {}
    everything: list[float] = []
    for first, second in (
        ("home-six", "keypad"),
        ("home-one", "identify"),
        ("consent", "review"),
        ("done", "help"),
        ("trouble-most", "face"),
    ):
        there, back = [], []
        for _ in range(options.rounds):
            back.append(timed(painted, lambda name=first: show(window, samples[name])))
            there.append(timed(painted, lambda name=second: show(window, samples[name])))
        report(f"{first} → {second}", there, found)
        report(f"{second} → {first}", back, found)
        everything += there + back
    report("all switches", everything, found)
    found.update(text_sizes(window, painted, options.rounds))
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
