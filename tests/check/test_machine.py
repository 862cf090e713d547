"""Touch screens as Linux lists them, a touch as Linux tells it, and typefaces."""

import os
import struct
import threading
from pathlib import Path

import pytest
import qtawesome

from kiosk import config
from kiosk.check import machine, pages
from kiosk.check.finding import Choices
from kiosk.widgets import theme

# As a terminal's /proc/bus/input/devices has them (names changed): a keyboard, a mouse, a touch pad, two touch screens.
KEYBOARD = """I: Bus=0003 Vendor=046d Product=c31c Version=0110
N: Name="USB Keyboard"
H: Handlers=sysrq kbd event0 leds
B: PROP=0
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
B: LED=7
"""
MOUSE = """I: Bus=0003 Vendor=046d Product=c077 Version=0111
N: Name="USB Optical Mouse"
H: Handlers=mouse0 event1
B: PROP=0
B: EV=17
B: KEY=70000 0 0 0 0
B: REL=903
"""
PAD = """I: Bus=0018 Vendor=04f3 Product=3140 Version=0100
N: Name="ELAN Touchpad"
H: Handlers=mouse1 event2
B: PROP=5
B: EV=1b
B: KEY=e520 10000 0 0 0 0
B: ABS=2e0800000000003
"""
SCREEN = """I: Bus=0003 Vendor=0eef Product=c000 Version=0111
N: Name="eGalax Touch"
H: Handlers=mouse2 event3
B: PROP=2
B: EV=1b
B: KEY=400 0 0 0 0 0
B: ABS=260800000000003
"""
OLD_SCREEN = """I: Bus=0003 Vendor=0596 Product=0001 Version=0100
N: Name="3M USB Touchscreen"
H: Handlers=mouse3 event4
B: PROP=0
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=1000003
"""


def listed(tmp_path: Path, *blocks: str) -> Path:
    path = tmp_path / "devices"
    path.write_text("\n".join(blocks))
    return path


@pytest.mark.parametrize("block", [SCREEN, OLD_SCREEN])
def test_a_touch_screen_is_told_from_other_things(tmp_path: Path, block: str) -> None:
    found = machine.touch(Choices(), listed(tmp_path, KEYBOARD, MOUSE, PAD, block))
    assert found.ok is True
    assert found.words.startswith("eGalax Touch；" if block is SCREEN else "3M USB Touchscreen；")


def test_a_terminal_without_one_is_in_trouble_and_a_demo_is_not(tmp_path: Path) -> None:
    inputs = listed(tmp_path, KEYBOARD, MOUSE, PAD)
    assert machine.touch(Choices(), inputs).ok is False
    assert machine.touch(Choices(demo=True), inputs).ok is None
    assert machine.touch(Choices(), tmp_path / "nothing").ok is None


def event(kind: int, code: int, value: int) -> bytes:
    return struct.pack("llHHi", 0, 0, kind, code, value)


@pytest.fixture
def screen_pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "event3")
    return tmp_path


def test_a_touch_is_waited_for(tmp_path: Path, screen_pipe: Path) -> None:
    def finger(_sentence: str) -> None:
        def touch() -> None:
            with (screen_pipe / "event3").open("wb") as pipe:
                pipe.write(event(0, 0, 0) + event(3, 53, 700) + event(1, 330, 1))

        threading.Thread(target=touch, daemon=True).start()

    found = machine.touch(Choices(ask=finger), listed(tmp_path, SCREEN), screen_pipe)
    assert (found.ok, found.words) == (True, "eGalax Touch；碰到了")


def test_a_screen_that_does_not_feel_is_found(
    tmp_path: Path, screen_pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ASKED", 0.1)
    keep_open = os.open(screen_pipe / "event3", os.O_RDWR)
    os.write(keep_open, event(0, 0, 0))  # a report without a touch in it
    found = machine.touch(Choices(ask=lambda _sentence: None), listed(tmp_path, SCREEN), screen_pipe)
    os.close(keep_open)
    assert found.ok is False


def test_events_that_may_not_be_read_are_no_finding(tmp_path: Path) -> None:
    found = machine.touch(Choices(ask=lambda _sentence: None), listed(tmp_path, SCREEN), tmp_path / "none")
    assert found.ok is None
    assert "event3" in found.words


def test_the_typeface_is_the_one_of_the_screens(tmp_path: Path) -> None:
    assert pages.FAMILY == theme.FAMILY
    assert machine.fonts(config.load(config.ROOT / "config.toml", state=tmp_path)).ok is True


def test_a_typeface_without_rare_characters_is_told(tmp_path: Path) -> None:
    latin = next((Path(qtawesome.__file__).parent / "fonts").glob("*.ttf"))
    override = f'devices.receipt_printer.font="{latin}"'
    found = machine.fonts(config.load(config.ROOT / "config.toml", state=tmp_path, overrides=[override]))
    assert found.ok is False
    assert "㐀" in found.words


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.disk(tmp_path).words.startswith("剩 ")
    monkeypatch.setattr(machine, "FREE_BYTES", 2**60)
    assert machine.disk(tmp_path).ok is False
