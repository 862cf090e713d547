"""A declared item in the real window: found by its category, filled in, made out and printed."""

from tests.journey.test_insured_certificate import PRINTS, certificates, printed
from tests.journey.world import World

ITEM = "transport.accident_free"
FILE = "330212345678"
WHOLE = "12 位都有了，看看对不对"


def test_a_declared_item_from_its_category_to_the_sheet(world: World) -> None:
    terminal, person, before = world.terminal, world.person("due"), printed(world)
    world.citizen.arrive("home")
    terminal.press("home.find")
    terminal.wait_for("category.transport")
    terminal.press("category.transport")
    terminal.wait_for(f"tile.{ITEM}")
    terminal.press(f"tile.{ITEM}")
    world.citizen.arrive("identify")
    world.bench.lay_card(person)
    world.citizen.arrive("digits")
    for key in FILE:
        terminal.press(f"keypad.{key}")
    terminal.wait_until(lambda: terminal.text("notice") == WHOLE, WHOLE)
    terminal.press("nav.next")
    world.citizen.arrive("date")
    terminal.press("date.year.plus")
    terminal.press("nav.next")
    terminal.wait_for("field.to")
    terminal.press("date.yesterday")
    terminal.press("nav.next")
    world.citizen.arrive("review")
    assert terminal.text("review.value.file") == FILE
    terminal.press("review.edit.file")
    terminal.wait_for("field.file")
    assert terminal.text("notice") == WHOLE, "what was pressed is there to be put right"
    terminal.press("nav.next")
    world.citizen.arrive("review")
    terminal.press("nav.next")
    terminal.wait_for("screen.preview", timeout=PRINTS)
    assert terminal.text("preview.what") == "安全驾驶记录证明"
    terminal.press("nav.next")
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before + 1
