"""Where commands wait for the thread that owns a device, and where they are refused while the device is gone."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from kiosk.core.errors import DeviceError, Disconnected

__all__ = ["Command", "Mailbox", "Order"]

D = TypeVar("D")
R = TypeVar("R")


class Order(Enum):
    """What the thread itself is told."""

    RESTART = "restart"
    CLOSE = "close"


@dataclass(frozen=True)
class Command:
    """Work on the driver and the promise of its answer. A promise that was cancelled before its turn stays undone."""

    work: Callable[[Any], Any]
    answer: Future[Any]

    def carry_out(self, driver: object) -> DeviceError | None:
        """Does the work and settles the promise. Returns the device's error, which the caller gets as well."""
        if not self.answer.set_running_or_notify_cancel():
            return None
        try:
            answer = self.work(driver)
        except DeviceError as error:
            self.answer.set_exception(error)
            return error
        except Exception as error:  # noqa: BLE001 - whatever else a command raises is its caller's own
            self.answer.set_exception(error)
            return None
        self.answer.set_result(answer)
        return None

    def refuse(self, error: DeviceError) -> None:
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(error)


class Mailbox:
    """Open: commands wait for their turn. Shut: they are refused at once with the reason. Orders always get through."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._queue: queue.SimpleQueue[Command | Order] = queue.SimpleQueue()
        self._lock = threading.Lock()  # nothing is put in between shutting and refusing what is in there
        self._reason: DeviceError | None = None

    @property
    def shut(self) -> bool:
        return self._reason is not None

    def post(self, work: Callable[[D], R]) -> Future[R]:
        """Raises Disconnected when shut."""
        answer: Future[R] = Future()
        with self._lock:
            if self._reason is not None:
                raise self._refusal(self._reason)
            self._queue.put(Command(work, answer))
        return answer

    def order(self, order: Order) -> None:
        self._queue.put(order)

    def take(self, seconds: float) -> Command | Order | None:
        """The next message; None when none came in time."""
        try:
            message = self._queue.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        return message

    def open(self) -> None:
        with self._lock:
            self._reason = None

    def close(self, reason: DeviceError) -> None:
        """From now on every command is refused, and so are those that wait."""
        with self._lock:
            self._reason = reason
            waiting = [self._queue.get_nowait() for _ in range(self._queue.qsize())]
        for message in waiting:
            if isinstance(message, Command):
                message.refuse(self._refusal(reason))
            else:
                self._queue.put(message)

    def _refusal(self, reason: DeviceError) -> Disconnected:
        return Disconnected(reason.technician, device=self._device, sentence=reason.sentence, remedy=reason.remedy)
