"""Keeps the window standing: starts it, and starts it again when it died.

Each window is a fork of this process, which has loaded its modules and nothing else: a window that died is back in a
tenth of a second, and both share their memory. Nothing here has threads or a Qt application, so there is nothing that
a fork could leave half-done. While the window stands, this process needs of its libraries hardly more than the wait for
its end: their pages are given back, and come back from the files when a window is to be started again.

Exit code 0 (closed on purpose) and 2 (a mistake of a person, said in one sentence) end it, and so do RESTART, REBOOT
and POWER_OFF, which whoever has called ``run`` carries out; with RENEW the window asks to be opened anew on another
configuration. Anything else, a signal among them, is a crash. A window that dies at once, again and again, is given a
pause that grows. The ``guard`` goes back to what was there before when something new does not come up.
"""

import ctypes
import gc
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from kiosk import footprint
from kiosk.probation import Guard

__all__ = ["POWER_OFF", "REBOOT", "RENEW", "RESTART", "apart", "run"]

RENEW, RESTART, REBOOT, POWER_OFF = 3, 4, 5, 6
CARRIED_OUT = (RESTART, REBOOT, POWER_OFF)  # by whoever has called ``run``
ENDS = (0, 2, *CARRIED_OUT)
SHORT_LIFE = 10.0  # seconds; a window that lived longer died of something new
PAUSES = (0.0, 0.0, 1.0, 5.0, 30.0)  # before the next start, by how many short lives came in a row
SETTLED = 3.0  # seconds; by then the window stands, and whoever gives pages back does not hold it up
STOPS = (signal.SIGTERM, signal.SIGINT)
PR_SET_PDEATHSIG = 1  # prctl(2): the signal that comes when the one who forked us has ended, killed or not
NO_GUARD = Guard()
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # malloc.h
PICTURE = 256 * 1024  # bytes; what is larger is a picture or a buffer


def run(
    window: Callable[[], int], *, pid_file: Path, renew: Callable[[], None] = lambda: None, guard: Guard = NO_GUARD
) -> int:
    """Runs the window, each time in a process of its own, until it ends for good. Returns its exit code.

    ``renew`` is called here when a window has asked for it: it makes that the next ``window()`` is another one.
    ``pid_file`` holds the process id of the window that stands now. SIGTERM and SIGINT end the window first.
    """
    stopping = threading.Event()
    child = 0

    def stop(_signal: int, _frame: object) -> None:
        stopping.set()
        if child:
            os.kill(child, signal.SIGTERM)

    before = {number: signal.signal(number, stop) for number in STOPS}
    gc.freeze()  # what is loaded now stays; a collector that writes into it would end the sharing
    gc.enable()
    short_lives = 0
    try:
        while True:
            started, code = time.monotonic(), guard.before()
            if code is None:
                alive, held = os.pipe()  # the window holds its end as long as it lives
                child = _fork(lambda: _announced(window, pid_file))
                os.close(held)
                if stopping.is_set():
                    os.kill(child, signal.SIGTERM)
                code = _life(child, alive, guard)
                child = 0
            if stopping.is_set() or code in ENDS:
                return 0 if stopping.is_set() and code in CARRIED_OUT else max(code, 0)
            if code == RENEW:
                renew()
                continue
            short_lives = short_lives + 1 if time.monotonic() - started < SHORT_LIFE else 0
            print(f"窗口意外结束（{_cause(code)}），重新打开", file=sys.stderr, flush=True)
            if stopping.wait(PAUSES[min(short_lives, len(PAUSES) - 1)]):
                return 0
    finally:
        pid_file.unlink(missing_ok=True)
        for number, handler in before.items():
            signal.signal(number, handler)


def apart(work: Callable[[], int]) -> int:
    """Does the work in a process of its own, so that nothing that it loads stays here. Returns its exit code."""
    return _wait(_fork(work))


def _life(child: int, alive: int, guard: Guard) -> int:
    """Waits until the window has shown that it stands, and then until it has ended. Returns its exit code."""
    if not select.select([alive], [], [], SETTLED)[0]:
        footprint.give_files_back()
        if not select.select([alive], [], [], SHORT_LIFE - SETTLED)[0] and not guard.stands():
            os.kill(child, signal.SIGKILL)
    os.close(alive)
    return _wait(child)


def _announced(window: Callable[[], int], pid_file: Path) -> int:
    new = pid_file.with_name(f"{pid_file.name}.new")
    new.write_text(str(os.getpid()))
    new.replace(pid_file)  # whoever reads it finds a number, of this window or of the one before
    return window()


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _fork(work: Callable[[], int]) -> int:
    """Returns the child's process id. A stop that comes meanwhile waits until the child can hear it."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    child = os.fork()
    if child == 0:
        _be(work)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    return child


def _be(work: Callable[[], int]) -> NoReturn:
    """The child: does its work and ends, without ever returning into what the parent was doing."""
    code = 1
    try:
        libc = ctypes.CDLL(None)
        libc.mallopt(M_MMAP_THRESHOLD, PICTURE)  # a picture that is let go leaves the process, and no hole in its heap
        libc.mallopt(M_ARENA_MAX, 1)  # one heap for all threads: they take turns in Python anyway
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # nobody would close a window without its supervisor
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        code = work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except Exception:  # noqa: BLE001  # it must not rise into what the parent was doing
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _cause(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
