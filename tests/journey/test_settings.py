"""An engineer changes a setting at the real window: it is tried, taken up, and the window stands on it afterwards."""

import shutil
from collections.abc import Iterator

import pytest

from kiosk import config
from kiosk.settings import versions
from kiosk.tour.technician import Technician
from tests.journey.world import World, start


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """On a config.toml of its own, which is to be written."""
    place = tmp_path_factory.mktemp("settings")
    file = place / "config.toml"
    shutil.copy(config.FILE, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(config.FILE_VARIABLE, str(file))
        with start(place / "state") as world:
            yield world


def says(world: World, words: str) -> None:
    world.terminal.wait_until(lambda: any(words in text for text in world.terminal.texts()), words)


def test_a_setting_is_tried_and_taken_up_by_touch(own: World) -> None:
    terminal, window = own.terminal, own.demo.window_process_id()
    engineer = Technician(own.desktop, terminal)
    engineer.come_in("9001")
    engineer.open("settings")
    terminal.tap("maintenance.settings.terminal")
    terminal.tap("maintenance.settings.package")
    terminal.tap("choice.community")
    says(own, "记下了，还没换上")
    terminal.tap("maintenance.settings.draft")
    says(own, "community")
    terminal.tap("maintenance.settings.apply")
    says(own, "换上了")
    terminal.wait_for("screen.home", timeout=20)
    terminal.wait_until(lambda: own.demo.window_process_id() != window, "窗口重新打开")
    assert config.load(own.demo.state.parent / "config.toml", state=own.demo.state).terminal.package == "community"
    assert versions.load(own.demo.state).made.who == "9001"
    probation = own.demo.state / "probation.json"
    terminal.wait_until(lambda: not probation.exists(), "新的设置站住了", 30)


def test_the_demos_machine_is_not_ended(own: World) -> None:
    engineer = Technician(own.desktop, own.terminal)
    engineer.come_in("9001")
    engineer.open("version")
    own.terminal.tap("maintenance.version.reboot")
    own.terminal.tap("maintenance.version.reboot")
    says(own, "这里不能重启机器")
    assert own.demo.process.poll() is None
    engineer.leave()
