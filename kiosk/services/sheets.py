"""Sheets of paper: each print is a row of ``effects`` before its first byte, with what is known of the sheet after."""

import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import Cancelled, PaperError, StoreError
from kiosk.core.ports import Device, ReceiptPrinter
from kiosk.core.receipt import Receipt
from kiosk.services.audit import Audit
from kiosk.services.audit_events import SheetMoved
from kiosk.services.effect_states import KEPT_FOR, State
from kiosk.services.logs import SheetSettled, log
from kiosk.services.store import Store

__all__ = ["MOST_COPIES", "Sheets"]

MOST_COPIES = 3  # 补打 of one receipt; after that a person looks why


class _Sheet:
    """The command for the printer's thread. It knows whether it was begun, and does nothing once it was given up."""

    def __init__(self, receipt: Receipt, *, copy: bool) -> None:
        self._receipt = receipt
        self._copy = copy
        self._lock = threading.Lock()
        self._begun = self._given_up = False

    def __call__(self, printer: ReceiptPrinter) -> None:
        with self._lock:
            if self._given_up:
                raise Cancelled
            self._begun = True
        printer.print_receipt(self._receipt, copy=self._copy, deadline=timing.PRINT_RECEIPT)

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

    def on_out(self, tell: Callable[[str], None]) -> None:
        """``tell`` is called with the number of each receipt whose sheet is written down as out."""
        self._came_out = tell

    def release(self) -> None:
        """At boot: of a sheet whose outcome was not written down nobody knows."""
        with self._store.write() as db:
            left = db.execute(
                "UPDATE effects SET state = ? WHERE state = ? RETURNING subject", (State.UNKNOWN, State.PRINTING)
            ).fetchall()
            for row in left:
                self._audit.record(db, SheetMoved(row["subject"], State.UNKNOWN, 1))

    def print(
        self, receipt: Receipt, printer: Device[ReceiptPrinter], *, walk: str, copy: bool, cancel: Cancel
    ) -> None:
        """A sheet after one that is, or may be, out already is marked 补打, and there are MOST_COPIES of them.

        Raises PaperError, DeviceError, Cancelled; StoreError before anything was printed.
        """
        cancel.check()
        before = self._may_be_out(receipt.number)
        if before > MOST_COPIES:
            raise PaperError(
                f"{before} sheets of this receipt are out already",
                device=printer.name,
                sentence=f"这张已经补打过{MOST_COPIES}次了",
                remedy="记下号码，或点「找人帮忙」",
                out=False,
            )
        sheet = _Sheet(receipt, copy=copy or before > 0)
        key = self._begin(receipt, walk, before)
        known: State | None = None
        try:
            printer.run(sheet, cancel=cancel, deadline=timing.PRINT_RECEIPT + timing.DEVICE_POLL)
            known = State.OUT
        except PaperError as error:
            known = {True: State.OUT, False: State.NOT_OUT, None: None}[error.out]
            raise
        finally:
            self._end(key, receipt.number, known or sheet.give_up(), before)

    def _may_be_out(self, number: str) -> int:
        rows = self._store.read(
            "SELECT count(*) FROM effects WHERE kind = 'print' AND subject = ? AND state <> ?",
            (number, State.NOT_OUT),
        )
        return int(rows[0][0])

    def _begin(self, receipt: Receipt, walk: str, before: int) -> str:
        key, now = uuid4().hex, self._now()
        deadline = now + KEPT_FOR[State.PRINTING].total_seconds()
        with self._store.write() as db:
            db.execute(
                "INSERT INTO effects (key, kind, walk, subject, state, attempts, next_try, created, updated, deadline)"
                " VALUES (?, 'print', ?, ?, ?, 1, ?, ?, ?, ?)",
                (key, walk, receipt.number, State.PRINTING, now, now, now, deadline),
            )
            self._audit.record(db, SheetMoved(receipt.number, State.PRINTING, before))
        return key

    def _end(self, key: str, number: str, state: State, before: int) -> None:
        """Paper cannot be taken back: when this cannot be written, the sheet counts as one that may be out."""
        log(SheetSettled(state, before))
        with suppress(StoreError), self._store.write() as db:  # the store tells it, and keeps it in Store.failure
            deadline = self._now() + KEPT_FOR[state].total_seconds()
            db.execute(
                "UPDATE effects SET state = ?, updated = ?, deadline = ? WHERE key = ?",
                (state, self._now(), deadline, key),
            )
            self._audit.record(db, SheetMoved(number, state, before))
        if state is State.OUT:
            with suppress(StoreError):  # seen again at the next sweep
                self._came_out(number)

    def _now(self) -> float:
        return self._clock.now().timestamp()
