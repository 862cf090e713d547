"""SIGKILL of the real terminal at every commit, call and sheet of a payment, and once more while it recovers.

    .venv/bin/python -m reliability.kill_points                             all of it: 1,100 kills, eight minutes
    .venv/bin/python -m reliability.kill_points --way paid --every 7        a part of it
    .venv/bin/python -m reliability.kill_points --way paid --case 31 14     one case again, moment by moment
    .venv/bin/python -m reliability.kill_points --bug "print before commit"      the control: it must fail

A terminal is what ``kiosk run`` runs: supervisor, window, kit, drivers on the simulators' wires, encrypted store, the
gateway's client over HTTP; the sandbox is ``kiosk sandbox``. ``kill_terminal.py`` puts the death in it, and
``kill_visits.py`` says what the citizen does, and what must be in the books of gateway, printer and terminal after
all: the same as if nothing had happened. None of the moments may be in the window's own thread. First each way is
gone without a death, which tells how many moments it has.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import Any, Final, TextIO

from kiosk import config
from kiosk.cli import WIRES
from kiosk.core.clock import SystemClock
from kiosk.guest import guest_store
from kiosk.package import kept
from kiosk.package.inherit import merged
from kiosk.tour.child import child, first_line
from kiosk.tour.demo import Bench
from reliability.kill_visits import WAYS, Citizen, Way, flaws

__all__ = ["Figures", "Place", "main", "place", "play"]

ROOT: Final = Path(__file__).parent.parent
BEGINS: Final = 60.0  # seconds until a window is there, on a busy machine
STANDS: Final = 60.0  # without a word from the terminal: then it is stuck
SETTLES: Final = 60.0  # after the citizen has left, until no order is open
QUIET: Final = 0.5  # without a commit or a call: what a start has to do is done
LIVES: Final = 4
VISITS: Final = 3
# What no errand here uses would only be started and closed some thousand times.
# What the visits are for, and no device that they do not use.
PACKAGE: Final = """
inherits = "base"
title = "试验"
items = ["social.pension_certification", "medical.payment"]

