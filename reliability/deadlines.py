"""No call of a driver outlives its deadline by more than 50 ms: thousands of calls over wires that go bad at any byte.

    .venv/bin/python -m reliability.deadlines                       3,000 tries, ten minutes
    .venv/bin/python -m reliability.deadlines --tries 20 --seed 7 --device "escpos TCP"

Each try opens one driver over a wire of its own, which goes bad at a drawn byte in a drawn way (``deadline_wire.py``),
and times each of its calls against its promise (``deadline_calls.py``). Behind each wire is an honest device: the
project's simulators, Debian's cupsd and ippeveprinter. Speech has no wire: a stop must silence the voice or the player,
whatever that is doing, within 100 ms.

The rule is judged plainly, on what a watch beside the call says. How late the machine itself was stands beside it: on
each processor something sleeps for 5 ms again and again, and its worst lateness while a call was late is told. A
processor that was taken away shows there; what the driver does itself does not. Nothing is taken off for it.

Each process in which drivers ran must end with the threads and descriptors it had after its first try.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.devices import pyttsx3_speech
from kiosk.devices.simulators.ipp_cups import CupsSimulator
from kiosk.devices.simulators.ipp_printer import IppPrinterSimulator
from reliability.deadline_calls import DEVICES, Elsewhere
from reliability.deadline_wire import FAULTS, Fault, wire

__all__ = ["LATE", "Timed", "main", "run"]

LATE: Final = 0.05
STOP: Final = 0.1  # speech
TICK: Final = 0.005
SPEECH: Final = "speech"
PLAYERS: Final = ("exec cat >/dev/null", "cat >/dev/null; exec sleep 30", "exec sleep 30", "trap '' TERM; sleep 30")
BUNCH: Final = 25  # tries in one process with one wire


@dataclass(frozen=True)
class Timed:
    """One call: ``over`` is how long after its deadline it came back, below 0 for before; ``ended`` on the clock."""

    device: str
    call: str
    fault: Fault
    over: float
    ended: float
    outcome: str


@dataclass
class Found:
    calls: list[Timed] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def bunch(device: str, seed: int, tries: int, elsewhere: Elsewhere) -> Found:
    """So many tries of one device in this process."""
    found, rng = Found(), Random(f"{device} {seed}")  # noqa: S311 - nothing secret is drawn
    with tempfile.TemporaryDirectory(prefix="deadlines-") as scratch:
        if device == SPEECH:
            _hold(found, device, lambda: _silence(found, Path(scratch), rng), tries)
            return found
        under_test = DEVICES[device]
        with wire(under_test.start(Path(scratch), elsewhere)) as line:

            def once() -> None:
                fault = Fault(rng.choice(FAULTS), int(under_test.bytes * rng.random() ** 2), rng.getrandbits(32))
                line.arm(fault)
                _script(found, device, under_test.calls(line.port, elsewhere, rng), fault)

            _hold(found, device, once, tries)
    return found


def _hold(found: Found, device: str, once: Any, tries: int) -> None:
    """Does it so often. Threads and descriptors must be in the end what they were after the first."""
    once()
    before = _open_things()
    for _ in range(tries - 1):
        once()
    if _open_things() != before:
        found.wrong.append(f"{device}: threads and descriptors {before} became {_open_things()}")


def _script(found: Found, device: str, calls: Iterator[Any], fault: Fault) -> None:
    try:
        for call in calls:
            began, outcome = time.monotonic(), "done"
            try:
                call.do()
            except KioskError as error:
                outcome = type(error).__name__
            except Exception as error:  # noqa: BLE001 - that none but ours escapes is looked for too
                outcome = repr(error)
                found.wrong.append(f"{device} {call.name}: {error!r} escaped after {fault}")
            ended = time.monotonic()
            found.calls.append(Timed(device, call.name, fault, ended - began - call.seconds, ended, outcome))
    except KioskError:
        return  # it could not even be opened: a serial port that is gone, and says so at once


def _silence(found: Found, folder: Path, rng: Random) -> None:
    """Words, and a stop at any moment of their being made and played."""
    player = folder / "player"
    player.write_text(f"#!/bin/sh\n{rng.choice(PLAYERS)}\n")
    player.chmod(0o755)
    options = pyttsx3_speech.Options(cache=folder / "voice", player=str(player))
    speech = pyttsx3_speech.open_device(options, SystemClock())
    speech.say(f"请把身份证放在读卡的地方 {rng.randrange(10)}", keep=rng.random() < 0.5)
    threading.Event().wait(rng.random() * 1.5)
    began = time.monotonic()
    speech.stop()
    silent = speech.wait_until_silent(5.0)
    ended = time.monotonic()
    outcome = "silent" if silent else "still speaking"
    over = ended - began - (STOP - LATE)  # so that the whole of it is LATE past a deadline of its own
    found.calls.append(Timed(SPEECH, "stop", Fault("none", 0, 0), over, ended, outcome))
    speech.close()


def _open_things() -> tuple[int, int]:
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))


def _watch(processor: int, line: Any) -> None:
    """Sleeps again and again on one processor; keeps when it overslept by a millisecond or more, and by how much."""
    os.sched_setaffinity(0, {processor})
    late: list[tuple[float, float]] = []
    while not line.poll():
        began = time.monotonic()
        time.sleep(TICK)
        now = time.monotonic()
        if now - began - TICK > 0.001:
            late.append((now, now - began - TICK))
    line.send(late)


@contextmanager
def watched() -> Iterator[list[tuple[float, float]]]:
    """Filled at the end: when a processor's sleeper was late, and by how much."""
    late: list[tuple[float, float]] = []
    context = multiprocessing.get_context("spawn")
    pipes = []
    for processor in os.sched_getaffinity(0):
        ours, theirs = context.Pipe()
        process = context.Process(target=_watch, args=(processor, theirs))
        process.start()
        pipes.append((ours, process))
    try:
        yield late
    finally:
        for ours, process in pipes:
            ours.send("end")
            late += ours.recv()
            process.join()


