"""A helper beside the citizens, in the real window: one after another, masked, locked, and ended by one tap."""

import json
import random

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.staff import INVENTED
from kiosk.tour.citizen import PENSION
from tests.journey.test_package import kiosk
from tests.journey.test_sign_in import sign_in
from tests.journey.world import World, resident

PINS = {one.number: one.pin for one in INVENTED}
CARD = "r25"  # of the helper 1001
OWN_TURN = "请本人来按"


def begin(world: World, number: str = "1001", *, by_card: bool = False) -> None:
    """From home to the helper's list."""
    terminal = world.terminal
    terminal.press("nav.help")
    terminal.press("assist.sign_in")
    terminal.wait_for("screen.staff")
    if by_card:
        world.bench.lay_card(CARD)
    else:
        sign_in(world, number, PINS[number])
    terminal.wait_for("screen.assist", timeout=20)


def choose(world: World) -> None:
    """By the letters of 养老金 rather than by turning pages."""
    world.bench.scene("nobody")
    for letter in "ylj":
        world.terminal.press(f"keypad.{letter}")
    world.terminal.press(PENSION)
    world.citizen.arrive("identify")


def to_review(world: World, person: str) -> None:
    choose(world)
    world.bench.lay_card(person)
    world.citizen.arrive("consent")
    unlocked(world)
    world.terminal.press("nav.next")
    world.citizen.arrive("face")
    world.bench.scene("face")
    world.citizen.arrive("review")


def says(world: World, words: str) -> bool:
    return any(words in text for text in world.terminal.texts())


def locked(world: World) -> None:
    world.terminal.wait_until(lambda: says(world, OWN_TURN), "it is the citizen's turn")


def unlocked(world: World) -> None:
    world.terminal.wait_until(lambda: not says(world, OWN_TURN), "the citizen's card lies there")


def back_to_list(world: World) -> None:
    world.bench.take_card()
    world.terminal.press("nav.home")
    world.terminal.wait_for("screen.assist", timeout=20)


def test_two_citizens_one_after_the_other(world: World) -> None:
    terminal = world.terminal
    begin(world)
    people = [world.person("due"), world.person("due")]
    for person in people:
        to_review(world, person)
        assert says(world, "帮办 朱思琪")
        terminal.press("nav.next")
        world.citizen.arrive("done")
        assert world.wait_for_submission(person)["assisted"] == "1001"
        assert "经帮办协助，工号 1001" in world.papers_text()[-1]
        back_to_list(world)
    assert terminal.find(PENSION) is not None  # on the first page now: it was used last
    terminal.press("assist.end")
    terminal.wait_for("screen.home")
    assert terminal.find("assist.end") is None


def test_what_is_the_citizens_is_locked_and_hidden_without_their_card(world: World) -> None:
    terminal, person = world.terminal, world.person("due")
    begin(world)
    to_review(world, person)
    world.bench.take_card()
    locked(world)
    terminal.press("nav.next")
    world.bench.lay_card(CARD)  # nor is the helper's card the citizen's
    locked(world)
    assert world.submissions(person) == []
    world.bench.lay_card(person)
    unlocked(world)
    terminal.press("nav.next")
    world.citizen.arrive("done")
    number = terminal.text("done.reference")
    assert "*" not in number
    world.bench.take_card()
    terminal.wait_until(lambda: "*" in terminal.text("done.reference"), "the number is hidden")
    card = resident(person).card
    for secret in (card.name, card.number, number):
        assert not says(world, secret)
    world.bench.lay_card(person)
    terminal.wait_until(lambda: terminal.text("done.reference") == number, "the number shows")
    back_to_list(world)
    terminal.press("assist.end")
    terminal.wait_for("screen.home")


def test_the_citizen_ends_it_and_goes_on_alone(world: World) -> None:
    terminal, person = world.terminal, world.person("due")
    begin(world)
    to_review(world, person)
    unlocked(world)
    terminal.press("assist.end")
    terminal.wait_gone("assist.end")
    world.citizen.arrive("review")
    terminal.press("nav.next")
    world.citizen.arrive("done")
    assert world.wait_for_submission(person)["assisted"] == "1001"  # the way here was assisted


