"""A phone instead of a card in the real window, and the guide lights along the way."""

from tests.journey.world import World, resident


def lit(world: World) -> set[str]:
    slots = world.bench.state()["devices"]["lights"]["slots"]
    return {slot for slot, mode in slots.items() if mode == "blink"}


def wait_for_light(world: World, *slots: str) -> None:
    world.terminal.wait_until(lambda: lit(world) == set(slots), f"the lights {slots}")


def test_a_phone_s_code_leads_to_the_receipt_and_the_lights_lead_the_way(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    wait_for_light(world)
    world.citizen.go_to("identify", person)
    assert any("社保码也行" in text for text in terminal.texts())
    wait_for_light(world, "id_card")
    world.bench.scan(person=person)
    world.citizen.arrive("consent")
    wait_for_light(world)
    world.citizen.act("consent", person)
    world.citizen.arrive("face")
    wait_for_light(world, "camera")
    for here, there in (("face", "review"), ("review", "done")):
        world.citizen.act(here, person)
        world.citizen.arrive(there)
    assert terminal.text("done.message") == "办好了"
    assert world.wait_for_submission(person)["number"] == terminal.text("done.reference")
    wait_for_light(world)


def test_an_expired_code_is_said_and_a_new_one_goes_on(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("identify", person)
    world.bench.scan(person=person, code="expired")
    terminal.wait_until(lambda: any("过期" in text for text in terminal.texts()), "这个码过期了")
    assert terminal.find("screen.identify")
    world.bench.scan(text=resident(person).card.number)
    terminal.wait_until(lambda: any("认不出您本人" in text for text in terminal.texts()), "这样的码认不出您本人")
    world.bench.scan(person=person, code="medical_voucher")
    world.citizen.arrive("consent")


def test_without_the_reader_a_phone_s_code_goes_on(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.bench.fault("idcard", "unplugged")
    world.citizen.act("home", person)
    terminal.wait_for("screen.trouble", timeout=20)
    terminal.press("alternative.code")
    world.citizen.arrive("identify")
    wait_for_light(world, "scanner")
    world.bench.scan(person=person)
    world.citizen.arrive("consent")


def test_what_was_scanned_before_anybody_was_asked_identifies_nobody(world: World) -> None:
    person = world.person("due")
    world.citizen.arrive("home")
    world.bench.scan(person=person)
    world.citizen.act("home", person)
    world.citizen.arrive("identify")
    world.bench.scan(text="http://example.com/")
    world.terminal.wait_until(lambda: any("认不出您本人" in text for text in world.terminal.texts()), "a word on it")
    assert world.terminal.find("screen.identify")


def test_without_a_scanner_a_phone_before_the_camera_goes_on(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.bench.fault("scanner", "unplugged")
    world.citizen.go_to("identify", person)
    world.bench.hold_up(text=resident(person).card.number)
    terminal.wait_until(lambda: any("认不出您本人" in text for text in terminal.texts()), "这样的码认不出您本人")
    world.bench.hold_up(person=person, code="medical_voucher")
    world.citizen.arrive("consent")
    world.bench.scene("face")
    for here, there in (("consent", "face"), ("face", "review"), ("review", "done")):
        world.citizen.act(here, person)
        world.citizen.arrive(there)
    assert world.wait_for_submission(person)["number"] == terminal.text("done.reference")


def test_with_neither_reader_nor_scanner_the_camera_shows_and_reads_the_phone(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.bench.fault("scanner", "unplugged")
    world.bench.fault("idcard", "unplugged")
    world.citizen.act("home", person)
    terminal.wait_for("screen.trouble", timeout=20)
    terminal.press("alternative.code")
    world.citizen.arrive("identify")
    terminal.wait_until(lambda: any("对准镜头" in text for text in terminal.texts()), "where to hold the phone")
    wait_for_light(world, "camera")
    world.bench.hold_up(person=person)
    world.citizen.arrive("consent")
