"""Deadlines in short: few tries, the wire that goes bad, and that a late call is called wrong."""

import contextlib
import os
import select
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from reliability import deadlines
from reliability.deadline_calls import DEVICES, Elsewhere
from reliability.deadline_wire import Fault, wire
from reliability.deadlines import LATE, Found, Timed, run, told
from tests.busy import SLACK, quickest_timed


def test_few_calls_over_bad_wires_come_back_in_time() -> None:
    devices = ["line_serial", "serial_lights", "escpos TCP"]

    def worst() -> float:
        found, late = run(devices, 4, seed=3, lanes=3)
        assert {timed.device for timed in found.calls} == set(devices)
        assert [flaw for flaw in told(found, late) if "ms over" not in flaw] == []
        return max(timed.over - deadlines._late(timed, late) / 1000 for timed in found.calls)  # but for the machine's

    assert quickest_timed(worst, SLACK) < SLACK


def test_who_is_late_is_wrong_and_the_machine_s_own_lateness_stands_beside_it(capsys: pytest.CaptureFixture) -> None:
    good = Timed("sdt_serial", "read", Fault("mute", 3, 1), LATE, 100.0, "NoAnswer")
    bad = replace(good, over=LATE + 0.01, ended=200.0)
    assert told(Found([good]), []) == []
    (flaw,) = told(Found([good, bad]), [(199.97, 0.04), (150.0, 0.9)])
    assert flaw.startswith("sdt_serial read: 60 ms over, NoAnswer, after Fault(kind='mute', after=3, seed=1)")
    assert flaw.endswith("a bare sleep was 40 ms late then")
    assert told(Found([], ["sdt_serial: left open"]), []) == ["sdt_serial: left open"]
    assert "NoAnswer 2" in capsys.readouterr().out


ASKED, ANSWER = b"V\n", b"V 1 6\n"


@pytest.mark.parametrize(
    ("kind", "said"),
    [("none", ANSWER), ("stall", ANSWER[:3]), ("mute", ANSWER[:3]), ("trickle", ANSWER)],
)
def test_the_wire_goes_bad_behind_the_byte_that_is_asked_for(tmp_path: Path, kind: str, said: bytes) -> None:
    with wire(DEVICES["serial_lights"].start(tmp_path, Elsewhere())) as line:
        line.arm(Fault(kind, 3, 1))
        assert _ask(Path(str(line.port)), len(said)) == said
        line.arm(Fault("none", 0, 1))
        assert _ask(Path(str(line.port)), len(ANSWER)) == ANSWER


def test_a_line_that_hangs_up_takes_what_is_still_on_it_with_it(tmp_path: Path) -> None:
    with wire(DEVICES["serial_lights"].start(tmp_path, Elsewhere())) as line:
        line.arm(Fault("hang_up", 3, 1))
        assert _ask(Path(str(line.port)), len(ANSWER)) in (b"", ANSWER[:3])


def test_noise_is_no_answer(tmp_path: Path) -> None:
    with wire(DEVICES["serial_lights"].start(tmp_path, Elsewhere())) as line:
        line.arm(Fault("noise", 0, 1))
        assert _ask(Path(str(line.port)), 8).startswith(Random(1).randbytes(8))


def _ask(port: Path, wanted: int) -> bytes:
    """What comes back until 0.2 s of silence after so many bytes, the end, or more than an answer has."""
    heard, descriptor = b"", os.open(port, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(descriptor, ASKED)
        with contextlib.suppress(OSError):
            while len(heard) < 10 * len(ANSWER):
                if not select.select([descriptor], [], [], 0.2 if len(heard) >= wanted else 30)[0]:
                    break
                piece = os.read(descriptor, 64)
                if not piece:
                    break
                heard += piece
    finally:
        os.close(descriptor)
    return heard
