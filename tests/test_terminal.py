"""What the home page says of each item, before anybody has done any work (pre-flight)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk import config
from kiosk.core.errors import BrokenReply, Disconnected, PaperError, PaymentsClosed, StoreError, Unreachable
from kiosk.core.hours import week
from kiosk.core.item import Capability
from kiosk.core.queue import Called
from kiosk.core.status import Health, Status
from kiosk.core.usage import Outcome
from kiosk.flows.pension_certification import certify
from kiosk.services.store import Store
from kiosk.services.usage import Usage, uses
from kiosk.terminal import Terminal
from tests.services.world import KEY

UP = Status(Health.ONLINE)
DOWN = Status(Health.OFFLINE, fault=Disconnected("no wire").fault())
NO_LINK = Status(Health.OFFLINE, fault=Unreachable().fault())


class NineOClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 5, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def terminal(tmp_path: Path, qapp: Any) -> Iterator[Terminal]:
    settings = config.load(config.ROOT / "config.toml", state=tmp_path)
    terminal = Terminal(settings, tmp_path, NineOClock())
    yield terminal
    terminal.deleteLater()


CALLS = (Called("A012", "1号窗口"), Called("B003", "2号窗口"), Called("A011", "1号窗口"))


def built(terminal: Terminal, *, link: Status = UP, calls: tuple[Called, ...] = (), **devices: Status | None) -> None:
    """The kit as far as a tile looks at it; a device that is not named is online."""
    statuses = dict.fromkeys(Capability, UP) | {Capability[name.upper()]: status for name, status in devices.items()}
    parts = {one: SimpleNamespace(name=one.name, status=status) for one, status in statuses.items() if status}
    kit = SimpleNamespace(link=SimpleNamespace(status=link), status=statuses.get, device=parts.get, lights=None)
    usable = {name: status is not None and status.usable for name, status in devices.items()}
    called = SimpleNamespace(latest=calls)
    terminal._services = SimpleNamespace(kit=kit, usable=usable.get, called=called)


def test_before_the_kit_stands_nothing_is_said(terminal: Terminal) -> None:
    tiles = terminal.home().tiles
    assert [tile.title for tile in tiles][:3] == ["办养老金认证", "交医保", "打社保证明"]
    assert {(tile.ready, tile.note) for tile in tiles} == {(True, "")}


def test_all_is_well(terminal: Terminal) -> None:
    built(terminal)
    assert {(tile.ready, tile.note) for tile in terminal.home().tiles} == {(True, "")}


def test_the_page_says_where_and_when_one_is(terminal: Terminal) -> None:
    home = terminal.home()
    assert (home.clock, home.date, home.site) == ("09:05", "11月22日 星期日", "东湖镇便民服务中心")


def test_the_last_numbers_that_were_called_stand_on_it(terminal: Terminal) -> None:
    built(terminal, calls=CALLS)
    assert terminal.home().announcement == "A012到1号窗口，B003到2号窗口"
    built(terminal)
    assert terminal.home().announcement == ""


def test_an_alternative_keeps_the_item_ready(terminal: Terminal) -> None:
    built(terminal, id_card=DOWN, camera=DOWN)
    assert terminal.missing(certify) is None


def test_without_the_printer_the_tile_says_so(terminal: Terminal) -> None:
    built(terminal, receipt_printer=DOWN)
    assert terminal.home().tiles[0].note == "今天打不了回执"


def test_without_a_link_the_tile_says_what_works(terminal: Terminal) -> None:
    built(terminal, link=NO_LINK)
    tiles = {tile.item: tile for tile in terminal.home().tiles}
    kept, paid = tiles["social.pension_certification"], tiles["medical.payment"]
    certified, printed = tiles["social.insured_certificate"], tiles["receipt.reprint"]
    assert (kept.ready, kept.note) == (True, "网络没连上，可以先存着")
    assert (paid.ready, paid.note) == (certified.ready, certified.note) == (False, "网络没连上")
    assert (printed.ready, printed.note) == (True, "")


def test_without_a_store_nothing_is_begun(terminal: Terminal) -> None:
    terminal._failure = StoreError("disk full")
    assert {(tile.ready, tile.note) for tile in terminal.home().tiles} == {(False, StoreError.sentence)}


@pytest.mark.parametrize(
    ("error", "devices", "link", "cleared"),
    [
        (Disconnected(device="id_card"), {"id_card": UP}, UP, True),
        (Disconnected(device="id_card"), {"id_card": DOWN}, UP, False),
        (PaperError(device="receipt_printer", out=False), {"receipt_printer": UP}, UP, True),
        (PaperError(device="receipt_printer", out=None), {"receipt_printer": UP}, UP, False),
        (Unreachable(), {}, UP, True),
        (Unreachable(), {}, NO_LINK, False),
        (BrokenReply(), {}, UP, True),
        (PaymentsClosed(), {}, UP, True),
        (PaymentsClosed(), {}, NO_LINK, False),
        (StoreError(), {}, UP, False),
    ],
)
def test_what_has_cleared_is_tried_again(
    terminal: Terminal, error: Exception, devices: dict[str, Status], link: Status, cleared: bool
) -> None:
    built(terminal, link=link, **devices)
    assert bool(terminal.cleared(error)) is cleared


def test_what_the_package_does_not_show_on_home_is_found_too(terminal: Terminal) -> None:
    offered = [item.id for item in terminal.offered()]
    home = [item.id for item in terminal._settings.items]
    assert offered[: len(home)] == home
    assert set(offered) == set(terminal._items)  # the township's package has also = ["*"]
    assert terminal.home().more
    for item in terminal.offered()[len(home) :]:
        assert item in terminal.find(item.title)


def test_of_equals_home_s_items_come_first_and_then_what_is_used_most(terminal: Terminal) -> None:
    def order() -> list[str]:
        return [item.id for item in terminal.find("打") if item.title.startswith("打")]

    home = [item.id for item in terminal._settings.items]
    first, others = [item for item in order() if item in home], [item for item in order() if item not in home]
    assert order() == [*first, *others]
    assert len(others) > 1
    terminal._used = (others[-1],)
    assert order() == [*first, others[-1], *others[:-1]]


def test_each_way_through_an_item_is_counted_when_it_is_left(terminal: Terminal, tmp_path: Path) -> None:
    store = Store(tmp_path / "store", KEY)
    usage = Usage(store, NineOClock())
    books = SimpleNamespace(abandon=lambda _walk: None)
    staff = SimpleNamespace(paper=SimpleNamespace(serving=lambda _walk, _item: None))
    kit = SimpleNamespace(effects=books, ledger=books, lights=None)
    terminal._services = SimpleNamespace(kit=kit, usage=usage, staff=staff)
    terminal.left(terminal.new_walk(replace(certify, id="assist.proxy")))  # what comes before an item is none
    terminal.left(terminal.new_walk(certify), idle=True)
    terminal.left(terminal.new_walk(certify))
    usage.close()
    counted = uses(store, 0)
    store.close()
    assert set(counted) == {certify.id}
    use = counted[certify.id]
    assert (use.ends[Outcome.IDLE], use.ends[Outcome.LEFT], use.steps) == (1, 1, {"Identify": 2})


@pytest.mark.parametrize(("days", "heading"), [("mon-fri", "明天 9:00 有人"), ("mon-sun", "有人帮您")])
def test_the_help_page_says_whether_a_helper_is_there_now(tmp_path: Path, qapp: Any, days: str, heading: str) -> None:
    settings = config.load(config.FILE, state=tmp_path)
    helper = replace(settings.package.helper, hours=week({days: ["9:00-17:00"]}))
    sunday = Terminal(replace(settings, package=replace(settings.package, helper=helper)), tmp_path, NineOClock())
    assert sunday.help().heading == heading
    sunday.deleteLater()
