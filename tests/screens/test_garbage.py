"""Which thread finds what is dead."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.screens.garbage import collected_here


class Ring:
    """Dead only to a collector."""

    def __init__(self, told: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: told.append(threading.get_ident()))


def dropped_by_a_worker(told: list[int]) -> None:
    """Many more than the interpreter waits for."""
    many = gc.get_threshold()[0] * 20

    def drop() -> None:
        for _ in range(many):
            Ring(told)

    worker = threading.Thread(target=drop)
    worker.start()
    worker.join()


def test_what_a_worker_drops_is_collected_by_the_windows_thread(qapp: QApplication) -> None:
    gc.enable()
    try:
        worker: list[int] = []
        dropped_by_a_worker(worker)
        assert set(worker) - {threading.get_ident()}, "else this test shows nothing"
        window: list[int] = []
        parent = QObject(qapp)
        with collected_here(parent):
            dropped_by_a_worker(window)
            assert window == []
            (timer,) = parent.findChildren(QTimer)
            timer.timeout.emit()
            assert set(window) == {threading.get_ident()}
        assert gc.isenabled()
        parent.deleteLater()
    finally:
        gc.disable()  # as for all tests
