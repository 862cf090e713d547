"""The check itself, part after part. Opens the terminal's store and devices, and closes them again."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kiosk import kit
from kiosk.check import devices, gateway, items, languages, machine, package, seal, sound, store, writing
from kiosk.check.finding import Choices, Finding
from kiosk.config import Config
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.errors import KioskError, StoreError
from kiosk.core.parts import DEVICES
from kiosk.kit import Services

__all__ = ["check", "check_running"]

SETTLE: Final = 6.0  # seconds; every device has been opened, or has missed, by then


def check(
    settings: Config,
    state: Path,
    choices: Choices,
    *,
    tell: Callable[[str], None] = lambda _part: None,
    clock: Clock | None = None,
) -> Iterator[Finding]:
    """Yields a finding as soon as it is known; ``tell`` hears which part is tried now."""
    yield from _before_it_opens(settings, state, choices, tell)
    tell(store.STORE)
    settled = threading.Condition()

    def changed() -> None:
        with settled:
            settled.notify_all()

    try:
        services = kit.build(settings, state, clock or SystemClock(), changed)
    except KioskError as error:
        yield Finding(store.STORE, False, error.technician or error.sentence)
        return
    with contextlib.closing(services):
        with settled:
            settled.wait_for(lambda: not services.starting, timeout=SETTLE)
        yield from _opened(settings, state, services, choices, tell)


def check_running(
    settings: Config, state: Path, services: Services, choices: Choices, *, tell: Callable[[str], None]
) -> Iterator[Finding]:
    """The same of a terminal that is open, with nobody at it: its store and devices are its own."""
    yield from _before_it_opens(settings, state, choices, tell)
    yield from _opened(settings, state, services, choices, tell)


def _before_it_opens(settings: Config, state: Path, choices: Choices, tell: Callable[[str], None]) -> Iterator[Finding]:
    tell("配置")
    yield Finding("配置", True, settings.terminal.id)
    yield from package.findings(settings, state)
    yield from items.findings(state)
    tell("机器")
    yield machine.disk(state)
    yield machine.fonts(settings)
    yield machine.touch(choices)
    yield writing.finding()
    yield languages.finding()


def _opened(
    settings: Config, state: Path, services: Services, choices: Choices, tell: Callable[[str], None]
) -> Iterator[Finding]:
    tell(store.STORE)
    yield from store.findings(services.store)
    tell("各个设备")
    with contextlib.suppress(StoreError):  # the printer would count a test sheet as the one that a crash left open
        services.kit.effects.settle_paper(cancel=Cancel())
    for name in (*DEVICES, *sorted(services.owners.keys() - DEVICES.keys())):
        tell(DEVICES.get(name, name))
        yield from devices.findings(name, services.owners.get(name), choices)
    tell("语音")
    yield sound.finding(settings, services.kit.speech, choices)
    tell("政务平台")
    yield from gateway.findings(settings, services)
    yield seal.finding(settings, state, services.kit.clock)
