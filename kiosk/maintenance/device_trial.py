"""One device with another port or model: drafted, opened and asked beside, and kept only when it answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kiosk.check import devices
from kiosk.check.finding import Choices, Finding
from kiosk.config import DeviceConfig
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.status import Health, Status
from kiosk.core.timing import TRIED
from kiosk.devices import probe
from kiosk.devices.owner import Owner
from kiosk.kit_devices import driver_of
from kiosk.maintenance import words
from kiosk.maintenance.page import Premises
from kiosk.settings import change
from kiosk.settings.edit import Value, edited
from kiosk.settings.keys import Key, keys_of_others, sections

__all__ = ["WIRES", "Draft"]

WIRES: Final = ("port", "baud", "flow", "host", "tcp_port", "usb", "source", "printer", "queue", "server")
LISTENS: Final = "scanner"  # it only speaks by itself: a code must be scanned for its trial


class Draft:
    """Changes of one device's section, by key; ``tried`` is what came of the last trial of exactly these."""

    def __init__(self, premises: Premises, device: str) -> None:
        settings = premises.settings
        self._premises = premises
        self.device = device
        self.place = change.Place(settings.file, premises.state, settings.overrides)
        self.changes: dict[str, Value | None] = {}
        self.tried: Finding | None = None
        self.found: tuple[probe.Answer, ...] = ()

    # --- what it would be ---

    def fields(self) -> tuple[Key, ...]:
        """Model and wire as drafted, and whatever a new model cannot do without. Raises ConfigError."""
        text = edited(self.place.text(), self.changes)
        [section] = [one for one in sections(change.tables_of(text)) if one.name == f"devices.{self.device}"]
        drafted = any(name.endswith(".model") for name in self.changes)
        return tuple(key for key in section.keys if key.short in ("model", *WIRES) or (drafted and key.required))

    def set(self, short: str, value: Value | None) -> None:
        """Raises ConfigError for what may not be changed here."""
        name = f"devices.{self.device}.{short}"
        changes = {**self.changes, name: value}
        if short == "model":
            text = edited(self.place.text(), self.changes)
            others = keys_of_others(change.tables_of(text), name, str(value))
            changes |= dict.fromkeys(others)
        self.changes, self.tried = changes, None

    def forget(self) -> None:
        self.changes, self.tried = {}, None

    @property
    def options(self) -> DeviceConfig:
        """As the terminal runs it, with the changes."""
        now = self._premises.settings.devices[self.device]
        said: dict[str, Any] = {"model": now.model, **now.options}
        for name, value in self.changes.items():
            said[name.rpartition(".")[2]] = value
        model = str(said.pop("model"))
        return DeviceConfig(model, {name: value for name, value in said.items() if value is not None})

    # --- who is there ---

    def look(self) -> tuple[probe.Answer, ...]:
        """Asks every serial port that no other device of the terminal holds. Takes up to 8 s."""
        others = {
            Path(str(table.options["port"])).resolve()
            for name, table in self._premises.settings.devices.items()
            if name != self.device and "port" in table.options
        }
        ports = [port for port in probe.serial_ports() if port.resolve() not in others]
        with self._closed():
            self.found = tuple(probe.probe(ports, self._premises.clock))
        return self.found

    # --- the trial ---

    def trial(self, cancel: Cancel) -> Finding:
        """Opens it as drafted, while the device as it runs is closed; that is back before this returns.

        Raises ConfigError for a draft that cannot be, Cancelled.
        """
        change.draft(self.place, self.changes)
        driver, options = driver_of(self.options, self._premises.state)
        clock = self._premises.clock
        settled = threading.Event()

        def stands(_name: str, status: Status) -> None:
            if status.health is not Health.STARTING:
                settled.set()

        with self._closed():
            owner: Owner[Any] = Owner(
                self.device, lambda: driver.open_device(options, clock), clock=clock, on_status=stands
            )
            try:
                with cancel.waking(settled.set):
                    settled.wait(TRIED)
                cancel.check()
                self.tried = self._judged(owner, cancel)
            finally:
                owner.close()
        return self.tried

    def _judged(self, owner: Owner[Any], cancel: Cancel) -> Finding:
        label, status = words.part(self.device), owner.status
        if not _answers(status):
            return devices.status(label, status)
        if self.device == LISTENS:
            *_, last = devices.findings(self.device, owner, Choices(ask=lambda _sentence: None, cancel=cancel))
            return last
        if status.fault is not None:
            return Finding(label, True, f"有回应；{status.fault.sentence}")
        said, *_ = devices.findings(self.device, owner, Choices(cancel=cancel))
        return Finding(label, said.ok is not False, said.words)

    @contextmanager
    def _closed(self) -> Iterator[None]:
        """The running device lets go of its wire, and takes it again whatever happens."""
        owner = self._premises.services.owners.get(self.device)
        try:
            if owner is not None and not owner.rest(TRIED):
                raise KioskError(f"{self.device} is busy", sentence="这个设备正忙", remedy="等它办完再试")
            yield
        finally:
            if owner is not None:
                owner.restart()


def _answers(status: Status) -> bool:
    """Somebody is there, be it without paper."""
    if status.health is Health.HARDWARE_ERROR:
        return status.fault is not None and status.fault.code != "device.broken"
    return status.health in (Health.ONLINE, Health.BUSY, Health.USER_ERROR)
