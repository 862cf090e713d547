"""The terminal's window against the same pages in Chromium, in one interleaved run. See README.md.

python benchmarks/window.py            all rows, both orientations, about half an hour
python benchmarks/window.py --quick    few rounds, for looking
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import measures
import typer
from report import Results, machine, write
from rich.console import Console
from screen import Picture, Screen, virtual_screen
from sides import EAGER, Places, Side, chromium, places, terminal, world

from kiosk import config
from kiosk.core.timing import DEVICE_POLL_ALONE, LINK_POLL_ALONE

HERE = Path(__file__).resolve().parent
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
IDLE = max(DEVICE_POLL_ALONE, LINK_POLL_ALONE)  # s: in a shorter time what recurs most rarely is there or is not
WARM = 5.0  # s after home until everything is open
console = Console(stderr=True)


def look(side: Side, clock: slice) -> Picture:
    """Starts it once and looks at its home, when everything behind it is open; it is ended again."""
    side.start()
    try:
        side.screen.rest(WARM, 60.0)
        return side.screen.study(1.0, moving_rows=clock)
    finally:
        side.end()
        side.screen.rest()


def measure(orientation: str, config_file: Path, rounds: dict[str, Any]) -> dict[str, Any]:
    width, height = SIZES[orientation]
    found: dict[str, Any] = {}

    def say(what: str) -> None:
        console.print(f"[dim]{orientation}: {what}")

    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-benchmark-")))
        state = directory / "state"
        outside = stack.enter_context(ExitStack())
        wires = outside.enter_context(world(state))
        arguments = ["--config", str(config_file), "--state", str(state), *wires]
        arguments += ["--landscape"] if orientation == "landscape" else []
        say("where to tap")
        where = places(arguments, width, height)
        ours, theirs = (stack.enter_context(virtual_screen(width, height)) for _ in range(2))
        found["watcher"] = ours.resolution()
        sides = [terminal(ours, arguments), chromium(theirs, directory / "profile")]
        for side in sides:
            stack.callback(side.end)
        found.update(cold_and_warm(sides, where, rounds, arguments, ours, say))
        homes = found.pop("homes")
        sides[1] = chromium(theirs, directory / "profile", supervised=True)
        stack.callback(sides[1].end)
        for side in sides:
            side.start()
        for side in sides:
            side.screen.rest(WARM, 60.0)
        found["kill"] = measures.coming_back(
            sides, homes, [state / "window.pid", directory / "profile.pid"], rounds["kills"], say
        )
        found.update(standing(sides, where, rounds, say))
        outside.close()  # the simulated devices share libraries with the terminal, which would flatter its memory
        found["memory"] = [vars(usage) for usage in measures.memory(sides)]
    return found


def cold_and_warm(
    sides: list[Side],
    where: Places,
    rounds: dict[str, Any],
    arguments: list[str],
    ours: Screen,
    say: Any,
) -> dict[str, Any]:
    """Starts: a first one each that makes profile, caches and pictures, then in turns, and with everything imported."""
    say("first starts")
    homes = [look(side, where.clock) for side in sides]
    eager = Side("terminal, all imported", ours, [sys.executable, "-c", EAGER, *arguments])
    times = measures.starts([*sides, eager], [*homes, homes[0]], rounds["starts"], say)
    return {"homes": homes, "start": times[:2], "start_eager": times[2]}


def standing(sides: list[Side], where: Places, rounds: dict[str, Any], say: Any) -> dict[str, Any]:
    """What is measured of windows that stand: taps, text size, idling."""
    for side in sides:
        side.screen.rest(WARM, 60.0)
    ways = [
        [("home", where.tile), ("identify", where.keypad), ("keypad", where.home)],
        [("home", where.tile), ("keypad", where.home)],
    ]
    say("round the pages")
    tours = [measures.Tour.of(side, way, where.clock) for side, way in zip(sides, ways, strict=True)]
    found: dict[str, Any] = {"taps": measures.taps(tours, rounds["taps"], say)}
    for tour in tours:
        while tour.at:
            measures.time.sleep(measures.SECOND_TAP)
            tour.go()
    measures.time.sleep(measures.SECOND_TAP)
    say("text size")
    found["text_size"] = measures.text_size(tours, where, rounds["sizes"])
    say(f"idle for {rounds['idle']} s")
    found["idle"] = measures.idle(sides, rounds["idle"])
    return found


def import_times(config_file: Path, count: int = 25) -> list[str]:
    """The slowest imports of the window's start, by their own time, as ``python -X importtime`` tells."""
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark-") as state:
        settings = f"config.load(pathlib.Path({str(config_file)!r}), state=pathlib.Path({state!r}))"
        code = f"import pathlib; from kiosk import app, config; {settings}"
        subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
        code = "import kiosk.app"
        told = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code], check=True, capture_output=True, text=True
        )
    lines = [line for line in told.stderr.splitlines() if line.startswith("import time:") and "self" not in line]
    return sorted(lines, key=lambda line: -int(line.split(":")[1].split("|")[0]))[:count]


def main(
    quick: Annotated[bool, typer.Option("--quick", help="few rounds")] = False,
    orientation: Annotated[str, typer.Option(help="portrait, landscape or both")] = "both",
    config_file: Annotated[Path, typer.Option("--config")] = config.ROOT / "config.toml",
    out: Annotated[Path, typer.Option(help="where the JSON goes")] = Path("out/benchmarks"),
    inside: Annotated[bool, typer.Option(help="text size on every screen, and the soak")] = True,
) -> None:
    rounds = {"starts": 3, "kills": 2, "taps": 30, "idle": 60.0, "sizes": 2}
    if not quick:
        rounds = {"starts": 10, "kills": 5, "taps": 500, "idle": IDLE, "sizes": 10}
    results: Results = {"machine": machine(), "rounds": rounds}
    for name in SIZES if orientation == "both" else [orientation]:
        results[name] = measure(name, config_file.resolve(), rounds)
    results["imports"] = import_times(config_file)
    if inside:
        for name in SIZES:
            results.setdefault("inside", {})[name] = inside_process(name)
        results["soak"] = within("soak.py", *(["--quick"] if quick else []))
    write(results, out, keep=not quick)


def inside_process(orientation: str) -> Any:
    """Switches and text sizes of every page, timed in a process that stands on an X screen."""
    with virtual_screen(*SIZES[orientation]) as screen:
        wide = ["--landscape"] if orientation == "landscape" else []
        return within("ui_switch.py", "--json", *wide, env={"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"})


def within(program: str, *arguments: str, env: Mapping[str, str] | None = None) -> Any:
    """Runs a program of this directory that measures inside its own process, and returns what it tells as JSON."""
    console.print(f"[dim]{program} {' '.join(arguments)}")
    command = [sys.executable, str(HERE / program), *arguments]
    told = subprocess.run(command, env={**os.environ, **(env or {})}, check=True, stdout=subprocess.PIPE)
    return json.loads(told.stdout)


if __name__ == "__main__":
    typer.run(main)
