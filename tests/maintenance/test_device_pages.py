"""The device pages on real devices: who may do what, tests, the wire watched, another port tried before it is kept."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk import config, kit, supervisor
from kiosk.cli import WIRES
from kiosk.core.board import AskChoice, Facts, Go, Lines, Mood, Photo, Said, Table
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.core.status import Health, Status
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator
from kiosk.maintenance.page import Premises
from kiosk.maintenance.pages import device_change
from kiosk.services.paper import A4, ROLL
from tests.maintenance.premises import ENGINEER, SITE, Menu, actions, facts, rows
from tests.sandbox.town import Town

Until = Callable[..., None]


def names(desk: Menu, at: str, staff: object = ENGINEER) -> set[str]:
    return {one.name for one in actions(desk.board(at, ENGINEER if staff is ENGINEER else SITE))}


# --- the list, and who may what ---


def test_every_device_is_in_the_list_and_site_staff_see_less(desk: Menu, place: Town, until: Until) -> None:
    board = desk.board("devices")
    assert (board.note, board.mood) == ("都能用", Mood.GOOD)
    assert [one.opens for one in rows(board)][:7] == [f"device:{name}" for name in device_names()]
    assert {one.opens for one in rows(board)} >= {"touch", "display", "sound"}
    assert {one.opens.partition(":")[0] for one in rows(desk.board("devices", SITE))} == {"device"}
    place.order("/scanner", fault="unplugged")
    until(lambda: not desk.premises.services.usable("scanner"))
    assert desk.board("devices").note == "有 1 个用不了"


def device_names() -> tuple[str, ...]:
    return ("id_card", "scanner", "camera", "document_camera", "receipt_printer", "a4_printer", "lights")


def test_site_staff_print_and_restart_and_nothing_else(desk: Menu) -> None:
    assert {name: names(desk, f"device:{name}", SITE) for name in ("id_card", "a4_printer", "lights")} == {
        "id_card": {"restart"},
        "a4_printer": {"restart", "test"},
        "lights": {"restart"},
    }
    assert not rows(desk.board("device:id_card", SITE))
    assert "port" not in facts(desk.board("device:id_card", SITE))
    for at in ("device_wire:id_card", "device_change:id_card"):
        with pytest.raises(KioskError, match="may not open"):
            desk.board(at, SITE)
    with pytest.raises(KioskError, match="for engineers"):
        desk._pages.do("device:id_card", "test", "", SITE, Cancel())


def test_an_engineer_reads_what_it_is_and_what_it_had(desk: Menu, place: Town, until: Until) -> None:
    said = facts(desk.board("device:scanner"))
    assert (said["现在"], said["型号"], said["baud"], said["suffix"]) == ("正常", "line_serial", "9600", "\\r")
    place.order("/scanner", fault="unplugged")
    until(lambda: bool(desk.premises.services.faults.standing()))
    [line] = [row for part in desk.board("device:scanner").parts if isinstance(part, Table) for row in part.rows]
    assert line[1:] == ("扫码口没连上", "不到 1 分钟，还没好", "网点人员处理")


def test_a_device_that_is_not_there_is_said(desk: Menu) -> None:
    for at in ("device:toaster", "device_wire:toaster", "device_change:toaster"):
        with pytest.raises(KioskError) as raised:
            desk.board(at)
        assert raised.value.remedy == "退回上一页"


# --- tests ---


def test_a_card_is_read_and_nothing_of_it_is_told(desk: Menu, place: Town) -> None:
    person = someone_on(place)
    outcome = desk.do("device:id_card", "test")
    assert outcome == Said("读到了一张身份证")
    assert person not in str(desk.board("device:id_card"))


def someone_on(place: Town) -> str:
    """Lays a card on the reader; the number on it."""
    person = next(one for one in place.get("/state")["people"])
    place.order("/idcard", person=person["id"])
    return str(person["id"])


def test_a_code_is_scanned_while_the_test_waits_for_it(desk: Menu, place: Town) -> None:
    with ThreadPoolExecutor(1) as hand:
        running = hand.submit(desk.do, "device:scanner", "test")
        while not running.done():
            place.order("/scanner", text="TEST-0123456789")
    assert running.result() == Said("扫到了一个码")


def test_test_sheets_come_out_and_are_counted_as_tests(desk: Menu, place: Town) -> None:
    paper = desk.premises.services.staff.paper
    before = sheets(place)
    assert desk.do("device:receipt_printer", "test", staff=SITE) == Said(
        "打出来了，也切了；看一眼字清不清楚，二维码扫不扫得出"
    )
    assert desk.do("device:a4_printer", "test", staff=SITE) == Said("打出来了；看一眼四边的框和灰色")
    assert sheets(place) == (before[0] + 1, before[1] + 1)
    paper.flush()
    used = desk.premises.services.store.read("SELECT device, item, sheets FROM paper_used ORDER BY device")
    assert [tuple(row) for row in used] == [(A4, "", 1), (ROLL, "", 1)]


def sheets(place: Town) -> tuple[int, int]:
    return len(place.get("/receipt/papers")), len(place.get("/a4/papers"))


def test_what_stands_in_the_way_of_a_test_is_said(desk: Menu, place: Town, until: Until) -> None:
    place.order("/receipt", fault="paper_out")
    until(lambda: not desk.premises.services.usable(ROLL))
    outcome = desk.do("device:receipt_printer", "test", staff=SITE)
    assert isinstance(outcome, Said)
    assert (outcome.mood, outcome.sentence.partition("：")[0]) == (Mood.BAD, "打印机没纸了")
    assert desk.premises.services.store.read("SELECT * FROM paper_used") == []


@pytest.mark.parametrize("device", ["camera", "document_camera"])
def test_a_picture_is_shown_once_and_is_gone(desk: Menu, device: str) -> None:
    desk.do(f"device:{device}", "test")
    first = desk.board(f"device:{device}")
    [photo] = [part for part in first.parts if isinstance(part, Photo)]
    assert photo.data.startswith(b"\xff\xd8")
    assert "不存" in photo.words
    assert first.every == 0.0
    assert not [part for part in desk.board(f"device:{device}").parts if isinstance(part, Photo)]


def test_each_light_is_lit_by_itself_and_goes_out(desk: Menu, place: Town, until: Until) -> None:
    assert {"light_id_card", "light_document"} <= names(desk, "device:lights")
    seen = threading.Event()

    class UntilSeen(Cancel):
        def wait(self, seconds: float) -> None:
            assert seen.wait(60), seconds

    with ThreadPoolExecutor(1) as hand:
        running = hand.submit(desk._pages.do, "device:lights", "light_scanner", "", ENGINEER, UntilSeen())
        until(lambda: lit(place) == ["scanner"])
        seen.set()
        outcome = running.result()
    assert isinstance(outcome, Said)
    assert outcome.mood is Mood.GOOD
    until(lambda: lit(place) == [])


def lit(place: Town) -> list[str]:
    slots = place.get("/state")["devices"]["lights"]["slots"]
    return [slot for slot, mode in slots.items() if mode not in (0, "off")]


def test_one_device_is_restarted(desk: Menu, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, Health]] = []
    note = desk.premises.services.faults.note

    def noted(name: str, status: Status) -> None:
        seen.append((name, status.health))
        note(name, status)

    monkeypatch.setattr(desk.premises.services.faults, "note", noted)
    desk.do("device:id_card", "restart", staff=SITE)
    until(lambda: seen == [("id_card", Health.STARTING), ("id_card", Health.ONLINE)])
    [row] = desk.audit("maintenance.did")
    assert row.detail == {"action": "restart", "at": "id_card", "outcome": "done", "staff": "S01"}


# --- its wire ---


def lines(desk: Menu, at: str) -> tuple[str, ...]:
    [part] = [part for part in desk.board(at).parts if isinstance(part, Lines)]
    return part.lines


def test_a_wire_is_watched_for_a_while_and_shows_no_card(desk: Menu, place: Town, until: Until) -> None:
    assert lines(desk, "device_wire:id_card") == ()
    desk.do("device_wire:id_card", "on")
    person = someone_on(place)
    desk.do("device:id_card", "test")
    shown = "\n".join(lines(desk, "device_wire:id_card"))
    assert "→ 读卡：AA AA AA 96 69 00 03 30 01 … 1 字节" in shown
    assert "← 好：AA AA AA 96 69 05 08 00 00 90 … 1285 字节" in shown
    assert person.encode("utf-16-le")[:8].hex(" ").upper() not in shown
    desk.do("device_wire:id_card", "off")
    before = lines(desk, "device_wire:id_card")
    assert desk.board("device_wire:id_card").every == 0.0
    desk.do("device:id_card", "restart")
    until(lambda: desk.premises.services.owners["id_card"].status.health is Health.ONLINE)
    assert lines(desk, "device_wire:id_card") == before


def test_every_wire_of_lines_and_frames_can_be_watched(desk: Menu, until: Until) -> None:
    for device, word in {"receipt_printer": "问状态（DLE EOT 1）", "lights": "V 1 "}.items():
        desk.do(f"device_wire:{device}", "on")
        desk.do(f"device_wire:{device}", "restart")
        until(lambda device=device, word=word: any(word in one for one in lines(desk, f"device_wire:{device}")))


# --- another port ---


@pytest.fixture
def own(place: Town, tmp_path: Path, until: Until) -> Iterator[Menu]:
    """A terminal whose config.toml says itself where reader and scanner are."""
    file = tmp_path / "config.toml"
    file.write_bytes(config.FILE.read_bytes())
    overrides = [
        f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items() if name not in ("id_card", "scanner")
    ]
    settings = config.load(file, state=place.state, overrides=overrides)
    services = kit.build(settings, place.state, SystemClock(), lambda: None)
    until(lambda: not services.starting)
    ended: list[int] = []
    yield Menu(Premises(settings, place.state, SystemClock(), services, ended.append), ended)
    services.close()


def change_port(desk: Menu, port: Path) -> None:
    assert desk.do("device_change:id_card", "port", str(port)) == Said("记下了，试一试再存", Mood.PLAIN)


def test_a_port_where_nobody_answers_changes_nothing(own: Menu, tmp_path: Path, until: Until) -> None:
    before = own.premises.settings.file.read_bytes()
    change_port(own, tmp_path / "ttyUSB7")
    assert "save" not in names(own, "device_change:id_card")
    outcome = own.do("device_change:id_card", "try")
    assert isinstance(outcome, Said)
    assert outcome.mood is Mood.BAD
    board = own.board("device_change:id_card")
    assert board.note.startswith("没试成，原来的还在用：")
    assert "save" not in names(own, "device_change:id_card")
    with pytest.raises(KioskError) as raised:
        own._pages.do("device_change:id_card", "save", "", ENGINEER, Cancel())
    assert raised.value.sentence == "还没有试成，不存"
    until(lambda: own.premises.services.owners["id_card"].status.health is Health.ONLINE)
    assert own.premises.settings.file.read_bytes() == before
    assert own.ended == []


def test_a_port_that_answers_is_kept_with_its_version(
    own: Menu, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_change, "LAST_WORDS", 0)
    other = SdtReaderSimulator(tmp_path / "ttyUSB1")
    other.start()
    try:
        change_port(own, tmp_path / "ttyUSB1")
        outcome = own.do("device_change:id_card", "try")
        assert isinstance(outcome, Said)
        assert (outcome.mood, "安全模块" in outcome.sentence) == (Mood.GOOD, True)
        until(lambda: own.premises.services.owners["id_card"].status.health is Health.ONLINE)
        assert own.do("device_change:id_card", "save") == Go("device:id_card", "存好了，窗口马上重新打开")
    finally:
        other.close()
    assert f'port = "{tmp_path / "ttyUSB1"}"' in own.premises.settings.file.read_text()
    until(lambda: own.ended == [supervisor.RENEW])
    [row] = own.audit("settings.changed")
    assert row.detail == {"staff": "E01", "keys": "devices.id_card.port"}


def test_a_change_after_the_trial_is_tried_again(own: Menu, tmp_path: Path) -> None:
    change_port(own, own.premises.state / "wires/id_card")  # the same reader by its whole path
    own.do("device_change:id_card", "try")
    assert "save" in names(own, "device_change:id_card")
    own.do("device_change:id_card", "baud", "9600")
    assert "save" not in names(own, "device_change:id_card")
    assert own.do("device_change:id_card", "discard") == Said("没有改")
    assert "try" not in names(own, "device_change:id_card")


def test_a_scanner_answers_by_a_code_that_is_scanned(
    own: Menu, place: Town, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.do("device_change:scanner", "baud", "19200")
    with ThreadPoolExecutor(1) as hand:
        running = hand.submit(own.do, "device_change:scanner", "try")
        while not running.done():
            place.order("/scanner", text="TEST-0123456789")
    assert running.result() == Said("扫到了一个码")
    assert "save" in names(own, "device_change:scanner")
    monkeypatch.setattr("kiosk.check.devices.ASKED", 0.1)
    until(lambda: own.premises.services.owners["scanner"].status.health is Health.ONLINE)
    outcome = own.do("device_change:scanner", "try")
    assert isinstance(outcome, Said)
    assert outcome.mood is Mood.BAD
    assert "save" not in names(own, "device_change:scanner")


def test_only_models_that_can_be_this_device_are_offered(own: Menu) -> None:
    [model] = [one for one in actions(own.board("device_change:id_card")) if one.name == "model"]
    assert isinstance(model.ask, AskChoice)
    assert model.ask.choices == (("sdt_serial", "sdt_serial"),)


def test_what_the_command_line_fixes_is_not_changed_here(desk: Menu, tmp_path: Path) -> None:
    change_port(desk, tmp_path / "ttyUSB7")
    with pytest.raises(KioskError, match="--set"):
        desk.do("device_change:id_card", "try")


def test_the_ports_are_asked_and_the_device_is_back(own: Menu, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    port = (own.premises.state / "wires/id_card").absolute()
    monkeypatch.setattr("kiosk.devices.probe.serial_ports", lambda: (port, own.premises.state / "wires/lights"))
    assert own.do("device_change:id_card", "find") == Said("问完了：1 个口有回应", Mood.PLAIN)
    [found] = [one for one in rows(own.board("device_change:id_card")) if one.name.startswith("found_")]
    assert (found.title, found.value, found.mood) == (str(port), "115200", Mood.GOOD)
    assert own.do("device_change:id_card", "use_0") == Said("记下了，试一试再存", Mood.PLAIN)
    assert own.board("device_change:id_card").note == "改了 2 项，还没试"
    until(lambda: own.premises.services.owners["id_card"].status.health is Health.ONLINE)
    assert not [part for part in own.board("device_change:id_card").parts if isinstance(part, Facts)]
