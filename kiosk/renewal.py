"""A package or an order of home that is another one than the window was opened with: taken up when nobody is there.

The window ends with RENEW, and its supervisor opens it anew on what stands there now, in a tenth of a second.
"""

from collections.abc import Callable, Mapping
from os import stat_result
from pathlib import Path

from kiosk.config import text_of

__all__ = ["Renewal"]


class Renewal:
    """``known`` are the files that were read at the start, with their text, None where there was none. ``nobody`` says
    whether nobody is being served, ``end`` ends the window."""

    def __init__(self, known: Mapping[Path, str | None], nobody: Callable[[], bool], end: Callable[[], None]) -> None:
        self._known = known
        self._nobody, self._end = nobody, end
        self._seen: dict[Path, tuple[int, int, int] | None] = {}
        self._wanted = False

    def look(self) -> None:
        """To be called once a minute, in the GUI thread: a file that has not been touched costs a microsecond."""
        self._wanted = self._wanted or any(map(self._is_another, self._known))
        if self._wanted and self._nobody():
            self._end()

    def _is_another(self, path: Path) -> bool:
        stamp = _stamp(path)
        if path in self._seen and self._seen[path] == stamp:
            return False
        self._seen[path] = stamp
        return text_of(path) != self._known[path]


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found: stat_result = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
