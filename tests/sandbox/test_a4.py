"""The bench's A4 printer over its two wires, and a sandbox on a machine without the programs for it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import PaperError
from kiosk.devices import ipp
from tests.documents import blank_pages
from tests.sandbox.town import Town, town


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


def put(place: Town, key: str, *, copies: int = 1, deadline: float = 20.0) -> None:
    wires = place.ready["wires"]
    options = ipp.Options(queue="A4", printer=wires["a4_printer"], server=Path(wires["cups"]))
    with closing(ipp.open_device(options, SystemClock())) as printer:
        printer.print_pdf(blank_pages(1), key=key, copies=copies, cancel=Cancel(), deadline=deadline)


def test_what_came_out_can_be_fetched(place: Town) -> None:
    assert place.get("/a4/papers") == []
    put(place, "first")
    put(place, "second", copies=3)
    first, second = place.get("/a4/papers")
    assert (first["n"], first["key"], first["copies"], first["sides"]) == (1, "first", 1, "one-sided")
    assert (second["n"], second["key"], second["copies"]) == (2, "second", 3)
    assert place.get("/state")["devices"]["a4"] == {"state": "connected", "fault": None, "papers": 2}
    for paper in (first, second):
        reply = requests.get(f"{place.ready['bench']}/a4/papers/{paper['n']}.pdf", timeout=10)
        assert reply.headers["Content-Type"] == "application/pdf"
        assert (reply.content[:5], len(reply.content)) == (b"%PDF-", paper["bytes"])


@pytest.mark.parametrize("number", [0, 1, -1])
def test_a_document_that_never_came_out(place: Town, number: int) -> None:
    reply = requests.get(f"{place.ready['bench']}/a4/papers/{number}.pdf", timeout=10)
    assert (reply.status_code, reply.json()["error"]) == (404, f"没有第 {number} 份，打出来了 0 份")


@pytest.mark.parametrize("fault", ["media_empty", "media_jam", "cover_open"])
def test_a_fault_is_on_the_wire_and_goes(place: Town, fault: str) -> None:
    assert place.order("/a4", fault=fault) == {"state": "connected", "fault": fault, "papers": 0}
    assert place.get("/state")["devices"]["a4"]["fault"] == fault
    with pytest.raises(PaperError):
        put(place, "key")
    place.order("/a4", fault=None)
    put(place, "key")
    assert place.get("/state")["devices"]["a4"]["papers"] == 1


def test_a_printer_that_is_gone_comes_back_at_the_same_place(place: Town) -> None:
    """Meanwhile no connection that goes out may be given its port: it is below all of those."""
    first_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert urlsplit(place.ready["wires"]["a4_printer"]).port < first_outgoing
    assert place.order("/a4", fault="gone")["state"] == "unplugged"
    with pytest.raises(requests.ConnectionError):
        requests.get(place.ready["wires"]["a4_printer"].replace("ipp:", "http:"), timeout=10)
    assert place.order("/a4", fault=None)["state"] == "connected"
    put(place, "key")


def test_a_fault_that_it_has_not(place: Town) -> None:
    reply = place.post("/a4", {"fault": "paper_out"})
    assert reply.status_code == 422
    allowed = {"null", "media_empty", "media_jam", "toner_low", "cover_open", "gone"}
    assert allowed <= set(reply.json()["error"].removeprefix("fault 可以写：").split("、"))


@pytest.mark.parametrize("missing", ["ippeveprinter", "cupsd"])
def test_without_the_programs_everything_else_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], missing: str
) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, **more: None if name == missing else which(name, **more))
    with town(tmp_path / "state") as place:
        assert place.get("/state")["devices"]["a4"] == {"state": "not_installed", "fault": None, "papers": 0}
        assert "a4_printer" not in place.ready["wires"]
        assert place.order("/idcard", person="r01")["card"] == "r01"
        for reply in (
            place.post("/a4", {"fault": None}),
            requests.get(place.ready["bench"] + "/a4/papers", timeout=10),
        ):
            assert reply.status_code == 501
            assert "system-packages.txt" in reply.json()["error"]
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert missing in said
    assert "system-packages.txt" in said
