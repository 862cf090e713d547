"""Opens the drivers that config.toml names, each with what it stands in: a thread of its own, or none."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from pydantic import BaseModel

from kiosk.config import Config, DeviceConfig
from kiosk.core.attention import Attention
from kiosk.core.clock import Clock
from kiosk.core.ports_pictures import FaceDetector
from kiosk.core.status import Status
from kiosk.devices import registry
from kiosk.devices.guide import Guide
from kiosk.devices.owner import Owner
from kiosk.devices.trace import Trace, lengths

__all__ = ["driver_of", "open_face_detector", "open_lights", "open_owner", "open_owners", "open_voice"]

# The Kit's names of the devices with a thread of their own.
OWNED: Final = ("id_card", "receipt_printer", "camera", "scanner", "a4_printer", "document_camera")
FACE_DETECTOR: Final = DeviceConfig("haar_face", {})  # needs no file


def open_owners(
    opened: ExitStack,
    settings: Config,
    state: Path,
    clock: Clock,
    changed: Callable[[str, Status], None],
    attention: Attention | None,
) -> tuple[dict[str, Any], Guide | None]:
    """All that config.toml names, by the Kit's names, and the guide lights; closed by ``opened``."""
    owners: dict[str, Any] = {  # by what names they fill which field of the kit no type can tell
        name: open_owner(name, settings.devices[name], state, clock, changed, attention)
        for name in OWNED
        if name in settings.devices
    }
    lights = open_lights(settings, state, clock, changed, attention)
    for owner in (*owners.values(), *((lights.owner,) if lights is not None else ())):
        opened.callback(owner.close)
    return owners, lights


def open_owner(
    name: str,
    device: DeviceConfig,
    state: Path,
    clock: Clock,
    changed: Callable[[str, Status], None],
    attention: Attention | None,
) -> Owner[Any]:
    driver, options = driver_of(device, state)
    return Owner(
        name,
        lambda: driver.open_device(options, clock),
        clock=clock,
        on_status=changed,
        attention=attention,
        trace=_trace(driver, clock),
    )


def open_lights(
    settings: Config,
    state: Path,
    clock: Clock,
    changed: Callable[[str, Status], None],
    attention: Attention | None,
) -> Guide | None:
    """None for a site without them."""
    if "lights" not in settings.devices:
        return None
    driver, options = driver_of(settings.devices["lights"], state)
    return Guide(
        lambda: driver.open_device(options, clock),
        clock=clock,
        on_status=changed,
        attention=attention,
        trace=_trace(driver, clock),
    )


def open_face_detector(settings: Config, state: Path, clock: Clock) -> FaceDetector:
    """Needs no thread of its own. Raises KioskError when the model file is not the one that config.toml means."""
    driver, options = driver_of(settings.devices.get("face_detector", FACE_DETECTOR), state)
    detector: FaceDetector = driver.open_device(options, clock)
    return detector


def _trace(driver: ModuleType, clock: Clock) -> Trace:
    return Trace(clock, getattr(driver, "explain", lengths))


def driver_of(device: DeviceConfig, state: Path) -> tuple[ModuleType, BaseModel]:
    driver = registry.load(device.model)
    return driver, _within(driver.Options.model_validate(dict(device.options)), state)


def _within(options: BaseModel, state: Path) -> BaseModel:
    """Relative paths in a device's options stand in the state directory, as the demo's wires do."""
    paths = {name: state / value for name, value in options if isinstance(value, Path) and not value.is_absolute()}
    return options.model_copy(update=paths)


class _Silent:
    """The voice of a site without one."""

    def say(
        self, text: str, *, language: str = "zh", rate: float = 1.0, volume: float = 1.0, keep: bool = True
    ) -> None: ...

    def stop(self) -> None: ...

    def on_status(self, tell: Callable[[Status], None]) -> None: ...

    def close(self) -> None: ...


def open_voice(settings: Config, state: Path, clock: Clock) -> Any:
    """No owner's thread for it: its driver has one of its own, since nobody waits for a sentence to end."""
    if "speech" not in settings.devices:
        return _Silent()
    driver, options = driver_of(settings.devices["speech"], state)
    return driver.open_device(options, clock)