def test_without_the_citizen_nothing_is_left_for_others_to_see(world: World) -> None:
    terminal, person = world.terminal, world.person("due")
    begin(world, by_card=True)
    to_review(world, person)
    world.bench.take_card()
    locked(world)
    terminal.press("assist.end")
    terminal.wait_for("screen.home", timeout=20)
    assert world.submissions(person) == []


@pytest.mark.whole
@pytest.mark.timeout(300)
def test_the_packages_minutes_end_it(fresh_world: World) -> None:
    """One minute, at a site whose package says so; the citizen, whose card lies there, goes on alone."""
    world, terminal = fresh_world, fresh_world.terminal
    window, file = world.demo.window_process_id(), world.demo.state / "short.toml"
    file.write_text('inherits = "township"\ntitle = "一分钟"\n[helper]\nminutes = 1\n', encoding="utf-8")
    kiosk(world, "package", "use", str(file))
    world.bench.fault("receipt", "near_end")  # the terminal looks when something has changed
    terminal.wait_until(lambda: world.demo.window_process_id() != window, "another window", 70)
    terminal.wait_for("screen.home", timeout=20)
    world.bench.fault("receipt", None)
    person = world.person("due")
    begin(world)
    to_review(world, person)
    assert says(world, "还有1分钟")
    terminal.wait_gone("assist.end", timeout=70)
    world.citizen.arrive("review")
    terminal.press("nav.next")
    world.citizen.arrive("done")
    assert world.wait_for_submission(person)["assisted"] == "1001"


class TwoHelpers:
    """Citizens come at random, one or the other helper signs in, and what each errand comes to is written down."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.helper = ""
        self.told: list[tuple[str, str, str]] = []  # helper, item, outcome: in their order

    def visit(self) -> None:
        outcome = self.chance.choice(["done", "left at consent", "left at review", "handed_over"])
        if not self.helper or self.chance.random() < 0.4:
            self.change()
        terminal, person = self.world.terminal, self.world.person("due")
        if outcome == "left at consent":
            choose(self.world)
            self.world.bench.lay_card(person)
            self.world.citizen.arrive("consent")
        else:
            to_review(self.world, person)
        if outcome == "done":
            terminal.press("nav.next")
            self.world.citizen.arrive("done")
        if outcome == "handed_over":
            unlocked(self.world)
            terminal.press("assist.end")
            terminal.wait_gone("assist.end")
            self.world.citizen.arrive("review")
        self.told.append((self.helper, "social.pension_certification", outcome.split()[0]))
        if outcome == "handed_over":
            self.helper = ""
            self.world.citizen.leave()
        else:
            back_to_list(self.world)

    def change(self) -> None:
        if self.helper:
            self.end()
        self.helper = self.chance.choice(["1001", "1002"])
        begin(self.world, self.helper)

    def end(self) -> None:
        if self.helper:
            self.world.terminal.press("assist.end")
            self.world.terminal.wait_for("screen.home")
            self.helper = ""


@pytest.mark.parametrize(
    ("seed", "visits"), [(20261122, 3), pytest.param(6, 10, marks=pytest.mark.whole)], ids=["three", "ten"]
)
def test_the_audit_says_who_did_what_and_not_for_whom(fresh_world: World, seed: int, visits: int) -> None:
    helpers = TwoHelpers(fresh_world, seed)
    for _ in range(visits):
        helpers.visit()
    helpers.end()
    state = fresh_world.demo.state
    fresh_world.demo.stop()
    shown = CliRunner().invoke(app, ["audit", "show", "--json", "--state", str(state)])
    assert shown.exit_code == 0, shown.output
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    items = [(row["staff"], row["subject"], row["outcome"]) for row in rows if row["event"] == "assist.item"]
    assert items == helpers.told
    ends = [row for row in rows if row["event"] == "assist.ended"]
    assert len(ends) == len([row for row in rows if row["event"] == "assist.began"])
    assert {row["reason"] for row in ends} <= {"helper", "citizen"}
    secrets = [word for one in RESIDENTS for word in (one.card.number, one.card.name) if word]
    assert len(secrets) > len(RESIDENTS)
    assert not [word for word in secrets if word in shown.stdout]
