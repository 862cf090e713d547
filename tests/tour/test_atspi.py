"""The screen reader's client against a real window in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.desktop import Desktop, virtual_desktop

TILE = "tile.social.pension_certification"


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with virtual_desktop() as made:
        yield made


@contextmanager
def window(desktop: Desktop) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(Path(__file__).with_name("sample_window.py"))]
    with subprocess.Popen(command, env=desktop.env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield process
        finally:
            process.kill()


@pytest.fixture
def terminal(desktop: Desktop) -> Iterator[Terminal]:
    with Terminal.connect(desktop) as client, window(desktop):
        client.wait_for("screen.home")
        yield client


def test_names_with_dots_are_told_apart(terminal: Terminal) -> None:
    assert terminal.text(TILE) == "办养老金认证"
    assert terminal.text("social.pension_certification") == "另一个"
    assert terminal.find("pension_certification") is None
    assert terminal.find("count") is None


def test_press_and_touch_do_what_a_finger_does(terminal: Terminal) -> None:
    terminal.press(TILE)
    terminal.wait_until(lambda: terminal.text("home.count") == "1", "the first press")
    terminal.tap(TILE)
    terminal.wait_until(lambda: terminal.text("home.count") == "2", "the touch")
    terminal.tap("social.pension_certification")
    terminal.wait_until(lambda: terminal.text("home.count") == "另一个", "the neighbour's touch")
    assert terminal.taps == 3


def test_fast_presses_of_one_control_all_count(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.press(TILE)
    terminal.wait_until(lambda: terminal.text("home.count") == "3", "three presses")


def test_only_what_is_showing_is_found(terminal: Terminal) -> None:
    assert terminal.find("nav.back") is None
    terminal.press("nav.slow")
    assert terminal.wait_for("screen.nowhere", "screen.done") == "screen.done"
    assert terminal.text("done.reference") == "XLB-1"
    assert terminal.find(TILE) is None
    terminal.press("nav.back")
    terminal.wait_gone("screen.done")
    assert terminal.find(TILE)


def test_everything_holds_the_words_of_hidden_pages_too(terminal: Terminal) -> None:
    assert {"XLB-1", "上一步", "59"} <= set(terminal.everything())
    assert "XLB-1" not in terminal.texts()


def test_what_cannot_be_pressed_is_not_pressed(terminal: Terminal) -> None:
    with pytest.raises(NotThere, match=r"nav\.off 可以按"):
        terminal.press("nav.off", timeout=0.1)
    with pytest.raises(NotThere, match=r"home\.count 按不了"):
        terminal.press("home.count")


def test_who_waits_in_vain_hears_what_is_there(terminal: Terminal) -> None:
    with pytest.raises(NotThere, match=r"没有等到 screen\.pay(.|\n)*nav\.slow  \[push button\]  慢一点"):
        terminal.wait_for("screen.pay", timeout=0.1)


def test_the_tree_stands_in_reading_order(terminal: Terminal) -> None:
    assert terminal.texts() == ["近办样张", "近办样张", "办养老金认证", "另一个", "慢一点", "按不动", "0"]
    x, y, width, height = terminal.extents(TILE)
    assert (x > 0, y > 0, width > 500, height >= 96) == (True,) * 4
    assert terminal.extents("nav.slow")[1] >= y + height


def test_a_window_that_died_and_came_again_is_found(desktop: Desktop) -> None:
    with Terminal.connect(desktop) as client:
        with window(desktop) as first:
            client.wait_for("screen.home")
            assert client.process_ids() == [first.pid]
            first.kill()
            client.wait_gone("screen.home")
            assert client.process_ids() == []
        with window(desktop) as second:
            client.wait_for("screen.home")
            assert client.process_ids() == [second.pid]
