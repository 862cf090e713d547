"""A trial start: this program, in a process of its own, as it would open with a configuration, shown to nobody.

It paints home, loads what stands behind it, opens the files that config.toml names, and asks the gateway and those
devices that are named on the command line how they stand: the others' wires belong to the terminal that runs
meanwhile. Its store is not touched either, a copy may be handed in. What came of it is one line of JSON on standard
output.
"""

import argparse
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any, Final

from kiosk import app, config, config_toml, kit, kit_devices, kit_gateway, opening
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.errors import PARTS, KioskError
from kiosk.core.status import Health, Status
from kiosk.devices.owner import Owner
from kiosk.maintenance import office
from kiosk.services.link import LinkMonitor
from kiosk.services.store import Store
from kiosk.services.store_key import store_key

__all__ = ["main"]

PAINT: Final = 20.0  # seconds, on the slowest machine
GATEWAY: Final = "gateway"
NAMES: Final = PARTS | {GATEWAY: "政务平台", "lights": "指示灯"}
ANSWER: Final = 10.0  # seconds in which gateway and devices say how they stand
WHOLE: Final = (app.joined, kit.build, office.Pages)  # whatever a day brings has been loaded when these are


def main(arguments: Sequence[str]) -> int:
    """0 when the terminal would come up. ``mistake`` says why it would not; ``notes`` what it would come up without."""
    parser = argparse.ArgumentParser(prog="kiosk trial")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--wire", action="append", default=[])
    parser.add_argument("--store", type=Path, default=None)
    options = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    mistake, notes = "", []
    try:
        settings = config.assembled(config_toml.checked(options.config, options.set, options.state))
        if options.store is not None:  # migrated to what this version wants
            Store(options.store, store_key(options.state / "store", os.environ)).close()
        if opening.tried(settings, PAINT):
            notes = list(_behind(settings, options.state, options.wire))
        else:
            mistake = "首页没有画出来"
    except (config.ConfigError, KioskError) as error:
        mistake = error.technician or error.sentence if isinstance(error, KioskError) else str(error)
    print(json.dumps({"mistake": mistake, "notes": notes}), flush=True)
    return 1 if mistake else 0


def _behind(settings: config.Config, state: Path, wires: Sequence[str]) -> Iterator[str]:
    """What would be missing. Raises KioskError for what the kit is not built without."""
    clock, changed = SystemClock(), threading.Event()
    with ExitStack() as opened:
        opened.enter_context(closing(kit_gateway.open_gateway(settings, state, clock)))
        kit_gateway.open_pdf_reader(settings, state, clock)
        kit_devices.open_face_detector(settings, state, clock)
        waiting: dict[str, Callable[[], Status]] = {}
        for name in wires:
            asked: Owner[Any] | LinkMonitor
            if name == GATEWAY:
                url = kit_gateway.gateway_url(settings)
                asked = LinkMonitor(url, clock=clock, on_change=lambda _status: changed.set())
                asked.start()
            else:
                asked = _open(name, settings, state, clock, changed)
            opened.callback(asked.close)
            waiting[NAMES.get(name, name)] = partial(getattr, asked, "status")
        yield from _missing(waiting, clock, changed)


def _open(name: str, settings: config.Config, state: Path, clock: Clock, changed: threading.Event) -> Owner[Any]:
    def tell(_name: str, _status: Status) -> None:
        changed.set()

    lights = kit_devices.open_lights(settings, state, clock, tell, None) if name == "lights" else None
    if lights is not None:
        return lights.owner
    return kit_devices.open_owner(name, settings.devices[name], state, clock, tell, None)


def _missing(waiting: dict[str, Callable[[], Status]], clock: Clock, changed: threading.Event) -> Iterator[str]:
    until = clock.monotonic() + ANSWER
    while waiting:
        in_time = changed.wait(max(0.0, until - clock.monotonic()))
        changed.clear()
        for name, status in {name: status() for name, status in waiting.items()}.items():
            if status.health is Health.STARTING and in_time:
                continue
            del waiting[name]
            if status.health is Health.STARTING:
                yield f"{name}：没有回答"
            elif not status.usable:
                yield f"{name}：{status.fault.sentence if status.fault is not None else '没有连上'}"
