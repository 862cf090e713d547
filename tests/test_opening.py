"""A press between the first picture and the conductor: the real window, and a finger quicker than what comes behind."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk import config
from kiosk.core.hours import week
from kiosk.opening import home, join_when_painted
from kiosk.screens.conductor import Conductor
from kiosk.screens.content import Page
from kiosk.screens.idle import IdleClock
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window
from tests.screens.house import TILE, Clock, TestHouse

TILE_NAME = f"tile.{TILE.item}"


class Opened:
    """The window as it is when it has just been opened, and its conductor once there is one."""

    def __init__(self, qtbot: Any) -> None:
        self.clock, self.house = Clock(), TestHouse()
        self.window = Window(pitch=0.248, orientation="portrait", text_size="standard", clock=self.clock)
        qtbot.addWidget(self.window)
        self.idle = IdleClock(self.clock, 120)
        self.conductor: Conductor | None = None
        self.window.show_page("home", Page(self.house.home()))
        join_when_painted(self.window, self._join)

    def _join(self) -> Conductor:
        voice = Voice(lambda *_: None, lambda: None)
        self.conductor = Conductor(self.window, self.house, self.idle, voice)
        return self.conductor

    def tap(self, name: str) -> None:
        control = self.window.findChild(QWidget, name)
        assert isinstance(control, QWidget)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)

    @property
    def kind(self) -> str:
        return self.window.current.kind


@pytest.fixture
def opened(qtbot: Any) -> Opened:
    return Opened(qtbot)


def stands(opened: Opened, qtbot: Any) -> Conductor:
    qtbot.waitUntil(lambda: opened.conductor is not None, timeout=30_000)
    assert opened.conductor is not None
    return opened.conductor


def test_a_tile_that_was_tapped_before_anybody_listened_is_opened(opened: Opened, qtbot: Any) -> None:
    opened.window.open(windowed=True)
    opened.tap(TILE_NAME)
    assert opened.conductor is None
    conductor = stands(opened, qtbot)
    assert opened.kind == "identify"
    assert opened.house.attended
    assert opened.idle._timer.isActive()
    conductor.leave()


def test_help_that_was_wanted_before_anybody_listened_comes_and_goes_home_when_nobody_is_there(
    opened: Opened, qtbot: Any
) -> None:
    opened.window.open(windowed=True)
    opened.tap("nav.help")
    conductor = stands(opened, qtbot)
    assert opened.kind == "help"
    assert opened.idle._timer.isActive()
    conductor.leave()


def test_of_two_taps_the_first_counts(opened: Opened, qtbot: Any) -> None:
    opened.window.open(windowed=True)
    opened.tap(TILE_NAME)
    opened.tap("nav.help")
    conductor = stands(opened, qtbot)
    assert opened.kind == "identify"
    conductor.leave()


def test_afterwards_a_tap_is_carried_out_once(opened: Opened, qtbot: Any) -> None:
    opened.window.open(windowed=True)
    conductor = stands(opened, qtbot)
    assert opened.kind == "home"
    opened.tap(TILE_NAME)
    assert opened.kind == "identify"
    opened.house.started.get(timeout=30)
    assert opened.house.started.empty()
    conductor.leave()


MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "announcement", "said"),
    [
        (10, "", ""),
        (10, "周六也开", "周六也开"),
        (7, "", "现在没开门，今天 8:30 开门"),
        (20, "周六也开", "现在没开门，明天 8:30 开门；周六也开"),
        (20, "长" * 40, "现在没开门，明天 8:30 开门"),
    ],
)
def test_while_the_site_is_closed_home_says_when_it_opens(
    tmp_path: Path, hour: int, announcement: str, said: str
) -> None:
    settings = config.load(config.FILE, state=tmp_path)
    office = replace(settings.package, hours=week({"mon-fri": ["8:30-17:00"]}), announcement=announcement)
    assert home(replace(settings, package=office), MONDAY.replace(hour=hour), ()).announcement == said
    always = replace(office, hours=None)
    assert home(replace(settings, package=always), MONDAY.replace(hour=hour), ()).announcement == announcement
