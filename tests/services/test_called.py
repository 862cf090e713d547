"""The numbers that were called: asked often while people wait, and never shown when nobody can confirm them."""

import threading
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, Unreachable
from kiosk.core.queue import AskCalled, Called, Calls
from kiosk.core.status import Health, Status
from kiosk.core.timing import CALLED_POLL, CALLED_POLL_ALONE
from kiosk.services.called import CalledNumbers

FIRST = Calls((Called("A001", "1号窗口"),), 3)
SECOND = Calls((Called("A002", "1号窗口"), *FIRST.calls), 0)


class World:
    """Gateway and link in one: answers line by line; when the lines are used up, the thread is told to end."""

    def __init__(self, *lines: Calls | Exception | Health) -> None:
        self.lines = list(lines)
        self.waits: list[float] = []
        self.changes: list[tuple[Called, ...]] = []
        self.over = threading.Event()
        self.numbers = CalledNumbers(self, self, self._changed, wait=self._wait)

    @property
    def status(self) -> Status:
        if isinstance(self.lines[0], Health):
            return Status(self.lines.pop(0))
        return Status(Health.ONLINE)

    def call(self, call: Any, *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        assert call == AskCalled()
        line = self.lines.pop(0)
        if isinstance(line, Exception):
            raise line
        return line

    def _changed(self) -> None:
        self.changes.append(self.numbers.latest)

    def _wait(self, cancel: Cancel, seconds: float) -> None:
        self.waits.append(seconds)
        if not self.lines:
            self.over.set()
            raise Cancelled
        cancel.check()

    def run(self) -> "World":
        self.numbers.start()
        assert self.over.wait(10)
        self.numbers.close()
        return self


def test_it_is_asked_often_while_people_wait_and_seldom_otherwise() -> None:
    world = World(FIRST, FIRST, SECOND).run()
    assert world.waits == [CALLED_POLL, CALLED_POLL, CALLED_POLL_ALONE]
    assert world.changes == [FIRST.calls, SECOND.calls]


@pytest.mark.parametrize("silence", [Unreachable(), Health.OFFLINE])
def test_what_nobody_confirms_is_not_shown(silence: Exception | Health) -> None:
    world = World(FIRST, silence, FIRST).run()
    assert world.changes == [FIRST.calls, (), FIRST.calls]


def test_it_ends_at_once() -> None:
    started = threading.Event()

    class Hanging(World):
        def call(self, call: Any, *, key: str | None = None, cancel: Cancel | None = None) -> Any:
            assert cancel is not None
            started.set()
            cancel.wait(60)

    numbers = Hanging(FIRST).numbers
    numbers.start()
    assert started.wait(10)
    numbers.close()
    assert numbers.latest == ()
