"""Sheets of paper: each print is a row of ``effects`` before its first byte, with what is known of the sheet after.

What a crash or a lost connection leaves open is settled by what the printer itself knows (its counter of cuts, or the
sheet that it still holds): by the sweeper, when the citizen comes again, and before the next sheet at the latest. Where
it knows nothing a person looks, and another sheet is marked 补打. The states stand in ``effect_states``.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import Cancelled, DeviceError, PaperError, StoreError
from kiosk.core.ports import Device, ReceiptPrinter
from kiosk.core.receipt import Paper, Receipt
from kiosk.services.audit import Audit
from kiosk.services.audit_events import SheetMoved
from kiosk.services.effect_states import KEPT_FOR, State, told
from kiosk.services.logs import SheetSettled, log
from kiosk.services.store import Store

__all__ = ["MOST_COPIES", "Roll", "Sheets"]

MOST_COPIES = 3  # 补打 of one receipt; after that a person looks why
LOOK_FIRST = "先看看出纸口有没有"

Printer = Device[ReceiptPrinter]


class Roll(Protocol):
    """Whoever counts how much paper is left."""

    def receipt_out(self, walk: str, receipt: Receipt | None) -> None:
        """A sheet is out; None where it is not known any more what stands on it."""

    def cut(self, count: int) -> None:
        """How often the printer has cut, asked before a sheet."""


class _Nobody:
    def receipt_out(self, walk: str, receipt: Receipt | None) -> None: ...

    def cut(self, count: int) -> None: ...


@dataclass(frozen=True)
class _Row:
    key: str
    number: str
    walk: str
    state: State
    cuts: int | None
    taken: float | None


class _Sheet:
    """The command for the printer's thread. It knows whether it was begun, and does nothing once it was given up."""

    def __init__(self, receipt: Receipt, walk: str, *, copy: int) -> None:
        self.receipt, self.walk = receipt, walk
        self._copy = copy
        self._lock = threading.Lock()
        self._begun = self._given_up = False

    def __call__(self, printer: ReceiptPrinter) -> None:
        with self._lock:
            if self._given_up:
                raise Cancelled
            self._begun = True
        printer.print_receipt(self.receipt, copy=self._copy, deadline=timing.PRINT_RECEIPT)

    def give_up(self) -> State:
        """What is known of a sheet of whose printing nothing was heard."""
        with self._lock:
            self._given_up = True
            return State.UNKNOWN if self._begun else State.NOT_OUT


