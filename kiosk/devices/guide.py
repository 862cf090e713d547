"""The guide lights as the house knows them: told once what is meant, and never a reason for anything else to wait."""

import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.core.attention import Attention
from kiosk.core.clock import Clock
from kiosk.core.slot import Slot
from kiosk.core.status import Status
from kiosk.devices.mailbox import Wired
from kiosk.devices.owner import Driver, Owner, Pace
from kiosk.devices.trace import Trace

__all__ = ["Guide", "LightsDriver"]


class LightsDriver(Driver, Wired, Protocol):
    def show(self, slot: Slot | None) -> None:
        """Returns when the lights show it. Raises DeviceError."""


class Guide:
    """Implements ``core.ports.GuideLights``; ``owner`` is the thread behind it, to be closed at the end.

    What is wanted is kept here and shown anew with every poll, so that lights which were unplugged or lost their power
    show the right slot again by themselves. ``open_lights`` and ``on_status`` are called in the owner's thread.
    """

    def __init__(
        self,
        open_lights: Callable[[], LightsDriver],
        *,
        clock: Clock,
        on_status: Callable[[str, Status], None] = lambda _name, _status: None,
        pace: Pace | None = None,
        attention: Attention | None = None,
        trace: Trace | None = None,
    ) -> None:
        self._lock = threading.Lock()  # over the three below
        self._wanted: Slot | None = None
        self._shown: Slot | None = None  # or about to be
        self._told = False  # the owner, that another one is wanted; it has not come to it yet
        self._on_status = on_status
        self.owner = Owner(
            "lights",
            lambda: _Kept(open_lights(), self),
            clock=clock,
            on_status=self._stands,
            pace=pace,
            attention=attention,
            trace=trace,
        )

    def show(self, slot: Slot | None) -> None:
        """See the port."""
        with self._lock:
            if slot is not self._wanted:
                self._wanted = slot
                self._tell()

    def wanted(self) -> Slot | None:
        """What is wanted by now, for the owner's thread; a change from here on is told anew."""
        with self._lock:
            self._told, self._shown = False, self._wanted
            return self._wanted

    def _tell(self) -> None:
        if not self._told:
            self._told = self.owner.post(lambda lights: lights.refresh())

    def _stands(self, name: str, status: Status) -> None:
        """What was wanted while the lights came back was dropped: commands are let in only after the first poll."""
        with self._lock:
            if self._wanted is not self._shown:
                self._tell()
        self._on_status(name, status)


class _Kept:
    """A driver that shows what is wanted by now, whatever it was when it was opened."""

    def __init__(self, lights: LightsDriver, guide: Guide) -> None:
        self._lights = lights
        self._guide = guide

    def poll(self) -> Status:
        status = self._lights.poll()
        if status.fault is None:
            self.refresh()
        return status

    def refresh(self) -> None:
        self._lights.show(self._guide.wanted())

    def fileno(self) -> int:
        return self._lights.fileno()

    def close(self) -> None:
        self._lights.close()
