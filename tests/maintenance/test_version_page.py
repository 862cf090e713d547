"""The version page: what runs here, another version, and the three ends; the makers' repository is a real one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk import __version__, config, launcher, supervisor
from kiosk.core.board import Board, Confirm, Facts, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.maintenance.page import Premises
from kiosk.maintenance.pages import versions as page_module
from kiosk.maintenance.pages.versions import Version
from kiosk.releases import shelf, update
from kiosk.services.store import Store
from kiosk.settings.change import Trial
from tests.releases.world import Makers
from tests.services.world import KEY, SetClock

ENGINEER = Staff("1001", "工程师甲", Role.ENGINEER)


class Menu:
    def __init__(self, folder: Path, store: Store, *overrides: str) -> None:
        self.state, self.ended = folder / "state", list[int]()
        settings = config.load(config.FILE, state=self.state, overrides=overrides)
        services: Any = SimpleNamespace(store=store)
        self.page = Version(Premises(settings, self.state, SetClock(), services, self.ended.append))

    def board(self) -> Board:
        return self.page.board("", ENGINEER)

    def facts(self) -> dict[str, str]:
        return dict(pair for part in self.board().parts if isinstance(part, Facts) for pair in part.pairs)

    def actions(self) -> list[str]:
        return [action.name for action in self.board().actions]

    def do(self, action: str) -> object:
        return self.page.do("", action, "", ENGINEER, Cancel())


@pytest.fixture
def makers(tmp_path: Path) -> Makers:
    made = Makers(tmp_path)
    root = made.publish("1.0.0")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "update-root.json").write_bytes(root.read_bytes())
    return made


@pytest.fixture
def menu(tmp_path: Path, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Menu]:
    monkeypatch.setattr(page_module, "LAST_WORDS", 0)
    monkeypatch.setattr(launcher, "takes_releases", lambda: True)
    monkeypatch.setattr(update.change, "try_start", lambda *_, **__: Trial())
    with closing(Store(tmp_path / "store", KEY)) as store:
        yield Menu(tmp_path, store, f'update.media="{makers.repository.parent.parent}"')


def test_what_runs_here(menu: Menu) -> None:
    facts = menu.facts()
    assert facts["程序"] == __version__
    assert facts["功能包"] == "乡镇街道"
    assert {"数据库", "系统", "内核", "机器", "Python", "PySide6-Essentials", "sqlcipher3", "tuf"} <= facts.keys()
    assert all(facts.values())


def test_every_end_is_confirmed(menu: Menu) -> None:
    asks = {action.name: action.ask for action in menu.board().actions}
    assert all(isinstance(asks[name], Confirm) for name in ("restart", "reboot", "power_off"))


@pytest.mark.parametrize(
    ("action", "code"),
    [("restart", supervisor.RESTART), ("reboot", supervisor.REBOOT), ("power_off", supervisor.POWER_OFF)],
)
def test_the_window_is_closed_in_order_with_what_is_to_follow(menu: Menu, qtbot: Any, action: str, code: int) -> None:
    assert isinstance(menu.do(action), Said)
    qtbot.waitUntil(lambda: menu.ended == [code])


@pytest.mark.parametrize(("action", "says"), [("reboot", "这里不能重启机器"), ("power_off", "这里不能关机")])
def test_in_the_demo_the_machine_is_left_alone(tmp_path: Path, makers: Makers, action: str, says: str) -> None:
    with closing(Store(tmp_path / "store", KEY)) as store:
        menu = Menu(tmp_path, store, 'machine.reboot=""', 'machine.power_off=""')
        with pytest.raises(KioskError) as error:
            menu.do(action)
    assert error.value.sentence == says
    assert menu.ended == []


def test_a_release_on_the_stick_is_found_taken_up_and_taken_back(menu: Menu, qtbot: Any) -> None:
    assert "install" not in menu.actions()
    assert menu.do("stick") == Said("有新版本 1.0.0")
    assert menu.facts()["找到的新版本"].startswith("1.0.0（")
    assert menu.actions()[0] == "install"
    assert menu.do("install") == Said("换成 1.0.0 了，程序马上重新打开")
    assert shelf.current(menu.state) == "1.0.0"
    assert menu.facts()["以前的版本"] == __version__
    assert menu.do("rollback") == Said(f"退回 {__version__} 了，程序马上重新打开")
    qtbot.waitUntil(lambda: menu.ended == [supervisor.RESTART] * 2)


def test_what_is_refused_is_one_sentence(menu: Menu, makers: Makers) -> None:
    with pytest.raises(KioskError) as error:
        menu.do("look")
    assert error.value.sentence == "没有写新版本的地址"
    makers.publish("1.0.1", days_ago=60)
    with pytest.raises(KioskError) as error:
        menu.do("stick")
    assert error.value.sentence == "更新源过期了，不能再信。等制作方重新发布"


def test_nothing_newer(menu: Menu, makers: Makers) -> None:
    makers.publish(__version__)
    assert menu.do("stick") == Said(f"没有比 {__version__} 新的")
    assert "install" not in menu.actions()
