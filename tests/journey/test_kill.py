"""SIGKILL of the window's process: handed in at most once, and what was handed in is offered on paper."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kiosk.tour.citizen import STATIONS
from tests.journey.world import World, start

KILLS = 2  # the supervisor gives a window that dies again and again a pause that grows


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[World]]:
    """Each demo is good for so many kills, of these tests alone."""
    with ExitStack() as standing:

        def worlds() -> Iterator[World]:
            while True:
                standing.close()
                yield from [standing.enter_context(start(tmp_path_factory.mktemp("kill") / "state"))] * KILLS

        yield worlds()


@pytest.fixture
def world(demos: Iterator[World]) -> Iterator[World]:
    made = next(demos)
    yield made
    made.settle()


def kill_window(world: World) -> None:
    """Kills it, and waits until the supervisor's next window stands on the home page."""
    killed = world.demo.window_process_id()
    os.kill(killed, signal.SIGKILL)
    terminal = world.terminal
    terminal.wait_until(
        lambda: killed not in terminal.process_ids() and terminal.find("screen.home"), "窗口重新打开", 30
    )


def check_nothing_lost(world: World, person: str, *, printed: bool) -> None:
    """One submission at most; when there is one, its paper is out or is offered at the next identification."""
    bench, terminal = world.bench, world.terminal
    bench.take_card()
    world.citizen.go_to("identify", person)
    bench.lay_card(person)
    reached = terminal.wait_for("screen.consent", "screen.done", "screen.offer", timeout=20)
    handed_in = world.submissions(person)
    assert len(handed_in) <= 1
    if not handed_in:
        assert reached == "screen.consent"
    elif printed:
        assert reached == "screen.done"
    else:
        assert reached == "screen.offer"
        terminal.press("nav.next")
        number = handed_in[0]["number"]
        terminal.wait_until(lambda: any(number in paper for paper in world.papers_text()), "补打的回执", 20)
        terminal.wait_for("screen.done", timeout=20)
        assert terminal.text("done.message") == "今年已经认证过了"
    assert world.submissions(person) == handed_in


# Up to the review nothing is durable yet: the page with a device at work stands for the others.
PLACES = [pytest.param(one, marks=[] if one in ("face", "done") else [pytest.mark.whole]) for one in STATIONS]


@pytest.mark.parametrize("station", PLACES)
def test_killed_at_a_page(world: World, station: str) -> None:
    person = world.person("due")
    world.citizen.go_to(station, person)
    kill_window(world)
    assert bool(world.submissions(person)) == (station == "done")
    check_nothing_lost(world, person, printed=station == "done")


def test_killed_while_the_reply_is_on_its_way(world: World) -> None:
    person = world.person("due")
    world.citizen.go_to("review", person)
    world.bench.fault("network", "slow")
    world.citizen.act("review", person)
    world.wait_for_submission(person)
    kill_window(world)
    world.bench.fault("network", None)
    check_nothing_lost(world, person, printed=False)


def test_killed_before_the_request_arrived(world: World) -> None:
    person = world.person("due")
    world.citizen.go_to("review", person)
    world.bench.fault("network", "down")
    world.citizen.act("review", person)
    world.terminal.wait_for("screen.working")
    kill_window(world)
    world.bench.fault("network", None)
    check_nothing_lost(world, person, printed=False)


def test_killed_while_it_waits_for_paper(world: World) -> None:
    person = world.person("due")
    world.citizen.go_to("review", person)
    world.bench.fault("receipt", "paper_out")
    world.citizen.act("review", person)
    world.terminal.wait_for("screen.trouble", timeout=20)
    kill_window(world)
    world.bench.fault("receipt", None)
    check_nothing_lost(world, person, printed=False)


# From the tap on 交上去 to the last page it takes about a second; the whole sweep is for reliability/.
MOMENTS = [
    pytest.param(moment / 1000, marks=[] if moment == 400 else [pytest.mark.whole])
    for moment in (0, 10, 20, *range(50, 1500, 50))
]


@pytest.mark.parametrize("seconds", MOMENTS)
def test_killed_some_time_after_the_last_tap(world: World, seconds: float) -> None:
    """Blind, whatever is under way just then."""
    person = world.person("due")
    world.citizen.go_to("review", person)
    world.citizen.act("review", person)
    time.sleep(seconds)  # the moment is what is varied here
    kill_window(world)
    world.bench.take_card()
    world.citizen.go_to("identify", person)
    world.bench.lay_card(person)
    reached = world.terminal.wait_for("screen.consent", "screen.done", "screen.offer", timeout=20)
    numbers = [entry["number"] for entry in world.submissions(person)]
    assert len(numbers) <= 1
    if reached == "screen.consent":
        assert numbers == []
    elif reached == "screen.done":  # nothing is offered, so the paper is out: the printer finishes what it was given
        assert any(number in paper for paper in world.papers_text() for number in numbers)
