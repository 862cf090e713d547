"""`kiosk devices find` as a process; what it says to paste is what config.toml takes."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk import config
from kiosk.config_check import check
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator


def find(*ports: Path, json_too: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "devices", "find", *(["--json"] if json_too else [])]
    command += [word for port in ports for word in ("--port", str(port))]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[list[Path]]:
    kinds = {"reader": SdtReaderSimulator, "receipt": EscposPrinterSimulator, "lights": GuideLightsSimulator}
    with ExitStack() as stack:
        for name, kind in kinds.items():
            simulator = kind(tmp_path / name)
            simulator.start()
            stack.callback(simulator.close)
        yield [tmp_path / name for name in kinds]


def test_what_it_says_to_paste_is_taken(ports: list[Path]) -> None:
    ended = find(*ports, json_too=True)
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert [answer["port"] for answer in answers] == [str(port) for port in ports]
    pasted = tomllib.loads("\n".join(answer["config"] for answer in answers))
    tables = tomllib.loads((config.ROOT / "config.toml").read_text(encoding="utf-8"))
    tables["devices"] = pasted["devices"]
    check(tables, Path("config.toml"))
    assert pasted["devices"].keys() == {"id_card", "receipt_printer", "lights"}


def test_a_technician_reads_it(ports: list[Path]) -> None:
    ended = find(ports[0])
    assert ended.returncode == 0
    assert "身份证阅读器" in ended.stdout
    assert '[devices.id_card]\nmodel = "sdt_serial"\n' in ended.stdout


def test_nobody_answers(tmp_path: Path) -> None:
    ended = find(tmp_path / "nothing")
    assert ended.returncode == 1
    assert "没有这个口" in ended.stdout
    assert "…" not in ended.stdout, "a sentence is cut off"
    assert "config.toml" not in ended.stdout
    assert ended.stderr == ""
