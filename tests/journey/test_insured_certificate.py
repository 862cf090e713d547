"""打社保证明 in the real window, with the real print server and printer: looked at, printed, stopped."""

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


def to_the_printer(world: World, copies: int = 1) -> str:
    """Looks at it, and asks for so many. Returns who."""
    person = to_the_review(world)
    world.terminal.press("nav.next")
    world.terminal.wait_for("screen.preview", timeout=PRINTS)
    terminal, wanted = world.terminal, f"{copies} 份"  # the second tap on one control within half a second does nothing
    terminal.wait_until(lambda: terminal.text("copies.count") == wanted or terminal.press("copies.more"), wanted)
    return person


def certificates(world: World, person: str) -> list[str]:
    return [str(entry["number"]) for entry in world.bench.books()["certificates"] if entry["person"] == person]


def printed(world: World) -> int:
    return len(world.bench.a4_papers())


def test_from_the_home_page_to_the_sheet(world: World) -> None:
    before = printed(world)
    person, terminal = to_the_printer(world), world.terminal
    assert terminal.text("preview.what") == "社会保险参保证明"
    terminal.press("preview.larger")
    terminal.wait_until(lambda: "块看" in terminal.text("preview.what"), "分块看")
    terminal.press("preview.whole")
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before + 1
    assert world.bench.a4_paper(before + 1).startswith(b"%PDF-")


@pytest.mark.whole
def test_several_copies_come_out_as_one_job(world: World) -> None:
    before = printed(world)
    to_the_printer(world, copies=3)
    world.terminal.press("nav.next")
    world.terminal.wait_for("screen.done", timeout=PRINTS)
    assert any("一共3张" in text for text in world.terminal.texts())
    assert printed(world) == before + 1
    assert world.bench.a4_papers()[-1]["copies"] == 3


@pytest.mark.whole
def test_a_forged_one_is_neither_shown_nor_printed(world: World) -> None:
    before = printed(world)
    person, terminal = to_the_review(world), world.terminal
    world.bench.fault("documents", "unknown_seal")
    try:
        terminal.press("nav.next")
        terminal.wait_for("screen.trouble", timeout=PRINTS)
        assert terminal.text("trouble.message") == "证明的章认不出来，没有打"
        terminal.press("alternative.without")
        terminal.wait_for("screen.done", timeout=PRINTS)
    finally:
        world.bench.fault("documents", None)
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before


@pytest.mark.whole
def test_killed_while_it_is_looked_at_nothing_is_printed_and_it_is_offered(fresh_world: World) -> None:
    world = fresh_world
    person = to_the_printer(world)
    kill_window(world)
    world.bench.take_card()
    offered(world, person)
    assert certificates(world, person)[1:] == []
    world.terminal.press("nav.next")
    world.terminal.wait_for("screen.review", timeout=PRINTS)
    assert printed(world) == 1


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_of_the_printer_is_said_and_waited_for(world: World, fault: str) -> None:
    before = printed(world)
    person, terminal = to_the_printer(world), world.terminal
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
def test_who_does_not_wait_takes_the_number_and_is_offered_the_sheet_the_next_time(fresh_world: World) -> None:
    world = fresh_world  # nobody has anything else to be offered
    before = printed(world)
    person, terminal = to_the_printer(world), world.terminal
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
    person, terminal = to_the_printer(world), world.terminal
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
