"""Gives memory back that only a start needed: pages of libraries, which are in their files and come again at a touch.

A start goes once through a lot of code (imports, schemas, opening). Linux keeps all of it mapped for as long as memory
is not short, and that is counted as the process's own: of 31 MiB of code in the window's process 8 are used afterwards.
"""

import ctypes
from collections.abc import Iterator
from pathlib import Path

__all__ = ["give_code_back", "give_files_back"]

MADV_DONTNEED = 4  # madvise(2): for a private mapping of a file, what is touched next is read from the file again
Range = tuple[int, int]


def give_code_back() -> None:
    """The code of all libraries. In any thread: nobody writes into code, and nobody unloads a library."""
    _give_back(_code(Path("/proc/self/maps").read_text().splitlines()))


def give_files_back() -> None:
    """Their constants and tables too. Only in a process without other threads: one of them could just be loading a
    library, whose addresses are written into what is a plain mapping of the file until then."""
    _give_back(_clean(Path("/proc/self/smaps").read_text().splitlines()))


def _give_back(ranges: Iterator[Range]) -> None:
    libc = ctypes.CDLL(None)
    for start, end in ranges:  # advice: where it cannot be taken, as for memory that is locked, all stays as it was
        libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_DONTNEED)


def _code(maps: list[str]) -> Iterator[Range]:
    for line in maps:
        mapping = _file(line)
        if mapping is not None and mapping[0].startswith("r-x"):
            yield mapping[1]


def _clean(smaps: list[str]) -> Iterator[Range]:
    """What cannot be written and never was: "Anonymous" counts what is no longer as in the file.

    Source: proc_pid_smaps(5).
    """
    here = None
    for line in smaps:
        words = line.split()
        if "-" in words[0]:
            mapping = _file(line)
            here = mapping[1] if mapping is not None and mapping[0].startswith(("r-x", "r--")) else None
        elif words[:2] == ["Anonymous:", "0"] and here is not None:
            yield here


def _file(line: str) -> tuple[str, Range] | None:
    """Permissions and addresses of a private mapping of a file, from its line in proc_pid_maps(5)."""
    words = line.split(maxsplit=5)
    if len(words) < 6 or not words[5].startswith("/") or not words[1].endswith("p"):
        return None
    start, end = (int(address, 16) for address in words[0].split("-"))
    return words[1], (start, end)
