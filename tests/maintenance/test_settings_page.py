"""The settings page: its form, a draft of several changes, the trial, the versions."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk import config, supervisor
from kiosk.core.board import AskChoice, AskNumber, AskText, Board, Go, Mood, Row, Rows, Said, Table
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.maintenance.page import Premises
from kiosk.maintenance.pages import settings as page_module
from kiosk.maintenance.pages.settings import Settings
from kiosk.services.audit import Audit
from kiosk.services.store import Store
from kiosk.settings import versions
from kiosk.settings.change import Trial
from tests.services.world import KEY, SetClock

ENGINEER = Staff("1001", "工程师甲", Role.ENGINEER)


class Menu:
    """The page on a terminal whose trial starts say ``trial``."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.file, self.state, self.clock = folder / "config.toml", folder / "state", SetClock()
        self.file.write_bytes(config.FILE.read_bytes())
        self.trial, self.ended = Trial(), []
        self.audit = Audit(store, self.clock)
        services: Any = SimpleNamespace(audit=self.audit)
        self.page = Settings(
            Premises(config.load(self.file, state=self.state), self.state, self.clock, services, self.ended.append)
        )
        self.page.try_start = lambda *_: self.trial

    def board(self, at: str = "") -> Board:
        return self.page.board(at, ENGINEER)

    def do(self, at: str, action: str, value: str = "") -> object:
        return self.page.do(at, action, value, ENGINEER, Cancel())

    def rows(self, at: str = "") -> dict[str, Row]:
        return {row.name: row for part in self.board(at).parts if isinstance(part, Rows) for row in part.rows}

    def actions(self, at: str = "") -> list[str]:
        return [action.name for action in self.board(at).actions]


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Menu]:
    monkeypatch.setattr(page_module, "LAST_WORDS", 0)
    (tmp_path / "state").mkdir()
    with closing(Store(tmp_path / "store", KEY)) as store:
        yield Menu(tmp_path, store)


def test_sections_lead_to_their_keys_with_meaning_value_and_what_is_asked(menu: Menu) -> None:
    assert menu.rows()["devices.id_card"].opens == "settings:devices.id_card"
    keys = menu.rows("devices.receipt_printer")
    assert keys["baud"].value == "115200"
    assert keys["baud"].detail == "串口波特率，和打印机自检页上的一样；9600 到 921600"
    assert keys["flow"].value == "none（出厂）"
    asks = {name: row.action.ask for name, row in keys.items() if row.action is not None}
    assert isinstance(asks["baud"], AskNumber)
    assert isinstance(asks["flow"], AskChoice)
    assert ("-", "不写，按出厂的") in asks["flow"].choices
    assert asks["counter"].choices[:2] == (("true", "是"), ("false", "否"))
    assert asks["counter"].given == "true"
    assert isinstance(asks["port"], AskText)
    assert asks["port"].plain


def test_several_changes_are_shown_then_tried_and_taken_up_together(menu: Menu) -> None:
    assert menu.do("site", "telephone", "0574-1") == Said("记下了，还没换上")
    menu.do("devices.id_card", "baud", "9600")
    assert menu.rows("site")["telephone"].mood is Mood.WARN
    assert menu.board().note == "改了 2 项，还没换上"
    assert menu.file.read_bytes() == config.FILE.read_bytes()
    assert menu.do("", "draft") == Go("settings:draft")
    [table] = menu.board("draft").parts
    assert isinstance(table, Table)
    assert table.rows == (("site.telephone", "0574-8800 0001", "0574-1"), ("devices.id_card.baud", "115200", "9600"))
    assert menu.do("draft", "apply") == Said("换上了，窗口马上重新打开")
    loaded = config.load(menu.file, state=menu.state)
    assert (loaded.site.telephone, loaded.devices["id_card"].options["baud"]) == ("0574-1", 9600)
    assert versions.load(menu.state).made.who == "1001"


def test_the_window_is_opened_anew_afterwards(menu: Menu, qtbot: Any) -> None:
    menu.do("site", "telephone", "0574-1")
    menu.do("draft", "apply")
    qtbot.waitUntil(lambda: menu.ended == [supervisor.RENEW])


def test_a_value_that_is_wrong_is_said_and_not_noted(menu: Menu) -> None:
    with pytest.raises(KioskError) as error:
        menu.do("panel", "pixel_pitch_mm", "9")
    assert error.value.sentence == "panel.pixel_pitch_mm 写的是 9.0，不能大于 1.0"
    assert menu.actions() == ["versions"]


def test_a_choice_may_be_left_to_the_factory(menu: Menu) -> None:
    menu.do("devices.receipt_printer", "counter", "-")
    assert menu.rows("devices.receipt_printer")["counter"].value == "否（出厂）"


def test_what_is_put_back_by_hand_is_no_change(menu: Menu) -> None:
    menu.do("site", "telephone", "0574-1")
    menu.do("site", "telephone", "0574-8800 0001")
    assert menu.board().note == ""


def test_another_model_drops_what_it_does_not_know_and_says_what_it_needs(menu: Menu) -> None:
    said = menu.do("devices.face_detector", "model", "yunet")
    assert isinstance(said, Said)
    assert said.sentence == "记下了。还差：devices.face_detector.path 没有写，要补上"
    assert set(menu.rows("devices.face_detector")) == {"model", "path", "sha256"}
    with pytest.raises(KioskError, match="path"):
        menu.do("draft", "apply")
    menu.do("devices.face_detector", "path", "yunet.onnx")
    assert menu.do("devices.face_detector", "sha256", "ab" * 32) == Said("记下了，还没换上")


def test_a_device_that_does_not_answer_is_asked_about(menu: Menu) -> None:
    menu.trial = Trial(notes=("读卡器：没有回答",))
    menu.do("devices.id_card", "port", "/dev/ttyS9")
    assert menu.do("draft", "apply") == Said("没有换：读卡器：没有回答", Mood.WARN)
    assert menu.actions("draft") == ["apply", "anyway", "discard"]
    assert menu.do("draft", "anyway") == Said("换上了，窗口马上重新打开")


def test_what_does_not_come_up_is_not_taken(menu: Menu) -> None:
    menu.trial = Trial("首页没有画出来")
    menu.do("site", "telephone", "0574-1")
    with pytest.raises(KioskError) as error:
        menu.do("draft", "apply")
    assert error.value.sentence == "没有换：首页没有画出来"
    assert menu.file.read_bytes() == config.FILE.read_bytes()
    assert menu.do("", "discard") == Go("settings", "都没有改")
    assert menu.board().note == ""


def test_versions_and_the_way_back(menu: Menu) -> None:
    for number in "12":
        menu.do("site", "telephone", f"0574-{number}")
        menu.do("draft", "apply")
    assert menu.do("", "versions") == Go("settings:versions")
    assert set(menu.rows("versions")) == {"", "version-1", "version-2"}
    [table] = menu.board("version-2").parts
    assert isinstance(table, Table)
    assert table.rows == (("site.telephone", "0574-2", "0574-8800 0001"),)
    menu.do("version-2", "rollback")
    assert menu.file.read_bytes() == config.FILE.read_bytes()
    with pytest.raises(KioskError, match="没有这一份"):
        menu.board("version-9")


def test_who_changed_what_is_in_the_audit_without_values(menu: Menu) -> None:
    menu.do("site", "telephone", "0574-1")
    menu.do("draft", "apply")
    [row] = [row for row in menu.audit.rows() if row.event == "settings.changed"]
    assert row.detail == {"staff": "1001", "keys": "site.telephone"}
