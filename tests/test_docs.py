"""What the pages under docs/ show is run as it stands there: a page that has grown old fails."""

import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kiosk.devices
import kiosk.devices.simulators
from kiosk import config
from kiosk.config_check import check
from kiosk.core.clock import SystemClock
from kiosk.core.slot import Slot
from kiosk.core.status import Health
from kiosk.devices import registry
from kiosk.devices.guide import Guide

ADD_A_DEVICE = config.ROOT / "docs" / "add-a-device.md"
BLOCK = re.compile(r"`([\w/]+\.(?:py|toml))`:\n\n```(?:python|toml)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """The page's files, written under ``root`` at the paths that it names, and the driver among them can be loaded."""

    root: Path
    files: dict[str, str]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    files = dict(BLOCK.findall(ADD_A_DEVICE.read_text(encoding="utf-8")))
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for package in (kiosk.devices, kiosk.devices.simulators):
        added = str(tmp_path / package.__name__.replace(".", "/"))
        monkeypatch.setattr(package, "__path__", [*package.__path__, added])
    before = set(sys.modules)
    registry.known_models.cache_clear()  # what is there was looked up once
    yield Page(tmp_path, files)
    registry.known_models.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith("kiosk.devices."):
            del sys.modules[name]


def test_the_page_shows_all_that_a_device_needs(page: Page) -> None:
    assert set(page.files) == {
        "kiosk/devices/lcus_lights.py",
        "kiosk/devices/simulators/lcus_board.py",
        "tests/devices/test_lcus_lights.py",
        "config.toml",
    }
    assert ADD_A_DEVICE.read_text(encoding="utf-8").count("```") == 2 * len(page.files), "a block is of no file"


def test_its_own_test_passes(page: Page) -> None:
    scope: dict[str, object] = {}
    name = "tests/devices/test_lcus_lights.py"
    exec(compile(page.files[name], name, "exec"), scope)
    test = scope["test_the_light_that_is_meant"]
    assert callable(test)
    test(page.root)


def test_the_house_finds_its_driver_and_takes_its_configuration(page: Page) -> None:
    assert "lcus_lights" in registry.known_models()
    tables = tomllib.loads((config.ROOT / "config.toml").read_text(encoding="utf-8"))
    tables["devices"]["lights"] = tomllib.loads(page.files["config.toml"])["devices"]["lights"]
    check(tables, Path("config.toml"))
    tables["devices"]["lights"]["relays"] = 3
    with pytest.raises(config.ConfigError, match=r"devices\.lights\.relays"):
        check(tables, Path("config.toml"))


def test_it_works_behind_its_owner_and_comes_back(page: Page, until: Callable[[Callable[[], bool]], None]) -> None:
    driver = registry.load("lcus_lights")
    simulator = importlib.import_module("kiosk.devices.simulators.lcus_board")
    board = simulator.LcusBoardSimulator(page.root / "lights")
    board.line.plug()
    slots = {Slot.ID_CARD: 1, Slot.RECEIPT: 3}
    options = driver.Options(port=page.root / "lights", relays=4, slots=slots)
    guide = Guide(lambda: driver.open_device(options, SystemClock()), clock=SystemClock())
    guide.show(Slot.ID_CARD)
    until(lambda: board.on[1])
    board.line.unplug()
    until(lambda: guide.owner.status.health is Health.OFFLINE)
    board.on[1] = False
    board.line.plug()
    until(lambda: board.on[1] and guide.owner.status.health is Health.ONLINE)
    guide.owner.close()
    board.line.unplug()


@pytest.mark.parametrize("rule", [["check"], ["format", "--check"]])
def test_it_keeps_the_rules_of_the_house(page: Page, rule: list[str]) -> None:
    for name in (name for name in page.files if name.startswith("kiosk/")):
        command = [sys.executable, "-m", "ruff", *rule, "--no-cache", "--stdin-filename", name, "-"]
        ended = subprocess.run(
            command, cwd=config.ROOT, input=page.files[name], capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stdout