class Sheets:
    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._came_out: Callable[[str], None] = lambda _number: None
        self._roll: Roll = _Nobody()
        self._turn = threading.Lock()  # one sheet at a time, and none while the last one is being settled

    def counted_by(self, roll: Roll) -> None:
        """``roll`` hears of each sheet that is known to be out, once."""
        self._roll = roll

    def on_out(self, tell: Callable[[str], None]) -> None:
        """``tell`` is called with the number of each receipt whose sheet is written down as out."""
        self._came_out = tell

    def release(self) -> None:
        """At boot: of a sheet whose outcome was not written down only the printer may know."""
        with self._store.write() as db:
            left = db.execute(
                "UPDATE effects SET state = ? WHERE kind = 'print' AND state = ? RETURNING subject",
                (State.UNKNOWN, State.PRINTING),
            ).fetchall()
            for row in left:
                self._audit.record(db, SheetMoved(row["subject"], State.UNKNOWN, 1))

    def print(self, receipt: Receipt, printer: Printer, *, walk: str, copy: bool, cancel: Cancel) -> None:
        """A sheet after one that is, or may be, out already is marked 补打, and there are MOST_COPIES of them.

        Raises PaperError, DeviceError, Cancelled; StoreError before anything was printed.
        """
        cancel.check()
        with self._turn:
            if self._last_came_out_for(receipt, walk, printer, cancel):
                return
            before = self._may_be_out(receipt.number)
            if before > MOST_COPIES:
                raise PaperError(
                    f"{before} sheets of this receipt are out already",
                    device=printer.name,
                    sentence=f"这张已经补打过{MOST_COPIES}次了",
                    remedy="记下号码，或点「找人帮忙」",
                    out=False,
                )
            sheet = _Sheet(receipt, walk, copy=max(before, int(copy)))
            key = self._begin(receipt, walk, before, _cuts(printer, cancel))
            self._put_out(sheet, key, receipt.number, before, printer, cancel)

    def due(self, printer: Printer) -> list[str]:
        """The key of the last sheet, where the printer may know more of it than is written down."""
        last = self._last() if printer.status.usable else None
        if last is None:
            return []
        untold = last.state is State.UNKNOWN and last.cuts is not None
        taken = last.state is State.OUT and not last.taken and printer.status.waiting is False
        return [last.key] if untold or taken else []

    def settle(self, printer: Printer, cancel: Cancel) -> None:
        """Asks the printer what became of the last sheet, and whether it was taken.

        Raises Cancelled, StoreError. What the printer cannot be asked just now waits.
        """
        with self._turn, suppress(DeviceError):
            if (last := self._last()) and last.state is State.UNKNOWN and last.cuts is not None:
                self._ask(last, last.walk, printer, cancel)
            if (last := self._last()) and last.state is State.OUT and not last.taken:
                self._see_whether_taken(last, printer, cancel)

    def paper(self, number: str) -> Paper:
        """What is known of the sheets with this receipt, all of them together."""
        rows = self._store.read("SELECT state FROM effects WHERE kind = 'print' AND subject = ?", (number,))
        states = {State(row["state"]) for row in rows}
        if State.OUT in states:
            return Paper.OUT
        return Paper.UNSURE if states & {State.UNKNOWN, State.PRINTING} else Paper.SKIPPED

    def had(self, number: str) -> None:
        """The citizen says that they have the sheet of which nobody was sure."""
        with self._store.write() as db:
            rows = db.execute(
                "UPDATE effects SET state = ?, cuts = NULL, updated = ?"
                " WHERE kind = 'print' AND subject = ? AND state = ? RETURNING key",
                (State.OUT, self._now(), number, State.UNKNOWN),
            ).fetchall()
            for _ in rows:
                self._audit.record(db, SheetMoved(number, State.OUT, 0))
        self._tell(number)

    # --- inside ---

    def _put_out(self, sheet: _Sheet, key: str, number: str, before: int, printer: Printer, cancel: Cancel) -> None:
        known: State | None = None
        try:
            printer.run(sheet, cancel=cancel, deadline=timing.PRINT_RECEIPT + timing.DEVICE_POLL)
            known = State.OUT
        except PaperError as error:
            known = told(error.out, begun=error.begun)
            if error.out is None:
                error.remedy = LOOK_FIRST
            raise
        except DeviceError as error:
            known = sheet.give_up()
            if known is State.UNKNOWN:  # whoever stands there has to look before another one is printed
                raise PaperError(
                    error.technician, device=printer.name, sentence=error.sentence, remedy=LOOK_FIRST
                ) from error
            raise
        finally:
            self._end(key, number, known or sheet.give_up(), before)
            if known is State.OUT:
                self._roll.receipt_out(sheet.walk, sheet.receipt)

    def _last_came_out_for(self, receipt: Receipt, walk: str, printer: Printer, cancel: Cancel) -> bool:
        """Whether the sheet that was under way last is this one, for the same citizen, and is out after all."""
        last = self._last()
        if last is None or last.state is State.OUT:
            return False
        try:
            out = self._ask(last, walk, printer, cancel)
        except PaperError as error:
            error.out = False  # it is waited for, and no other one is printed meanwhile
            raise
        return bool(out) and (last.number, last.walk) == (receipt.number, walk)

    def _ask(self, last: _Row, walk: str, printer: Printer, cancel: Cancel) -> bool | None:
        """What came out late, when somebody else may have stood there, its citizen may not have."""
        out = printer.run(
            lambda driver: driver.fate(last.cuts, deadline=timing.PRINT_RECEIPT),
            cancel=cancel,
            deadline=timing.PRINT_RECEIPT + timing.DEVICE_POLL,
        )
        late = last.state is State.STOPPED and last.walk != walk
        self._end(last.key, last.number, told(out, late=late), 0, settled=True)
        if out:
            self._roll.receipt_out(last.walk, None)
        if not out:  # torn paper is cut off only now: a cut before that was written down would pass for the sheet's own
            _cuts(printer, cancel, timing.PRINT_RECEIPT)
        return out

    def _see_whether_taken(self, last: _Row, printer: Printer, cancel: Cancel) -> None:
        if printer.run(lambda driver: driver.taken(), cancel=cancel, deadline=timing.DEVICE_POLL):
            with self._store.write() as db:
                db.execute("UPDATE effects SET taken = ? WHERE key = ?", (self._now(), last.key))
                self._audit.record(db, SheetMoved(last.number, "taken", 0))

    def _last(self) -> _Row | None:
        """The newest sheet of which any byte went to the printer."""
        rows = self._store.read(
            "SELECT key, subject, walk, state, cuts, taken FROM effects WHERE kind = 'print' AND state <> ?"
            " ORDER BY rowid DESC LIMIT 1",
            (State.NOT_OUT,),
        )
        if not rows:
            return None
        key, number, walk, state, cuts, taken = rows[0]
        return _Row(key, number, walk, State(state), cuts, taken)

    def _may_be_out(self, number: str) -> int:
        rows = self._store.read(
            "SELECT count(*) FROM effects WHERE kind = 'print' AND subject = ? AND state NOT IN (?, ?)",
            (number, State.NOT_OUT, State.STOPPED),
        )
        return int(rows[0][0])

    def _begin(self, receipt: Receipt, walk: str, before: int, cuts: int | None) -> str:
        key, now = uuid4().hex, self._now()
        if cuts is not None:
            self._roll.cut(cuts)
        deadline = now + KEPT_FOR[State.PRINTING].total_seconds()
        with self._store.write() as db:
            db.execute(
                "INSERT INTO effects"
                " (key, kind, walk, subject, state, cuts, attempts, next_try, created, updated, deadline)"
                " VALUES (?, 'print', ?, ?, ?, ?, 1, ?, ?, ?, ?)",
                (key, walk, receipt.number, State.PRINTING, cuts, now, now, now, deadline),
            )
            self._audit.record(db, SheetMoved(receipt.number, State.PRINTING, before))
        return key

    def _end(self, key: str, number: str, state: State, before: int, *, settled: bool = False) -> None:
        """Paper cannot be taken back: when this cannot be written, the sheet counts as one that may be out.

        ``settled``: the printer has said what it knows, and is not asked again.
        """
        log(SheetSettled(state, before))
        with suppress(StoreError), self._store.write() as db:  # the store tells it, and keeps it in Store.failure
            deadline = self._now() + KEPT_FOR[state].total_seconds()
            db.execute(
                "UPDATE effects SET state = ?, cuts = iif(?, NULL, cuts), updated = ?, deadline = ? WHERE key = ?",
                (state, settled, self._now(), deadline, key),
            )
            self._audit.record(db, SheetMoved(number, state, before))
        if state is State.OUT:
            self._tell(number)

    def _tell(self, number: str) -> None:
        with suppress(StoreError):  # seen again at the next sweep
            self._came_out(number)

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _cuts(printer: Printer, cancel: Cancel, deadline: float = timing.DEVICE_POLL) -> int | None:
    """How often it has cut until now; what stands in its way the print itself will say."""
    try:
        return printer.run(
            lambda driver: driver.counter(deadline=deadline), cancel=cancel, deadline=deadline + timing.DEVICE_POLL
        )
    except DeviceError:
        return None
