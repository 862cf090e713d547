"""A program that lives no longer than whoever started it, killed or not."""

import os
import selectors
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO

__all__ = ["child", "first_line"]

_GOODBYE = 10.0  # s from TERM to KILL


@contextmanager
def child(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    pass_fds: Sequence[int] = (),
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs it for as long as the block lasts. Raises FileNotFoundError with the name of a missing program."""
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", *command],
        env=env,
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_GOODBYE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def first_line(pipe: int, seconds: float) -> str:
    """What comes first out of the pipe's reading end.

    Raises TimeoutError when it does not come in time, EOFError when all who could write it have ended.
    """
    line, deadline = b"", time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not line.endswith(b"\n"):
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            letter = os.read(pipe, 1)
            if not letter:
                raise EOFError
            line += letter
    return line.decode().strip()
