"""A driver and the one thread that owns it: commands in turn, status, reconnecting.

A driver is opened, asked, commanded and closed in this thread and nowhere else; what a command gets is a guard that
asserts it. The thread's life is one loop: open, serve until the wire is gone, wait longer each time, open again.

How a device stands is asked often while somebody is there and seldom otherwise (``core.attention``); a wire that hangs
up is heard at once.
"""

import contextlib
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar, cast

from kiosk.core import timing
from kiosk.core.attention import Attention
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Cancelled, Clearer, DeviceError, Disconnected, NoAnswer
from kiosk.core.status import Health, Status
from kiosk.devices.guard import Guard
from kiosk.devices.mailbox import Command, Mailbox, Order, Wired
from kiosk.devices.trace import Trace, traced

__all__ = ["Driver", "Owner", "Pace"]

MISSES_UNTIL_GONE = 3  # a device that is busy with itself may leave a question or two unanswered


class Driver(Protocol):
    """What every driver has besides the methods of its port."""

    def poll(self) -> Status:
        """How the device stands. Raises NoAnswer, BadReply, Disconnected."""

    def close(self) -> None: ...


D = TypeVar("D", bound=Driver)
R = TypeVar("R")


@dataclass(frozen=True)
class Pace:
    """The waits of an owner, in seconds."""

    poll: float = timing.DEVICE_POLL
    alone: float = timing.DEVICE_POLL_ALONE
    reconnect_first: float = timing.RECONNECT_FIRST
    reconnect_most: float = timing.RECONNECT_MOST


