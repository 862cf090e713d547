"""Finding an item in the real window: by its category, by typing, by hand, by the code on an earlier receipt."""

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


GONG = (((0.25, 0.25), (0.75, 0.25)), ((0.5, 0.25), (0.5, 0.8)), ((0.15, 0.8), (0.85, 0.8)))  # 工, of the square


def test_what_is_written_by_hand_is_found(world: World) -> None:
    terminal = world.terminal
    world.citizen.arrive("home")
    for name in ("home.find", "home.search", "find.way"):
        terminal.press(name)
    terminal.wait_for("pad")
    x, y, width, height = terminal.extents("pad")
    left = x + (width - height) / 2
    for stroke in GONG:
        (from_x, from_y), (to_x, to_y) = ((round(left + a * height), round(y + b * height)) for a, b in stroke)
        middle = (str((from_x + to_x) // 2), str((from_y + to_y) // 2))
        there = ("mousemove", *middle, "mousemove", str(to_x), str(to_y))
        world.desktop.pointer("mousemove", str(from_x), str(from_y), "mousedown", "1", *there, "mouseup", "1")

    def candidate() -> str | None:
        names = (f"candidate.{at}" for at in range(1, 9))
        return next((name for name in names if terminal.find(name) and terminal.text(name) == "工"), None)

    terminal.press(terminal.wait_until(candidate, "工"))
    terminal.wait_until(lambda: any("工伤" in text for text in terminal.texts()), "工伤")


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
