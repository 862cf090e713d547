"""The guide lights as the house knows them: told once what is meant, and never a reason for anything else to wait."""

from collections.abc import Callable
from typing import Protocol

from kiosk.core.attention import Attention
from kiosk.core.clock import Clock
from kiosk.core.slot import Slot
from kiosk.core.status import Status
from kiosk.devices.mailbox import Wired
from kiosk.devices.owner import Driver, Owner, Pace

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
    ) -> None:
        self._wanted: Slot | None = None
        self._told = False  # the owner, that another one is wanted; it has not come to it yet
        self.owner = Owner(
            "lights",
            lambda: _Kept(open_lights(), self),
            clock=clock,
            on_status=on_status,
            pace=pace,
            attention=attention,
        )

    def show(self, slot: Slot | None) -> None:
        """See the port."""
        if slot is not self._wanted:
            self._wanted = slot
            if not self._told:
                self._told = True
                self.owner.post(lambda lights: lights.refresh())

    def wanted(self) -> Slot | None:
        """What is wanted by now, for the owner's thread; a change from here on is told anew."""
        self._told = False
        return self._wanted


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
