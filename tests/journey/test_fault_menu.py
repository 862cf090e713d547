"""Site staff find a fault in the menu by touch, say that they see to it, photograph it, and see that it is over."""

from typing import Any

from kiosk.tour.technician import Technician
from tests.journey.world import World

STAFF = "2001"


def told(world: World, kind: str, **of: str) -> list[dict[str, Any]]:
    """Fields of the news of a kind; of one fault, since another test's may come late."""
    news = [entry["fields"] for entry in world.bench.books()["news"] if entry["kind"] == kind]
    return [fields for fields in news if of.items() <= fields.items()]


def says(world: World, words: str) -> None:
    world.terminal.wait_until(lambda: any(words in text for text in world.terminal.texts()), words)


def test_site_staff_answer_a_fault_and_photograph_it(world: World) -> None:
    terminal = world.terminal
    technician = Technician(world.desktop, terminal)
    technician.come_in(STAFF)
    world.bench.fault("receipt", "paper_out")
    (began,) = terminal.wait_until(lambda: told(world, "fault.began", code="paper.out"), "平台知道没纸了")
    number = began["number"]
    assert began["tier"] == "site"
    technician.open("faults")
    terminal.tap(f"maintenance.faults.{number}")
    says(world, "放新纸卷，纸头从下面出来")
    terminal.tap("maintenance.fault.mine")
    says(world, "记下了：您来处理")
    answered = terminal.wait_until(lambda: told(world, "fault.answered", number=number), "平台知道有人处理")
    assert [one["staff"] for one in answered] == [STAFF]
    world.turn_to("maintenance.fault.photo")
    terminal.tap("maintenance.fault.photo")
    terminal.tap("choice.document_camera")
    says(world, "照片里不能有人")
    world.bench.fault("receipt", None)
    says(world, "已经好了")
    ended = terminal.wait_until(lambda: told(world, "fault.ended", number=number), "平台知道好了")
    assert [one["staff"] for one in ended] == [""], "the printer said so itself"
    terminal.press("maintenance.close")
    terminal.wait_for("screen.home")
