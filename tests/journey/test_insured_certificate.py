"""打社保证明 in the real window, on the real print server and an IPP printer: out on A4, and what stands in its way."""

import re

import pytest

from tests.journey.test_kill import kill_window
from tests.journey.world import World

TILE = "tile.social.insured_certificate"
PRINTS = 30.0  # s
FAULTS = {  # of the A4 printer, and what the terminal must say; "" for one that keeps nobody waiting
    "media_empty": "没纸",
    "media_jam": "卡",
    "cover_open": "盖",
    "gone": "没连上|没反应",
    "toner_low": "",
}
EVERY = [pytest.param(fault, marks=() if fault == "media_empty" else pytest.mark.whole) for fault in FAULTS]


def to_the_review(world: World) -> str:
    """Somebody who is insured and has no certificate today. Returns who."""
    person = world.insured_person()
    world.citizen.arrive("home")
    world.terminal.press(TILE)
    world.citizen.arrive("identify")
    world.bench.lay_card(person)
    world.citizen.arrive("review")
    return person


def certificates(world: World, person: str) -> list[str]:
    return [str(entry["number"]) for entry in world.bench.books()["certificates"] if entry["person"] == person]


def printed(world: World) -> int:
    return len(world.bench.a4_papers())


def test_from_the_home_page_to_the_sheet(world: World) -> None:
    before = printed(world)
    person, terminal = to_the_review(world), world.terminal
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before + 1
    assert world.bench.a4_paper(before + 1).startswith(b"%PDF-")


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_of_the_printer_is_said_and_waited_for(world: World, fault: str) -> None:
    before = printed(world)
    person, terminal = to_the_review(world), world.terminal
    world.bench.fault("a4", fault)
    terminal.press("nav.next")
    if FAULTS[fault]:
        terminal.wait_for("screen.trouble", timeout=PRINTS)
        assert re.search(FAULTS[fault], terminal.text("trouble.message"))
        assert terminal.find("alternative.without")
        world.bench.fault("a4", None)
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before + 1


@pytest.mark.whole
def test_who_does_not_wait_takes_the_number_and_is_offered_the_sheet_the_next_time(world: World) -> None:
    before = printed(world)
    person, terminal = to_the_review(world), world.terminal
    world.bench.fault("a4", "media_empty")
    terminal.press("nav.next")
    terminal.wait_for("screen.trouble", timeout=PRINTS)
    terminal.press("alternative.without")
    terminal.wait_for("screen.done", timeout=PRINTS)
    number = terminal.text("done.reference")
    assert terminal.text("done.message") == "证明开好了，还没打"
    assert certificates(world, person) == [number]
    assert number in world.papers_text()[-1]
    world.bench.take_card()
    world.citizen.leave()
    world.bench.fault("a4", None)
    offered(world, person)
    terminal.press("nav.next")
    world.terminal.wait_for("screen.review", timeout=PRINTS)
    assert printed(world) == before + 1, "what was given up on is not printed as well"


@pytest.mark.whole
def test_killed_with_the_sheet_in_the_printer_nothing_is_printed_twice(fresh_world: World) -> None:
    """It is taken back out of the printer, and offered to the citizen who comes again."""
    world = fresh_world
    person, terminal = to_the_review(world), world.terminal
    world.bench.fault("a4", "media_empty")
    terminal.press("nav.next")
    terminal.wait_for("screen.trouble", timeout=PRINTS)
    kill_window(world)
    world.bench.take_card()
    world.bench.fault("a4", None)
    offered(world, person)
    assert certificates(world, person)[1:] == []
    terminal.press("nav.next")
    terminal.wait_for("screen.review", timeout=PRINTS)
    assert printed(world) == 1


def offered(world: World, person: str) -> None:
    world.citizen.arrive("home")
    world.terminal.press(TILE)
    world.citizen.arrive("identify")
    world.bench.lay_card(person)
    world.terminal.wait_for("screen.offer", timeout=PRINTS)
    assert any("上次的证明" in text for text in world.terminal.texts())
