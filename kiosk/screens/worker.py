"""Runs the work of one step in a thread of its own and brings what it says to the GUI thread."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, KioskError
from kiosk.core.job import Preview, Progress

__all__ = ["Worker"]

Work = Callable[[Cancel, Cancel, Callable[[Progress], None]], Any]


class Worker(QObject):
    """One piece of work at a time. Starting or cancelling makes the work before it silent for good; ``stop`` asks work
    that can to come to its end, and what it then says counts. Work gets both tokens, and how to report.

    ``answered`` carries its result, ``failed`` its KioskError, ``reported`` its progress. Pictures that come faster
    than they are shown are dropped, never queued. An error that is no KioskError is a fault of ours: it goes to
    ``threading.excepthook``, and the citizen is told that the machine has a problem.
    """

    answered = Signal(object)
    failed = Signal(object)
    reported = Signal(object)
    _finished = Signal(object, object, object)
    _said = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._cancel: Cancel | None = None
        self._stop = Cancel()
        self._picture: Preview | None = None
        self._finished.connect(self._finish)
        self._said.connect(self._say)

    @property
    def busy(self) -> bool:
        return self._cancel is not None

    def start(self, work: Work) -> None:
        self.cancel()
        token, self._stop = Cancel(), Cancel()
        self._cancel = token
        threading.Thread(target=self._run, args=(work, token, self._stop), name="step", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def cancel(self) -> None:
        if self._cancel is not None:
            self._cancel.set()
        self._cancel = self._picture = None

    def _run(self, work: Work, token: Cancel, stop: Cancel) -> None:
        try:
            result = work(token, stop, lambda event: self._report(token, event))
        except Cancelled:
            return
        except KioskError as error:
            self._finished.emit(token, None, error)
        except BaseException as error:
            self._finished.emit(token, None, KioskError(type(error).__name__))
            raise
        else:
            self._finished.emit(token, result, None)

    def _report(self, token: Cancel, event: Progress) -> None:
        if isinstance(event, Preview):
            waiting, self._picture = self._picture, event
            if waiting is not None:
                return
        self._said.emit(token, event)

    def _say(self, token: Cancel, event: Progress) -> None:
        if isinstance(event, Preview):
            newest, self._picture = self._picture, None
            event = newest or event
        if token is self._cancel:
            self.reported.emit(event)

    def _finish(self, token: Cancel, result: Any, error: KioskError | None) -> None:
        if token is not self._cancel:
            return
        self._cancel = None
        if error is not None:
            self.failed.emit(error)
        else:
            self.answered.emit(result)
