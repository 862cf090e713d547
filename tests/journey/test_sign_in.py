"""Staff come in through the real window: by the hidden pattern, by the helper's button, by card, and not otherwise."""

import os
import signal
from pathlib import Path

from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.sandbox.staff import INVENTED
from kiosk.screens.maintenance.pattern import ORDER
from tests.journey.world import World

PINS = {one.number: one.pin for one in INVENTED}


def knock(world: World) -> None:
    """The pattern, by hand; before and after it nobody touches anything."""
    terminal = world.terminal
    terminal.wait_for("screen.home")
    x, y, width, height = terminal.extents("screen.home")
    actions = ["sleep", "1.6"]
    for corner in ORDER:
        right, bottom = corner.value
        place = (x + width - 20 if right else x + 20), (y + height - 20 if bottom else y + 20)
        actions += ["mousemove", *map(str, place), "mousedown", "1", "sleep", "0.06", "mouseup", "1", "sleep", "0.25"]
    world.desktop.pointer(*actions)


def type_in(world: World, digits: str) -> None:
    for digit in digits:
        world.terminal.press(f"keypad.{digit}")


def sign_in(world: World, number: str, pin: str) -> None:
    terminal = world.terminal
    terminal.wait_for("field.staff_number")
    type_in(world, number)
    terminal.tap("nav.next")
    terminal.wait_for("field.pin")
    type_in(world, pin)
    terminal.tap("nav.next")


def close_menu(world: World) -> None:
    world.terminal.press("maintenance.close")
    world.terminal.wait_for("screen.home")


def says(world: World, words: str) -> None:
    terminal = world.terminal
    terminal.wait_until(lambda: any(words in text for text in terminal.texts()), words)


def test_an_engineer_comes_in_and_goes(world: World) -> None:
    knock(world)
    world.terminal.wait_for("screen.staff")
    sign_in(world, "9001", PINS["9001"])
    world.terminal.wait_for("screen.maintenance.overview")
    assert not [text for text in world.terminal.everything() if PINS["9001"] in text]
    close_menu(world)


def test_site_staff_lay_their_card_and_type_only_the_pin(world: World) -> None:
    knock(world)
    world.terminal.wait_for("screen.staff")
    world.bench.lay_card("r24")
    world.terminal.wait_for("field.pin")
    type_in(world, PINS["2001"])
    world.terminal.tap("nav.next")
    world.terminal.wait_for("screen.maintenance.overview")
    world.bench.take_card()
    close_menu(world)


def test_a_helpers_card_opens_the_visible_door(world: World) -> None:
    terminal = world.terminal
    terminal.press("nav.help")
    terminal.press("assist.sign_in")
    terminal.wait_for("screen.staff")
    world.bench.lay_card("r02")
    says(world, "这张卡不在名单上")
    world.bench.take_card()
    world.bench.lay_card("r25")
    terminal.wait_for("screen.assist")
    world.bench.take_card()
    terminal.press("assist.end")
    terminal.wait_for("screen.home")


def test_who_thinks_better_of_it_finds_the_citizens_page(world: World) -> None:
    terminal = world.terminal
    world.citizen.go_to("consent", world.person("due"))
    terminal.press("nav.help")
    terminal.press("assist.sign_in")
    terminal.wait_for("screen.staff")
    terminal.press("sign_in.cancel")
    terminal.wait_for("screen.help")
    terminal.press("nav.back")
    world.citizen.arrive("consent")


def test_wrong_pins_wait_and_a_kill_forgets_none_of_them(fresh_world: World) -> None:
    world, terminal = fresh_world, fresh_world.terminal
    knock(world)
    for _ in range(4):
        sign_in(world, "9001", "111222")
        says(world, "工号或密码不对")
    sign_in(world, "9001", "111222")
    says(world, "再等")
    before = world.demo.window_process_id()
    os.kill(before, signal.SIGKILL)
    terminal.wait_until(lambda: world.demo.window_process_id() != before, "another window")
    terminal.wait_for("screen.home")
    knock(world)
    terminal.wait_for("screen.staff")
    says(world, "再等")
    terminal.wait_until(lambda: not any("再等" in text for text in terminal.texts()), "the wait is over", 25)
    sign_in(world, "9001", PINS["9001"])
    terminal.wait_for("screen.maintenance.overview")


def test_without_network_the_head_office_answers(world: World) -> None:
    terminal = world.terminal
    world.bench.fault("network", "down")
    knock(world)
    terminal.wait_for("screen.staff")
    terminal.press("sign_in.challenge")
    digits = terminal.text("challenge.digits")
    key = Path(world.demo.state, "store", "maintenance.key")
    answer = CliRunner().invoke(app, ["staff", "answer", *digits.split(), "--key", str(key)]).output
    type_in(world, answer.strip().replace(" ", ""))
    terminal.tap("nav.next")
    terminal.wait_for("screen.maintenance.overview")
    close_menu(world)
