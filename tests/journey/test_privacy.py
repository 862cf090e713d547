"""After the session nothing of the citizen is left where anybody could read it."""

from pathlib import Path

import pytest

from kiosk.tour.citizen import STATIONS
from tests.journey.world import World, resident

# How a picture begins, as it is and as it travels in JSON.
PICTURES = (b"\xff\xd8\xff\xe0\x00\x10JFIF", b"/9j/4AAQSkZJRg", b"_9j_4AAQSkZJRg")


def traces(text: str) -> list[bytes]:
    """As it may stand in a file: UTF-8, Qt's and the card's UTF-16, the printer's GB18030."""
    return [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]


def files(state: Path) -> list[Path]:
    """Everything but the simulators' wires, which are no files."""
    return [path for path in state.rglob("*") if path.is_file() and not path.is_symlink()]


def test_nothing_is_left_after_the_session(fresh_world: World) -> None:
    world = fresh_world
    person = world.person("due")
    card = resident(person).card
    world.citizen.go_to("review", person)
    assert any(card.name[0] in text for text in world.terminal.texts()), "the masked name stood there"
    world.citizen.act("review", person)
    world.citizen.arrive(STATIONS[-1])
    number = world.terminal.text("done.reference")
    world.citizen.leave()

    words = world.terminal.everything()
    for secret in (card.name, card.number, card.number[-4:], number, card.address):
        assert not [text for text in words if secret in text], "on a page that is not showing"

    world.demo.stop()
    looked_at = [*files(world.demo.state), world.demo.said]
    assert any(path.parent.name == "logs" for path in looked_at)
    assert any("store" in path.parts for path in looked_at)
    for path in looked_at:
        content = path.read_bytes()
        found = [
            secret for secret in (card.name, card.number, card.address) for trace in traces(secret) if trace in content
        ]
        assert not found, path
        assert not any(picture in content for picture in PICTURES), path


def test_nothing_is_left_after_who_walks_away_in_the_middle(world: World) -> None:
    person = world.person("due")
    card = resident(person).card
    world.citizen.go_to("review", person)
    world.citizen.leave()
    words = world.terminal.everything()
    masked = card.number[:3] + "*"
    for secret in (card.name, card.number, masked, card.number[-4:]):
        assert not [text for text in words if secret in text]


@pytest.mark.whole
def test_nothing_of_a_certificate_is_kept(fresh_world: World) -> None:
    """Neither its PDF nor the pages that were looked at; what the printer and its server have is theirs."""
    world, terminal = fresh_world, fresh_world.terminal
    card = resident(world.insured_person()).card
    person = next(one["id"] for one in world.bench.state()["people"] if one["id_number"] == card.number)
    world.citizen.arrive("home")
    terminal.press("tile.social.insured_certificate")
    world.citizen.arrive("identify")
    world.bench.lay_card(person)
    world.citizen.arrive("review")
    terminal.press("nav.next")
    terminal.wait_for("screen.preview", timeout=30)
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=30)
    world.citizen.leave()
    words = terminal.everything()
    assert not [text for text in words if card.name in text or card.number[-4:] in text]
    world.demo.stop()
    kept = [path for path in files(world.demo.state) if "wires" not in path.relative_to(world.demo.state).parts]
    assert any("store" in path.parts for path in kept)
    page = (1447).to_bytes(4, "big") + (2047).to_bytes(4, "big")  # its size, as a PNG says it
    for path in kept:
        content = path.read_bytes()
        assert b"%PDF-" not in content, path
        assert page not in content, path
        assert not [trace for word in (card.name, card.number) for trace in traces(word) if trace in content], path
