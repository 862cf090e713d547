"""Paper: what is known of a sheet, when the next one is a copy, and how many there may be."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import BadReply, Cancelled, DeviceError, Disconnected, NoAnswer, PaperError, StoreError
from kiosk.core.ports import ReceiptPrinter
from kiosk.core.receipt import Receipt
from kiosk.core.status import Health, Status
from kiosk.services.sheets import MOST_COPIES
from tests.people import ZHANG
from tests.services.conftest import Terminal


class Roll:
    """A printer and its owner in one: ``papers`` are the sheets that came out, each with whether it is a copy.

    ``fault`` is raised by the driver after the sheet when ``after`` is set, else before; ``turned_away`` is raised by
    the owner, and the driver never hears of the command.
    """

    name = "receipt_printer"
    status = Status(Health.ONLINE)

    def __init__(self) -> None:
        self.papers: list[tuple[str, bool]] = []
        self.fault: BaseException | None = None
        self.turned_away: DeviceError | None = None
        self.after = False
        self.begin: Callable[[], None] = lambda: None
        self.waiting: Callable[[ReceiptPrinter], Any] | None = None

    def run(self, command: Callable[[ReceiptPrinter], Any], *, cancel: Cancel, deadline: float) -> Any:
        cancel.check()
        if self.turned_away:
            self.waiting = command
            raise self.turned_away
        return command(self)

    def restart(self) -> None: ...

    def print_receipt(self, receipt: Receipt, *, copy: bool, deadline: float) -> None:
        self.begin()
        if self.fault and not self.after:
            raise self.fault
        self.papers.append((receipt.number, copy))
        if self.fault:
            raise self.fault


@pytest.fixture
def roll() -> Roll:
    return Roll()


@pytest.fixture
def receipt(terminal: Terminal) -> Receipt:
    return terminal.submit()


def out(terminal: Terminal, receipt: Receipt, roll: Roll, *, copy: bool = False) -> None:
    terminal.effects.print_receipt(receipt, roll, walk="w1", copy=copy, cancel=terminal.cancel())


def sheets(terminal: Terminal) -> list[str]:
    return [
        row["state"] for row in terminal.store.read("SELECT state FROM effects WHERE kind = 'print' ORDER BY rowid")
    ]


def test_a_sheet_that_is_out_is_not_offered_again(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)
    out(terminal, receipt, roll)
    assert roll.papers == [(receipt.number, False)]
    assert sheets(terminal) == ["out"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()
    terminal.restart()
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()


def test_the_intent_is_written_before_the_first_byte(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    seen: list[list[str]] = []
    roll.begin = lambda: seen.append(sheets(terminal))
    out(terminal, receipt, roll)
    assert seen == [["printing"]]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (PaperError("no paper", out=False), "not_out"),
        (PaperError("cutter", out=True), "out"),
        (PaperError("cover open at line 20", out=None), "unknown"),
        (NoAnswer("nothing came back"), "unknown"),
        (Disconnected("cable pulled while it printed"), "unknown"),
        (BadReply("not a status"), "unknown"),
        (RuntimeError("a mistake of the driver"), "unknown"),
    ],
)
def test_what_is_known_of_the_sheet_is_written_down(
    terminal: Terminal, roll: Roll, receipt: Receipt, fault: Exception, state: str
) -> None:
    roll.fault = fault
    with pytest.raises(type(fault)):
        out(terminal, receipt, roll)
    assert sheets(terminal) == [state]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (() if state == "out" else (receipt,))


@pytest.mark.parametrize("error", [Disconnected("the wire is gone"), NoAnswer("the printer's thread is busy")])
def test_what_the_printer_never_began_is_not_out_and_never_comes_late(
    terminal: Terminal, roll: Roll, receipt: Receipt, error: DeviceError
) -> None:
    roll.turned_away = error
    with pytest.raises(type(error)):
        out(terminal, receipt, roll)
    assert sheets(terminal) == ["not_out"]
    assert roll.waiting is not None
    with pytest.raises(Cancelled):
        roll.waiting(roll)
    assert roll.papers == []


def test_after_a_sheet_that_is_not_out_the_next_is_a_first_one(
    terminal: Terminal, roll: Roll, receipt: Receipt
) -> None:
    for _ in range(MOST_COPIES + 3):  # an empty roll costs nobody a copy
        roll.fault = PaperError("no paper", out=False)
        with pytest.raises(PaperError, match="no paper"):
            out(terminal, receipt, roll)
    roll.fault = None
    out(terminal, receipt, roll)
    assert roll.papers == [(receipt.number, False)]


def test_after_a_sheet_that_may_be_out_the_next_is_a_copy(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    roll.fault, roll.after = PaperError("silence", out=None), True
    with pytest.raises(PaperError):
        out(terminal, receipt, roll)
    roll.fault = None
    out(terminal, receipt, roll)
    assert roll.papers == [(receipt.number, False), (receipt.number, True)]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()


def test_a_crash_while_it_prints_leaves_a_sheet_that_nobody_knows_of(
    terminal: Terminal, roll: Roll, receipt: Receipt
) -> None:
    def power_cut() -> None:
        terminal.store.read("PRAGMA query_only = ON")  # nothing more is written by this run

    roll.begin = power_cut
    out(terminal, receipt, roll)
    assert sheets(terminal) == ["printing"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)
    terminal.restart()
    assert sheets(terminal) == ["unknown"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)
    roll.begin = lambda: None
    out(terminal, receipt, roll)
    assert roll.papers[-1] == (receipt.number, True)


def test_copies_are_marked_and_limited(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    for _ in range(1 + MOST_COPIES):
        out(terminal, receipt, roll)
    with pytest.raises(PaperError) as caught:
        out(terminal, receipt, roll, copy=True)
    assert caught.value.sentence == "这张已经补打过3次了"
    assert caught.value.out is False
    assert [copy for _, copy in roll.papers] == [False, True, True, True]
    other = terminal.submit("k2")
    out(terminal, other, roll)
    assert roll.papers[-1] == (other.number, False)


def test_a_copy_that_was_asked_for_is_marked(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    out(terminal, receipt, roll, copy=True)
    assert roll.papers == [(receipt.number, True)]


def test_the_slip_of_what_waits_does_not_count_for_the_receipt(terminal: Terminal, roll: Roll) -> None:
    slip = terminal.defer("k2")
    out(terminal, slip, roll)
    terminal.effects.settle("k2", Cancel())
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (terminal.books.submissions["k2"],)


def test_a_store_that_is_full_prints_nothing(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    terminal.store.read("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        out(terminal, receipt, roll)
    assert roll.papers == []


def test_a_citizen_who_left_gets_no_paper(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    gone = Cancel()
    gone.set()
    with pytest.raises(Cancelled):
        terminal.effects.print_receipt(receipt, roll, walk="w1", copy=False, cancel=gone)
    assert sheets(terminal) == []


def test_sheets_are_forgotten_with_their_receipt_and_not_before(
    terminal: Terminal, roll: Roll, receipt: Receipt
) -> None:
    out(terminal, receipt, roll)
    terminal.clock.advance(days=29, seconds=86_399)
    terminal.effects.tidy()
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()
    terminal.clock.advance(seconds=1)
    assert terminal.effects.tidy() == 2
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()
