"""Memory, threads, file descriptors and references to None after many transitions and many whole journeys.

python benchmarks/soak.py [--transitions 5000] [--journeys 2000] [--quick]         prints JSON

Window, conductor, walk, kit and drivers run in this process on Qt's offscreen platform; gateway and devices are
the sandbox's, a process of its own on real wires. Every control is pressed as a screen reader's client presses it,
with the page that follows awaited and painted. A journey is a whole certification: the number by keypad, the question
to the gateway, the staff's consent instead of a picture, the submission through the encrypted store, no paper for want
of a printer (a simulated one takes as long as a real one), the last page. Nothing is spoken.
"""

import ctypes
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import requests
import typer
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from kiosk import config
from kiosk.cli import WIRES
from kiosk.core.clock import SystemClock
from kiosk.screens.conductor import Conductor
from kiosk.screens.idle import IdleClock
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window
from kiosk.terminal import Terminal
from kiosk.tour.child import child, first_line
from kiosk.widgets.control import Control

TILE = "tile.social.pension_certification"
ROUND = ((TILE, "identify"), ("alternative.keypad", "keypad"), ("nav.back", "identify"), ("nav.home", "home"))
WARM_UP = 300  # transitions or journeys before the first look: caches and pools fill, and end there
_READY = 60.0
_PATIENCE = 20.0


class LeapingClock(SystemClock):
    """For the window alone, put forward by a second at each tap: the guard against a second tap holds none back."""

    ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


class Visitor:
    """Presses controls of the window and waits for pages."""

    def __init__(self, window: Window, clock: LeapingClock) -> None:
        self._window = window
        self._clock = clock
        self.pages = 0  # that came
        self._waking = QTimer(interval=20)  # for conditions that no event tells of
        self._waking.start()

    def press(self, name: str, page: str = "") -> None:
        self._clock.ahead += 1
        control = self._window.findChild(Control, name) if name.startswith("nav.home") else None
        control = control or self._window.current.findChild(Control, name)
        if control is None:
            raise LookupError(f"{name} is not on {self._window.current.kind}")
        control.click()
        if page:
            self.wait(lambda: self._window.current.kind == page, f"{page} after {name}")
            self.pages += 1

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Runs the event loop until the condition holds and everything is painted. Raises TimeoutError."""
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited for {what}; on the screen is {self._window.current.kind}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()


class Town:
    """The people whose pension is due, again and again: the books are reset when all of them have been certified."""

    def __init__(self, bench: str) -> None:
        self._bench = bench
        self._waiting: list[str] = []

    def next_number(self) -> str:
        if not self._waiting:
            requests.post(f"{self._bench}/reset", json={}, timeout=_PATIENCE).raise_for_status()
            people = requests.get(f"{self._bench}/state", timeout=_PATIENCE).json()["people"]
            self._waiting = [
                person["id_number"] for person in people if person["pension"] == "due" and person["kind"] == "resident"
            ]
        return self._waiting.pop()


def transitions(visitor: Visitor, count: int) -> None:
    for number in range(count):
        visitor.press(*ROUND[number % len(ROUND)])


def journeys(visitor: Visitor, count: int, town: Town) -> None:
    for _ in range(count):
        visitor.press(TILE, "identify")
        visitor.press("alternative.keypad", "keypad")
        for key in town.next_number():
            visitor.press(f"keypad.{key}")
        visitor.press("nav.next", "consent")
        visitor.press("alternative.decline", "consent")
        visitor.press("nav.next", "done")
        visitor.press("nav.home", "home")


def measured(what: Callable[[int], None], count: int, visitor: Visitor, settle: Callable[[], None]) -> dict[str, Any]:
    """Memory by each page that came, after a warm-up, and what must be the same as before."""
    what(WARM_UP)
    settle()
    before, constant, began = own_memory(), counted(), time.monotonic()
    pages = visitor.pages
    what(count)
    seconds = time.monotonic() - began
    settle()
    after, now = own_memory(), counted()
    return {
        "warm_up": WARM_UP,
        "count": count,
        "seconds": round(seconds, 1),
        "kib_before": before,
        "kib_after": after,
        "transitions": visitor.pages - pages,
        "kib_each": (after - before) / (visitor.pages - pages),
        "constant": {name: [constant[name], now[name]] for name in constant},
    }


def own_memory() -> int:
    """KiB that this process has taken: heaps, stacks and pictures, without the pages of files that it has mapped.

    Those come and go with what other processes map: the same library counts as private or shared from one moment to
    the next.
    """
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def counted() -> dict[str, int]:
    return {
        "threads": threading.active_count(),
        "file descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "references to None": sys.getrefcount(None),
    }


def main(
    transition_count: Annotated[int, typer.Option("--transitions")] = 5000,
    journey_count: Annotated[int, typer.Option("--journeys")] = 2000,
    quick: Annotated[bool, typer.Option("--quick", help="a tenth of each")] = False,
) -> None:
    if quick:
        transition_count, journey_count = transition_count // 10, journey_count // 10
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark-") as folder:
        command = [sys.executable, "-m", "kiosk", "sandbox", "--port", "0", "--state", folder]
        with child(command, os.environ, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            world = json.loads(first_line(process.stdout.fileno(), _READY))
            print(json.dumps(soak(world, Path(folder), transition_count, journey_count)))


def soak(world: dict[str, Any], state: Path, transition_count: int, journey_count: int) -> dict[str, Any]:
    overrides = [f'{WIRES[name]}="{wire}"' for name, wire in world["wires"].items() if name in WIRES]
    settings = config.load(config.FILE, state=state, overrides=overrides)
    devices = {name: device for name, device in settings.devices.items() if name != "receipt_printer"}
    settings = replace(settings, devices=devices)
    clock = LeapingClock()
    application = QApplication([])
    terminal = Terminal(settings, state, SystemClock())
    window = Window(
        pitch=settings.panel.pixel_pitch_mm, orientation="portrait", text_size=settings.package.text_size, clock=clock
    )
    idle = IdleClock(SystemClock(), settings.package.idle_seconds)
    conductor = Conductor(window, terminal, idle, Voice(lambda *_: None, lambda: None))
    terminal.changed.connect(conductor.status_changed)
    window.painted.connect(terminal.build)
    window.open(windowed=True)
    visitor = Visitor(window, clock)
    libc = ctypes.CDLL(None)

    def settle() -> None:
        """Work that was cancelled ends within its next look at the token; what malloc keeps for later goes back."""
        rest = time.monotonic() + 3
        visitor.wait(lambda: time.monotonic() > rest, "rest")
        gc.collect()
        libc.malloc_trim(0)

    settle()
    found = {"transitions": measured(lambda count: transitions(visitor, count), transition_count, visitor, settle)}
    town = Town(world["bench"])
    found["journeys"] = measured(lambda count: journeys(visitor, count, town), journey_count, visitor, settle)
    terminal.close()
    application.quit()
    return found


if __name__ == "__main__":
    typer.run(main)
