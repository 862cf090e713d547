"""The log's page: filtered, live, and an export that OpenSSL opens with the head office's key and with no other."""

import io
import json
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import Maintenance
from kiosk.core.board import Lines, Mood, Said
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.export_bundle import without_secrets
from kiosk.maintenance.pages.logs import LogsPage
from kiosk.sandbox.head_office import CERTIFICATE, KEY
from kiosk.services.logs import EffectWaits, log
from kiosk.services.rounds import Inspected
from kiosk.services.sealed import NoRecipient, recipient, sealed
from tests.maintenance.premises import ENGINEER, Menu, menu, newcomer, rows
from tests.sandbox.town import SkewedClock, Town
from tests.services.test_sticks import Machine

Until = Callable[..., None]


@pytest.fixture(scope="module")
def place(sandbox: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture(scope="module")
def terminal(place: Town) -> Iterator[Menu]:
    with menu(place) as made:
        yield made


@pytest.fixture
def machine(terminal: Menu, tmp_path: Path) -> Machine:
    """Its mounts are what the page sees; no stick yet."""
    made = Machine(tmp_path)
    made.disk("sdb", "sdb1", removable="1")
    made.pull_out()
    terminal.board("logs")
    page = terminal.page("logs")
    assert isinstance(page, LogsPage)
    page.mounts, page.blocks = made.mounts, made.blocks
    return made


def lines(terminal: Menu) -> tuple[str, ...]:
    [part] = terminal.board("logs").parts
    assert isinstance(part, Lines)
    return part.lines


def test_it_is_live_and_filtered(terminal: Menu, until: Until) -> None:
    assert terminal.board("logs").every > 0
    log(EffectWaits("/social/pension/certify", "open", 2, "gateway.unreachable"))
    until(lambda: any("gateway.unreachable" in line for line in lines(terminal)))
    terminal.do("logs", "level", "warning")
    assert all(" info " not in line for line in lines(terminal))
    terminal.do("logs", "event", "effect")
    assert {line.split()[3] for line in lines(terminal)} == {"effect.waits"}
    terminal.do("logs", "span", "1")
    [part] = terminal.board("logs").parts
    assert isinstance(part, Lines)
    assert part.heading == "最近 1 小时，要留意，办件"
    terminal.do("logs", "device", "nothing")
    assert (lines(terminal), terminal.board("logs").note) == ((), "没有这样的记录")
    terminal.do("logs", "all")
    assert lines(terminal)


def exported(machine: Machine, terminal: Menu) -> Path:
    mount = machine.mount("/dev/sdb1", "STICK")
    [row] = rows(terminal.board("logs:export"))
    assert row.detail.startswith("STICK，还有")
    outcome = terminal.do("logs:export", "export1")
    assert isinstance(outcome, Said)
    [made] = mount.glob("*.p7m")
    assert made.name in outcome.sentence
    return made


def opened(made: Path, key: Path, tmp_path: Path) -> dict[str, bytes]:
    """As the head office does it, with nothing of ours."""
    out = tmp_path / "opened.tar.gz"
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", made, "-inkey", key, "-out", out]
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(out.read_bytes())) as archive:
        found = {one.name: archive.extractfile(one) for one in archive.getmembers()}
        return {name: file.read() for name, file in found.items() if file is not None}


def test_the_head_office_opens_what_was_exported(
    place: Town, terminal: Menu, machine: Machine, until: Until, tmp_path: Path
) -> None:
    place.order("/receipt", fault="paper_out")
    until(lambda: terminal.premises.services.faults.standing() != ())
    place.order("/receipt", fault=None)
    assert "没有插着的 U 盘" in terminal.board("logs:export").note
    now = terminal.premises.clock.now()
    findings = (("磁盘", True, "剩 3 GiB"),)
    terminal.premises.services.staff.rounds.inspected(Inspected("opening", now, "2001", True, findings, ""))
    made = exported(machine, terminal)
    subprocess.run(["sha256sum", "-c", f"{made.name}.sha256"], check=True, cwd=made.parent, capture_output=True)
    files = opened(made, place.state / KEY, tmp_path)
    assert {"faults.json", "versions.json", "config.toml", "logs/terminal.log"} <= set(files)
    faults = json.loads(files["faults.json"])
    assert "paper.out" in {one["code"] for one in faults}
    assert set(faults[0]) == {"device", "code", "stops", "clearer", "technician", "began", "ended", "ending"}
    [check] = json.loads(files["checks.json"])
    assert (check["staff"], check["findings"]) == ("2001", [["磁盘", True, "剩 3 GiB"]])
    said = json.loads(files["versions.json"])
    assert (said["terminal"], said["libraries"]["cryptography"].count(".")) == ("NB-YZ-0001", 2)
    assert b'id = "NB-YZ-0001"' in files["config.toml"]
    [row] = terminal.audit("logs.exported")[-1:]
    assert (row.subject, row.detail["staff"]) == (made.name, ENGINEER.id)
    assert row.detail["digest"] in made.with_name(f"{made.name}.sha256").read_text()


def test_nobody_else_opens_it(place: Town, terminal: Menu, machine: Machine, tmp_path: Path) -> None:
    made = exported(machine, terminal)
    assert b"NB-YZ-0001" not in made.read_bytes()
    subprocess.run(["openssl", "genrsa", "-out", tmp_path / "other.key", "2048"], check=True, capture_output=True)
    with pytest.raises((subprocess.CalledProcessError, tarfile.TarError)):
        opened(made, tmp_path / "other.key", tmp_path)
    shown = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", made],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "aes-256-cbc" in shown


def test_a_stick_that_is_gone_when_it_is_pressed(terminal: Menu, machine: Machine) -> None:
    machine.mount("/dev/sdb1", "STICK")
    page = terminal.page("logs")
    assert isinstance(page, LogsPage)
    machine.pull_out()
    with pytest.raises(KioskError) as said:
        page._exported("1", ENGINEER)
    assert said.value.sentence == "这个 U 盘不在了"


def test_without_the_head_offices_certificate_nothing_leaves(place: Town, tmp_path: Path) -> None:
    clock = SystemClock()
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    cases: list[tuple[Any, Any, str]] = [
        (None, clock, "没有总部的证书，不能导出"),
        (tmp_path / "nowhere.pem", clock, "读不到总部的证书"),
        (broken, clock, "总部的证书读不懂"),
        (place.state / CERTIFICATE, SkewedClock(timedelta(days=4000)), "总部的证书过期了"),
    ]
    for file, at, sentence in cases:
        with pytest.raises(NoRecipient) as said:
            recipient(file, at)
        assert said.value.sentence == sentence
    assert b"secret" not in sealed(b"secret" * 40, recipient(place.state / CERTIFICATE, clock))


def test_a_terminal_without_one_says_so(terminal: Menu) -> None:
    settings = replace(terminal.premises.settings, maintenance=Maintenance(""))
    shown = Menu(replace(terminal.premises, settings=settings)).board("logs:export")
    assert (shown.mood, shown.parts) == (Mood.BAD, ())
    assert shown.note == "没有总部的证书，不能导出。在设置里写上证书文件，再导出"


def test_config_leaves_without_secrets() -> None:
    text = (
        'url = "http://user:pass@10.0.0.1:8701"\nsecret_file = "gateway.key"\n'
        "secret = 'abc'  # mine\nwifi_password=\"hunter2\"\nbaud = 9600\n"
    )
    assert without_secrets(text) == (
        'url = "http://••••@10.0.0.1:8701"\nsecret_file = "gateway.key"\n'
        'secret = "••••@"  # mine\nwifi_password="••••@"\nbaud = 9600\n'
    )
