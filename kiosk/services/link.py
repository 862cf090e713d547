"""Whether the gateway answers: a thread of its own asks it, and says so when that changes.

One question without an answer is a blip and is asked again at once; two, and the link is down. While it is down it
is asked more often, so that a citizen who waits goes on within a second; while it is up and nobody is there, seldom. A
terminal whose clock is so far off that its signed calls would be turned away learns it here, before somebody has done
any work.
"""

import contextlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.core.attention import Attention
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BrokenReply, Cancelled, Clearer, Fault, GatewayError, ServerFault, Unreachable
from kiosk.core.status import Health, Status
from kiosk.core.timing import LINK_POLL, LINK_POLL_ALONE, LINK_PROBE, LINK_RETRY, RECONNECT_FIRST
from kiosk.services.signing import CLOCK_WINDOW
from kiosk.services.transport import Reply, Transport

__all__ = ["LinkMonitor"]

_UP = Status(Health.ONLINE)


class LinkMonitor:
    """Implements ``core.ports.Link``. ``start`` starts its thread.

    ``on_change(status)`` is called in whichever thread noticed. ``wait(event, seconds)`` waits between two questions
    until the event or the time comes; tests hand in their own.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        on_change: Callable[[Status], None],
        attention: Attention | None = None,
        wait: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        self._transport = Transport(url)
        self._clock = clock
        self._on_change = on_change
        self._attention = attention
        self._wait = wait
        self._wake = threading.Event()
        if attention is not None:
            attention.on_arrival(self._wake.set)
        self._cancel = Cancel()
        self._status = Status(Health.STARTING)
        self._clock_off: timedelta | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    @property
    def status(self) -> Status:
        return self._status

    @property
    def clock_off(self) -> timedelta | None:
        """By how much the terminal's clock was ahead of the gateway's at the last answer; None while unknown."""
        return self._clock_off

    def start(self) -> None:
        self._thread.start()

    def suspect(self) -> None:
        """A call got no reply: the link is down until the next question, which is asked now, says otherwise."""
        self._publish(Status(Health.OFFLINE, fault=Unreachable("a call got no reply").fault()))
        self._wake.set()

    def close(self) -> None:
        """Ends the thread at once, even in the middle of a question."""
        self._cancel.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._transport.close()

    def _run(self) -> None:
        with contextlib.suppress(Cancelled):
            while True:
                found = self._ask()
                if not found.usable and self._status.usable:
                    self._pause(RECONNECT_FIRST)
                    found = self._ask()
                self._publish(found)
                self._pause(self._until_next(found))

    def _until_next(self, found: Status) -> float:
        if not found.usable:
            return LINK_RETRY
        return LINK_POLL if self._attention is None or self._attention.close else LINK_POLL_ALONE

    def _pause(self, seconds: float) -> None:
        self._wait(self._wake, seconds)
        self._wake.clear()
        self._cancel.check()

    def _publish(self, status: Status) -> None:
        with self._lock:
            if _kind(status) == _kind(self._status):
                return
            self._status = status
            self._on_change(status)

    def _ask(self) -> Status:
        try:
            reply = self._transport.exchange("GET", "/health", headers={}, seconds=LINK_PROBE, cancel=self._cancel)
            _expect_ok(reply)
            self._clock_off = _clock_off(reply, self._clock.now())
            fault = _clock_fault(self._clock_off)
        except GatewayError as error:
            fault = error.fault()
        return _UP if fault is None else Status(Health.OFFLINE, fault=fault)


def _kind(status: Status) -> tuple[Health, str]:
    """What makes it another status; a broken wire words its fault differently each time."""
    return status.health, status.fault.code if status.fault is not None else ""


def _expect_ok(reply: Reply) -> None:
    if reply.status >= 500:
        raise ServerFault(f"/health: HTTP {reply.status}")
    if reply.status != 200:
        raise BrokenReply(f"/health: HTTP {reply.status}")


def _clock_off(reply: Reply, now: datetime) -> timedelta | None:
    """None from a gateway that does not tell its time."""
    try:
        theirs = datetime.fromisoformat(reply.headers["Jinban-Time"])
    except (KeyError, ValueError):
        return None
    return now - theirs if theirs.tzinfo is not None else None


def _clock_fault(off: timedelta | None) -> Fault | None:
    """Two equal clocks need no word; a gateway that does not tell its time is no fault of the terminal's."""
    if off is None or abs(off) <= CLOCK_WINDOW:
        return None
    return Fault(
        "gateway.clock",
        "机器和平台的时间对不上",
        "点「找人帮忙」，今天先去窗口办",
        f"the terminal's clock is more than {CLOCK_WINDOW} away from the gateway's: set it (timedatectl)",
        Clearer.ENGINEER,
    )
