"""代办 in the real window: both cards, the signature, the item done for the principal under its number."""

from tests.journey.test_assist import PENSION, back_to_list, begin, says, unlocked
from tests.journey.world import World


def choose_for_another(world: World) -> None:
    world.bench.scene("nobody")
    world.terminal.press("assist.proxy")
    for letter in "ylj":
        world.terminal.press(f"keypad.{letter}")
    world.terminal.press(PENSION)
    world.citizen.arrive("identify")
    world.terminal.wait_until(lambda: says(world, "代办人的身份证"), "whose card it is")


def sign(world: World) -> None:
    x, y, width, height = world.terminal.extents("sign.pad")
    places = [(0.3, 0.3), (0.5, 0.7), (0.7, 0.3)]
    points = [(str(x + round(width * across)), str(y + round(height * down))) for across, down in places]
    first, *rest = points
    moves = [word for point in rest for word in ("mousemove", *point)]
    world.desktop.pointer("mousemove", *first, "mousedown", "1", *moves, "mouseup", "1")


def test_somebody_acts_for_somebody_else(world: World) -> None:
    terminal, bench = world.terminal, world.bench
    principal, agent = world.person("due"), world.person("certified")
    begin(world)
    choose_for_another(world)
    bench.lay_card(agent)
    terminal.wait_until(lambda: says(world, "本人的身份证"), "now the principal's")
    bench.take_card()
    bench.lay_card(agent)
    terminal.wait_until(lambda: says(world, "两次是同一张身份证"), "the same card twice")
    bench.lay_card(principal)
    for choice in ("choice.CHILD", "choice.sign"):
        terminal.wait_for(choice)
        terminal.press(choice)
    world.citizen.arrive("sign")
    unlocked(world)
    sign(world)
    terminal.press("nav.next")
    world.citizen.arrive("review")
    unlocked(world)
    terminal.press("nav.next")
    world.citizen.arrive("consent")
    assert says(world, "代办：办养老金认证")
    (authorisation,) = bench.books()["authorisations"]
    assert (authorisation["agent"], authorisation["person"]) == (agent, principal)
    terminal.press("alternative.decline")  # the face is the principal's own: a person at the agency looks instead
    terminal.wait_until(lambda: says(world, "交给工作人员核对"), "the other way")
    terminal.press("nav.next")
    world.citizen.arrive("done")
    entry = world.wait_for_submission(principal)
    assert (entry["authorisation"], entry["assisted"]) == (authorisation["number"], authorisation["helper"])
    assert "代办人" in world.papers_text()[-1]
    back_to_list(world)
    terminal.press("assist.end")
    terminal.wait_for("screen.home")


def test_without_a_link_nothing_is_registered_and_it_goes_on_when_it_is_back(world: World) -> None:
    terminal, bench = world.terminal, world.bench
    begin(world)
    bench.fault("network", "down")
    terminal.wait_until(lambda: says(world, "可以先存着"), "the list knows of it")
    world.terminal.press("assist.proxy")
    for letter in "ylj":
        terminal.press(f"keypad.{letter}")
    terminal.press(PENSION)
    world.citizen.arrive("trouble")
    bench.fault("network", None)
    world.citizen.arrive("identify")
    assert says(world, "代办人的身份证")
    assert bench.books()["authorisations"] == []
    back_to_list(world)
    terminal.press("assist.end")
    terminal.wait_for("screen.home")
