"""The first step of a command that works on a terminal's state: on into the tree of the release that is current there.

Python is started anew on that tree (same command, same process), so that nothing of another version is loaded. A tree
that cannot even begin is left again after a few times.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from kiosk import config, probation
from kiosk.releases import shelf

__all__ = ["again", "enter", "environment", "takes_releases"]

INSIDE: Final = "JINBAN_RELEASE"  # which release this process is
HOME: Final = "JINBAN_HOME"  # the installed tree
# Commands for those who make the application, and the demo, which is of one piece.
NOT_THESE: Final = {"demo", "gallery", "items", "release", "sandbox", "tour", "translations", "trial"}
BEGINNINGS: Final = 2 * probation.MOST  # each counts once here and once for the window that it opens


def takes_releases() -> bool:
    """Whether this is a terminal that starts on whatever release is current."""
    return sys.argv[1:2] == ["run"]


def enter(arguments: Sequence[str]) -> None:
    """Returns where there is no other tree to go to."""
    if INSIDE in os.environ or not arguments or arguments[0] in NOT_THESE:
        return
    state = _state(arguments)
    tree = shelf.tree(state)
    if tree is None:
        return
    if arguments[0] == "run" and _given_up(state):
        tree = shelf.tree(state)
    if tree is not None:
        _start(arguments, {**os.environ, **environment(tree), INSIDE: tree.name})


def again() -> NoReturn:
    """The same command once more, from the installed tree on."""
    home = os.environ.get(HOME, str(config.ROOT))
    ours = (INSIDE, HOME, config.FILE_VARIABLE)
    _start(sys.argv[1:], {name: value for name, value in os.environ.items() if name not in ours} | {"PYTHONPATH": home})


def environment(tree: Path) -> dict[str, str]:
    """What leads Python into a tree: its libraries, its code, and the config.toml of the place."""
    parts = [str(part) for part in (tree, tree / "libs") if part.is_dir()]
    home = os.environ.get(HOME, str(config.ROOT))
    return {"PYTHONPATH": os.pathsep.join(parts), HOME: home, config.FILE_VARIABLE: str(config.FILE)}


def _given_up(state: Path) -> bool:
    """Counts this beginning of a release on probation; whether it was taken back instead."""
    newcomer = probation.read(state)
    if newcomer is None or newcomer.what != "release" or newcomer.new != shelf.current(state):
        return False
    if newcomer.tries < BEGINNINGS:
        with suppress(config.ConfigError):
            probation.tried(state, newcomer)
        return False
    try:
        shelf.put_back(state, newcomer)
    except config.ConfigError as mistake:
        print(mistake, file=sys.stderr, flush=True)
        return False
    probation.end(state)
    print(f"新版本 {newcomer.new} 起不来，退回上一个版本", file=sys.stderr, flush=True)
    return True


def _state(arguments: Sequence[str]) -> Path:
    for place, argument in enumerate(arguments):
        if argument == "--state" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
        if argument.startswith("--state="):
            return Path(argument.partition("=")[2])
    return config.STATE


def _start(arguments: Sequence[str], variables: dict[str, str]) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, "-P", "-m", "kiosk", *arguments], variables)  # noqa: S606  # that is the point: no shell, same process
