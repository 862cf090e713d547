"""The supervisor with real processes: what it starts again, what it lets be, and how it is stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import supervisor

# Writes a line for each life into a file, and ends as the n-th word after it says: a number, a signal, or "stay".
PROGRAM = """
import os, signal, sys
from pathlib import Path
lives, *ends = sys.argv[1:]
with open(lives, "a") as file:
    file.write(f"{os.getpid()}\\n")
end = ends[min(len(Path(lives).read_text().split()), len(ends)) - 1]
if end == "stay":
    print("staying", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.pause()
if end.startswith("SIG"):
    os.kill(os.getpid(), getattr(signal, end))
sys.exit(int(end))
"""

HARNESS = """
import sys
from pathlib import Path
from kiosk import supervisor
folder, program = Path(sys.argv[1]), (sys.executable, "-c", sys.argv[2])
sys.exit(supervisor.run([str(folder / "lives"), "stay"], pid_file=folder / "pid", program=program))
"""


def supervised(tmp_path: Path, *ends: str) -> tuple[int, list[str]]:
    lives = tmp_path / "lives"
    program = (sys.executable, "-c", PROGRAM)
    code = supervisor.run([str(lives), *ends], pid_file=tmp_path / "pid", program=program)
    assert not (tmp_path / "pid").exists()
    return code, lives.read_text().split()


@pytest.mark.parametrize(
    ("ends", "code", "lives"),
    [
        (["0"], 0, 1),  # closed on purpose
        (["2"], 2, 1),  # a mistake of a person: starting again would only repeat it
        (["1", "0"], 0, 2),
        (["SIGKILL", "0"], 0, 2),
        (["SIGSEGV", "2"], 2, 2),
    ],
)
def test_only_a_crash_is_started_again(tmp_path: Path, ends: list[str], code: int, lives: int) -> None:
    assert supervised(tmp_path, *ends)[0] == code
    assert len((tmp_path / "lives").read_text().split()) == lives


def test_a_window_that_dies_at_once_again_and_again_is_given_a_pause(tmp_path: Path, monkeypatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("threading.Event.wait", lambda _self, seconds: pauses.append(seconds))
    code, _ = supervised(tmp_path, "1", "1", "1", "1", "1", "1", "0")
    assert code == 0
    assert pauses == [0.0, 1.0, 5.0, 30.0, 30.0, 30.0]


def test_sigterm_ends_the_window_first(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HARNESS, tmp_path, PROGRAM], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "staying\n"
        window = int((tmp_path / "pid").read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(window, 0)
