"""Power cuts under the encrypted store: no acknowledged commit may be lost, and the check must be able to tell.

    .venv/bin/python -m reliability.power_cut                      10,000 cuts, and 2,000 of the control
    .venv/bin/python -m reliability.power_cut --cuts 300 --seed 7  fewer, otherwise

A real process writes effects, sheets, orders and audit through the real store; each write, sync and change of a name
on its files is recorded by a preloaded shim, and each commit when it was acknowledged. At random moments the files are
built as a power cut may leave them (``disk_trace.py``) and opened with the real store: the last acknowledged commit and
all before it must be there, nothing half of a later one, every page must be in order, and the audit's chain whole. The
next life of the process begins in what one of the cuts left behind, so that recovery is cut too.

The control is the same with synchronous=NORMAL, and must lose some: else the cuts would prove nothing.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.services.audit_check import verdict
from kiosk.services.schema import MIGRATIONS
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from reliability.disk_trace import Disk, Record, compiled, records, shimmed
from reliability.power_cut_worker import digest

__all__ = ["Figures", "cut", "main"]

ROOT: Final = Path(__file__).parent.parent
STEPS: Final = 40  # of a life: some 70 commits, 1,000 changes of the files
CUTS: Final = 250  # of one life
CHECKPOINTS: Final = (1000, 20)  # pages of the log before SQLite brings it in: rarely, and every few commits


@dataclass
class Figures:
    """``lost`` cuts were followed by one acknowledged commit or more that was not there; ``wrong`` says what else."""

    cuts: int = 0
    commits: int = 0
    lost: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Figures") -> "Figures":
        self.cuts += other.cuts
        self.commits += other.commits
        self.lost += other.lost
        self.wrong += other.wrong
        return self


class OpenedStore(Store):
    """Tells what was there before it brings itself up to date."""

    found = ""

    def _unlock(self) -> None:
        super()._unlock()
        self.found = digest(self._db)


@dataclass(frozen=True)
class Lived:
    """One life: what lay there before, what was written, and (length of the trace, digest) after each commit."""

    before: dict[tuple[str, int], bytes]
    trace: list[Record]
    acknowledged: list[tuple[int, str]]
    begun: str  # digest before the first commit


def cut(*, cuts: int, seed: int, synchronous: str, scratch: Path) -> Figures:
    """So many cuts, of one life after another. ``scratch`` is better in memory: nothing there must last."""
    rng, figures, left = random.Random(seed), Figures(), dict[str, bytes]()  # noqa: S311 - a seed gives the same cuts
    library = compiled(scratch)
    for life in range(-(-cuts // CUTS)):
        lived = _live(library, scratch, left, seed, life, synchronous)
        figures.commits += len(lived.acknowledged)
        most = min(CUTS, cuts - life * CUTS)
        for disk, at in _cuts(lived, rng, most):
            left = disk.cut(rng)
            figures.cuts += 1
            _examine(left, lived, at, figures, scratch)
    return figures


def _cuts(lived: Lived, rng: random.Random, most: int) -> Iterator[tuple[Disk, int]]:
    """The disk at random moments of the life, in their order, and how long the trace was then."""
    disk, played = Disk(lived.before), 0
    for moment in sorted(rng.choices(range(len(lived.trace) + 1), k=most)):
        for record in lived.trace[played:moment]:
            disk.play(record)
        played = moment
        yield disk, lived.trace[moment - 1].end if moment else 0


def _live(library: Path, scratch: Path, left: dict[str, bytes], seed: int, life: int, synchronous: str) -> Lived:
    """Runs the worker in what the last cut has left. Raises AssertionError when the record is not all that happened."""
    directory, trace, told = scratch / "store", scratch / "trace", scratch / "told"
    trace.unlink(missing_ok=True)
    with _laid_out(left, directory):
        before = {(path.name, path.stat().st_ino): path.read_bytes() for path in directory.iterdir()}
        begun = _digest_of(left, scratch)
        numbers = [str(number) for number in (seed, life, STEPS)]
        words = [str(directory), str(trace), str(told), *numbers, synchronous, str(CHECKPOINTS[life % 2])]
        command = [sys.executable, "-m", "reliability.power_cut_worker", *words]
        environ = shimmed(library, directory, trace=trace, environ=os.environ)
        subprocess.run(command, env=environ, cwd=ROOT, check=True)
        lived = [json.loads(line) for line in told.read_text("ascii").splitlines()]
        changes = list(records(trace.read_bytes()))
        whole = {path.name: path.read_bytes() for path in directory.iterdir() if not path.name.endswith("-shm")}
    disk = Disk(before)
    for record in changes:
        disk.play(record)
    if disk.whole() != whole:
        raise AssertionError("the record does not lead to the files that the process left: a call is not watched")
    return Lived(before, changes, [(line["at"], line["digest"]) for line in lived], begun)


def _digest_of(left: dict[str, bytes], scratch: Path) -> str:
    """Of what is there before the life begins, opened apart from it."""
    with _laid_out(left, scratch / "looked-at") as directory:
        if "store.db" not in left:
            return ""
        store = OpenedStore(directory, store_key(directory, {}))
        store.close()
        return store.found


@contextmanager
def _laid_out(files: dict[str, bytes], directory: Path) -> Iterator[Path]:
    directory.mkdir(mode=0o700)
    for name, content in files.items():
        path = directory / name
        path.write_bytes(content)
        path.chmod(0o600)
    yield directory
    shutil.rmtree(directory)


def _examine(left: dict[str, bytes], lived: Lived, at: int, figures: Figures, scratch: Path) -> None:
    digests = [lived.begun, *(told for _, told in lived.acknowledged)]
    acknowledged = sum(end <= at for end, _ in lived.acknowledged)
    with _laid_out(left, scratch / "cut") as directory:
        try:
            store = OpenedStore(directory, store_key(directory, {}))
        except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is what is looked for
            figures.wrong[f"does not open: {str(error).replace(str(directory), '')}"] += 1
            return
        try:
            if store.found not in digests:
                figures.wrong["holds what no commit wrote"] += 1
            elif len(digests) - 1 - digests[::-1].index(store.found) < acknowledged:
                figures.lost += 1
            _look_over(store, figures)
        finally:
            store.close()


def _look_over(store: Store, figures: Figures) -> None:
    if store.read("PRAGMA user_version")[0][0] != len(MIGRATIONS):
        figures.wrong["is not up to date"] += 1
    for damage in store.damage():
        figures.wrong[f"damaged: {damage}"] += 1
    whole, sentence = verdict(store)
    if not whole:
        figures.wrong[sentence] += 1


def _run(cuts: int, seed: int, synchronous: str) -> Figures:
    memory = Path("/dev/shm")  # noqa: S108 - a file system in memory
    with tempfile.TemporaryDirectory(prefix="power-cut-", dir=memory if memory.is_dir() else None) as scratch:
        return cut(cuts=cuts, seed=seed, synchronous=synchronous, scratch=Path(scratch))


def _together(cuts: int, seed: int, synchronous: str, processes: int) -> Figures:
    figures = Figures()
    share = -(-cuts // processes)
    with ProcessPoolExecutor(processes) as pool:
        shares = [min(share, cuts - share * number) for number in range(processes)]
        runs: Sequence[Any] = [pool.submit(_run, part, seed * 1000 + n, synchronous) for n, part in enumerate(shares)]
        for run in runs:
            figures += run.result()
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="power_cut", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--control", type=int, default=2_000, help="cuts with synchronous=NORMAL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args(arguments)
    good = True
    for synchronous, cuts in (("FULL", options.cuts), ("NORMAL", options.control)):
        began = time.monotonic()
        figures = _together(cuts, options.seed, synchronous, options.processes)
        seconds = time.monotonic() - began
        print(
            f"synchronous={synchronous} seed={options.seed}: {figures.cuts} cuts in {seconds:.0f} s, "
            f"{figures.commits} commits; after {figures.lost} cuts an acknowledged commit was lost"
        )
        for words, count in figures.wrong.most_common(10):
            print(f"    {count} × {words}")
        # Without a sync the anchor outlives the rows that it names: the chain is too short then, as it must be.
        good = good and (figures.lost > 0 if synchronous == "NORMAL" else figures.lost == 0 and not figures.wrong)
    print("as it should be" if good else "NOT as it should be")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
