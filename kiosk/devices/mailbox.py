"""Where commands wait for the thread that owns a device, and where they are refused while the device is gone."""

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar, runtime_checkable

from kiosk.core.errors import DeviceError, Disconnected

__all__ = ["Command", "Mailbox", "Order", "Wired"]

D = TypeVar("D")
R = TypeVar("R")


class Order(Enum):
    """What the thread itself is told."""

    LOOK = "look"  # how the device stands, now
    HUNG_UP = "hung up"  # the wire says so; the driver will know more
    RESTART = "restart"
    REST = "rest"  # stay closed until RESTART
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


@runtime_checkable
class Wired(Protocol):
    """A driver whose wire tells by itself that it has hung up."""

    def fileno(self) -> int: ...


class Mailbox:
    """Open: commands wait for their turn. Shut: they are refused at once with the reason. Orders always get through.

    The bell is a descriptor that counts the messages, so that one wait is for them and for a wire.
    """

    def __init__(self, device: str) -> None:
        self._device = device
        self._messages: deque[Command | Order] = deque()
        self._bell: int | None = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_SEMAPHORE)
        self._lock = threading.Lock()  # over all of it; nothing is put in between shutting and refusing what is there
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
            self._put(Command(work, answer))
        return answer

    def order(self, order: Order) -> None:
        """After the end nobody is there to take it."""
        with self._lock:
            self._put(order)

    def take(self, seconds: float, wire: Wired | None = None) -> Command | Order | None:
        """The next message; HUNG_UP when the wire says so before one comes; None when nothing happened in time."""
        poll = select.poll()
        if self._bell is not None:
            poll.register(self._bell, select.POLLIN)
        if wire is not None:
            poll.register(wire, select.POLLRDHUP)
        rung = [descriptor for descriptor, _ in poll.poll(max(0.0, seconds) * 1000)]
        if self._bell in rung:
            with self._lock:
                return self._next()
        return Order.HUNG_UP if rung else None

    def open(self) -> None:
        with self._lock:
            self._reason = None

    def close(self, reason: DeviceError) -> None:
        """From now on every command is refused, and so are those that wait."""
        with self._lock:
            self._reason = reason
            waiting = [self._next() for _ in range(len(self._messages))]
            for message in waiting:
                if isinstance(message, Order):
                    self._put(message)
        for message in waiting:
            if isinstance(message, Command):
                message.refuse(self._refusal(reason))

    def end(self, reason: DeviceError) -> None:
        """Closes it for good."""
        self.close(reason)
        with self._lock:
            if self._bell is not None:
                os.close(self._bell)
            self._bell = None

    def _put(self, message: Command | Order) -> None:
        if self._bell is not None:
            self._messages.append(message)
            os.eventfd_write(self._bell, 1)

    def _next(self) -> Command | Order:
        if self._bell is not None:
            os.eventfd_read(self._bell)
        return self._messages.popleft()

    def _refusal(self, reason: DeviceError) -> Disconnected:
        return Disconnected(reason.technician, device=self._device, sentence=reason.sentence, remedy=reason.remedy)
