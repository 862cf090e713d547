"""``kiosk ledger`` beside a terminal that holds its store open, against the real gateway's books."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Unreachable
from kiosk.core.order import OrderState
from kiosk.core.order_events import HandedOver
from kiosk.core.payment import Charge, CreateOrder, OrderStatus
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.residents import Medical
from kiosk.services.audit import Audit
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.order_table import OrderTable
from kiosk.services.owner import OwnerKey
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from reliability.orders_world import Link
from tests.people import ZHANG
from tests.sandbox.test_orders import bill_of
from tests.sandbox.town import TERMINAL, Town, town


class Terminal:
    """What stands in its state directory, which is the sandbox's own."""

    def __init__(self, place: Town) -> None:
        self.place = place
        self.clock = SystemClock()
        self.gateway = place.gateway()
        self.store = Store(place.state / "store", store_key(place.state / "store", os.environ))
        self.audit = Audit(self.store, self.clock)
        self.orders = OrderTable(self.store, self.clock, self.audit)
        terms = Terms(TERMINAL, "0574-8800 0001", OwnerKey(self.store).hash)
        self.ledger = Ledger(
            self.orders, self.gateway, Link(), self.clock, terms, record=lambda event: self.audit.record(None, event)
        )
        self.day = self.clock.now().date()

    def begin(self, case: Medical, which: int = 0) -> str:
        bill = bill_of(case, which)
        charge = Charge(ITEM, "医保费", (bill,), 43000)
        return self.ledger.begin(charge, key=bill, person=ZHANG, walk="w", cancel=Cancel()).number

    def pay(self, number: str) -> None:
        self.place.order("/phone/pay", order=number)

    def look(self, number: str) -> str:
        return self.ledger.look(number, cancel=Cancel()).state.value

    def closed(self) -> str:
        number = self.begin(Medical.OWES, 1)
        assert self.ledger.close(number, cancel=Cancel()).state.value == "closed"
        return number

    def settled(self, case: Medical, state: str) -> str:
        number = self.begin(case)
        self.pay(number)
        assert self.look(number) == state
        return number

    def arguments(self, *words: str) -> list[str]:
        wires = self.place.ready["wires"] if words[0] == "compare" else {}
        keys = {"gateway": "gateway.url", "secret_file": "gateway.secret_file"}
        overrides = [
            word for wire, key in keys.items() if wire in wires for word in ("--set", f'{key}="{wires[wire]}"')
        ]
        return ["ledger", *words, "--state", str(self.place.state), *overrides]

    def ask(self, *words: str) -> Result:
        return CliRunner().invoke(app, self.arguments(*words), env={"COLUMNS": "200"})

    def compare(self, *more: str) -> Result:
        return self.ask("compare", self.day.isoformat(), *more)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with town(tmp_path / "state") as place:
        made = Terminal(place)
        with closing(made.store):
            yield made


def test_a_day_on_which_both_sides_agree(terminal: Terminal) -> None:
    """… as a process of its own."""
    terminal.closed()
    terminal.settled(Medical.OWES, "printing")
    terminal.settled(Medical.REJECTED, "refunded")
    command = [sys.executable, "-W", "error", "-m", "kiosk"]
    command += terminal.arguments("compare", terminal.day.isoformat())
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip() == f"{terminal.day}：对了 3 单，平台收了 860.00元，退了 430.00元，没有差别"


