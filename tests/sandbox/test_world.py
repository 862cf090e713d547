"""The sandbox as a process: ready when it says so, clean at its end, the same after a restart or a kill."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.core.clock import SystemClock
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.ports import PortTaken
from kiosk.sandbox.residents import Case
from kiosk.sandbox.world import serve, world
from kiosk.services.gateway import Options, open_gateway
from tests.documents import blank_pages
from tests.sandbox.town import PICTURE, TERMINAL, someone
from tests.tour.processes import all_end, watches_below

SERVE = """
import json, sys
from pathlib import Path
from kiosk.sandbox.world import serve
serve(Path(sys.argv[1]), int(sys.argv[2]), lambda ready: print(json.dumps(ready), flush=True))
"""


@contextmanager
def process(state: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-W", "error", "-c", SERVE, str(state), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            line = child.stdout.readline()
            assert line, child.communicate()[1]
            yield child, json.loads(line)
        finally:
            child.kill()


def quiet_port() -> int:
    """Below the ports that the system hands out: another test's connection may take one while it is free."""
    return 10_000 + 10 * (os.getpid() % 1000)


def books(ready: dict[str, Any]) -> Any:
    return requests.get(ready["bench"] + "/books", timeout=10).json()


def certify(state: Path, ready: dict[str, Any]) -> str:
    options = Options(url=ready["wires"]["gateway"], secret_file=Path("gateway.key"))
    gateway = open_gateway(options, terminal=TERMINAL, state=state, clock=SystemClock())
    call = CertifyPension(someone(Case.DUE).card.number, None, PICTURE, ("face",))
    number = gateway.call(call, key="k" * 32).number
    gateway.close()
    return number


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_ends_cleanly_on_a_signal(tmp_path: Path, end: signal.Signals) -> None:
    with process(tmp_path) as (child, ready):
        told = json.loads((tmp_path / "world.json").read_text())
        assert told == ready
        assert Path(ready["wires"]["id_card"]).is_symlink()
        assert Path(ready["wires"]["receipt"]).is_symlink()
        child.send_signal(end)
        _, said = child.communicate(timeout=20)
        assert (child.returncode, said) == (0, "")
    assert not (tmp_path / "world.json").exists()
    assert list((tmp_path / "wires").iterdir()) == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_changes_nothing(tmp_path: Path, end: signal.Signals) -> None:
    with process(tmp_path, quiet_port()) as (child, first):
        number = certify(tmp_path, first)
        before = books(first)
        child.send_signal(end)
        child.wait(timeout=20)
    with process(tmp_path) as (_, second):
        assert second == first
        assert books(second) == before
        assert certify(tmp_path, second) == number
        assert books(second) == before


def test_killed_in_the_middle_of_a_document_it_leaves_nothing_behind(
    tmp_path: Path, until: Callable[[Callable[[], bool]], None]
) -> None:
    """Neither the printer at its work nor the print server with what it has started."""
    (tmp_path / "document.pdf").write_bytes(blank_pages(1))
    with process(tmp_path) as (child, ready):
        assert requests.post(ready["bench"] + "/a4", json={"fault": "slow"}, timeout=10).ok
        server = {**os.environ, "CUPS_SERVER": ready["wires"]["cups"]}
        subprocess.run(["lp", "-d", "A4", tmp_path / "document.pdf"], env=server, check=True, capture_output=True)
        until(lambda: {"cupsd", "ipp", "ippeveprinter", "paper_path"} <= set(names_below(child.pid)))
        below = watches_below(child.pid)
        folder = Path(ready["wires"]["cups"]).resolve().parent
        assert folder.exists()
        child.kill()
        assert all_end(below)
        until(lambda: not folder.exists())


def names_below(ancestor: int) -> list[str]:
    watches = watches_below(ancestor)
    for watch in watches:
        os.close(watch)
    return list(watches.values())


def test_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as taken:
            serve(tmp_path, port)
        assert str(port) in taken.value.sentence
        assert "--port" in taken.value.remedy


def test_kept_port_that_somebody_took_meanwhile(tmp_path: Path) -> None:
    with world(tmp_path, quiet_port()) as first:
        port = int(first["wires"]["gateway"].rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)), world(tmp_path) as second:
        assert second["wires"]["gateway"] != first["wires"]["gateway"]
        assert second["bench"] == first["bench"]
        assert requests.get(second["wires"]["gateway"] + "/health", timeout=10).json() == {"status": "up"}


def test_another_port_asked_for_brings_its_neighbours_along(tmp_path: Path) -> None:
    with world(tmp_path) as first:
        pass
    port = quiet_port()
    with world(tmp_path, port) as second:
        assert second["bench"] == f"http://127.0.0.1:{port}/bench"
        assert second["wires"]["gateway"] != first["wires"]["gateway"]


@pytest.mark.parametrize("junk", ["", "[1]", '{"gateway": "x"}', '{"gateway": 99999999}', "\x00"])
def test_file_of_ports_that_is_damaged(tmp_path: Path, junk: str) -> None:
    (tmp_path / "ports.json").write_text(junk)
    with world(tmp_path) as ready:
        assert books(ready)["submissions"] == []


def test_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    with world(tmp_path) as ready:
        assert stat.S_IMODE(Path(ready["wires"]["secret_file"]).stat().st_mode) == 0o600


def test_books_hold_no_name_and_no_number(tmp_path: Path) -> None:
    with world(tmp_path) as ready:
        certify(tmp_path, ready)
        card = someone(Case.DUE).card
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert b"pension_certification" in kept
        assert card.name.encode() not in kept
        assert card.number.encode() not in kept
        assert PICTURE[:200] not in kept


def test_only_this_machine_may_ask(tmp_path: Path) -> None:
    with world(tmp_path) as ready:
        for path in ("/bench/state", "/health"):
            url = ready["bench"].removesuffix("/bench") + path
            reply = requests.get(url, headers={"Host": "evil.example"}, timeout=10)
            assert reply.status_code == 400