class Owner(Generic[D]):
    """Implements ``core.ports.Device``. ``open_driver`` runs in the thread too, so it may import what is heavy.

    ``on_status(name, status)`` is called from the thread when the status has changed. A running command shows in
    ``status`` as BUSY but is not reported: the card reader is asked many times a second.
    Without ``attention`` somebody is always there. ``trace`` hears what goes over the driver's wire.
    """

    def __init__(
        self,
        name: str,
        open_driver: Callable[[], D],
        *,
        clock: Clock,
        on_status: Callable[[str, Status], None] = lambda _name, _status: None,
        pace: Pace | None = None,
        attention: Attention | None = None,
        trace: Trace | None = None,
    ) -> None:
        self._name = name
        self.trace = trace
        self._open_driver = open_driver
        self._clock = clock
        self._on_status = on_status
        self._pace = pace or Pace()
        self._mailbox = Mailbox(name)
        self._status = Status(Health.STARTING)
        self._busy = False
        self._rested = threading.Event()
        self._attention = attention
        if attention is not None:
            attention.on_arrival(lambda: self._mailbox.order(Order.LOOK))
        self._thread = threading.Thread(target=self._live, name=f"owner-{name}", daemon=True)
        self._thread.start()

    # --- for any other thread ---

    @property
    def name(self) -> str:
        return self._name

    @property
    def status(self) -> Status:
        status = self._status
        return replace(status, health=Health.BUSY) if self._busy and status.health is Health.ONLINE else status

    def run(self, command: Callable[[D], R], *, cancel: Cancel, deadline: float) -> R:
        """Waits for the command; see ``core.ports.Device.run``.

        One that is given up before its turn never runs; one that runs already is left to its driver's own deadline.
        """
        if threading.current_thread() is self._thread:
            raise AssertionError("a command that waits for its own thread would wait for ever")
        cancel.check()
        answer = self._mailbox.post(command)
        given_up: Future[Any] = Future()
        with cancel.waking(lambda: _resolve(given_up)):
            wait([cast(Future[Any], answer), given_up], timeout=deadline, return_when=FIRST_COMPLETED)
        answer.cancel()
        if not answer.cancelled() and answer.done():
            return self._named(answer)
        if given_up.done():
            raise Cancelled
        raise NoAnswer(f"{self._name}: the command did not end within {deadline:.2f} s", device=self._name)

    def post(self, command: Callable[[D], object]) -> bool:
        """Leaves a command without waiting for it. Nobody hears how it ends; False: dropped, since the wire is gone."""
        try:
            self._mailbox.post(command)
        except Disconnected:
            return False
        return True

    def _named(self, answer: "Future[R]") -> R:
        try:
            return answer.result()
        except DeviceError as error:
            error.device = error.device or self._name
            raise

    def restart(self) -> None:
        self._mailbox.order(Order.RESTART)

    def rest(self, seconds: float) -> bool:
        """Closes the driver until ``restart``; True when its wire is free. Until then commands are refused."""
        self._rested.clear()
        self._mailbox.order(Order.REST)
        return self._rested.wait(seconds)

    def close(self) -> None:
        """Ends the thread after the command that is running, and returns when driver and thread are gone."""
        self._mailbox.order(Order.CLOSE)
        self._thread.join()

    # --- the thread ---

    def _live(self) -> None:
        """Opens and serves, and again, until it is told to close."""
        pause = self._pace.reconnect_first
        while (end := self._connect_and_serve()) is not Order.CLOSE:
            if isinstance(end, DeviceError):
                if not self._mailbox.shut:  # it had been there until now
                    pause = self._pace.reconnect_first
                self._lose(end)
                end = self._wait_out(pause)
                pause = min(pause * 2, self._pace.reconnect_most)
            if end is Order.REST:
                end = self._rest()
            if end is Order.CLOSE:
                break
            if end is Order.RESTART:
                pause = self._pace.reconnect_first
                self._welcome(Status(Health.STARTING))
        self._mailbox.end(Disconnected(f"{self._name} was closed", device=self._name))

    def _connect_and_serve(self) -> Order | DeviceError | None:
        """One connection; returns the order or the error that ended it."""
        driver: D | None = None
        try:
            with traced(self.trace):
                driver = self._open_driver()
            return self._serve(driver)
        except DeviceError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a fault of a driver or its library must not end the thread unseen
            return _Broken(_whereabouts(error), device=self._name)
        finally:
            if driver is not None:
                with contextlib.suppress(DeviceError):  # what cannot be closed is gone already
                    driver.close()

    def _serve(self, driver: D) -> Order:
        """Commands as they come, and a question now and then. Raises the DeviceError that ends the connection."""
        guarded, plain = Guard(driver), cast(object, driver)
        wire = plain if isinstance(plain, Wired) else None
        misses, due = 0, self._clock.monotonic()
        while True:
            message = self._mailbox.take(max(due - self._clock.monotonic(), self._put_off(due)), wire)
            if message is None and self._put_off(due):
                continue
            if message in (Order.RESTART, Order.REST, Order.CLOSE):
                return cast(Order, message)
            if message is Order.HUNG_UP:
                wire = None  # it would say so for ever, if the driver thinks otherwise
            command = message if isinstance(message, Command) else None
            error = self._carry_out(command, guarded) if command is not None else self._poll(driver)
            misses = misses + 1 if isinstance(error, NoAnswer | BadReply) else 0
            if isinstance(error, Disconnected) or misses >= self._most_misses():
                raise cast(DeviceError, error)
            if command is None:
                due = self._clock.monotonic() + self._pause_between_polls(misses)
            elif error is not None:  # out of paper, say: the status shall tell at once; of silence as after a poll
                due = min(due, self._clock.monotonic() + (self._pause_between_polls(misses) if misses else 0.0))

    def _most_misses(self) -> int:
        """Silence must repeat itself to count, except from one that is already known to be gone."""
        return 1 if self._mailbox.shut else MISSES_UNTIL_GONE

    def _pause_between_polls(self, misses: int) -> float:
        """While it starts nothing is known yet: a missed answer is asked for again soon."""
        if misses and self._status.health is Health.STARTING:
            return self._pace.reconnect_first
        well = not misses and self._status.usable
        alone = self._attention is not None and not self._attention.close
        return self._pace.alone if well and alone else self._pace.poll

    def _put_off(self, due: float) -> float:
        """Seconds that a question waits for the window to be painted; one that has waited for a pause is asked."""
        if self._attention is None or self._clock.monotonic() - due > self._pace.poll:
            return 0.0
        return self._attention.painting

    def _poll(self, driver: D) -> DeviceError | None:
        try:
            status = driver.poll()
        except DeviceError as error:
            return error
        self._welcome(status)
        return None

    def _carry_out(self, command: Command, guarded: Guard) -> DeviceError | None:
        self._busy = True
        try:
            return command.carry_out(guarded)
        finally:
            self._busy = False

    def _rest(self) -> Order:
        """What is known of its faults stays as it is."""
        self._mailbox.close(Disconnected(f"{self._name} rests", device=self._name))
        self._publish(Status(Health.STARTING))
        self._rested.set()
        while (message := self._mailbox.take(self._pace.alone)) not in (Order.RESTART, Order.CLOSE):
            pass
        return cast(Order, message)

    def _wait_out(self, pause: float) -> Order | None:
        until = self._clock.monotonic() + pause
        while (left := until - self._clock.monotonic()) > 0:
            message = self._mailbox.take(left)
            if message is Order.LOOK:
                return None
            if isinstance(message, Order):
                return message
        return None

    def _welcome(self, status: Status) -> None:
        self._mailbox.open()
        self._publish(status)

    def _lose(self, error: DeviceError) -> None:
        error.device = error.device or self._name
        self._mailbox.close(error)
        health = Health.HARDWARE_ERROR if isinstance(error, _Broken) else Health.OFFLINE
        self._publish(Status(health, fault=error.fault()))

    def _publish(self, status: Status) -> None:
        if status != self._status:
            self._status = status
            self._on_status(self._name, status)


class _Broken(DeviceError):
    """The driver itself failed: no wire can be blamed, and nobody on the site can help."""

    code = "device.broken"
    sentence = "机器的一个部件坏了"
    said_of = "{part}坏了"
    remedy = "点「找人帮忙」"
    clearer = Clearer.ENGINEER


def _whereabouts(error: Exception) -> str:
    """Its kind and line, not its text: that may hold what a citizen's card said."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename}:{last.lineno}"


def _resolve(future: "Future[Any]") -> None:
    with contextlib.suppress(InvalidStateError):
        future.set_result(None)
