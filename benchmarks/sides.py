"""The two sides: the terminal as ``kiosk run`` starts it, and Chromium with the same pages, each on its own screen."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import processes
from screen import Picture, Screen

from kiosk.cli import WIRES
from kiosk.tour.atspi import Terminal
from kiosk.tour.child import child, first_line
from kiosk.tour.desktop import virtual_desktop

__all__ = ["EAGER", "Places", "Side", "chromium", "places", "terminal", "world"]

HERE = Path(__file__).resolve().parent
TILE = "tile.social.pension_certification"
_READY = 60.0

# Of the caller's environment: what would lead a window elsewhere.
_FOREIGN = ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "QT_QPA_PLATFORM")

# The control of the start: everything that the terminal loads after the first paint is loaded before it.
EAGER = (
    "import sys, cv2, escpos.escpos, numpy, pydantic, requests, sqlcipher3, kiosk.kit, kiosk.run;"
    "sys.exit(kiosk.run.main(sys.argv[1:]))"
)


@dataclass
class Side:
    """One program on one X screen. ``mark`` is in the environment of all its processes."""

    name: str
    screen: Screen
    command: Sequence[str]
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Starts it; returns when, in seconds of ``time.perf_counter``."""
        env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        env |= {"DISPLAY": self.screen.display, processes.MARK: self.mark}
        began = time.perf_counter()
        self.process = subprocess.Popen(
            self.command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return began

    def end(self) -> None:
        processes.end(self.mark)
        if self.process is not None:
            self.process.wait()
            self.process = None

    def usage(self) -> processes.Usage:
        return processes.usage(processes.marked(self.mark))

    def time_start(self, home: Picture) -> float:
        """Seconds from the start of the process to its home on the screen; it is ended again."""
        watch = self.screen.watch(home, self.screen.grab())
        began = self.start()
        try:
            return watch() - began
        finally:
            self.end()
            self.screen.rest()


@dataclass(frozen=True)
class Places:
    """Where to tap, and the rows in which the clock stands. Both sides have the same sizes."""

    tile: tuple[int, int]
    keypad: tuple[int, int]
    home: tuple[int, int]
    text_size: tuple[int, int]
    clock: slice


def terminal(screen: Screen, arguments: Sequence[str]) -> Side:
    return Side("terminal", screen, [str(Path(sys.executable).with_name("kiosk")), "run", *arguments])


def chromium(screen: Screen, profile: Path, *, supervised: bool = False) -> Side:
    """``profile`` is a directory for its data. Supervised, it is started again when it dies."""
    command = [
        "chromium",
        "--kiosk",
        "--disable-features=Translate",
        "--lang=zh-CN",
        # no host is contacted, and nothing is asked at a first start
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--hide-crash-restore-bubble",
        f"--user-data-dir={profile}",
        # without a window manager a window is as large as it asks to be
        f"--window-size={screen.width},{screen.height}",
        "--window-position=0,0",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        (HERE / "chromium" / "index.html").as_uri(),
    ]
    pid_file = profile.with_suffix(".pid")
    relaunch = [sys.executable, str(HERE / "relaunch.py"), str(pid_file)]
    return Side("chromium", screen, [*relaunch, *command] if supervised else command)


@contextmanager
def world(state: Path) -> Iterator[list[str]]:
    """Gateway and simulated devices; gives the options with which ``kiosk run`` finds them."""
    command = [sys.executable, "-m", "kiosk", "sandbox", "--port", "0", "--state", str(state)]
    with child(command, os.environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        wires: Mapping[str, str] = json.loads(first_line(process.stdout.fileno(), _READY))["wires"]
        yield [word for name, wire in wires.items() for word in ("--set", f'{WIRES[name]}="{wire}"')]


def places(arguments: Sequence[str], width: int, height: int) -> Places:
    """Asks a window on another desktop, as a screen reader's client does."""
    command = [sys.executable, "-m", "kiosk", "run", *arguments]
    with virtual_desktop(width, height) as desktop, child(command, desktop.env), Terminal.connect(desktop) as client:

        def centre(name: str) -> tuple[int, int]:
            x, y, wide, high = client.extents(name, _READY)
            return x + wide // 2, y + high // 2

        client.wait_for("screen.home", timeout=_READY)
        time.sleep(3)  # until the kit stands, which may bring a note on the tile
        tile, home, text_size = centre(TILE), centre("nav.home"), centre("nav.text_size")
        _, y, _, high = client.extents("home.clock")
        client.press(TILE)
        keypad = centre("alternative.keypad")
        return Places(tile, keypad, home, text_size, slice(y, y + high))
