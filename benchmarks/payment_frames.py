"""Whether the window's frames are held up while a payment is stored: the longest frame with commits and without.

    taskset -c 2,3 .venv/bin/python -m benchmarks.payment_frames        a minute; QT_QPA_PLATFORM=offscreen, or xcb
    sudo chrt -f 10 taskset -c 2,3 .venv/bin/python -m …                before all other programs, on a busy machine

The real window stands on the pay page and paints its moving sign sixty times a second. A thread pays one order after
another through the real ledger, and what it hears is shown on the page as ever. In turns, the ledger keeps its orders
in the encrypted store on the disk, with its audit, and in memory, where nothing is committed: all else is the same. A
frame takes from when it is due until it is painted; what the window's thread waited for a processor that other programs
had, as Linux counts it, is told apart: on a busy machine it is most of it, with commits and without.
"""

import argparse
import gc
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk.core.cancel import Cancel
from kiosk.core.job import Paying
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.gallery import make_window
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.services.audit import Audit
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.order_table import Orders, OrderTable
from kiosk.services.store import Store
from kiosk.widgets.busy import Busy
from reliability.orders_world import Clock, Gateway, Link, MemoryOrders, Network, Paper

FRAME = 1 / 60
LIMIT = 1000 * FRAME
BETWEEN = 0.02  # seconds between two steps of a payment; in truth the next look is a second later
CHARGE = Charge("medical.payment", "医保费，1笔", ("b",), 430_00)
PAYER = Person("王秀英", "110105194912310025")


class CountingStore(Store):
    commits = 0

    def _commit(self) -> None:
        super()._commit()
        self.commits += 1


class Payments(QObject):
    """A thread that pays one order after another until ``end``."""

    told = Signal(object)

    def __init__(self, orders: Orders, clock: Clock) -> None:
        super().__init__()
        self.paid = 0
        self._gateway = Gateway(clock, Random(0), reject=lambda: False)
        self._gateway.notices, self._gateway.accepted = (0.0,), (0,)
        terms = Terms("NB-YZ-0001", "0574-8800 0001", lambda _person: bytes(32))
        network = Network(self._gateway, clock, Random(0))
        network.calm = True
        self._ledger = Ledger(orders, network, Link(), clock, terms, record=lambda _event: None)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _live(self) -> None:
        while not self._ended.is_set():
            self.paid += 1
            charge = replace(CHARGE, bills=(f"b{self.paid}",))
            key = f"k{self.paid}"
            order = self._ledger.begin(charge, key=key, person=PAYER, walk="w", cancel=Cancel())
            self._tell(order)
            self._gateway.pay(order.number)
            while order.state is not OrderState.PRINTING:
                order = self._ledger.look(order.number, cancel=Cancel())
                self._tell(order)

    def _tell(self, order: Order) -> None:
        self.told.emit(Paying(order))
        self._ended.wait(BETWEEN)


def waited() -> float:
    """Seconds that this thread was ready to run and had no processor, since it began (proc(5), schedstat)."""
    return int(Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text().split()[1]) / 1e9


class Frames(QObject):
    """Paints at each sixtieth of a second, and keeps how long after it that was done, in milliseconds: all in all, and
    without what the thread waited for a processor."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.took: list[tuple[float, float]] = []
        self._sign = window.current.findChild(Busy)
        self._due = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._paint)

    def run(self, seconds: float) -> list[tuple[float, float]]:
        self.took = []
        self._until = time.perf_counter() + seconds
        self._due = time.perf_counter()
        self._next()
        QApplication.exec()
        return self.took

    def _next(self) -> None:
        now = time.perf_counter()
        while self._due <= now:
            self._due += FRAME
        self._waited = waited()
        self._timer.start(max(0, int(1000 * (self._due - now))))

    def _paint(self) -> None:
        while time.perf_counter() < self._due:  # the timer counts whole milliseconds
            pass
        self._sign._step()  # noqa: SLF001 - else it moves five times a second
        self._sign.repaint()
        took = 1000 * (time.perf_counter() - self._due)
        self.took.append((took, max(0.0, took - 1000 * (waited() - self._waited))))
        if time.perf_counter() >= self._until:
            QApplication.exit()
        else:
            self._next()


def measured(window: Window, frames: Frames, seconds: float, directory: Path | None) -> tuple[list[float], str]:
    """Times of the frames without the waiting for a processor, and all of it in words."""
    with ExitStack() as stack:
        clock = Clock()
        store = None
        orders: Orders = MemoryOrders(Random(0), Paper())
        if directory is not None:
            store = CountingStore(directory, bytes(32))
            stack.callback(store.close)
            orders = OrderTable(store, clock, Audit(store, clock))
        payments = Payments(orders, clock)
        stack.callback(payments.end)
        payments.told.connect(window.current.progress)
        took = frames.run(seconds)
    own = sorted(one for _, one in took)
    at = [own[min(int(share * len(own)), len(own) - 1)] for share in (0.5, 0.99, 1)]
    words = (
        f"{len(own):4} frames  p50 {at[0]:5.2f}  p99 {at[1]:5.2f}  longest {at[2]:6.2f} ms  {over(own)} over"
        f"  (with the waiting: longest {max(took)[0]:6.2f}, {over(one for one, _ in took)} over)"
        f"  {payments.paid} payments, {store.commits if store is not None else 0} commits"
    )
    return own, words


def over(times: Iterable[float]) -> int:
    return sum(one > LIMIT for one in times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each turn")
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    QApplication([])
    window = make_window()
    window.resize(1080, 1920)
    window.show()
    show(window, next(sample for sample in PREVIEWS if sample.name == "pay-paid"))
    QApplication.processEvents()
    frames = Frames(window)
    longest = {"in memory": 0.0, "committed": 0.0}
    gc.collect()
    gc.freeze()
    frames.run(2.0)
    with tempfile.TemporaryDirectory(prefix="frames-", dir=Path.home()) as scratch:
        for turn in range(asked.turns):
            for what, directory in (("in memory", None), ("committed", Path(scratch) / str(turn))):
                took, words = measured(window, frames, asked.seconds, directory)
                print(f"{what}: {words}", flush=True)
                longest[what] = max(longest[what], *took)
    print(f"longest frame {longest['committed']:.2f} ms with commits, {longest['in memory']:.2f} without ({LIMIT:.1f})")
    return longest["committed"] > LIMIT


if __name__ == "__main__":
    sys.exit(main())
