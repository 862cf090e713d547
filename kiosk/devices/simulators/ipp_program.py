"""A program of Debian's, run in the background for a simulator: started, waited for, ended with all that it started.

It lives no longer than this process, killed or not. The kernel's parent-death signal would not do: it comes when the
thread ends that started the program, and what starts one here is a request's or the start's. So a guard leads the
program's process group and holds the reading end of a pipe, which ends when this process does, however that is.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = ["Program", "run", "wait_for"]

_START = 15.0  # seconds; a loaded machine takes its time
_END = 5.0
# cupsd ends its filters and backends when it is asked to; what has not gone by then is not asked any more.
_GUARD = """trap '' TERM; read -r _; kill -TERM 0; sleep 1; rm -rf "$0"; kill -KILL 0"""


class Program:
    """What it writes goes to a log in ``folder``, the simulator's own, which goes too when this process is killed."""

    def __init__(self, command: list[str], *, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._folder = folder
        self._environment = {**os.environ, **(environment or {})}
        self._guard: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    def start(self, ready: Callable[[], bool]) -> None:
        """Returns when ``ready`` says so. Raises RuntimeError with the end of its output when it does not come."""
        name = self._command[0]
        command, output = [_path(name), *self._command[1:]], self._folder / f"{name}.log"
        self._guard = subprocess.Popen(
            ["sh", "-c", _GUARD, str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        with output.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                process_group=self._guard.pid,
            )
        try:
            wait_for(lambda: self._has_ended() or ready(), _START)
        except TimeoutError:
            self.kill()
        if self._has_ended():
            said = output.read_text(encoding="utf-8", errors="replace")[-600:]
            raise RuntimeError(f"{name} did not start: {said}")

    def end(self) -> None:
        """Politely, then not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """At once, as when the plug is pulled."""
        guard, self._guard = self._guard, None
        process, self._process = self._process, None
        if guard is not None:
            os.killpg(guard.pid, signal.SIGKILL)  # the program and its children are in its group
            guard.communicate()
        if process is not None:
            process.wait()

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None


def run(command: list[str], *, environment: Mapping[str, str] | None = None) -> str:
    """Its output, when it has ended well. Raises RuntimeError."""
    done = subprocess.run(
        [_path(command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        timeout=_START,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout


def wait_for(true: Callable[[], bool], seconds: float) -> None:
    """Asks again and again. Raises TimeoutError."""
    end, tick = time.monotonic() + seconds, threading.Event()
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        tick.wait(0.01)


def _path(name: str) -> str:
    """Debian keeps daemons where the path of an ordinary user does not lead."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise RuntimeError(f"{name} is not installed: see system-packages.txt")
    return found
