"""After the session nothing of the citizen is left where anybody could read it."""

from pathlib import Path

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


def test_nothing_is_left_after_who_walks_away_in_the_middle(fresh_world: World) -> None:
    world = fresh_world
    person = world.person("due")
    card = resident(person).card
    world.citizen.go_to("review", person)
    world.citizen.leave()
    words = world.terminal.everything()
    masked = card.number[:3] + "*"
    for secret in (card.name, card.number, masked, card.number[-4:]):
        assert not [text for text in words if secret in text]
