"""The supervisor with real processes: what it starts again, what it lets be, and how it is stopped."""

import faulthandler
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk import supervisor
from kiosk.probation import Guard
from tests.tour.processes import all_end

# A window that stays until it is told to end, under a supervisor in a process of its own.
HARNESS = """
import signal, sys
from pathlib import Path
from kiosk import supervisor
from kiosk.probation import Guard
def window():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("staying", flush=True)
    signal.pause()
sys.exit(supervisor.run(window, pid_file=Path(sys.argv[1]) / "pid"))
"""


@contextmanager
def harness(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The supervisor's process, and the process id of its window."""
    with subprocess.Popen([sys.executable, "-c", HARNESS, folder], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "staying\n"
            yield process, int((folder / "pid").read_text())
        finally:
            process.kill()


def ending(lives: Path, *ends: int | signal.Signals) -> Callable[[], int]:
    """A window that writes a line for each life, and in its n-th life ends as the n-th of ``ends`` says."""

    def window() -> int:
        with lives.open("a") as file:
            file.write(f"{os.getpid()} {os.getppid()}\n")
        end = ends[len(lives.read_text().splitlines()) - 1]
        if isinstance(end, signal.Signals):
            faulthandler.disable()  # pytest's, which would print a page over the run
            os.kill(os.getpid(), end)
        return end

    return window


def supervised(tmp_path: Path, *ends: int | signal.Signals) -> int:
    code = supervisor.run(ending(tmp_path / "lives", *ends), pid_file=tmp_path / "pid")
    assert not (tmp_path / "pid").exists()
    return code


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ((0,), 0),  # closed on purpose
        ((2,), 2),  # a mistake of a person: starting again would only repeat it
        ((1, 0), 0),
        ((signal.SIGKILL, 0), 0),
        ((signal.SIGSEGV, 2), 2),
        ((supervisor.RESTART,), supervisor.RESTART),  # carried out by whoever has called
        ((1, supervisor.REBOOT), supervisor.REBOOT),
        ((supervisor.POWER_OFF,), supervisor.POWER_OFF),
    ],
)
def test_only_a_crash_is_started_again(tmp_path: Path, ends: tuple[int, ...], code: int) -> None:
    assert supervised(tmp_path, *ends) == code
    lives = [line.split() for line in (tmp_path / "lives").read_text().splitlines()]
    assert len(lives) == len(ends)
    assert len({pid for pid, _ in lives}) == len(ends)
    assert {parent for _, parent in lives} == {str(os.getpid())}


def test_a_window_that_asks_for_it_is_opened_anew_on_something_else(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    ends = [supervisor.RENEW]

    def renew() -> None:
        assert lives.read_text().count("\n") == len(ends)
        ends.append(supervisor.RENEW if len(ends) < 6 else 0)

    def window() -> int:
        return ending(lives, *ends)()

    assert supervisor.run(window, pid_file=tmp_path / "pid", renew=renew) == 0
    assert lives.read_text().count("\n") == 7


class Newcomer(Guard):
    """Lets a window be tried so many times, then says ``code``."""

    def __init__(self, tries: int, code: int) -> None:
        self.codes = [None] * tries + [code]
        self.painted = True

    def before(self) -> int | None:
        return self.codes.pop(0) if self.codes else None

    def stands(self) -> bool:
        return self.painted


def test_a_newcomer_that_does_not_come_up_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,))
    lives, renewed = tmp_path / "lives", list[int]()
    guard = Newcomer(3, supervisor.RENEW)
    window = ending(lives, 1, signal.SIGKILL, 1, 0)
    renew = lambda: renewed.append(lives.read_text().count("\n"))  # noqa: E731
    assert supervisor.run(window, pid_file=tmp_path / "pid", renew=renew, guard=guard) == 0
    assert renewed == [3]
    assert lives.read_text().count("\n") == 4


def test_a_release_that_does_not_come_up_ends_for_another_start(tmp_path: Path) -> None:
    guard = Newcomer(2, supervisor.RESTART)
    window = ending(tmp_path / "lives", 1, 1)
    assert supervisor.run(window, pid_file=tmp_path / "pid", guard=guard) == supervisor.RESTART


def test_a_newcomer_that_lives_and_is_never_painted_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "SETTLED", 0.01)
    monkeypatch.setattr(supervisor, "SHORT_LIFE", 0.05)
    guard, marks = Newcomer(1, supervisor.RESTART), tmp_path / "marks"
    guard.painted = False

    def window() -> int:
        marks.touch()
        signal.pause()
        return 0

    assert supervisor.run(window, pid_file=tmp_path / "pid", guard=guard) == supervisor.RESTART
    assert marks.exists()
    assert "SIGKILL" in capfd.readouterr().err


def test_a_window_that_dies_at_once_again_and_again_is_given_a_pause(tmp_path: Path, monkeypatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("threading.Event.wait", lambda _self, seconds: pauses.append(seconds))
    assert supervised(tmp_path, 1, 1, 1, 1, 1, 1, 0) == 0
    assert pauses == [0.0, 1.0, 5.0, 30.0, 30.0, 30.0]


def test_a_fault_of_ours_is_told_and_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    marks = tmp_path / "marks"

    def window() -> int:
        if marks.exists():
            return 0
        marks.touch()
        raise ZeroDivisionError("on purpose")

    assert supervisor.run(window, pid_file=tmp_path / "pid") == 0
    said = capfd.readouterr().err
    assert "ZeroDivisionError: on purpose" in said
    assert "退出码 1" in said


def test_sigterm_ends_the_window_first(tmp_path: Path) -> None:
    with harness(tmp_path) as (process, window):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(window, 0)


def test_a_supervisor_that_is_killed_takes_its_window_along(tmp_path: Path) -> None:
    with harness(tmp_path) as (process, window):
        watch = os.pidfd_open(window)
        process.kill()
        assert all_end([watch])
