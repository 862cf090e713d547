"""The kit on a store in trouble: technician and audit hear of it, and the terminal goes on when it can."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk import config, kit
from kiosk.cli import WIRES
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BrokenReply, StoreError
from kiosk.core.payment import OrderStatus
from kiosk.guest import guest_store
from kiosk.kit import Services
from kiosk.services.audit import Audit
from kiosk.services.audit_check import anchored, verdict
from tests.sandbox.town import Town, town

Until = Callable[..., None]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


def build(place: Town) -> Services:
    overrides = [f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items()]
    settings = config.load(config.ROOT / "config.toml", state=place.state, overrides=overrides)
    return kit.build(settings, place.state, SystemClock(), lambda: None)


def events(services: Services) -> list[str]:
    return [row.event for row in Audit(services.store, SystemClock()).rows()]


def test_a_damaged_store_is_told_replaced_and_rebuilt(place: Town, until: Until) -> None:
    build(place).close()
    file = place.state / "store" / "store.db"
    file.write_bytes(bytes(file.stat().st_size))
    services = build(place)
    until(lambda: services.faults.recent("store") and not services.faults.standing())  # it is over as it is told
    [record] = services.faults.recent("store")
    assert record.fault.code == "store.replaced"
    assert record.fault.technician.startswith("数据库坏了，换了新的；旧的留在 damaged-")
    assert record.ended is not None
    assert events(services)[0] == "store.replaced"
    until(lambda: services.store.read("SELECT 1 FROM recovery WHERE rebuilt IS NOT NULL"))
    assert services.store.status.usable
    services.close()
    assert build_and_count_faults(place) == 1


def build_and_count_faults(place: Town) -> int:
    """After one more start: what happened once is told once."""
    services = build(place)
    found = len(services.faults.recent("store"))
    services.close()
    return found


def test_a_store_that_is_damaged_while_it_is_in_use_is_told_and_replaced(place: Town, until: Until) -> None:
    services = build(place)
    until(lambda: not services.starting)
    services.store.scrub()
    file = place.state / "store" / "store.db"
    services.store.read("PRAGMA shrink_memory")
    with file.open("r+b") as damaged:
        damaged.write(bytes(file.stat().st_size))

    def is_told() -> bool:
        with suppress(StoreError):  # as a citizen's step is tried again
            codes = [record.fault.code for record in services.faults.recent("store")]
            return "store.replaced" in codes and "store.replaced" in events(services)
        return False

    until(is_told)
    until(lambda: not services.faults.standing())
    assert services.store.status.usable
    services.close()


def test_an_older_file_put_back_is_told(place: Town, until: Until) -> None:
    build(place).close()
    file = place.state / "store" / "store.db"
    older = file.read_bytes()
    services = build(place)
    services.close()
    file.write_bytes(older)
    services = build(place)
    until(lambda: services.faults.recent("store"))
    [record] = services.faults.recent("store")
    assert "可能放回了旧文件" in record.fault.technician
    services.close()


def test_a_full_disk_is_a_fault_until_there_is_room(place: Town, until: Until) -> None:
    services = build(place)
    until(lambda: not services.starting)
    (pages,) = services.store.read("PRAGMA page_count")[0]
    services.store.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError), services.store.write() as db:
        db.execute("INSERT INTO secrets VALUES ('much', zeroblob(1000000))")
    assert not services.store.status.usable
    services.store.read("PRAGMA max_page_count = 1000000")
    services.store.probe()
    assert services.store.status.usable
    until(lambda: services.faults.recent("store") and not services.faults.standing())
    [record] = services.faults.recent("store")
    assert (record.fault.code, "磁盘满了" in record.fault.technician) == ("store", True)
    services.close()
    assert "store.trouble" in events_after(place)


def events_after(place: Town) -> list[str]:
    services = build(place)
    try:
        return events(services)
    finally:
        services.close()


def test_an_orderly_end_leaves_the_anchor_at_the_end(place: Town) -> None:
    build(place).close()
    with guest_store(place.state) as store:
        assert anchored(store.files) == Audit(store, SystemClock()).head()
        assert verdict(store)[0]


def test_replies_that_are_not_signed_by_the_gateway_stand_in_the_audit(place: Town) -> None:
    services = build(place)
    try:
        place.order("/gateway", fault="bad_signature")
        with pytest.raises(BrokenReply):
            services.kit.gateway.call(OrderStatus("YZ0001-1122-0001"))
        bad = [row for row in Audit(services.store, SystemClock()).rows() if row.event == "gateway.bad_reply"]
        assert {"path": "/orders/status", "code": "gateway.broken_reply"} in [row.detail for row in bad]
    finally:
        services.close()
