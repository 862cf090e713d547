"""What is measured from outside: starts, taps, idling, memory and coming back after SIGKILL. Both sides take turns."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import processes
from screen import Picture
from sides import Places, Side

from kiosk.core.timing import ATTENTION

__all__ = ["Tour", "coming_back", "idle", "memory", "starts", "taps", "text_size"]

SECOND_TAP = 0.62  # s: the terminal takes a second tap within 0.5 s for a trembling finger
LIFE = 11.0  # s: the terminal's supervisor starts a window again at once when it lived for 10 s
_SETTLE = 2.0


@dataclass
class Tour:
    """The way round the pages of one side: where to tap on each page, and how each looks."""

    side: Side
    stops: list[tuple[str, tuple[int, int], Picture]]
    at: int = 0

    @classmethod
    def of(cls, side: Side, names: list[tuple[str, tuple[int, int]]], clock: slice) -> "Tour":
        """Goes round once, slowly, and looks at each page."""
        stops = []
        for name, place in names:
            stops.append((name, place, side.screen.study(_SETTLE, moving_rows=clock if name == "home" else slice(0))))
            side.screen.tap(*place)
            time.sleep(SECOND_TAP)
        side.screen.rest(0.3, 5.0) if names[0][0] != "home" else time.sleep(SECOND_TAP)
        return cls(side, stops)

    def go(self) -> tuple[str, float]:
        """Taps; returns the page that came and the seconds until it stood there whole."""
        _, place, before = self.stops[self.at]
        self.at = (self.at + 1) % len(self.stops)
        name, _, wanted = self.stops[self.at]
        watch = self.side.screen.watch(wanted, before.pixels, 5.0)
        self.side.screen.tap(*place)
        return name, watch() - self.side.screen.tapped


def starts(sides: list[Side], homes: list[Picture], rounds: int, say: Callable[[str], None]) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        say(f"start {number + 1}/{rounds}")
        for side, home, mine in zip(sides, homes, times, strict=True):
            mine.append(side.time_start(home))
    return times


def taps(tours: list[Tour], count: int, say: Callable[[str], None]) -> list[list[tuple[str, float]]]:
    """Each side in turn, ``count`` taps on each."""
    times: list[list[tuple[str, float]]] = [[] for _ in tours]
    for number in range(count):
        if number % 50 == 0:
            say(f"tap {number}/{count}")
        began = time.perf_counter()
        for share, (tour, mine) in enumerate(zip(tours, times, strict=True), start=1):
            mine.append(tour.go())
            time.sleep(max(0.0, began + share * SECOND_TAP / len(tours) - time.perf_counter()))
    return times


def text_size(tours: list[Tour], places: Places, rounds: int) -> list[list[float]]:
    """On home, round the three sizes: a first time to see how each looks, then timed."""
    times: list[list[float]] = []
    for tour in tours:
        screen, clock = tour.side.screen, places.clock
        looks = []
        for _ in range(3):
            looks.append(screen.study(0.8, moving_rows=slice(0, clock.stop + 40)))
            screen.tap(*places.text_size)
            time.sleep(SECOND_TAP)
        mine = []
        for number in range(3 * rounds):
            before, wanted = looks[number % 3], looks[(number + 1) % 3]
            watch = screen.watch(wanted, before.pixels, 5.0)
            screen.tap(*places.text_size)
            mine.append(watch() - screen.tapped)
            time.sleep(SECOND_TAP)
        times.append(mine)
    return times


def idle(sides: list[Side], seconds: float) -> list[float]:
    """Share of one processor that all processes of each side used while nobody was there."""
    time.sleep(ATTENTION + _SETTLE)  # so long the terminal takes whoever touched it last to be still there
    before = [side.usage().cpu for side in sides]
    began = time.perf_counter()
    time.sleep(seconds)
    after = [side.usage().cpu for side in sides]
    took = time.perf_counter() - began
    return [(b - a) / took for a, b in zip(before, after, strict=True)]


def memory(sides: list[Side]) -> list[processes.Usage]:
    return [side.usage() for side in sides]


def coming_back(
    sides: list[Side], homes: list[Picture], pid_files: list[Path], rounds: int, say: Callable[[str], None]
) -> list[list[float]]:
    """Seconds from SIGKILL of the window's process to its home on the screen again."""
    times: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        say(f"kill {number + 1}/{rounds}")
        time.sleep(LIFE)
        for side, home, pid_file, mine in zip(sides, homes, pid_files, times, strict=True):
            watch = side.screen.watch(home, side.screen.grab() * 0, 60.0)
            if not watch.there():
                raise RuntimeError(f"{side.name} does not stand at home")
            killed = time.perf_counter()
            os.kill(int(pid_file.read_text()), signal.SIGKILL)
            watch.gone()
            mine.append(watch() - killed)
    return times
