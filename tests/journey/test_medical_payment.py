"""交医保 in the real window, against the real stand-in gateway: paid by a phone, and every other way it ends."""

import os
import signal
import time
from typing import Any

import pytest

from kiosk.tour.citizen import Citizen
from tests.journey.world import World

TILE = "tile.medical.payment"
ENDS = 20.0  # seconds


class Payer(Citizen):
    """At the page with the code; ``order`` is what the phone has scanned."""

    def arrive(self, station: str) -> None:
        """A finger does not act on a page that came under it just now: on a busy machine that may be long after."""
        super().arrive(station)
        self.terminal._touched = time.monotonic()

    def identify(self, person: str) -> None:
        self.arrive("home")
        self.touch(TILE)
        self.arrive("identify")
        self.bench.lay_card(person)

    def go_to_pay(self, person: str) -> str:
        """For somebody with one bill: returns the order's number."""
        self.identify(person)
        self.arrive("review")
        self.touch("nav.next")
        return self.order()

    def order(self) -> str:
        self.arrive("pay")
        self.terminal.wait_until(lambda: self.terminal.text("pay.state") == "等您付款", "等您付款", ENDS)
        return str(self.orders()[-1]["number"])

    def orders(self) -> list[dict[str, Any]]:
        return self.bench.books()["orders"]

    def ends(self, message: str) -> None:
        self.terminal.wait_for("screen.done", timeout=ENDS)
        assert self.terminal.text("done.message") == message


@pytest.fixture
def payer(world: World) -> Payer:
    return Payer(world.terminal, world.bench, world.terminal.tap)


def insured(world: World, medical: str, which: int = 0) -> str:
    """Somebody alone whose insurance stands so; r01, r12 and r29 have families."""
    people = [one["id"] for one in world.bench.state()["people"] if one["medical"] == medical]
    return str([one for one in people if one not in ("r01", "r12", "r29")][which])


def book(world: World, name: str, **of: Any) -> list[dict[str, Any]]:
    return [entry for entry in world.bench.books()[name] if of.items() <= entry.items()]


def test_by_touch_from_the_home_page_to_the_receipt(world: World, payer: Payer) -> None:
    papers, taps = len(world.bench.papers()), world.terminal.taps
    number = payer.go_to_pay(insured(world, "owes"))
    assert world.terminal.text("pay.amount") == "430.00元"
    world.bench.phone(number)
    payer.ends("交好了")
    assert world.terminal.taps - taps == 2, "errand, pay"
    [posting] = book(world, "postings", order=number)
    assert world.terminal.text("done.reference") == posting["number"]
    assert [charge["amount"] for charge in book(world, "charges", order=number)] == [430_00]
    assert len(world.bench.papers()) == papers + 1
    assert posting["number"] in world.papers_text()[-1]
    payer.leave()
    payer.identify(insured(world, "paid"))
    payer.ends("都交过了")


def test_for_some_of_a_family_by_choice(world: World, payer: Payer) -> None:
    payer.identify("r12")
    payer.arrive("choose")
    payer.touch("choice.all")
    world.terminal.wait_until(lambda: world.terminal.text("choose.sum") == "选了5笔", "选了5笔")
    payer.touch("choice.all")
    first = next(one.name for one in world.terminal.showing() if one.name.startswith("choice.YB"))
    payer.touch(first)
    payer.touch("nav.page_after")
    second = next(one.name for one in world.terminal.showing() if one.name.startswith("choice.YB") and one.enabled)
    world.terminal.press(second)
    world.terminal.wait_until(lambda: world.terminal.text("choose.sum") == "选了2笔", "选了2笔")
    payer.touch("nav.next")
    payer.arrive("review")
    payer.touch("nav.next")
    number = payer.order()
    [order] = book(world, "orders", number=number)
    assert order["bills"] == [first.removeprefix("choice."), second.removeprefix("choice.")]
    world.bench.phone(number)
    payer.ends("交好了")


def test_a_code_on_the_phone_shows_the_family_too(world: World, payer: Payer) -> None:
    payer.arrive("home")
    payer.touch(TILE)
    payer.arrive("identify")
    world.bench.scan(person="r01", code="medical_voucher")
    payer.arrive("choose")
    assert any("老伴" in text for text in world.terminal.texts())


def test_given_up_is_closed_and_nothing_is_taken(world: World, payer: Payer) -> None:
    number = payer.go_to_pay(insured(world, "owes"))
    payer.touch("alternative.stop")
    payer.ends("没付，什么也没扣")
    [order] = book(world, "orders", number=number)
    assert order["standing"] == "closed"
    assert book(world, "charges") == []


def test_leaving_closes_it_first(world: World, payer: Payer) -> None:
    number = payer.go_to_pay(insured(world, "owes"))
    payer.touch("nav.exit")
    payer.ends("没付，什么也没扣")
    assert book(world, "orders", number=number, standing="closed")
    payer.touch("nav.exit")
    payer.arrive("done")  # 别忘了拿身份证


def test_declined_on_the_phone(world: World, payer: Payer) -> None:
    world.bench.phone(payer.go_to_pay(insured(world, "owes")), decline=True)
    payer.ends("没付，什么也没扣")


