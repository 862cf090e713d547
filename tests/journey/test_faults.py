"""Each fault of the bench: a true sentence, a way on, nothing lost, and back to where the citizen was when it clears.

``./test`` meets each fault where it bites first; ``reliability/journey_faults.py`` at every page of the journey.
"""

import pytest

from kiosk.tour.citizen import STATIONS
from tests.journey.faults import FAULTS, SCENES, Fault, pass_through
from tests.journey.world import World

EVERYWHERE = [
    pytest.param(
        fault, station, id=f"{fault.id} at {station}", marks=[] if station == fault.bites else [pytest.mark.whole]
    )
    for fault in FAULTS
    for station in STATIONS[:-1]
]


@pytest.mark.parametrize(("fault", "station"), EVERYWHERE)
def test_the_journey_ends_as_if_nothing_had_been(world: World, fault: Fault, station: str) -> None:
    person = world.person("due")
    said = pass_through(world, person, station, fault)

    assert world.terminal.text("done.message") == "办好了"
    number = world.wait_for_submission(person)["number"]
    assert world.terminal.text("done.reference") == number
    printed = [paper for paper in world.papers_text() if number in paper]
    assert printed
    assert all("补打" in copy for copy in printed[1:])
    if station == fault.bites:
        assert bool(said) == bool(fault.says)


@pytest.mark.parametrize("scene", SCENES)
def test_the_camera_page_says_what_is_wrong_with_the_picture(world: World, scene: str) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("face", person)
    world.bench.scene(scene)
    terminal.wait_until(lambda: any(SCENES[scene] in text for text in terminal.texts()), f"「{SCENES[scene]}」")
    assert terminal.find("alternative.staff")
    assert terminal.find("screen.face")
    world.bench.scene("face")
    world.citizen.arrive("review")


def test_offline_it_is_kept_and_handed_in_by_itself(world: World) -> None:
    person, terminal, bench = world.person("due"), world.terminal, world.bench
    world.citizen.go_to("identify", person)
    bench.fault("network", "down")
    bench.lay_card(person)
    terminal.wait_for("screen.trouble", timeout=20)
    terminal.press("alternative.later")
    for here, there in (("consent", "face"), ("face", "review"), ("review", "done")):
        world.citizen.arrive(here)
        world.citizen.act(here, person)
        world.citizen.arrive(there)
    assert terminal.text("done.message") == "先存好了，还没交上去"
    lookup = terminal.text("done.reference")
    assert lookup in world.papers_text()[-1]
    assert world.submissions(person) == []
    bench.fault("network", None)
    world.wait_for_submission(person)


def test_a_lost_reply_hands_in_once(world: World) -> None:
    """The gateway did it and the terminal never heard so: the same key brings the same receipt."""
    person = world.person("due")
    world.citizen.go_to("review", person)
    world.bench.fault("network", "lose_reply")
    world.citizen.act("review", person)
    number = world.wait_for_submission(person)["number"]
    world.bench.fault("network", None)
    world.citizen.arrive("done")
    assert world.wait_for_submission(person)["number"] == number == world.terminal.text("done.reference")
