"""A terminal that has lost its store asks the gateway what it was doing, over the real wire, and goes on with that."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import Refused, Unreachable
from kiosk.core.order import OrderState
from kiosk.core.payment import CreateOrder
from kiosk.core.person import Person
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.residents import Case, Medical
from kiosk.services import store_rebuild
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.order_table import OrderTable
from kiosk.services.store import Store
from kiosk.services.store_rebuild import ASK_AGAIN, Rebuild, is_due
from kiosk.services.store_recovery import open_store, replacements
from kiosk.services.sweeper import sweep
from tests.sandbox.test_orders import bill_of
from tests.sandbox.town import PICTURE, TERMINAL, SkewedClock, Town, someone, town
from tests.services.test_sheets import Roll
from tests.services.world import KEY

CARD = someone(Case.DUE).card
PERSON = Person(CARD.name, CARD.number)
CALL = CertifyPension(CARD.number, 2026, PICTURE, ("face",))
NUMBER = "YZ0001-1122-0001"


@dataclass
class Terminal:
    place: Town
    directory: Path
    clock: SkewedClock

    def __post_init__(self) -> None:
        self.gateway = self.place.gateway(clock=self.clock)
        self.start()

    def start(self) -> None:
        self.store: Store = open_store(self.directory, KEY, self.clock)
        self.audit = Audit(self.store, self.clock)
        self.effects = Effects(self.store, self.gateway, self.clock, terminal=TERMINAL, audit=self.audit)
        self.orders = OrderTable(self.store, self.clock, self.audit)
        self.rebuild = Rebuild(self.store, self.gateway, self.orders, self.audit, self.clock)

    def lose_everything(self) -> None:
        """The directory with marker and all: nobody here can tell it from a first start."""
        self.store.close()
        shutil.rmtree(self.directory)
        self.start()

    @property
    def offered(self) -> list[str]:
        return [receipt.number for receipt in self.effects.unfinished(PERSON, cancel=Cancel())]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        terminal = Terminal(place, tmp_path / "store", clock)
        yield terminal
        terminal.store.close()


def test_a_first_start_asks_once_and_finds_nothing(terminal: Terminal) -> None:
    assert terminal.rebuild.due() == ("rebuild",)
    sweep(terminal.rebuild, Cancel())
    assert terminal.rebuild.due() == ()
    assert list(terminal.audit.rows()) == []
    [replacement] = replacements(terminal.store)
    assert replacement.rebuilt is not None


def test_receipts_are_offered_again_and_marked_as_copies(terminal: Terminal) -> None:
    receipt = terminal.effects.submit(CALL, key="k" * 32, person=PERSON, walk="w", cancel=Cancel())
    terminal.lose_everything()
    assert terminal.offered == []
    sweep(terminal.rebuild, Cancel())
    assert terminal.offered == [receipt.number]
    roll = Roll()
    terminal.effects.print_receipt(receipt, roll, walk="w", copy=False, cancel=Cancel())  # type: ignore[arg-type]
    assert roll.papers == [(receipt.number, True)]
    assert terminal.offered == []
    rebuilt = next(row for row in terminal.audit.rows() if row.event == "store.rebuilt")
    assert rebuilt.detail == {"submissions": 1, "orders": 0}


def test_handing_in_again_gives_the_same_receipt(terminal: Terminal) -> None:
    receipt = terminal.effects.submit(CALL, key="k" * 32, person=PERSON, walk="w", cancel=Cancel())
    terminal.lose_everything()
    sweep(terminal.rebuild, Cancel())
    again = terminal.effects.submit(CALL, key="k" * 32, person=PERSON, walk="w", cancel=Cancel())
    assert again == receipt
    assert len(terminal.place.submissions()) == 1


def test_an_order_is_taken_up_to_be_closed_or_served(terminal: Terminal) -> None:
    order = CreateOrder(NUMBER, ITEM, (bill_of(Medical.OWES),), 43000)
    terminal.gateway.call(order, key=NUMBER)
    terminal.lose_everything()
    sweep(terminal.rebuild, Cancel())
    found = terminal.orders.find(NUMBER)
    assert found is not None
    assert (found.state, found.charge.amount, found.charge.bills) == (OrderState.CLOSING, 43000, order.bills)
    assert terminal.orders.unsettled() == (NUMBER,)


def test_what_was_settled_is_not_listed(terminal: Terminal) -> None:
    terminal.effects.submit(CALL, key="k" * 32, person=PERSON, walk="w", cancel=Cancel())
    terminal.lose_everything()
    terminal.clock.off = timedelta(days=31)
    assert not is_due_after_a_sweep(terminal)
    assert terminal.offered == []


def is_due_after_a_sweep(terminal: Terminal) -> bool:
    sweep(terminal.rebuild, Cancel())
    return is_due(terminal.store)


def test_a_crash_in_the_middle_is_made_good(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order was written, and what was handed in was not."""
    receipt = terminal.effects.submit(CALL, key="k" * 32, person=PERSON, walk="w", cancel=Cancel())
    terminal.gateway.call(CreateOrder(NUMBER, ITEM, (bill_of(Medical.OWES),), 43000), key=NUMBER)
    terminal.lose_everything()
    with monkeypatch.context() as once:
        once.setattr(store_rebuild, "_add", lambda *_: (_ for _ in ()).throw(ZeroDivisionError))
        with pytest.raises(ZeroDivisionError):
            sweep(terminal.rebuild, Cancel())
    assert is_due(terminal.store)
    assert not is_due_after_a_sweep(terminal)
    assert terminal.offered == [receipt.number]
    assert terminal.orders.unsettled() == (NUMBER,)


def test_without_an_answer_it_is_asked_again(terminal: Terminal) -> None:
    terminal.place.order("/network", fault="down")
    assert is_due_after_a_sweep(terminal)
    assert terminal.rebuild.due() == ("rebuild",)
    terminal.place.order("/network", fault=None)
    assert not is_due_after_a_sweep(terminal)


class OldGateway:
    """One that does not know the question."""

    def __init__(self) -> None:
        self.asked = 0

    def call(self, *_: object, **__: object) -> None:
        self.asked += 1
        raise Refused("unknown_call")


class PausedClock:
    def __init__(self, clock: Clock) -> None:
        self.now = clock.now
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


def test_a_gateway_that_does_not_know_the_question_is_asked_seldom(terminal: Terminal) -> None:
    clock, gateway = PausedClock(terminal.clock), OldGateway()
    rebuild = Rebuild(terminal.store, gateway, terminal.orders, terminal.audit, clock)  # type: ignore[arg-type]
    for _ in range(3):
        sweep(rebuild, Cancel())
    assert gateway.asked == 1
    clock.seconds += ASK_AGAIN
    sweep(rebuild, Cancel())
    assert gateway.asked == 2
    with pytest.raises((Refused, Unreachable)):
        rebuild.settle("rebuild", Cancel())
