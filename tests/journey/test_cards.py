"""Cards that must not be accepted: said in words on the page, and the next card is read."""

import pytest

from kiosk.sandbox.cards import card_text
from kiosk.sandbox.residents import BAD_CARDS
from tests.journey.world import World, resident

NOISE = bytes((index * 167 + 13) % 256 for index in range(256))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(card_text(BAD_CARDS[0].card), "过期", id="expired"),
        pytest.param(card_text(BAD_CARDS[1].card), "号码不对", id="wrong check digit"),
        pytest.param(card_text(BAD_CARDS[2].card), "对不上", id="birth and number differ"),
        pytest.param(NOISE, "没读清", id="noise"),
        pytest.param(bytes(256), "没读清", id="zeros"),
    ],
)
def test_a_bad_card_is_said_in_words_and_the_next_one_is_read(world: World, text: bytes, words: str) -> None:
    terminal, person = world.terminal, world.person("due")
    world.citizen.go_to("identify", person)
    world.bench.lay_text(text.hex())
    terminal.wait_until(lambda: any(words in said for said in terminal.texts()), f"「{words}」")
    assert terminal.find("screen.identify")
    assert terminal.find("alternative.keypad")
    world.bench.take_card()
    world.bench.lay_card(person)
    world.citizen.arrive("consent")


@pytest.mark.parametrize("kind", ["J", "I", "Y"])
def test_cards_of_other_kinds_are_read(world: World, kind: str) -> None:
    person = next(one["id"] for one in world.bench.state()["people"] if resident(one["id"]).card.kind.value == kind)
    world.citizen.go_to("identify", person)
    world.bench.lay_card(person)
    foreign = kind in "IY"
    if foreign:  # asked once
        world.terminal.wait_for("screen.language")
        world.terminal.press("language.stay")
    reached = world.terminal.wait_for("screen.consent", "screen.done")
    assert reached == ("screen.done" if resident(person).case.value == "none" else "screen.consent")


def test_without_a_card_the_number_is_typed(world: World) -> None:
    terminal, person = world.terminal, world.person("due")
    world.citizen.go_to("identify", person)
    terminal.press("alternative.keypad")
    world.citizen.arrive("keypad")
    for digit in resident(person).card.number:
        terminal.press(f"keypad.{digit}")
    terminal.press("nav.next")
    world.citizen.arrive("consent")


def test_a_typed_number_with_a_slip_is_said_at_once(world: World) -> None:
    terminal, number = world.terminal, resident(world.person("due")).card.number
    world.citizen.go_to("identify", "")
    terminal.press("alternative.keypad")
    world.citizen.arrive("keypad")
    for digit in number[:16] + ("0" if number[16] != "0" else "1") + number[17]:
        terminal.press(f"keypad.{digit}")
    terminal.wait_until(lambda: any("按错" in said for said in terminal.texts()), "「有一位按错了」")
    assert terminal.find("screen.keypad")
