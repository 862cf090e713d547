"""The other certificates in the real window: found by their category, chosen, looked at, printed; and who gets none."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journey.world import World

PRINTS = 30.0  # s
CATEGORIES = {"estate": "housing", "licence": "police"}  # where it is not the first word of the item
Which = Callable[[dict[str, Any]], bool]


def somebody(world: World, which: Which) -> str:
    return next(str(one["id"]) for one in world.bench.state()["people"] if which(one))


def begin(world: World, item: str, person: str) -> None:
    """By the tile, wherever it stands: on the home page, or on one of the pages of its category."""
    world.citizen.arrive("home")
    terminal, tile = world.terminal, f"tile.{item}"
    if terminal.find(tile) is None:
        terminal.press("home.find")
        terminal.wait_for("screen.categories")
        first = item.partition(".")[0]
        turn_to(world, f"category.{CATEGORIES.get(first, first)}")
        terminal.wait_for("screen.category")
        turn_to(world, tile)
    else:
        terminal.press(tile)
    world.citizen.arrive("identify")
    world.bench.lay_card(person)


def turn_to(world: World, control: str) -> None:
    world.turn_to(control)
    world.terminal.press(control)


def finish(world: World, person: str, kind: str) -> None:
    """From the review to the sheet."""
    terminal, before = world.terminal, len(world.bench.a4_papers())
    terminal.wait_for("screen.review", timeout=PRINTS)
    terminal.press("nav.next")
    terminal.wait_for("screen.preview", timeout=PRINTS)
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    [made] = [entry for entry in world.bench.books()["certificates"] if entry["person"] == person]
    assert (made["number"], made["item"]) == (terminal.text("done.reference"), kind)
    assert len(world.bench.a4_papers()) == before + 1


def choose(world: World, value: str) -> None:
    world.citizen.arrive("choose")
    world.terminal.press(f"choice.{value}")


@pytest.mark.parametrize(
    ("item", "kind", "which", "chosen"),
    [
        ("social.pension_certificate", "pension", lambda one: one["pension"] == "due", ""),
        pytest.param(
            "fund.deposit_certificate",
            "deposit",
            lambda one: one["certificates"]["fund"] == "long",
            "",
            marks=pytest.mark.whole,
        ),
        pytest.param(
            "estate.registration_certificate",
            "registration",
            lambda one: one["certificates"]["houses"] == 3,
            "h2",
            marks=pytest.mark.whole,
        ),
        pytest.param(
            "estate.no_house_certificate",
            "no_house",
            lambda one: one["id"] == "r02",
            "孩子上学",
            marks=pytest.mark.whole,
        ),
        pytest.param(
            "police.household_certificate", "household", lambda one: one["id"] == "r01", "结婚", marks=pytest.mark.whole
        ),
        pytest.param(
            "market.business_licence",
            "licence_copy",
            lambda one: one["certificates"]["companies"] == 3,
            "c1",
            marks=pytest.mark.whole,
        ),
        ("licence.library", "library", lambda one: one["id"] == "r01", "marriage"),
        pytest.param(
            "police.no_record_certificate",
            "no_record",
            lambda one: one["certificates"]["no_record"] == "at_once",
            "找工作",
            marks=pytest.mark.whole,
        ),
    ],
)
def test_from_its_tile_to_the_sheet(world: World, item: str, kind: str, which: Which, chosen: str) -> None:
    person = somebody(world, which)
    begin(world, item, person)
    if chosen:
        choose(world, chosen)
    finish(world, person, kind)


@pytest.mark.whole
def test_who_has_a_house_is_led_to_what_tells_of_it(world: World) -> None:
    """With one tap and without being asked again who it is."""
    begin(world, "estate.no_house_certificate", "r01")
    world.citizen.arrive("done")
    assert world.terminal.text("done.message") == "您名下查到有房子"
    world.terminal.press("tile.estate.registration_certificate")
    finish(world, "r01", "registration")


@pytest.mark.whole
def test_applied_for_and_collected_when_the_police_have_looked(world: World) -> None:
    person, terminal = somebody(world, lambda one: one["certificates"]["no_record"] == "later"), world.terminal
    begin(world, "police.no_record_certificate", person)
    choose(world, "出国")
    terminal.wait_for("screen.review", timeout=PRINTS)
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    number = terminal.text("done.reference")
    assert terminal.text("done.message") == "申请收到了，要查一查"
    assert number in world.papers_text()[-1]
    world.citizen.leave()
    begin(world, "police.no_record_certificate", person)
    world.citizen.arrive("done")
    assert (terminal.text("done.message"), terminal.text("done.reference")) == ("还在查，没好", number)
    world.citizen.leave()
    world.bench.police(person)
    begin(world, "police.no_record_certificate", person)
    terminal.wait_for("screen.preview", timeout=PRINTS)
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
