"""Certificates on A4: fetched from the gateway when they are looked at and printed, verified, and never kept here.

Each is a row of ``effects`` before its first byte goes to the printer, whose key names the job there: after trouble
that has cleared, and after a crash, the printer is asked by it, and nothing is printed twice. The states stand in
``effect_states``. A row that is PRINTING or STOPPED belongs to the citizen who stands there, until ``next_try``; what
is left of them then is taken back out of the printer, so that it does not come out for somebody else.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate, Pages
from kiosk.core.clock import Clock
from kiosk.core.errors import DeviceError, PaperError, StoreError
from kiosk.core.person import Person
from kiosk.core.ports import A4Printer, Device, Gateway
from kiosk.core.receipt import Paper
from kiosk.core.status import Health
from kiosk.core.words import said
from kiosk.services.audit import Audit
from kiosk.services.audit_events import SheetMoved
from kiosk.services.certificate_files import CertificateFiles
from kiosk.services.effect_states import KEPT_FOR, State, told
from kiosk.services.logs import SheetSettled, log
from kiosk.services.owner import OwnerKey
from kiosk.services.pdf_reader import PdfReader
from kiosk.services.reading import reader
from kiosk.services.sheets import LOOK_FIRST, MOST_COPIES
from kiosk.services.store import Store

__all__ = ["Documents"]

Printer = Device[A4Printer]


@dataclass(frozen=True)
class _Paper:
    """``seconds`` is how long all of it may take, ``sheets`` those of all copies."""

    pdf: bytes
    copies: int
    seconds: float
    sheets: int


@dataclass(frozen=True)
class _Row:
    key: str
    number: str
    walk: str
    state: State

    @property
    def open(self) -> bool:
        """The printer may be at it still."""
        return self.state in (State.PRINTING, State.STOPPED)


class Documents:
    """Implements ``core.ports_documents.Documents``, and is swept by the sweeper."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, audit: Audit, pdfs: PdfReader) -> None:
        self._files = CertificateFiles(gateway, pdfs, audit)
        self._store = store
        self._clock = clock
        self._audit = audit
        self._owner = OwnerKey(store).hash
        self._printer: Printer | None = None
        self._came_out: Callable[[str, int], None] = lambda _walk, _sheets: None
        self._left_to_sweeper: Callable[[], None] = lambda: None
        self._turn = threading.Lock()  # one document at a time, and none while another is being settled

    def on_out(self, tell: Callable[[str, int], None]) -> None:
        """``tell`` gets walk and number of sheets of each document that is known to be out, once."""
        self._came_out = tell

    def pages(self, certificate: Certificate, person: Person, *, cancel: Cancel) -> Pages:
        return self._files.drawn(certificate, person, cancel)

    def print(
        self,
        certificate: Certificate,
        person: Person,
        printer: Printer,
        *,
        walk: str,
        cancel: Cancel,
        copies: int = 1,
    ) -> None:
        """See the port. It may be printed MOST_COPIES times after the first, as a receipt."""
        pdf = self._files.printable(certificate, person, cancel)
        sheets = certificate.pages * copies
        paper = _Paper(pdf, copies, timing.PRINT_A4 + timing.SHEET_A4 * (sheets - 1), sheets)
        with self._turn:
            row = self._begin(certificate.number, walk, printer, cancel)
            if row is not None:
                self._put_out(paper, row, printer, cancel)

    def stop(self, certificate: Certificate, printer: Printer, *, walk: str, cancel: Cancel) -> Paper:
        """UNSURE where the printer cannot be asked; it is, as soon as it can be."""
        with self._turn, suppress(DeviceError):
            for row in self._open():
                if (row.number, row.walk) == (certificate.number, walk):
                    self._leave(row)
                    self._take_back(row, printer, cancel, here=True)
        self._left_to_sweeper()
        return self.paper(certificate)

    def unprinted(self, person: Person, *, cancel: Cancel) -> tuple[Certificate, ...]:
        """Nothing for a typed number, and nothing that is known to be wrong.

        What a crash left open is settled first, where the printer can be asked.
        """
        if person.typed:
            return ()
        for key in self.due():
            self.settle(key, cancel)
        rows = self._store.read(
            "SELECT receipt FROM effects AS made WHERE kind = 'issue' AND owner = ? AND state = ? AND NOT EXISTS"
            " (SELECT 1 FROM effects WHERE kind = 'document' AND subject = made.number AND state = ?)"
            " GROUP BY number ORDER BY created",
            (self._owner(person), State.DONE, State.OUT),
        )
        made = (reader(Certificate).validate_json(row["receipt"]) for row in rows)
        return tuple(each for each in made if each.number not in self._files.wrong)

    def paper(self, certificate: Certificate) -> Paper:
        states = {row.state for row in self._rows(certificate.number)}
        if State.OUT in states:
            return Paper.OUT
        return Paper.UNSURE if states & {State.UNKNOWN, State.PRINTING, State.STOPPED} else Paper.SKIPPED

    def had(self, certificate: Certificate) -> None:
        with self._turn:
            for row in self._rows(certificate.number):
                if row.state is State.UNKNOWN:
                    self._move(row, State.OUT)

    # --- for the sweeper ---

    def watch(self, printer: Printer) -> None:
        """``printer`` is asked what became of what was left in it."""
        self._printer = printer

    def paper_changed(self) -> None:
        """It may know now what became of a document."""
        self._left_to_sweeper()

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        self._left_to_sweeper = wake

    @property
    def again(self) -> float:
        return timing.SWEEP if self._open() else timing.SWEEP_SETTLED

    def due(self) -> list[str]:
        """What was left in the printer, where that can be asked. Raises StoreError."""
        if self._printer is None or self._printer.status.health in (Health.STARTING, Health.OFFLINE):
            return []
        rows = self._store.read(
            "SELECT key FROM effects WHERE kind = 'document' AND state IN (?, ?) AND next_try <= ?",
            (State.PRINTING, State.STOPPED, self._now()),
        )
        return [row["key"] for row in rows]

    def settle(self, key: str, cancel: Cancel) -> None:
        """Raises Cancelled, StoreError. What the printer cannot be asked just now waits."""
        if self._printer is None or not self._turn.acquire(blocking=False):
            return
        try:
            with suppress(DeviceError):
                for row in self._open():
                    if row.key == key:
                        self._take_back(row, self._printer, cancel)
        finally:
            self._turn.release()

    def tidy(self) -> int:
        """The table's purge sees to these rows too."""
        return 0

    # --- inside ---

    def _begin(self, number: str, walk: str, printer: Printer, cancel: Cancel) -> _Row | None:
        """What to print under, as it stood before: NOT_OUT as long as nothing was sent. None: it is out after all.

        What the printer may be at for this citizen goes on under its key.
        """
        for row in self._open():
            if (row.number, row.walk) != (number, walk):
                self._take_back(row, printer, cancel)
        rows = self._rows(number)
        last = rows[-1] if rows and rows[-1].walk == walk else None
        if last is not None and last.state is State.UNKNOWN:
            if self._take_back(last, printer, cancel, here=True) is State.OUT:
                return None
            rows = self._rows(number)
        elif last is not None and last.state is not State.OUT:
            self._move(last, State.PRINTING)
            return last
        before = sum(row.state is not State.NOT_OUT for row in rows)
        if before > MOST_COPIES:
            raise PaperError(
                f"{before} copies of this certificate are out already",
                device=printer.name,
                sentence=said("这张已经打过{times}次了", times=before),
                remedy="记下号码，或点「找人帮忙」",
                out=False,
            )
        return _Row(self._insert(number, walk, before), number, walk, State.NOT_OUT)

    def _put_out(self, paper: _Paper, row: _Row, printer: Printer, cancel: Cancel) -> None:
        """A device that says nothing leaves the row as it is: the next try is under the same key."""
        try:
            printer.run(
                lambda driver: driver.print_pdf(
                    paper.pdf, key=row.key, copies=paper.copies, cancel=cancel, deadline=paper.seconds
                ),
                cancel=cancel,
                deadline=paper.seconds + timing.DEVICE_POLL,
            )
        except PaperError as error:
            if error.out is None and not error.begun and row.state is State.NOT_OUT:
                error.out = False  # the printer does not answer, but nothing was ever sent to it
            self._move(row, told(error.out, begun=error.begun))
            if error.out:
                self._came_out(row.walk, paper.sheets)
                return
            if error.out is None:
                error.remedy = LOOK_FIRST
            raise
        self._move(row, State.OUT)
        self._came_out(row.walk, paper.sheets)

    def _take_back(self, row: _Row, printer: Printer, cancel: Cancel, *, here: bool = False) -> State:
        """Makes sure that no more comes out. What came out late, its citizen may not have, unless they are ``here``."""
        out = printer.run(
            lambda driver: driver.withdraw(row.key, deadline=timing.TAKE_BACK_A4),
            cancel=cancel,
            deadline=timing.TAKE_BACK_A4 + timing.DEVICE_POLL,
        )
        state = told(out, late=row.state is State.STOPPED and not here)
        if state is not row.state:
            self._move(row, state)
            if out:
                self._came_out(row.walk, 1)  # at least; its pages are not written down
        return state

    def _open(self) -> list[_Row]:
        return [row for row in self._rows() if row.open]

    def _rows(self, number: str | None = None) -> list[_Row]:
        rows = self._store.read(
            "SELECT key, subject, walk, state FROM effects WHERE kind = 'document' AND (?1 IS NULL OR subject = ?1)"
            " ORDER BY rowid",
            (number,),
        )
        return [_Row(row["key"], row["subject"], row["walk"], State(row["state"])) for row in rows]

    def _insert(self, number: str, walk: str, before: int) -> str:
        key, now = uuid4().hex, self._now()
        deadline = now + KEPT_FOR[State.PRINTING].total_seconds()
        with self._store.write() as db:
            db.execute(
                "INSERT INTO effects (key, kind, walk, subject, state, attempts, next_try, created, updated, deadline)"
                " VALUES (?, 'document', ?, ?, ?, 1, ?, ?, ?, ?)",
                (key, walk, number, State.PRINTING, now + timing.SUBMIT_HOLD, now, now, deadline),
            )
            self._audit.record(db, SheetMoved(number, State.PRINTING, before))
        return key

    def _leave(self, row: _Row) -> None:
        """From now on the sweeper may see to it."""
        with self._store.write() as db:
            db.execute("UPDATE effects SET next_try = ? WHERE key = ?", (self._now(), row.key))

    def _move(self, row: _Row, state: State) -> None:
        """To PRINTING it must be written down; any other state only says what is so already."""
        hold = timing.SUBMIT_HOLD if state in (State.PRINTING, State.STOPPED) else 0.0
        try:
            with self._store.write() as db:
                deadline = self._now() + KEPT_FOR[state].total_seconds()
                db.execute(
                    "UPDATE effects SET state = ?, updated = ?, next_try = ?, deadline = ? WHERE key = ?",
                    (state, self._now(), self._now() + hold, deadline, row.key),
                )
                self._audit.record(db, SheetMoved(row.number, state, 0))
        except StoreError:  # the store tells it, and keeps it in Store.failure
            if state is State.PRINTING:
                raise
        else:
            log(SheetSettled(state, 0))

    def _now(self) -> float:
        return self._clock.now().timestamp()
