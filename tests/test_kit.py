"""The kit over real wires: every change of a device ends up in the fault history, and one device can be restarted."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import cups
import pytest
import requests

from kiosk import config, kit
from kiosk.cli import WIRES
from kiosk.core import timing
from kiosk.core.attention import Attention
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Clearer, DeviceError, PaperError, StoreError
from kiosk.core.item import Capability
from kiosk.core.ports import A4Printer
from kiosk.core.status import Health
from kiosk.kit import Services
from kiosk.services.faults import Ending
from kiosk.services.store import Store
from tests.documents import blank_pages
from tests.sandbox.town import Town, town

Until = Callable[..., None]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


def build(place: Town, attention: Attention | None = None) -> Services:
    overrides = [f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items()]
    settings = config.load(config.ROOT / "config.toml", state=place.state, overrides=overrides)
    return kit.build(settings, place.state, SystemClock(), lambda: None, attention)


@pytest.fixture
def services(place: Town, until: Until) -> Iterator[Services]:
    services = build(place)
    until(lambda: not services.starting)
    yield services
    services.close()


def test_a_fault_of_the_printer_is_kept_from_its_beginning_to_its_end(
    place: Town, services: Services, until: Until
) -> None:
    place.order("/receipt", fault="paper_out")
    until(lambda: any(record.device == "receipt_printer" for record in services.faults.standing()))
    [standing] = services.faults.standing()
    assert (standing.fault.code, standing.fault.clearer, standing.ended) == ("paper.out", Clearer.SITE, None)
    assert standing.fault.sentence == "打印机没纸了"
    place.order("/receipt", fault=None)
    until(lambda: not services.faults.standing())
    [ended] = services.faults.recent("receipt_printer")
    assert ended.ended is not None
    assert (ended.began, ended.ending) == (standing.began, Ending.CLEARED)


def test_while_nobody_is_there_pulled_cables_are_heard_and_whoever_comes_has_all_asked(
    place: Town, until: Until
) -> None:
    nobody = Attention(SystemClock(), lasting=0)
    services = build(place, nobody)
    until(lambda: not services.starting)
    wires = {"id_card": "/idcard", "receipt_printer": "/receipt", "scanner": "/scanner", "lights": "/lights"}
    for path in wires.values():
        place.order(path, fault="unplugged")
    until(lambda: not any(services.usable(name) for name in wires))
    for path in wires.values():
        place.order(path, fault=None)
    until(lambda: all(services.usable(name) for name in wires))
    place.order("/camera", fault="unplugged")
    place.order("/network", fault="down")
    nobody.attend()
    until(lambda: not services.usable("camera") and not services.link.status.usable)
    services.close()


def test_a_fault_of_the_link_is_kept_too(place: Town, services: Services, until: Until) -> None:
    place.order("/network", fault="down")
    services.link.suspect()
    until(lambda: [record.device for record in services.faults.standing()] == ["link"])
    place.order("/network", fault=None)
    until(lambda: not services.faults.standing())
    [record] = services.faults.recent("link")
    assert record.fault.code == "gateway.unreachable"


def test_one_device_is_restarted_and_no_other(
    services: Services, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[Health]] = {}
    monkeypatch.setattr(services.faults, "note", lambda name, status: seen.setdefault(name, []).append(status.health))
    services.restart("id_card")
    until(lambda: seen == {"id_card": [Health.STARTING, Health.ONLINE]})
    with pytest.raises(KeyError):
        services.restart("toaster")


def test_a_store_that_fails_does_no_harm_to_a_device(
    place: Town, services: Services, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def full(_store: Store) -> None:
        tried.set()
        raise StoreError("disk full")

    monkeypatch.setattr(Store, "_commit", full)
    place.order("/receipt", fault="paper_out")
    until(lambda: not services.usable("receipt_printer"))
    assert tried.wait(30)
    place.order("/receipt", fault=None)
    until(lambda: services.usable("receipt_printer"))
    monkeypatch.undo()
    services.close()
    services = build(place)  # what waited was written down at the end
    assert [record.fault.code for record in services.faults.recent()] == ["paper.out"]
    services.close()


def test_a_terminal_that_stops_leaves_nothing_open(place: Town, services: Services, until: Until) -> None:
    place.order("/receipt", fault="cover_open")
    until(lambda: bool(services.faults.standing()))
    services.close()
    again = build(place)
    until(lambda: len(again.faults.recent("receipt_printer")) == 2)
    now, before = again.faults.recent("receipt_printer")
    assert (before.ending, now.ended) == (Ending.UNSEEN, None)
    again.close()


# --- the A4 printer ---

SEEN = 3 * timing.DEVICE_POLL  # seconds in which the owner has looked at a device that nobody uses


def print_document(services: Services, key: str) -> None:
    def put(printer: A4Printer) -> None:
        printer.print_pdf(blank_pages(2), key=key, duplex=True, cancel=Cancel(), deadline=timing.PRINT_A4)

    assert services.kit.a4_printer is not None
    services.kit.a4_printer.run(put, cancel=Cancel(), deadline=timing.PRINT_A4)


def keys_on_paper(place: Town) -> list[str]:
    return [paper["key"] for paper in place.get("/a4/papers")]


def test_a_document_is_printed_once_under_its_key(place: Town, services: Services) -> None:
    print_document(services, "slip-1")
    print_document(services, "slip-1")
    [paper] = place.get("/a4/papers")
    assert (paper["key"], paper["copies"], paper["sides"]) == ("slip-1", 1, "two-sided-long-edge")
    reply = requests.get(place.ready["bench"] + "/a4/papers/1.pdf", timeout=10)
    assert reply.headers["Content-Type"] == "application/pdf"
    assert (reply.content[:5], len(reply.content)) == (b"%PDF-", paper["bytes"])


@pytest.mark.parametrize(
    ("fault", "code", "health"),
    [
        ("media_empty", "a4.out", Health.USER_ERROR),
        ("media_jam", "a4.jam", Health.USER_ERROR),
        ("cover_open", "a4.cover", Health.USER_ERROR),
        ("gone", "device.disconnected", Health.OFFLINE),
    ],
)
def test_a_fault_of_the_a4_printer_is_seen_stops_it_and_clears(
    place: Town, services: Services, until: Until, fault: str, code: str, health: Health
) -> None:
    place.order("/a4", fault=fault)
    until(lambda: not services.usable("a4_printer"), seconds=SEEN)
    status = services.kit.status(Capability.A4_PRINTER)
    assert status is not None
    assert status.fault is not None
    assert (status.fault.code, status.health) == (code, health)
    with pytest.raises(DeviceError):
        print_document(services, "slip-1")
    place.order("/a4", fault=None)
    until(lambda: services.usable("a4_printer"), seconds=SEEN + timing.RECONNECT_MOST)
    print_document(services, "slip-1")
    assert keys_on_paper(place) == ["slip-1"]
    [record] = services.faults.recent("a4_printer")
    assert (record.fault.code, record.ending) == (code, Ending.CLEARED)


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        ("media_empty", "a4.out", "打印机没纸了"),
        ("media_jam", "a4.jam", "打印机卡纸了"),
        ("cover_open", "a4.cover", "打印机的盖子没盖好"),
    ],
)
def test_a_fault_in_mid_job_is_said_and_when_it_is_cleared_the_document_comes_once(
    place: Town, services: Services, until: Until, fault: str, code: str, says: str
) -> None:
    def printing() -> bool:
        connection = cups.Connection(host="localhost", port=urlsplit(uri).port)
        said = connection.getPrinterAttributes(uri=uri, requested_attributes=["printer-state"])
        return bool(said["printer-state"] == cups.IPP_PRINTER_PROCESSING)

    uri = place.ready["wires"]["a4_printer"]
    place.order("/a4", fault="slow")
    with ThreadPoolExecutor(1) as hand:
        running = hand.submit(print_document, services, "slip-1")
        until(printing)
        place.order("/a4", fault=fault)
        with pytest.raises(PaperError, match=r"printer: ") as raised:
            running.result()
    assert (raised.value.sentence, raised.value.out) == (says, False)
    until(lambda: not services.usable("a4_printer"), seconds=SEEN)
    status = services.kit.status(Capability.A4_PRINTER)
    assert status is not None
    assert status.fault is not None
    assert (status.fault.code, status.fault.clearer) == (code, Clearer.SITE)
    place.order("/a4", fault=None)
    until(lambda: services.usable("a4_printer"), seconds=SEEN)
    print_document(services, "slip-1")
    assert keys_on_paper(place) == ["slip-1"]


def test_low_toner_is_told_and_stops_nothing(place: Town, services: Services, until: Until) -> None:
    def notices() -> list[str]:
        status = services.kit.status(Capability.A4_PRINTER)
        return [notice.code for notice in status.notices] if status is not None else []

    place.order("/a4", fault="toner_low")
    until(lambda: notices() == ["a4.toner"], seconds=SEEN)
    assert services.usable("a4_printer")
    print_document(services, "slip-1")
    assert keys_on_paper(place) == ["slip-1"]
    place.order("/a4", fault=None)
    until(lambda: notices() == [], seconds=SEEN)
