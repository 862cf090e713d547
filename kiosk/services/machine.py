"""How the machine itself is: disk, memory, heat, how long it runs; as far as Linux tells."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Machine", "look"]


@dataclass(frozen=True)
class Machine:
    """Sizes in bytes. What cannot be known is None: ``celsius`` of the hottest part, ``running`` in seconds since the
    machine was started, ``memory_free`` what programs can still have."""

    disk: int
    disk_free: int
    logs: int
    memory: int | None
    memory_free: int | None
    celsius: float | None
    running: float | None


def look(state: Path, root: Path = Path("/")) -> Machine:
    """``state`` is the terminal's directory, with its logs. Another ``root`` has its own ``proc`` and ``sys``."""
    disk = shutil.disk_usage(state)
    memory = _memory(root / "proc/meminfo")
    heat = list(_heat(root / "sys/class/thermal"))
    return Machine(
        disk.total,
        disk.free,
        _used(state / "logs"),
        memory.get("MemTotal"),
        memory.get("MemAvailable"),
        max(heat, default=None),
        _running(root / "proc/uptime"),
    )


def _used(folder: Path) -> int:
    used = 0
    for file in folder.glob("**/*"):
        with suppress(OSError):  # taken away meanwhile
            used += file.stat().st_size
    return used


def _memory(file: Path) -> dict[str, int]:
    """ "MemAvailable:  12345 kB" as bytes, by name."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines)
    return {words[0].rstrip(":"): int(words[1]) * 1024 for words in pairs if len(words) == 3 and words[1].isdecimal()}


def _heat(folder: Path) -> Iterator[float]:
    """In degrees, of every thermal zone that tells it (thousandths of a degree: sysfs-class-thermal)."""
    for file in sorted(folder.glob("thermal_zone*/temp")):
        with suppress(OSError, ValueError):  # a zone that is switched off answers with an error
            yield int(file.read_text(encoding="ascii")) / 1000


def _running(file: Path) -> float | None:
    try:
        return float(file.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return None
