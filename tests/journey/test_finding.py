"""Finding an item in the real window: by its category, by typing, by the code on an earlier receipt."""

from tests.journey.world import World


def test_by_category_and_by_typing_an_item_begins_and_back_leads_to_where_it_was_found(world: World) -> None:
    terminal = world.terminal
    world.citizen.arrive("home")
    terminal.press("home.find")
    terminal.wait_for("screen.categories")
    terminal.press("category.medical")
    terminal.wait_for("screen.category")
    terminal.press("tile.medical.payment")
    terminal.wait_for("screen.identify", timeout=20)
    terminal.press("nav.back")
    terminal.wait_for("screen.category")
    terminal.press("home.search")
    terminal.wait_for("screen.find")
    for letter in "txj":  # 退休金
        terminal.press(f"keypad.{letter}")
    terminal.wait_for("tile.social.pension_certification")
    terminal.press("tile.social.pension_certification")
    terminal.wait_for("screen.identify")


def test_the_code_on_a_receipt_leads_back_to_its_item(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("done", person)
    number = world.wait_for_submission(person)["number"]
    world.citizen.leave()
    terminal.press("home.find")
    terminal.wait_for("screen.categories")
    terminal.press("home.search")
    terminal.wait_for("find.slip")
    terminal.press("find.slip")
    terminal.wait_for("screen.slip")
    world.bench.scan(text="6901234567892")
    terminal.wait_until(lambda: any("不是回执" in text for text in terminal.texts()), "这不是回执上的码")
    world.bench.scan(text=f"JB:{number}")
    terminal.wait_for("screen.done")
    assert terminal.text("done.message") == "上次办的是这件事"
    terminal.wait_for("tile.social.pension_certification")
    terminal.press("tile.social.pension_certification")
    terminal.wait_for("screen.identify")
