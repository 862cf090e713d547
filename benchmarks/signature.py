"""What one move of the finger costs on the signature pad, from the event to the picture handed to the platform.

    python benchmarks/signature.py [--strokes 20] [--moves 60]        QT_QPA_PLATFORM=offscreen, or xcb under xvfb-run

Beside it the same moves with the whole pad painted anew each time, as a pad without a kept picture would: that grows
with what has been written. At 60 moves a second there are 16.7 ms for each.
"""

import argparse
import gc
import time

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.core.step import Sign
from kiosk.gallery import make_window
from kiosk.screens.content import Page
from kiosk.screens.window import Window
from kiosk.widgets.signature_pad import SignaturePad

FRAME = 1000 / 60  # ms


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


def send(pad: SignaturePad, kind: QEvent.Type, point: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    event = QMouseEvent(kind, point, pad.mapToGlobal(point), button, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pad, event)


def write(pad: SignaturePad, painted: Painted, strokes: int, moves: int, *, anew: bool) -> list[float]:
    """Milliseconds of each move. ``anew`` throws the kept picture away before it."""
    pad.clear()
    QApplication.processEvents()
    times = []
    for stroke in range(strokes):
        y = 40 + (stroke * 61) % (pad.height() - 120)
        send(pad, QEvent.Type.MouseButtonPress, QPointF(40, y))
        QApplication.processEvents()
        for move in range(1, moves + 1):
            point = QPointF(40 + move * (pad.width() - 80) / moves, y + (move * 29) % 60)
            painted.done = False
            begun = time.perf_counter()
            if anew:
                pad._ink_for = None  # noqa: SLF001 - the way it would be without it
                pad.update()
            send(pad, QEvent.Type.MouseMove, point)
            while not painted.done and move > 1:  # the first move has no curve yet
                QApplication.processEvents()
            if move > 1:
                times.append((time.perf_counter() - begun) * 1000)
        send(pad, QEvent.Type.MouseButtonRelease, point)
        QApplication.processEvents()
    return times


def report(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    at = [ordered[min(round(len(ordered) * share), len(ordered) - 1)] for share in (0.5, 0.95, 0.99, 1)]
    mark = "" if at[2] <= FRAME else "   over a frame"
    print(f"{name:32} p50 {at[0]:6.2f}   p95 {at[1]:6.2f}   p99 {at[2]:6.2f}   worst {at[3]:6.2f} ms{mark}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=20)
    parser.add_argument("--moves", type=int, default=60)
    options = parser.parse_args()
    QApplication([])
    window = make_window()
    window.resize(1080, 1920)
    window.show()
    window.show_page("sign", Page(Sign("同意家人用您医保账户里的钱"), "医保共济备案", can_go_back=True))
    QApplication.processEvents()
    pad = window.findChild(SignaturePad)
    if not isinstance(pad, SignaturePad):
        raise SystemExit("there is no pad on the page")
    painted = Painted(window)
    gc.collect()
    gc.freeze()
    print(
        f"{QApplication.platformName()}, pad of {pad.width()} × {pad.height()}, "
        f"{options.strokes} strokes of {options.moves} moves"
    )
    report("a move", write(pad, painted, options.strokes, options.moves, anew=False))
    report("a move, all painted anew", write(pad, painted, options.strokes, options.moves, anew=True))


if __name__ == "__main__":
    main()
