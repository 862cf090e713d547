"""Writing Chinese: how long until eight candidates stand there, how many characters are read, what it holds in memory.

    python benchmarks/writing.py [--characters 200] [--rates]        QT_QPA_PLATFORM=offscreen, or xcb under xvfb-run

Timed from the event that ends the last stroke to the candidates painted and handed to the platform, and from a tap on
a letter to what it may mean. ``--rates`` reads all 2,000 characters of the tests, in the written order alone and in all
orders, which takes minutes.
"""

import argparse
import gc
import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.core.cancel import Cancel
from kiosk.core.step import EnterText
from kiosk.core.writing import Candidates
from kiosk.devices.writing_desk import WritingDesk
from kiosk.devices.zinnia import Zinnia
from kiosk.gallery import make_window
from kiosk.screens.content import Page
from kiosk.screens.scribe import Scribe
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.writing_pad import WritingPad
from tests.devices.strokes import SIDE, Strokes, characters, written_by_hand

PROMISED = 150  # ms from the end of the last stroke
SHOWN = 8
LETTERS = "wangxiaomingdongqianhuzhejiangshengningboshi"


class Bench(QObject):
    """The page with those who read behind it, as ``app.py`` joins them."""

    def __init__(self) -> None:
        super().__init__()
        self.window: Window = make_window()
        self.desk = WritingDesk()
        self.scribe = Scribe(self.desk.find, self.desk.close)
        self.window.asked.connect(self.scribe.ask)
        self.scribe.found.connect(self._found)
        self.answered = self.painted = False
        self.window.installEventFilter(self)
        self.window.open(windowed=True)
        self.window.show_page("write", Page(EnterText("address", "您现在住在哪里"), "办出生登记"))
        self.page = self.window.current

    def _found(self, candidates: Candidates) -> None:
        self.window.current.progress(candidates)
        self.answered, self.painted = True, False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted = self.answered  # when this event is through
        return False

    def timed(self, act: Callable[[], None]) -> float:
        """Milliseconds from here until what was found for it is painted."""
        self.settle()
        self.answered = self.painted = False
        begun = time.perf_counter()
        act()
        while not self.painted:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        return (time.perf_counter() - begun) * 1000

    def settle(self) -> None:
        """Everything before is read and painted: the page has just been asked what it is asked with nothing."""
        for _ in range(10):
            QApplication.processEvents()

    def hand(self, strokes: Strokes) -> float:
        pad = self.page.findChild(WritingPad)
        pad.clear()
        scale = pad.height() * 0.7 / SIDE
        placed = [[QPointF((x + SIDE * 0.3) * scale, (y + SIDE * 0.2) * scale) for x, y in one] for one in strokes]
        for stroke in placed:
            send(pad, QEvent.Type.MouseButtonPress, stroke[0])
            for point in stroke[1:]:
                send(pad, QEvent.Type.MouseMove, point)
            if stroke is not placed[-1]:
                send(pad, QEvent.Type.MouseButtonRelease, stroke[-1])
        return self.timed(lambda: send(pad, QEvent.Type.MouseButtonRelease, placed[-1][-1]))

    def tap(self, name: str) -> None:
        self.page.findChild(Control, name).tapped.emit()


def send(pad: WritingPad, kind: QEvent.Type, point: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    event = QMouseEvent(kind, point, pad.mapToGlobal(point), button, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pad, event)


def memory() -> str:
    """What is this process's own, and what it has mapped of models that the system may take back."""
    own, mapped, models = 0, 0, False
    for row in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        first, *_, last = row.split()
        if not first.endswith(":"):
            models = last.endswith(".model") or "/libpinyin/" in last
        elif first == "Private_Dirty:":
            own += int(row.split()[1])
        elif first == "Rss:" and models:
            mapped += int(row.split()[1])
    return f"{own / 1024:.1f} MiB, and {mapped / 1024:.1f} of models mapped"


def report(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    at = [ordered[min(round(len(ordered) * share), len(ordered) - 1)] for share in (0.5, 0.95, 0.99, 1)]
    mark = "" if at[2] <= PROMISED else "   over what was promised"
    print(f"{name:44} p50 {at[0]:6.1f}   p95 {at[1]:6.1f}   p99 {at[2]:6.1f}   worst {at[3]:6.1f} ms{mark}")


def rate(name: str, zinnia: Zinnia) -> None:
    first = among = 0
    for character, strokes in characters().items():
        texts = [phrase.text for phrase in zinnia.read(written_by_hand(strokes, ord(character)), Cancel())]
        first += texts[0] == character
        among += character in texts[:SHOWN]
    many = len(characters())
    print(f"{name:44} {first / many:.1%} the first, {among / many:.1%} among {SHOWN}, of {many}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=200)
    parser.add_argument("--rates", action="store_true")
    options = parser.parse_args()
    QApplication([])
    chosen = list(characters().items())[:: max(1, len(characters()) // options.characters)]
    bench = Bench()
    bench.settle()
    print(f"{'before anybody has written':44} {memory()}")
    bench.hand(chosen[0][1])  # loads the model
    print(f"{'the model of handwriting loaded':44} {memory()}")
    gc.collect()
    gc.freeze()
    times = [bench.hand(written_by_hand(strokes, ord(character))) for character, strokes in chosen]
    report(f"{len(chosen)} characters, to eight candidates painted", times)
    print(f"{'after that':44} {memory()}")
    bench.page.findChild(WritingPad).clear()
    bench.tap("write.mode")
    typed = [bench.timed(lambda letter=letter: bench.tap(f"pinyin.{letter}")) for letter in LETTERS[:24]]
    report("24 letters, each to its candidates painted", typed)
    print(f"{'pinyin loaded beside it':44} {memory()}")
    bench.window.reset()
    while any(thread.name == "scribe" for thread in threading.enumerate()):
        time.sleep(0.01)
    print(f"{'after the visit':44} {memory()}")
    if options.rates:
        rate("written by hand, in that order alone", Zinnia(now=itertools.count().__next__))
        rate("in all orders", Zinnia(now=lambda: 0.0))


if __name__ == "__main__":
    main()