[devices]
required = []
"""
UNUSED: Final = ("a4_printer", "document_camera", "speech", "scanner", "lights")
FOR_FACES: Final = ("camera", "face_detector")


class Stuck(Exception):
    """Nothing came from the terminal for too long."""


@dataclass(frozen=True)
class Case:
    """``deaths`` are the moments at which the first and the second window die, by number or name; 0 is never."""

    way: Way
    deaths: tuple[int | str, ...]
    late: bool = False  # the citizen comes back when the recovery is through, else in the midst of it


@dataclass
class Figures:
    cases: int = 0
    kills: int = 0
    places: Counter[str] = field(default_factory=Counter)  # what it was at when it died
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Figures") -> "Figures":
        self.cases += other.cases
        self.kills += other.kills
        self.places += other.places
        self.wrong += other.wrong
        return self


@dataclass
class Place:
    """A sandbox, and a process that terminals are forked from."""

    home: Path
    bench: Bench
    people: list[dict[str, Any]]
    wires: dict[str, str]
    asking: TextIO
    answers: TextIO
    meeting: socket.socket

    @property
    def state(self) -> Path:
        return self.home / "state"

    def begin(self, way: Way) -> int:
        for part in ("store", "logs"):
            shutil.rmtree(self.state / part, ignore_errors=True)
        faces = way.tile.endswith("certification")
        without = UNUSED if faces else (*UNUSED, *FOR_FACES)
        file = self.home / f"{'faces' if faces else 'plain'}.toml"
        file.write_text(_config_without(without), encoding="utf-8")
        drop = {f"devices.{name}." for name in without}
        wired = [
            f'{WIRES[name]}="{wire}"' for name, wire in self.wires.items() if not WIRES[name].startswith(tuple(drop))
        ]
        sets = [word for one in wired for word in ("--set", one)]
        arguments = ["--windowed", "--config", str(file), "--state", str(self.state), *sets]
        return self._ask(arguments=arguments, meet=self.meeting.getsockname().decode())

    def end(self, pid: int) -> int:
        return self._ask(end=pid)

    def _ask(self, **order: Any) -> int:
        print(json.dumps(order), file=self.asking, flush=True)
        return int(self.answers.readline())


def _config_without(devices: Sequence[str]) -> str:
    """config.toml, with some devices left out."""
    parts = config.FILE.read_text(encoding="utf-8").split("\n[")
    gone = tuple(f"devices.{name}]" for name in devices)
    return "\n[".join(part for part in parts if not part.startswith(gone))


@contextmanager
def place(home: Path, bug: str = "") -> Iterator[Place]:
    """``bug`` is the name of one of ``planted.toml`` that is in its terminals."""
    home.mkdir(parents=True)
    (home / "state").mkdir(mode=0o700)
    package = home / "package.toml"
    package.write_text(PACKAGE, encoding="utf-8")
    kept.write(home / "state", kept.Kept(kept.entry(merged(package), SystemClock().now())))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with ExitStack() as stack:
        said = stack.enter_context((home / "said.txt").open("ab"))
        sandbox = [sys.executable, "-m", "kiosk", "sandbox", "--port", "0", "--state", str(home / "world")]
        process = stack.enter_context(child(sandbox, env, stdout=subprocess.PIPE, stderr=said))
        if process.stdout is None:
            raise Stuck("no sandbox came")
        ready = json.loads(first_line(process.stdout.fileno(), BEGINS))
        meeting = stack.enter_context(socket.socket(socket.AF_UNIX))
        meeting.bind("")  # an address without a file: the path of one must be short
        meeting.listen()
        command = [
            "setpriv",
            "--pdeathsig",
            "TERM",
            sys.executable,
            "-m",
            "reliability.kill_terminal",
            *filter(None, [bug]),
        ]
        pipe = subprocess.PIPE
        terminals = stack.enter_context(
            subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=said, text=True)
        )
        if terminals.stdin is None or terminals.stdout is None:
            raise Stuck("no terminal came")
        bench = Bench(ready["bench"])
        people = bench.state()["people"]
        yield Place(home, bench, people, ready["wires"], terminals.stdin, terminals.stdout, meeting)


class Meeting:
    """One window, as it is met. Iterated: what it tells, None when it said nothing for ``quiet`` seconds."""

    def __init__(self, listening: socket.socket, dies_at: int | str) -> None:
        listening.settimeout(BEGINS)
        self._unread = b""
        while True:
            try:
                self._connection, _ = listening.accept()
            except TimeoutError:
                raise Stuck("no window came") from None
            try:
                self._connection.sendall(json.dumps({"dies_at": dies_at}).encode() + b"\n")
            except BrokenPipeError:  # of the case before: it was opened again just when that was ended
                self._connection.close()
            else:
                return

    def press(self, name: str) -> None:
        with suppress(OSError):  # it is dead, which is read as the end of its lines
            self._connection.sendall(json.dumps({"press": name}).encode() + b"\n")

    def told(self, quiet: float) -> Iterator[dict[str, Any] | None]:
        """Ends when it is dead. Raises Stuck."""
        heard = time.monotonic()
        self._connection.settimeout(quiet)
        while True:
            while b"\n" in self._unread:
                line, self._unread = self._unread.split(b"\n", 1)
                heard = time.monotonic()
                yield json.loads(line)
            try:
                data = self._connection.recv(65536)
            except TimeoutError:
                if time.monotonic() - heard > STANDS:
                    raise Stuck("nothing happens any more") from None
                yield None
                continue
            except ConnectionResetError:
                return
            if not data:
                return
            self._unread += data

    def close(self) -> None:
        self._connection.close()


class Run:
    """One case: windows, one after another, until one of them has served the citizen."""

    def __init__(self, place: Place, case: Case, say: Any = lambda _line: None) -> None:
        self._place, self._case, self._say = place, case, say
        self._citizen = Citizen(case.way, place.bench, place.people)
        self.moments: list[int] = []
        self.figures = Figures(cases=1)

    def go(self) -> None:
        place, citizen = self._place, self._citizen
        citizen.begin()
        papers = place.bench.state()["devices"]["receipt"]["papers"]
        terminal = place.begin(self._case.way)
        meetings: list[Meeting] = []
        try:
            for life in range(LIVES):
                dies_at = self._case.deaths[life] if life < len(self._case.deaths) else 0
                citizen.come()
                self.moments.append(0)
                meetings.append(Meeting(place.meeting, dies_at))
                if self._visits(meetings[-1], wait=life > 0 and self._case.late):
                    break
            self._settle()
        except Stuck as stuck:
            self.figures.wrong.append(f"{self._name}: {stuck}")
        finally:
            place.end(terminal)
            for meeting in meetings:
                meeting.close()
        after = place.bench.state()["devices"]["receipt"]["papers"]
        sheets = [place.bench.paper(n, "bin").decode("gb18030", "replace") for n in range(papers + 1, after + 1)]
        found = flaws(self._case.way, place.bench.books(), sheets, place.state)
        self.figures.wrong += [f"{self._name}: {flaw}" for flaw in found]

    @property
    def _name(self) -> str:
        return f"{self._case.way.name} {self._case.deaths}{' late' if self._case.late else ''}"

    def _visits(self, meeting: Meeting, *, wait: bool) -> bool:
        """Whether the citizen was served; else it died."""
        page, visits, last = "", 0, ""
        for said in meeting.told(QUIET):
            self._say(said)
            if said is None:
                if wait and page == "home":
                    wait = False
                    self._citizen.act("home", "", meeting.press)
                continue
            if "moment" in said:
                last = said["what"]
                self.moments[-1] = said["moment"]
                if said["window"]:
                    self.figures.wrong.append(f"{self._name}: {last} in the window's thread")
                continue
            page = said["page"]
            if page == "home" and visits:
                if self._citizen.is_served or visits == VISITS:
                    return True
                self._citizen.come()
            if page == "home" and wait:
                continue
            if self._citizen.act(page, said["words"], meeting.press):
                visits += 1
                self._citizen.leave()
                meeting.press("nav.exit")
        self.figures.kills += 1
        self.figures.places[last] += 1
        return False

    def _settle(self) -> None:
        until = time.monotonic() + SETTLES
        with guest_store(self._place.state) as store:
            while rows := store.read("SELECT state FROM orders WHERE state NOT IN ('closed', 'done', 'refunded')"):
                if time.monotonic() > until:
                    raise Stuck(f"orders {[row['state'] for row in rows]}")
                time.sleep(0.1)


def play(place: Place, case: Case, say: Any = lambda _line: None) -> Run:
    run = Run(place, case, say)
    run.go()
    return run


def cases_of(way: Way, moments: int, *, seed: int, every: int, again: int) -> list[Case]:
    """Each moment, ``again`` times, each time with another second death: in the recovery, or in what comes after it."""
    random = Random(f"{seed} {way.name}")  # noqa: S311 - a seed gives the same cases
    return [
        Case(way, (first, random.randint(1, 24)), late=random.random() < 0.5)
        for first in range(1 + random.randrange(every), moments + 1, every)
        for _ in range(again)
    ]


def whole(ways: Sequence[Way], home: Path, *, seed: int, every: int, again: int, places: int, bug: str = "") -> Figures:
    """All cases of all ways."""
    figures = Figures()
    free: SimpleQueue[Place] = SimpleQueue()
    with ExitStack() as stack, ThreadPoolExecutor(places) as pool:
        made = pool.map(lambda number: stack.enter_context(place(home / str(number), bug)), range(places))
        for one in made:
            free.put(one)

        def played(case: Case) -> Run:
            one = free.get()
            try:
                return play(one, case)
            finally:
                free.put(one)

        known = list(pool.map(lambda way: played(Case(way, ())), ways))
        cases: list[Case] = []
        for way, run in zip(ways, known, strict=True):
            figures += run.figures
            print(f"{way.name}: {run.moments[0]} moments", flush=True)
            cases += cases_of(way, run.moments[0], seed=seed, every=every, again=again)
        Random(seed).shuffle(cases)  # noqa: S311 - only what is slow is spread
        began = time.monotonic()
        for number, run in enumerate(pool.map(played, cases), 1):
            figures += run.figures
            for flaw in run.figures.wrong:
                print(flaw, flush=True)
            if number % 100 == 0:
                print(f"{number} of {len(cases)}, {time.monotonic() - began:.0f} s", flush=True)
    return figures


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", action="append", choices=sorted(WAYS), help="these only")
    parser.add_argument("--every", type=int, default=1, help="only each so manieth moment")
    parser.add_argument("--again", type=int, default=1, help="so often each moment, with another second death")
    parser.add_argument("--places", type=int, default=3 * len(os.sched_getaffinity(0)), help="terminals at a time")
    parser.add_argument("--bug", default="", help="the name of a planted bug that is to be noticed")
    parser.add_argument("--case", nargs="+", help="the moments of one case, with one --way, by number or name")
    parser.add_argument("--late", action="store_true", help="in that case the citizen waits for the recovery")
    asked = parser.parse_args(words)
    ways = [WAYS[name] for name in asked.way or WAYS]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kill-") as scratch:
        home = Path(scratch) / "places"
        if asked.case is not None:
            with place(home, asked.bug) as one:
                case = Case(ways[0], tuple(int(one) if one.isdigit() else one for one in asked.case), asked.late)
                figures = play(one, case, partial(print, flush=True)).figures
        else:
            amount = {"every": asked.every, "again": asked.again, "places": asked.places}
            figures = whole(ways, home, seed=asked.seed, bug=asked.bug, **amount)
    for at, count in figures.places.most_common():
        print(f"{count:5} died {at}")
    for flaw in figures.wrong:
        print(f"WRONG {flaw}")
    print(
        f"seed {asked.seed}: {figures.cases} cases, {figures.kills} times SIGKILL, {len(figures.wrong)} wrong,"
        f" {time.monotonic() - began:.0f} s"
    )
    return bool(figures.wrong)


if __name__ == "__main__":
    sys.exit(main())
