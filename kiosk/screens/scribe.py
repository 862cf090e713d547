"""Asks those who can read handwriting and pinyin, in a thread of its own, for the page that is written on."""

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.core.writing import Candidates, Question

__all__ = ["Scribe"]

Find = Callable[[Question, Cancel], Candidates]


class Scribe(QObject):
    """``find`` answers one question and may take its time; ``close`` frees what it needs for that.

    Only the newest question counts: the one before is given up, and what was found for it is dropped. There is a thread
    from the first question until nobody writes any more.
    """

    found = Signal(object)
    _came = Signal(object, object)

    def __init__(self, find: Find, close: Callable[[], None]) -> None:
        super().__init__()
        self._find, self._close = find, close
        self._questions: queue.SimpleQueue[tuple[Question, Cancel] | None] | None = None
        self._thread: threading.Thread | None = None
        self._one_at_a_time = threading.Lock()  # one thread frees what the next one loads
        self._newest = Cancel()
        self._came.connect(self._hand_on)

    def ask(self, question: Question | None) -> None:
        """None: nobody writes any more."""
        self._newest.set()
        self._newest = Cancel()
        if question is not None:
            if self._questions is None or self._thread is None or not self._thread.is_alive():
                self._questions = queue.SimpleQueue()
                self._thread = threading.Thread(target=self._work, args=(self._questions,), name="scribe", daemon=True)
                self._thread.start()
            self._questions.put((question, self._newest))
        elif self._questions is not None:
            self._questions.put(None)
            self._questions = None

    def _work(self, questions: "queue.SimpleQueue[tuple[Question, Cancel] | None]") -> None:
        with self._one_at_a_time:
            try:
                while (asked := questions.get()) is not None:
                    self._answer(*asked)
            finally:
                self._close()

    def _answer(self, question: Question, cancel: Cancel) -> None:
        try:
            cancel.check()
            self._came.emit(cancel, self._find(question, cancel))
        except Cancelled:
            return
        except Exception:  # a mistake of ours goes to ``threading.excepthook``; the citizen writes in the other way
            self._came.emit(cancel, Candidates(question, None))
            raise

    def _hand_on(self, cancel: Cancel, candidates: Candidates) -> None:
        if not cancel.is_set:
            self.found.emit(candidates)
