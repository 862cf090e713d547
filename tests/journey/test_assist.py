"""A helper beside the citizens, in the real window: one after another, masked, locked, and ended by one tap."""

from kiosk.sandbox.staff import INVENTED
from kiosk.tour.citizen import PENSION
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
