"""Processes that must have ended, watched by pidfd: no number is ever mistaken for a later process."""

import os
import select
from collections.abc import Iterable
from pathlib import Path


def watches_under(parent: int) -> list[int]:
    """A pidfd of each child of this process."""
    return [os.pidfd_open(int(process.name)) for process in Path("/proc").glob("[0-9]*") if _parent(process) == parent]


def watches_below(ancestor: int) -> dict[int, str]:
    """A pidfd of each living process that this one started or had started, with the name of its program."""
    parents = {int(process.name): _parent(process) for process in Path("/proc").glob("[0-9]*")}
    found: dict[int, str] = {}
    generation = {ancestor}
    while generation := {process for process, parent in parents.items() if parent in generation}:
        for process in generation:
            try:
                found[os.pidfd_open(process)] = Path(f"/proc/{process}/comm").read_text().strip()
            except OSError:
                continue  # it ended while we looked
    return found


def watches_on(bus: str) -> list[int]:
    """A pidfd of each living process that was started for this session bus, the bus itself left out."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            if f"DBUS_SESSION_BUS_ADDRESS={bus}".encode() in environment.split(b"\0"):
                found.append(os.pidfd_open(int(process.name)))
        except OSError:
            continue  # it ended while we looked
    return found


def all_end(watches: Iterable[int]) -> bool:
    """Whether every process behind the watches ends within ten seconds."""
    ended = []
    for watch in watches:
        ended.append(bool(select.select([watch], [], [], 10)[0]))
        os.close(watch)
    return all(ended)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
