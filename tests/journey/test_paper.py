"""A sheet that was under way when the terminal died: settled by the printer's counter, or by asking the citizen."""

import time
from pathlib import Path

import pytest

from tests.journey.test_kill import kill_window
from tests.journey.world import World, start

PRINTS = 20.0  # s
UNCOUNTED = ("devices.receipt_printer.counter=false", "devices.receipt_printer.presenter=false")


def die_while_it_prints(world: World, person: str) -> str:
    """The terminal is killed with the sheet in the printer, which prints it on. Returns its number."""
    world.citizen.go_to("review", person)
    world.citizen.act("review", person)
    end = time.monotonic() + PRINTS
    while not world.bench.state()["devices"]["receipt"]["printing"]:
        assert time.monotonic() < end, "nothing is printed"
    kill_window(world)
    number = str(world.wait_for_submission(person)["number"])
    world.terminal.wait_until(lambda: printed(world, number), "纸出来")
    world.bench.take_card()
    return number


def printed(world: World, number: str) -> list[str]:
    return [paper for paper in world.papers_text() if number in paper]


def come_again(world: World, person: str, *screens: str) -> str:
    world.bench.take_card()
    world.citizen.leave()
    world.citizen.go_to("identify", person)
    world.bench.lay_card(person)
    return world.terminal.wait_for(*screens, timeout=20)


@pytest.mark.whole
def test_what_the_counter_knows_to_be_out_is_not_offered_again(fresh_world: World) -> None:
    world = fresh_world
    person = world.person("due")
    number = die_while_it_prints(world, person)
    assert come_again(world, person, "screen.offer", "screen.done") == "screen.done"
    assert len(printed(world, number)) == 1


def test_where_nobody_knows_the_citizen_is_asked_and_another_one_is_marked(tmp_path: Path) -> None:
    with start(tmp_path / "state", *UNCOUNTED) as world:
        person, terminal = world.person("due"), world.terminal
        number = die_while_it_prints(world, person)
        assert come_again(world, person, "screen.offer", "screen.done") == "screen.offer"
        assert any("可能打出来了" in text for text in terminal.texts())
        terminal.press("nav.next")
        terminal.wait_for("screen.done", timeout=20)
        first, second = printed(world, number)
        assert "补打" not in first
        assert "补打 第1次" in second
        assert come_again(world, person, "screen.offer", "screen.done") == "screen.done"


@pytest.mark.whole
def test_who_has_it_says_so_and_is_not_asked_again(tmp_path: Path) -> None:
    with start(tmp_path / "state", *UNCOUNTED) as world:
        person, terminal = world.person("due"), world.terminal
        number = die_while_it_prints(world, person)
        assert come_again(world, person, "screen.offer", "screen.done") == "screen.offer"
        terminal.press("alternative.had")
        terminal.wait_for("screen.done", timeout=20)
        assert come_again(world, person, "screen.offer", "screen.done") == "screen.done"
        assert len(printed(world, number)) == 1
