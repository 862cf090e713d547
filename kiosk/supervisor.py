"""Keeps the window standing: starts it, and starts it again when it died.

Exit code 0 (closed on purpose) and 2 (a mistake of a person, said in one sentence) end it; anything else, a signal
among them, is a crash. A window that dies at once, again and again, is given a pause that grows.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["run"]

WINDOW = (sys.executable, "-m", "kiosk.app")
SHORT_LIFE = 10.0  # seconds; a window that lived longer died of something new
PAUSES = (0.0, 0.0, 1.0, 5.0, 30.0)  # before the next start, by how many short lives came in a row


def run(arguments: Sequence[str], *, pid_file: Path, program: Sequence[str] = WINDOW) -> int:
    """Runs the window's program with the arguments until it ends for good. Returns its exit code.

    ``pid_file`` holds the process id of the window that stands now. SIGTERM and SIGINT end the window first.
    """
    stopping = threading.Event()
    child: subprocess.Popen[bytes] | None = None

    def stop(_signal: int, _frame: object) -> None:
        stopping.set()
        if child is not None:
            child.terminate()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    short_lives = 0
    try:
        while True:
            started = time.monotonic()
            child = subprocess.Popen([*program, *arguments])
            pid_file.write_text(str(child.pid))
            if stopping.is_set():
                child.terminate()
            code = child.wait()
            if stopping.is_set() or code in (0, 2):
                return max(code, 0)
            short_lives = short_lives + 1 if time.monotonic() - started < SHORT_LIFE else 0
            print(f"窗口意外结束（{_cause(code)}），重新打开", file=sys.stderr, flush=True)
            if stopping.wait(PAUSES[min(short_lives, len(PAUSES) - 1)]):
                return 0
    finally:
        pid_file.unlink(missing_ok=True)
        for number, handler in before.items():
            signal.signal(number, handler)


def _cause(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"


if __name__ == "__main__":
    sys.exit(run(sys.argv[2:], pid_file=Path(os.fspath(sys.argv[1]))))