@contextmanager
def print_house() -> Iterator[Elsewhere]:
    printer, cups = IppPrinterSimulator(), CupsSimulator()
    with ExitStack() as stack:
        stack.callback(printer.close)
        stack.callback(cups.close)
        printer.start()
        cups.start()
        cups.add_queue("A4", printer.uri)
        yield Elsewhere(cups.socket, printer.port)


def run(devices: Sequence[str], tries: int, *, seed: int, lanes: int) -> tuple[Found, list[tuple[float, float]]]:
    """So many tries for each device, and how late the machine was meanwhile."""
    found = Found()
    with ExitStack() as stack:
        prints = any(device.startswith("ipp") for device in devices)
        elsewhere = stack.enter_context(print_house()) if prints else Elsewhere()
        late = stack.enter_context(watched())
        pool = stack.enter_context(ProcessPoolExecutor(lanes, multiprocessing.get_context("spawn")))
        bunches = [
            (device, seed * 10_000 + start, min(BUNCH, tries - start), elsewhere)
            for start in range(0, tries, BUNCH)
            for device in devices
        ]
        for part in [pool.submit(bunch, *asked) for asked in bunches]:
            found.calls += part.result().calls
            found.wrong += part.result().wrong
    return found, late


def told(found: Found, late: Sequence[tuple[float, float]]) -> list[str]:
    """Prints the table. What is wrong."""
    by_call: dict[tuple[str, str], list[Timed]] = defaultdict(list)
    for timed in found.calls:
        by_call[timed.device, timed.call].append(timed)
    print(f"{'call':32} {'times':>6} {'at its deadline':>16} {'latest':>9} {'machine then':>13}")
    wrong = list(found.wrong)
    for (device, name), calls in sorted(by_call.items()):
        worst = max(calls, key=lambda timed: timed.over)
        there = sum(timed.over > -0.005 for timed in calls)
        over, machine = worst.over * 1000, _late(worst, late)
        print(f"{device + ' ' + name:32} {len(calls):6} {there:16} {over:6.0f} ms {machine:10.0f} ms")
        wrong += [
            f"{timed.device} {timed.call}: {timed.over * 1000:.0f} ms over, {timed.outcome}, after {timed.fault};"
            f" a bare sleep was {_late(timed, late):.0f} ms late then"
            for timed in calls
            if timed.over > LATE
        ]
    outcomes = Counter(timed.outcome for timed in found.calls)
    print(", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common()))
    return wrong


def _late(timed: Timed, late: Sequence[tuple[float, float]]) -> float:
    """The worst that a bare sleep was late on any processor, in ms, from just before the deadline to the call's end."""
    since = timed.ended - max(0.0, timed.over) - TICK
    return max((by for at, by in late if since <= at <= timed.ended + TICK), default=0.0) * 1000


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tries", type=int, default=300, help="for each device")
    parser.add_argument("--device", action="append", choices=[*DEVICES, SPEECH], help="these only")
    parser.add_argument("--lanes", type=int, default=3 * len(os.sched_getaffinity(0)), help="at a time")
    asked = parser.parse_args(words)
    began = time.monotonic()
    found, late = run(asked.device or [*DEVICES, SPEECH], asked.tries, seed=asked.seed, lanes=asked.lanes)
    wrong = told(found, late)
    for flaw in wrong:
        print(f"WRONG {flaw}")
    print(f"seed {asked.seed}: {len(found.calls)} calls, {len(wrong)} wrong, {time.monotonic() - began:.0f} s")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
