"""Paper: what is known of a sheet, when the next one is a copy, and how many there may be."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import BadReply, Cancelled, DeviceError, Disconnected, NoAnswer, PaperError, StoreError
from kiosk.core.ports import ReceiptPrinter
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.status import Health, Status
from kiosk.services.sheets import MOST_COPIES
from kiosk.services.sweeper import sweep
from tests.people import ZHANG
from tests.services.conftest import Terminal


class Roll:
    """A printer and its owner in one: ``papers`` are the sheets that came out, each with which copy it is.

    ``cuts`` is its counter, None where it has none; ``hangs`` whether a sheet is in its mouth, None where it cannot
    tell. ``fault`` is raised by the driver after the sheet when ``after`` is set, else before; ``turned_away`` is
    raised by the owner, and the driver never hears of the command.
    """

    name = "receipt_printer"

    def __init__(self) -> None:
        self.papers: list[tuple[str, int]] = []
        self.cuts: int | None = None
        self.hangs: bool | None = None
        self.asked = 0  # for the fate of a sheet
        self.still: DeviceError | None = None  # what stops it, as it says when it is asked
        self.fault: BaseException | None = None
        self.turned_away: DeviceError | None = None
        self.after = False
        self.begin: Callable[[], None] = lambda: None
        self.waiting: Callable[[ReceiptPrinter], Any] | None = None

    @property
    def status(self) -> Status:
        return Status(Health.ONLINE, waiting=self.hangs)

    def run(self, command: Callable[[ReceiptPrinter], Any], *, cancel: Cancel, deadline: float) -> Any:
        cancel.check()
        if self.turned_away:
            self.waiting = command
            raise self.turned_away
        return command(self)

    def restart(self) -> None: ...

    def print_receipt(self, receipt: Receipt, *, copy: int, deadline: float) -> None:
        self.begin()
        if self.fault and not self.after:
            raise self.fault
        self.put_out(receipt.number, copy)
        if self.fault:
            raise self.fault

    def put_out(self, number: str, copy: int) -> None:
        self.papers.append((number, copy))
        if self.cuts is not None:
            self.cuts += 1
        if self.hangs is not None:
            self.hangs = True

    def counter(self, *, deadline: float) -> int | None:
        return self.cuts

    def fate(self, cuts: int | None, *, deadline: float) -> bool | None:
        self.asked += 1
        if self.still:
            raise self.still
        if cuts is None or self.cuts is None:
            return None
        return {0: False, 1: True}.get(self.cuts - cuts)

    def taken(self) -> bool | None:
        return None if self.hangs is None else not self.hangs


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
    assert roll.papers == [(receipt.number, 0)]
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
        (PaperError("no paper at line 20", out=False, begun=True), "stopped"),
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
    with pytest.raises(Exception, match=str(fault)) as raised:
        out(terminal, receipt, roll)
    assert sheets(terminal) == [state]
    if state == "unknown" and isinstance(fault, DeviceError):
        assert isinstance(raised.value, PaperError)
        assert raised.value.out is None, "or it would be printed again by itself"
        assert raised.value.remedy == "先看看出纸口有没有"
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
    assert roll.papers == [(receipt.number, 0)]


def test_after_a_sheet_that_may_be_out_the_next_is_a_copy(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    roll.fault, roll.after = PaperError("silence", out=None), True
    with pytest.raises(PaperError):
        out(terminal, receipt, roll)
    roll.fault = None
    out(terminal, receipt, roll)
    assert roll.papers == [(receipt.number, 0), (receipt.number, 1)]
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
    assert roll.papers[-1] == (receipt.number, 1)


def test_copies_are_marked_and_limited(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    for _ in range(1 + MOST_COPIES):
        out(terminal, receipt, roll)
    with pytest.raises(PaperError) as caught:
        out(terminal, receipt, roll, copy=True)
    assert caught.value.sentence == "这张已经补打过3次了"
    assert caught.value.out is False
    assert [copy for _, copy in roll.papers] == [0, 1, 2, 3]
    other = terminal.submit("k2")
    out(terminal, other, roll)
    assert roll.papers[-1] == (other.number, 0)


def test_a_copy_that_was_asked_for_is_marked(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    out(terminal, receipt, roll, copy=True)
    assert roll.papers == [(receipt.number, 1)]


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


# --- what the printer itself knows ---


@pytest.fixture
def counting(roll: Roll) -> Roll:
    roll.cuts = 7
    return roll


def cut_the_power(terminal: Terminal) -> None:
    terminal.store.read("PRAGMA query_only = ON")  # nothing more is written by this run


@pytest.mark.parametrize("came_out", [True, False])
def test_after_a_crash_the_counter_settles_it(
    terminal: Terminal, counting: Roll, receipt: Receipt, came_out: bool
) -> None:
    counting.begin = lambda: cut_the_power(terminal)
    counting.fault = None if came_out else NoAnswer("and the printer's power too")
    with suppress(DeviceError):
        out(terminal, receipt, counting)
    terminal.restart()
    assert sheets(terminal) == ["unknown"]
    terminal.effects.watch(counting)
    sweep(terminal.effects, Cancel())
    assert sheets(terminal) == ["out" if came_out else "not_out"]
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (() if came_out else (receipt,))
    counting.begin, counting.fault = lambda: None, None
    if not came_out:
        out(terminal, receipt, counting)
    assert counting.papers == [(receipt.number, 0)]


def test_it_is_settled_when_the_citizen_comes_again_before_the_sweeper(
    terminal: Terminal, counting: Roll, receipt: Receipt
) -> None:
    counting.fault, counting.after = Disconnected("cable"), True
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    terminal.effects.watch(counting)
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()


def test_who_presses_again_gets_no_second_sheet_when_the_first_is_out(
    terminal: Terminal, counting: Roll, receipt: Receipt
) -> None:
    counting.fault, counting.after = Disconnected("cable"), True
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    counting.fault = None
    out(terminal, receipt, counting)
    assert counting.papers == [(receipt.number, 0)]
    assert sheets(terminal) == ["out"]
    out(terminal, receipt, counting)  # asked for once more
    assert counting.papers[1:] == [(receipt.number, 1)]


class Counted:
    """Whoever counts the roll."""

    def __init__(self) -> None:
        self.out: list[tuple[str, Receipt | None]] = []
        self.cuts: list[int] = []

    def receipt_out(self, walk: str, receipt: Receipt | None) -> None:
        self.out.append((walk, receipt))

    def cut(self, count: int) -> None:
        self.cuts.append(count)


@pytest.fixture
def counted(terminal: Terminal) -> Counted:
    counted = Counted()
    terminal.effects.counted_by(counted)
    return counted


def test_who_counts_the_roll_hears_of_each_sheet_that_is_out(
    terminal: Terminal, counting: Roll, receipt: Receipt, counted: Counted
) -> None:
    out(terminal, receipt, counting)
    out(terminal, receipt, counting, copy=True)
    assert counted.out == [("w1", receipt)] * 2
    assert counted.cuts == [7, 8]


def test_of_a_sheet_that_turned_out_to_be_out_it_hears_once(
    terminal: Terminal, counting: Roll, receipt: Receipt, counted: Counted
) -> None:
    counting.fault, counting.after = Disconnected("cable"), True
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    assert counted.out == []
    counting.fault = None
    out(terminal, receipt, counting)
    terminal.effects.watch(counting)
    sweep(terminal.effects, Cancel())
    assert counted.out == [("w1", None)]


@pytest.mark.parametrize("fault", [PaperError("no paper", out=False), PaperError("cover open", out=None)])
def test_of_a_sheet_that_is_not_out_it_hears_nothing(
    terminal: Terminal, roll: Roll, receipt: Receipt, counted: Counted, fault: PaperError
) -> None:
    roll.fault = fault
    with pytest.raises(PaperError):
        out(terminal, receipt, roll)
    assert (counted.out, counted.cuts) == ([], [])


def test_a_counter_that_fits_no_story_leaves_it_to_a_person(
    terminal: Terminal, counting: Roll, receipt: Receipt
) -> None:
    counting.fault, counting.after = Disconnected("cable"), True
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    assert counting.cuts
    counting.cuts += 1  # somebody changed the roll, and it cut by itself
    terminal.effects.watch(counting)
    sweep(terminal.effects, Cancel())
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)
    assert terminal.effects.paper(receipt) is Paper.UNSURE
    assert counting.asked == 1, "what it knows it has said; asking cuts paper"
    counting.fault = None
    out(terminal, receipt, counting)
    assert counting.papers[-1] == (receipt.number, 1)


def test_a_printer_that_does_not_answer_leaves_it_open(terminal: Terminal, counting: Roll, receipt: Receipt) -> None:
    counting.fault, counting.after = Disconnected("cable"), True
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    counting.still = NoAnswer("mute")
    terminal.effects.watch(counting)
    sweep(terminal.effects, Cancel())
    assert sheets(terminal) == ["unknown"]
    with pytest.raises(NoAnswer):
        out(terminal, receipt, counting)
    assert sheets(terminal) == ["unknown"]
    counting.still = None
    sweep(terminal.effects, Cancel())
    assert sheets(terminal) == ["out"]


def test_a_sheet_that_stopped_is_waited_for_and_no_other_one_printed(
    terminal: Terminal, counting: Roll, receipt: Receipt
) -> None:
    counting.fault = PaperError("no paper", out=False, begun=True)
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    counting.still = PaperError("no paper", out=True)
    with pytest.raises(PaperError) as waits:
        out(terminal, receipt, counting)
    assert waits.value.out is False, "so that it goes on by itself"
    counting.put_out(receipt.number, 0)  # paper was put in, and the printer goes on
    counting.still = counting.fault = None
    out(terminal, receipt, counting)
    assert counting.papers == [(receipt.number, 0)]


def test_what_came_out_late_for_somebody_who_had_left_is_offered_again_and_marked(
    terminal: Terminal, counting: Roll, receipt: Receipt
) -> None:
    counting.fault = PaperError("no paper", out=False, begun=True)
    with pytest.raises(PaperError):
        out(terminal, receipt, counting)
    assert terminal.effects.paper(receipt) is Paper.SKIPPED
    counting.fault = None
    counting.put_out(receipt.number, 0)  # paper was put in
    other = terminal.submit("k2", walk="w2")
    terminal.effects.print_receipt(other, counting, walk="w2", copy=False, cancel=terminal.cancel())
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == (receipt,)
    assert terminal.effects.paper(receipt) is Paper.UNSURE
    terminal.effects.print_receipt(receipt, counting, walk="w3", copy=False, cancel=terminal.cancel())
    assert counting.papers == [(receipt.number, 0), (other.number, 0), (receipt.number, 1)]


def test_who_says_that_they_have_it_is_not_asked_again(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    told: list[str] = []
    terminal.effects.on_out(told.append)
    roll.fault = Disconnected("cable")
    with pytest.raises(PaperError):
        out(terminal, receipt, roll)
    assert terminal.effects.paper(receipt) is Paper.UNSURE
    terminal.effects.had(receipt)
    assert terminal.effects.paper(receipt) is Paper.OUT
    assert terminal.effects.unfinished(ZHANG, cancel=Cancel()) == ()
    assert told == [receipt.number]


def test_the_last_rung_is_that_it_was_taken(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    def taken() -> float | None:
        row = terminal.store.read("SELECT taken FROM effects WHERE kind = 'print'")[0]
        return row["taken"]  # type: ignore[no-any-return]

    roll.hangs = False
    terminal.effects.watch(roll)
    out(terminal, receipt, roll)
    sweep(terminal.effects, Cancel())
    assert taken() is None
    terminal.clock.advance(seconds=5)
    roll.hangs = False
    sweep(terminal.effects, Cancel())
    assert taken() == terminal.clock.now().timestamp()
    assert terminal.effects.due() == []


def test_where_nobody_sees_it_the_sheet_stays_out(terminal: Terminal, roll: Roll, receipt: Receipt) -> None:
    terminal.effects.watch(roll)
    out(terminal, receipt, roll)
    assert terminal.effects.due() == []
    assert sheets(terminal) == ["out"]
