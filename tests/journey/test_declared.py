"""A declared item in the real window: found by its category, filled in, made out and printed."""

import pytest

from tests.journey.test_insured_certificate import PRINTS, certificates, printed
from tests.journey.world import World

ITEM = "transport.accident_free"
FILE = "330212345678"
WHOLE = "12 位都有了，看看对不对"


def open_by_category(world: World, item: str) -> None:
    """Turns the pages of its category until it is there."""
    terminal, category = world.terminal, f"category.{item.partition('.')[0]}"
    world.citizen.arrive("home")
    terminal.press("home.find")
    terminal.wait_for(category)
    terminal.press(category)
    world.citizen.arrive("category")
    world.turn_to(f"tile.{item}")
    terminal.press(f"tile.{item}")


def test_a_declared_item_from_its_category_to_the_sheet(fresh_world: World) -> None:
    """In books of its own: helpers who do errands at random may have done this one for the same person."""
    world = fresh_world
    terminal, person, before = world.terminal, world.person("due"), printed(world)
    open_by_category(world, ITEM)
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


@pytest.mark.whole
def test_one_with_a_fee_is_handed_in_paid_and_printed(world: World) -> None:
    """Who cannot sign here is helped by the staff, and the case is looked at first."""
    terminal, person = world.terminal, world.person("due")
    open_by_category(world, "police.passport_reissue")
    world.citizen.arrive("identify")
    world.bench.lay_card(person)
    terminal.wait_for("choice.lost")
    terminal.press("choice.lost")
    world.citizen.arrive("write")
    terminal.press("alternative.skip")
    terminal.wait_for("choice.post")
    terminal.press("choice.post")
    terminal.wait_for("choice.card")
    terminal.press("choice.card")
    world.citizen.arrive("sign")
    terminal.press("alternative.staff")
    world.citizen.arrive("review")
    world.turn_to("review.value.fee", by="nav.next")
    assert "140.00元" in terminal.text("review.value.fee")
    # the second press of one control within half a second does nothing
    terminal.wait_until(lambda: terminal.find("screen.review") is None or terminal.press("nav.next"), "handing in")
    world.citizen.arrive("pay")
    terminal.wait_until(lambda: terminal.text("pay.state") == "等您付款", "等您付款", PRINTS)
    [order] = world.bench.state()["payable"]
    world.bench.phone(order["number"])
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "交上去了，等核对"
    [entry] = world.submissions(person)
    assert (entry["owed"], entry["by_staff"]) == (140_00, ["signature"])
    assert [posting["amount"] for posting in world.bench.books()["postings"]] == [140_00]
