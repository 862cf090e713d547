"""办养老金认证 in the real window, from the home page to the receipt: one test for each way it can end."""

import re

import pytest

from kiosk.tour.citizen import PENSION, STATIONS, Citizen
from tests.journey.world import World


def test_by_touch_from_the_home_page_to_the_receipt(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    before, papers = terminal.taps, len(world.bench.papers())
    citizen = Citizen(terminal, world.bench, terminal.tap)
    citizen.go_to(STATIONS[-1], person)

    assert terminal.text("done.message") == "办好了"
    assert terminal.taps - before == 3, "errand, agree, hand in"
    submission = world.wait_for_submission(person)
    assert submission["state"] == "done"
    assert submission["picture_bytes"] > 1000
    assert terminal.text("done.reference") == submission["number"]
    assert len(world.bench.papers()) == papers + 1
    assert submission["number"] in world.papers_text()[-1]

    terminal.wait_for("done.card")
    world.bench.take_card()
    terminal.wait_gone("done.card")
    terminal.tap("nav.next")
    citizen.arrive("home")


@pytest.mark.parametrize(
    ("pension", "message", "says"),
    [
        ("certified", "今年已经认证过了", "不用再办"),
        ("stopped", "您的养老金停发了", "身份证、社保卡"),
        ("none", "没查到您领养老金", "12333"),
    ],
)
def test_who_has_nothing_to_certify_is_told_so(world: World, pension: str, message: str, says: str) -> None:
    person, papers = world.person(pension), len(world.bench.papers())
    world.citizen.go_to("identify", person)
    world.bench.lay_card(person)
    world.citizen.arrive("done")
    assert world.terminal.text("done.message") == message
    assert any(says in text for text in world.terminal.texts())
    assert world.submissions(person) == []
    assert len(world.bench.papers()) == papers


def test_a_face_that_does_not_match_twice_goes_to_the_staff(world: World) -> None:
    person, terminal = world.person("mismatch"), world.terminal
    world.citizen.go_to("face", person)
    world.bench.scene("face")
    terminal.wait_until(lambda: any("交给工作人员" in text for text in terminal.texts()), "交给工作人员核对", 20)
    terminal.press("nav.next")
    world.citizen.arrive("done")
    assert terminal.text("done.message") == "交上去了，等核对"
    assert world.wait_for_submission(person)["consents"] == ["staff"]
    assert world.wait_for_submission(person)["picture_bytes"] == 0


def test_what_the_agency_looks_at_first_is_not_called_done(world: World) -> None:
    person = world.person("checking")
    world.citizen.go_to("done", person)
    assert world.terminal.text("done.message") == "交上去了，等核对"
    assert world.wait_for_submission(person)["state"] == "checking"
    assert world.terminal.text("done.reference") in world.papers_text()[-1]


def test_without_a_picture_the_staff_looks(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("consent", person)
    terminal.press("alternative.decline")
    terminal.wait_until(lambda: terminal.text("nav.next") == "交给工作人员核对", "another consent")
    terminal.press("nav.next")
    world.citizen.arrive("done")
    assert world.wait_for_submission(person)["consents"] == ["staff"]


def test_back_leads_to_the_question_before_and_nothing_is_handed_in(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("review", person)
    world.bench.scene("nobody")
    terminal.press("review.edit.face")
    world.citizen.arrive("face")
    terminal.press("nav.back")
    world.citizen.arrive("review")
    terminal.press("nav.back")
    world.citizen.arrive("face")
    terminal.press("nav.back")
    world.citizen.arrive("consent")
    terminal.press("nav.exit")
    terminal.wait_for("screen.done")  # 别忘了拿身份证
    world.bench.take_card()
    world.citizen.arrive("home")
    assert world.submissions(person) == []


def test_two_fast_touches_hand_in_once(world: World) -> None:
    person, terminal = world.person("due"), world.terminal
    world.citizen.go_to("review", person)
    x, y, width, height = terminal.extents("nav.next")
    twice = ["mousedown", "1", "mouseup", "1"] * 2
    world.desktop.pointer("mousemove", str(x + width // 2), str(y + height // 2), *twice)
    world.citizen.arrive("done")
    world.wait_for_submission(person)


def test_a_touch_that_slides_off_does_nothing(world: World) -> None:
    terminal = world.terminal
    x, y, width, height = terminal.extents(PENSION)
    start, off = (str(x + width // 2), str(y + height // 2)), (str(x + width // 2), str(max(0, y - 100)))
    world.desktop.pointer("mousemove", *start, "mousedown", "1", "mousemove", *off, "mouseup", "1")
    terminal.tap("nav.help")
    terminal.wait_for("screen.help")
    assert re.search(r"\d{4}", " ".join(terminal.texts())), "a telephone number stands there"


def test_looks_change_on_every_page_and_go_back_for_the_next_citizen(world: World) -> None:
    terminal, person = world.terminal, world.person("due")
    world.citizen.go_to("consent", person)
    corner = (5, world.desktop.height - 5)  # in the strip, which is black on high contrast
    assert terminal.text("nav.text_size").endswith("标准")
    terminal.press("nav.text_size")
    terminal.press("nav.text_size")  # at once: the second is no double tap, and counts
    terminal.wait_until(lambda: terminal.text("nav.text_size").endswith("特大"), "特大")
    terminal.press("nav.contrast")
    terminal.wait_until(lambda: world.desktop.picture().getpixel(corner) == (0, 0, 0), "a black strip")
    world.citizen.leave()
    terminal.wait_until(lambda: terminal.text("nav.text_size").endswith("标准"), "标准")
    terminal.wait_until(lambda: world.desktop.picture().getpixel(corner) != (0, 0, 0), "a light strip")
