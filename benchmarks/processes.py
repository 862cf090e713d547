"""What all processes of one side use, read from /proc. Source: proc(5)."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MARK", "Usage", "end", "marked", "usage"]

MARK = "KIOSK_BENCHMARK"

_PROC = Path("/proc")
_GOODBYE = 5.0  # s from TERM to KILL


@dataclass(frozen=True)
class Usage:
    """``pss`` is MiB in which each common page is shared among all who map it; ``rss`` counts it for each of them.

    ``cpu`` is seconds of processor until now.
    """

    processes: int
    threads: int
    pss: float
    rss: float
    cpu: float


def marked(mark: str) -> list[int]:
    """Every process that has the mark in its environment, and all their descendants.

    A browser's helpers leave their parent and their session, and some write over their environment.
    """
    wanted = f"{MARK}={mark}".encode()
    parents: dict[int, int] = {}
    found = set()
    for entry in _PROC.iterdir():
        if not entry.name.isdigit() or not (fields := _stat(int(entry.name))) or fields[0] == "Z":
            continue
        parents[int(entry.name)] = int(fields[1])
        with contextlib.suppress(OSError):  # it ended meanwhile
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def usage(pids: list[int]) -> Usage:
    stats = [fields for pid in pids if (fields := _stat(pid))]
    return Usage(
        processes=len(stats),
        threads=sum(int(fields[17]) for fields in stats),
        pss=sum(_rollup(pid, "Pss") for pid in pids),
        rss=sum(_rollup(pid, "Rss") for pid in pids),
        cpu=sum(_cpu(pid) for pid in pids),
    )


def end(mark: str) -> None:
    """Ends every process with the mark, by its id."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + _GOODBYE
        for pid in marked(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        while marked(mark) and time.monotonic() < deadline:
            time.sleep(0.02)


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name: state is 0, parent 1, threads 17."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _cpu(pid: int) -> float:
    """Of all its threads, also those that have ended: its clock of clock_getcpuclockid(3), exact to the nanosecond."""
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return 0.0


def _rollup(pid: int, name: str) -> float:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)