def test_differences_are_named_one_by_one_and_written_down(terminal: Terminal, tmp_path: Path) -> None:
    served = terminal.settled(Medical.OWES, "printing")
    terminal.place.order("/reset")  # the gateway has lost its books
    stranger = f"{TERMINAL}-stranger"
    call = CreateOrder(stranger, ITEM, (bill_of(Medical.OWES, 1),), 43000)
    terminal.gateway.call(call, key=stranger)
    terminal.pay(stranger)
    ended = terminal.compare("--csv", str(tmp_path / "differences.csv"))
    assert (ended.exit_code, ended.stderr) == (1, "")
    assert "差别 3 处" in ended.stdout
    with (tmp_path / "differences.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert len(head) == 10
    assert rows == [
        [served, "not_there", "本机有，平台没有", "printing", "430.00", "", "", "", "", ""],
        [stranger, "not_here", "平台有，本机没有", "", "", "paid", "430.00", "430.00", "否", "0.00"],
        [stranger, "paid_not_entered", "收了钱，没入账也没全退", "", "", "paid", "430.00", "430.00", "否", "0.00"],
    ]
    for _, _, words, *_ in rows:
        assert words in ended.stdout


def test_paid_while_nobody_could_hear_of_it(terminal: Terminal) -> None:
    number = terminal.begin(Medical.OWES)
    terminal.pay(number)
    terminal.place.order("/network", fault="down")
    with pytest.raises(Unreachable):
        terminal.ledger.close(number, cancel=Cancel())
    terminal.place.order("/network", fault=None)
    ended = terminal.compare()
    assert ended.exit_code == 1
    assert "平台收了钱，本机没当成付了" in ended.stdout
    assert terminal.look(number) == "printing"
    assert terminal.compare().exit_code == 0


def test_an_order_that_never_came_and_was_closed_is_no_difference(terminal: Terminal) -> None:
    terminal.place.order("/network", fault="lose_request")
    with pytest.raises(Unreachable):
        terminal.begin(Medical.OWES)
    number = terminal.orders.unpaid()[0]
    terminal.place.order("/network", fault=None)
    assert terminal.ledger.close(number, cancel=Cancel()).state.value == "closed"
    assert terminal.gateway.call(OrderStatus(number)).amount == 0
    ended = terminal.compare()
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "对了 1 单" in ended.stdout


def test_another_day_is_another_book(terminal: Terminal) -> None:
    terminal.settled(Medical.OWES, "printing")
    ended = terminal.ask("compare", (terminal.day - timedelta(days=2)).isoformat())
    assert ended.exit_code == 0
    assert "对了 0 单" in ended.stdout


@pytest.mark.parametrize(("fault", "sentence"), [("down", "网络没连上"), ("error_500", "政务平台出了点问题")])
def test_no_comparison_without_the_gateway(terminal: Terminal, fault: str, sentence: str) -> None:
    terminal.place.order("/network", fault=fault)
    ended = terminal.compare()
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"对不成：{sentence}")
    assert "Traceback" not in ended.stderr


def test_mistakes_are_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    unwritable = tmp_path / "nowhere" / "differences.csv"
    for ended, words in (
        (terminal.ask("compare", "22.11.2026"), "日期要写成 2026-11-22 这样"),
        (terminal.compare("--csv", str(unwritable)), f"{unwritable}：写不了"),
        (terminal.ask("show", "nothing"), "本机没有 nothing 这一单"),
    ):
        assert ended.exit_code == 2
        assert words in ended.stderr
        assert len(ended.stderr.strip().splitlines()) == 1


def test_a_directory_without_a_store_gets_none(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["ledger", "list", "--state", str(tmp_path / "other")])
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "这里没有数据库" in ended.stderr
    assert not (tmp_path / "other").exists()


def test_list(terminal: Terminal) -> None:
    assert "没有这样的单" in terminal.ask("list").stdout
    closed, served = terminal.closed(), terminal.settled(Medical.OWES, "printing")
    told = terminal.ask("list").stdout
    assert told.index(closed) < told.index(served)
    assert "430.00元" in told
    assert "没付，关了" in told
    assert "一共 2 单" in told
    only = terminal.ask("list", "--only", "closed").stdout
    assert closed in only
    assert served not in only
    assert ZHANG.name not in told


def test_show_tells_every_step_and_nothing_of_the_citizen(terminal: Terminal) -> None:
    number = terminal.settled(Medical.REJECTED, "refunded")
    ended = terminal.ask("show", number)
    assert (ended.exit_code, ended.stderr) == (0, "")
    for word in (number, "430.00元", "退了", "not_insured_here", "微信支付"):
        assert word in ended.stdout
    places = [ended.stdout.index(f"state {state}") for state in ("new", "wait", "paid", "posting", "refunding")]
    assert places == sorted(places)
    assert ZHANG.name not in ended.stdout
    assert ZHANG.id_number not in ended.stdout


def test_what_was_handed_over_is_settled_by_a_person_beside_the_running_terminal(terminal: Terminal) -> None:
    number = terminal.begin(Medical.OWES)
    assert terminal.ask("resolve", number, "--as", "closed").exit_code == 2
    slip = Receipt(number, "凭条", ReceiptState.CHECKING, terminal.clock.now())
    terminal.orders.move(number, HandedOver("bad_replies", slip))
    assert terminal.ask("resolve", number, "--as", "wait").exit_code == 2
    assert "没有这样一单" in terminal.ask("resolve", "N-000", "--as", "done").output
    said = terminal.ask("resolve", number, "--as", "refunded")
    assert (said.exit_code, said.output) == (0, f"{number} 了结了：退了\n")
    found = terminal.ledger.find(number)
    assert found is not None
    assert (found.state, found.reason) == (OrderState.REFUNDED, "bad_replies")
    assert [row.detail["state"] for row in terminal.audit.rows(subject=number)][-2:] == ["manual", "refunded"]
