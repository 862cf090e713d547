"""The first page: how everything stands on a real terminal, and what is most urgent on top."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.core.board import Mood, Rows
from kiosk.core.staff import Staff
from kiosk.maintenance.pages.overview import Overview
from kiosk.services.machine import look
from kiosk.services.paper import ROLL
from tests.maintenance.premises import ENGINEER, SITE, Menu, facts, menu, rows
from tests.sandbox.town import Town

Until = Callable[..., None]


def row(desk: Menu, name: str) -> tuple[str, str, Mood]:
    [found] = [one for one in rows(desk.board("overview")) if one.name == name]
    return found.value, found.detail, found.mood


def urgent(desk: Menu, staff: Staff = ENGINEER) -> list[str]:
    board = desk.board("overview", staff)
    return [
        one.title for part in board.parts if isinstance(part, Rows) and part.heading == "先处理" for one in part.rows
    ]


def test_all_of_it_is_there_and_leads_to_its_page(desk: Menu) -> None:
    found = {one.name: one.opens for one in rows(desk.board("overview"))}
    assert {name: found[name] for name in ("id_card", "lights", f"paper_{ROLL}")} == {
        "id_card": "device:id_card",
        "lights": "device:lights",
        f"paper_{ROLL}": "paper:receipt_printer",
    }
    assert {"link", "clock", "store", "disk", "memory"} <= found.keys()
    assert facts(desk.board("overview"))["版本"] == __version__
    assert row(desk, "id_card") == ("正常", "", Mood.GOOD)
    assert row(desk, "clock")[1:] == ("和平台一样", Mood.GOOD)


def test_a_fault_stands_on_top_once_with_who_clears_it_and_its_clock(desk: Menu, place: Town, until: Until) -> None:
    place.order("/receipt", fault="cover_open")
    until(lambda: bool(desk.premises.services.staff.cases.open()))
    board = desk.board("overview")
    assert (board.mood, board.note) == (Mood.BAD, "有 1 个故障没好")
    assert urgent(desk)[0] == "打印机的盖子没盖好"
    assert "回执打印机" not in urgent(desk)
    [fault] = [one for one in rows(board) if one.opens.startswith("fault:")]
    assert fault.detail == "回执打印机，网点人员，坏了不到 1 分钟"
    assert fault.value.startswith("答复还有 ")
    place.order("/receipt", fault=None)
    until(lambda: not desk.premises.services.staff.cases.open())
    assert desk.board("overview").note != board.note


def test_site_staff_are_shown_first_what_they_can_do_something_about(place: Town, until: Until) -> None:
    with menu(place, "devices.lights.slots={id_card=1, scanner=99}") as desk:  # more than the board has
        cases = desk.premises.services.staff.cases
        until(lambda: len(cases.open()) == 1)
        place.order("/receipt", fault="paper_out")
        until(lambda: len(cases.open()) == 2)
        assert urgent(desk)[:2] == ["指示灯没接全", "打印机没纸了"]
        assert urgent(desk, SITE)[0] == "打印机没纸了"
        assert "指示灯没接全" not in urgent(desk, SITE)
        assert "指示灯没接全" in [one.title for one in rows(desk.board("overview", SITE))]


def test_no_gateway_is_said_with_its_beginning(desk: Menu, place: Town, until: Until) -> None:
    place.order("/network", fault="down")
    desk.premises.services.link.suspect()
    until(lambda: [one.device for one in desk.premises.services.staff.cases.open()] == ["link"])
    value, detail, mood = row(desk, "link")
    assert (value, mood) == ("没连上", Mood.BAD)
    assert detail.startswith("从 ")


def test_paper_that_nobody_has_counted_is_to_be_counted(desk: Menu) -> None:
    assert row(desk, f"paper_{ROLL}") == ("没有登记过", "先登记换纸，或数一数", Mood.PLAIN)
    desk.premises.services.staff.paper.refilled(ROLL, "S01")
    assert row(desk, f"paper_{ROLL}")[::2] == ("80 米，约 667 张", Mood.GOOD)


def test_heat_is_told_where_it_is_known(desk: Menu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    (root / "proc").mkdir(parents=True)
    monkeypatch.setattr(Overview, "machine_root", root)
    assert not [one for one in rows(desk.board("overview")) if one.name in ("heat", "memory")]
    for zone, value in (("thermal_zone0", "45000"), ("thermal_zone1", "82500"), ("thermal_zone2", "n/a")):
        (root / "sys/class/thermal" / zone).mkdir(parents=True)
        (root / "sys/class/thermal" / zone / "temp").write_text(f"{value}\n")
    (root / "proc/meminfo").write_text("MemTotal: 2048000 kB\nMemAvailable: 51200 kB\nHugePages_Total: 0\n")
    (root / "proc/uptime").write_text("7500.25 1.0\n")
    assert row(desk, "heat") == ("82 ℃", "太热了，看看风口挡住没有", Mood.WARN)
    assert row(desk, "memory") == ("剩 50 MB", "一共 2.0 GB", Mood.WARN)
    assert facts(desk.board("overview"))["机器开了"] == "2 小时 5 分"


def test_logs_are_counted(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/terminal.log").write_bytes(bytes(3000))
    (tmp_path / "logs/terminal.log.1").write_bytes(bytes(2000))
    machine = look(tmp_path)
    assert machine.logs == 5000
    assert 0 < machine.disk_free <= machine.disk


def test_paper_that_runs_out_stands_on_top_beside_a_fault_of_its_printer(desk: Menu, place: Town, until: Until) -> None:
    services = desk.premises.services
    hour = int(services.kit.clock.now().timestamp() // 3600)
    with services.store.write() as db:
        for day in range(1, 15):
            db.execute("INSERT INTO paper_used VALUES ('a4_printer', '', ?, 30, 30)", (hour - 24 * day,))
    place.order("/a4", fault="toner_low")
    until(lambda: bool(services.staff.cases.open()))
    services.staff.paper.counted("a4_printer", "S01", 200)
    assert urgent(desk) == ["打印机的墨快用完了"]
    services.staff.paper.counted("a4_printer", "S01", 20)
    assert urgent(desk) == ["打印机的墨快用完了", "A4 打印机"]
