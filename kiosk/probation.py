"""What has been taken up and has not stood yet, a config.toml or a release: when it does not come up, the supervisor
takes the one before by itself.

Every start of it is written down before it is tried, so that it does not matter what ended it: a crash, a power cut.
The store is opened only after the first paint: until then going back loses nothing.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal

from kiosk.config import ConfigError, replace_file, sync

__all__ = ["MOST", "Guard", "Newcomer", "Probation", "What", "begin", "begun", "end", "painted", "read", "tried"]

NAME: Final = "probation.json"
MOST: Final = 3  # starts of a window
What = Literal["config", "release"]


@dataclass(frozen=True)
class Newcomer:
    """``new`` says which one it is: the text of config.toml, a release's version.

    ``tries`` counts its beginnings: the first is that it is loaded at all, each further one a window. What stands there
    until then is the one before, and is none of this one's.
    """

    what: What
    new: str
    tries: int = 0
    painted: bool = False

    @property
    def has_window(self) -> bool:
        return self.tries > 1


class Guard:
    """What the supervisor asks; this one has nothing against anything. Codes are those of ``supervisor``."""

    def before(self) -> int | None:
        """Before each start of a window: None, or the code to go on with as if a window had ended with it."""
        return None

    def stands(self) -> bool:
        """The window has lived long enough: False when it has not been painted, and is to be ended."""
        return True


def read(state: Path) -> Newcomer | None:
    """None when nothing is on probation; what cannot be read is nothing."""
    try:
        return Newcomer(**json.loads((state / NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def begin(state: Path, what: What, new: str) -> None:
    """To be called before it is put in place. Raises ConfigError."""
    _write(state, Newcomer(what, new))


@contextmanager
def begun(state: Path, what: What, new: str) -> Iterator[None]:
    """The block puts it in place; where it cannot, nothing is on probation. Raises ConfigError."""
    begin(state, what, new)
    try:
        yield
    except ConfigError:
        end(state)
        raise


def tried(state: Path, newcomer: Newcomer) -> None:
    _write(state, replace(newcomer, tries=newcomer.tries + 1))


def painted(state: Path) -> None:
    """Called by the window before anything behind it is opened."""
    newcomer = read(state)
    if newcomer is not None and newcomer.has_window and not newcomer.painted:
        with suppress(ConfigError):  # a disk that cannot be written shows in the store's status
            _write(state, replace(newcomer, painted=True))


def end(state: Path) -> None:
    with suppress(FileNotFoundError):
        (state / NAME).unlink()
        sync(state)


def _write(state: Path, newcomer: Newcomer) -> None:
    replace_file(state / NAME, json.dumps(asdict(newcomer)))


class Probation(Guard):
    """The ``Guard`` of a terminal.

    ``load`` is the code that loads what is new, config.toml or release. ``stale`` says whether what is on probation was
    not even put in place (the power went in between); ``back`` puts the one before in its place and returns the code
    to go on with, None when it cannot.
    """

    def __init__(
        self,
        state: Path,
        load: Mapping[What, int],
        stale: Callable[[Newcomer], bool],
        back: Callable[[Newcomer], int | None],
    ) -> None:
        self._state, self._load, self._stale, self._back = state, load, stale, back

    def before(self) -> int | None:
        newcomer = read(self._state)
        if newcomer is None:
            return None
        try:
            if self._stale(newcomer):
                end(self._state)
                return None
            if newcomer.tries <= MOST:
                tried(self._state, newcomer)
                return None if newcomer.tries else self._load[newcomer.what]
        except ConfigError:  # a file that cannot be read, a disk that cannot be written: told where they matter
            return None
        return self.give_up()

    def give_up(self) -> int | None:
        """Goes back now. None when nothing is on probation, or there is nothing to go back to; that is said."""
        newcomer = read(self._state)
        if newcomer is None:
            return None
        try:
            code = None if self._stale(newcomer) else self._back(newcomer)
        except ConfigError as mistake:
            print(mistake, file=sys.stderr, flush=True)
            return None
        if code is not None:
            end(self._state)
        return code

    def stands(self) -> bool:
        newcomer = read(self._state)
        if newcomer is None or not newcomer.has_window:
            return True
        if newcomer.painted:
            end(self._state)
        return newcomer.painted