def test_the_help_can_be_read_while_one_waits(world: World, payer: Payer) -> None:
    number = payer.go_to_pay(insured(world, "owes"))
    payer.touch("nav.help")
    payer.arrive("help")
    payer.touch("nav.back")
    assert payer.order() == number
    world.bench.phone(number)
    payer.ends("交好了")


def test_turned_down_by_the_agency_the_money_goes_back_once(world: World, payer: Payer) -> None:
    number = payer.go_to_pay(insured(world, "rejected"))
    world.bench.phone(number)
    payer.ends("没交成，钱退给您")
    assert world.terminal.text("done.reference") == number
    [refund] = book(world, "refunds", order=number)
    assert refund["amount"] == 430_00
    assert book(world, "postings", order=number) == []
    assert number in world.papers_text()[-1]


@pytest.mark.parametrize("fault", ["down", "lose_reply"])
def test_paid_while_the_link_is_gone_is_served_when_it_is_back(world: World, payer: Payer, fault: str) -> None:
    number = payer.go_to_pay(insured(world, "owes"))
    world.bench.fault("network", fault)
    said = "没付的先别付，等一会儿"
    world.terminal.wait_until(lambda: world.terminal.text("pay.state") == said, said, ENDS)
    world.bench.phone(number)
    world.bench.fault("network", None)
    payer.ends("交好了")
    assert len(book(world, "charges")) == len(book(world, "postings")) == 1


def test_paid_and_no_paper_is_offered_at_the_next_identification(world: World, payer: Payer) -> None:
    person = insured(world, "owes")
    number = payer.go_to_pay(person)
    world.bench.fault("receipt", "paper_out")
    world.bench.phone(number)
    world.terminal.wait_for("screen.trouble", timeout=ENDS)
    payer.touch("alternative.without")
    payer.ends("交好了")
    assert "单子没打，下次刷身份证来打" in world.terminal.texts()
    payer.leave()
    world.bench.fault("receipt", None)
    papers = len(world.bench.papers())
    payer.identify(person)
    payer.arrive("offer")
    payer.touch("nav.next")
    payer.ends("都交过了")
    assert len(world.bench.papers()) == papers + 1
    assert "补打" in world.papers_text()[-1]


def test_without_a_link_the_tile_says_so_and_nobody_is_asked_for_a_card(world: World, payer: Payer) -> None:
    world.bench.fault("network", "down")
    world.terminal.wait_until(lambda: "网络没连上" in world.terminal.text(TILE), "网络没连上", 30)
    payer.touch(TILE)
    payer.arrive("trouble")
    world.bench.fault("network", None)
    payer.arrive("identify")


def test_another_sheet_of_what_was_paid(world: World, payer: Payer) -> None:
    person = insured(world, "flexible")
    world.bench.phone(payer.go_to_pay(person))
    payer.ends("交好了")
    number = world.terminal.text("done.reference")
    payer.leave()
    payer.touch("tile.receipt.reprint")
    payer.arrive("identify")
    world.bench.lay_card(person)
    payer.arrive("choose")
    payer.touch(f"choice.{number}")
    payer.ends("打好了")
    assert number in world.papers_text()[-1]
    assert "补打" in world.papers_text()[-1]


def kill_window(world: World) -> None:
    """Kills it, and waits until the supervisor's next window stands on the home page."""
    killed = world.demo.window_process_id()
    os.kill(killed, signal.SIGKILL)
    terminal = world.terminal
    gone = lambda: killed not in terminal.process_ids() and terminal.find("screen.home")  # noqa: E731
    terminal.wait_until(gone, "窗口重新打开", 30)
    world.bench.take_card()


def test_killed_before_it_is_paid_it_is_closed_and_can_be_paid_anew(fresh_world: World) -> None:
    world = fresh_world
    payer = Payer(world.terminal, world.bench, world.terminal.tap)
    person = insured(world, "owes")
    number = payer.go_to_pay(person)
    kill_window(world)
    world.terminal.wait_until(lambda: book(world, "orders", number=number, standing="closed"), "关了", ENDS)
    again = payer.go_to_pay(person)
    assert again != number
    world.bench.phone(again)
    payer.ends("交好了")
    assert [charge["order"] for charge in book(world, "charges")] == [again]


def test_killed_when_it_is_paid_it_is_entered_once_and_its_receipt_offered(fresh_world: World) -> None:
    world = fresh_world
    payer = Payer(world.terminal, world.bench, world.terminal.tap)
    person = insured(world, "owes")
    number = payer.go_to_pay(person)
    world.bench.fault("network", "down")
    world.bench.phone(number)
    kill_window(world)
    world.bench.fault("network", None)
    [posting] = world.terminal.wait_until(lambda: book(world, "postings", order=number), "入账", 30)
    payer.identify(person)
    payer.arrive("offer")
    payer.touch("nav.next")
    payer.ends("都交过了")
    assert posting["number"] in world.papers_text()[-1]
    assert len(book(world, "charges")) == len(book(world, "postings")) == 1
