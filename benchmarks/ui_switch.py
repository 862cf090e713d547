"""How long the window takes from a tap to the next page painted, and to paint a new text size: p50, p95, p99, worst.

    python benchmarks/ui_switch.py [--landscape] [--rounds 100]        QT_QPA_PLATFORM=offscreen, or xcb under xvfb-run

Each figure is the time of one process without pauses: fill, lay out, paint and hand the picture to the platform.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from kiosk.gallery import make_window
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.widgets.theme import TextSize

WORST = 16.7  # ms, one frame at 60 Hz


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
    """Milliseconds from the act until the window has been painted."""
    painted.done = False
    begun = time.perf_counter()
    act()
    while not painted.done:
        QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def report(name: str, times: list[float], found: dict[str, list[float]]) -> float:
    found[name] = times
    times.sort()
    at = [times[min(round(len(times) * share), len(times) - 1)] for share in (0.5, 0.95, 0.99, 1)]
    mark = "" if at[3] <= WORST else "   over a frame"
    told = sys.stderr  # standard output is for --json
    print(f"{name:34} p50 {at[0]:6.2f}   p95 {at[1]:6.2f}   p99 {at[2]:6.2f}   worst {at[3]:6.2f} ms{mark}", file=told)
    return statistics.mean(times)


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
    sizes: list[float] = []
    for name in {sample.kind: sample.name for sample in reversed(PREVIEWS)}.values():  # the first of each kind
        show(window, samples[name])
        QApplication.processEvents()
        times = [timed(painted, lambda: window.theme.set(size=window.theme.size.next)) for _ in range(options.rounds)]
        report(f"text size on {name}", times, found)
        sizes += times
    window.theme.set(size=TextSize.STANDARD)
    report("all changes of text size", sizes, found)
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
