"""The supervisor for Chromium, equal to the terminal's: starts a program, and starts it again when a signal ended it.

python relaunch.py PID_FILE PROGRAM ARGUMENT…
"""

import signal
import subprocess
import sys
from pathlib import Path


def main() -> int:
    pid_file, command = Path(sys.argv[1]), sys.argv[2:]
    stopping = False
    child: subprocess.Popen[bytes] | None = None

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        if child is not None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    while not stopping:
        child = subprocess.Popen(command)
        pid_file.write_text(str(child.pid))
        if child.wait() >= 0:
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
