"""Garbage is collected by the window's thread alone.

The interpreter has it collected by whichever thread makes one object too many. What a worker finds dead there may hang
on a signal: to take it off, Qt's lock of the signal is held while the interpreter is waited for, which the window may
hold just then while it waits for that lock. Nothing on the screen would move any more.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, QTimer

__all__ = ["collect", "collected_here"]

EVERY: Final = 300_000  # ms; what one visit leaves behind is some hundred kilobytes at most


@contextmanager
def collected_here(parent: QObject) -> Iterator[None]:
    """No other thread collects until the end of the block. To be entered in the thread of ``parent``."""
    before = gc.isenabled()
    timer = QTimer(parent, interval=EVERY)
    timer.timeout.connect(collect)
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        timer.deleteLater()
        if before:
            gc.enable()


def collect() -> None:
    """What is due by the interpreter's own measure, which counts on while nobody collects."""
    due = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if due:
        gc.collect(due[-1])
