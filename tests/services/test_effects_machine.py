"""Effects in any order, with requests and replies lost, the power cut at any commit, and paper that may be out or not.

The books of the gateway are the witness: at most one submission for each key and always the same body; nothing lost
that was acknowledged; nothing arrives that was withdrawn; no receipt comes out twice without 补打; nothing of the
citizen is left on the disk of what is final.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.core.cancel import Cancel
from kiosk.core.errors import GatewayError, PaperError
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.timing import SUBMIT_HOLD
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor, verdict
from kiosk.services.effect_states import UNSETTLED
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.people import ZHANG
from tests.services.test_sheets import Roll
from tests.services.world import (
    ARRIVED,
    KEY,
    NEVER_ARRIVED,
    TERMINAL,
    Books,
    Certify,
    Crash,
    Line,
    PatientCancel,
    SetClock,
    decrypted_pages,
    raw_bytes,
    states,
)

KEYS = st.sampled_from(["k0", "k1", "k2"])
FAULT = st.sampled_from([*NEVER_ARRIVED, *ARRIVED])
FAULTS = st.one_of(st.just([]), FAULT.map(lambda fault: [fault] * 6), st.lists(FAULT, max_size=3))
SHEETS = st.sampled_from([True, False, None, "crash"])


def walk_of(key: str) -> str:
    return f"w{int(key[1]) // 2}"


def picture_of(key: str) -> bytes:
    return f"picture of {key} ".encode() * 30


def call(key: str) -> Certify:
    return Certify(ZHANG.id_number, picture_of(key))


class MortalStore(Store):
    """Keeps a picture of its directory as it was when the power was cut; nothing is written after that."""

    commits_to_live: int | None = None
    cut_after_commit = False
    picture: Path | None = None

    def _commit(self) -> None:
        if self.picture:
            raise Crash
        if self.commits_to_live is not None:
            self.commits_to_live -= 1
        if self.commits_to_live == 0 and not self.cut_after_commit:
            self.die()
        super()._commit()
        if self.commits_to_live == 0:
            self.die()

    def die(self) -> None:
        if not self.picture:
            self.picture = Path(tempfile.mkdtemp(dir=self._path.parent.parent)) / "store"
            shutil.copytree(self._path.parent, self.picture)
        raise Crash


class EffectsMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="effects-"))
        self.clock = SetClock()
        self.books = Books(self.clock)
        self.line = Line(self.books, self.clock, seconds=8.0)
        self.roll = Roll()
        self.bodies: dict[str, bytes] = {}
        self.receipts: dict[str, Receipt] = {}  # keys whose receipt the citizen was told
        self.slips: set[str] = set()  # keys whose slip the citizen was given, and that were not withdrawn after
        self.open(self.home / "first" / "store")

    def open(self, directory: Path, cut_at: int | None = None) -> None:
        self.directory = directory
        self.store = MortalStore(directory, KEY)
        self.store.commits_to_live = cut_at
        self.line.on_crash = self.store.die
        self.effects = Effects(
            self.store, self.line, self.clock, terminal=TERMINAL, audit=Audit(self.store, self.clock)
        )
        self.effects.watch(self.roll)  # type: ignore[arg-type]

    def alive(self, work: Callable[[], Any]) -> Any:
        """The work's answer, or None when it ended in trouble; after a crash the terminal is started again."""
        try:
            return work()
        except (GatewayError, PaperError):
            return None
        except Crash:
            picture = self.store.picture
            assert picture
            self.store.close()
            self.line.meet()
            self.open(picture)
            return None
        finally:
            self.store.commits_to_live = None

    # --- what may happen ---

    @initialize(down=st.sets(KEYS, max_size=1), cuts=st.one_of(st.none(), st.integers(0, 9)))
    def some_are_not_entitled_and_some_printers_count(self, down: set[str], cuts: int | None) -> None:
        self.books.turned_down |= down
        self.roll.cuts = cuts

    @rule(commits=st.integers(1, 6), after=st.booleans())
    def power_will_be_cut(self, commits: int, after: bool) -> None:
        self.store.commits_to_live, self.store.cut_after_commit = commits, after

    @rule(key=KEYS, faults=FAULTS)
    def submit(self, key: str, faults: list[str]) -> None:
        self.line.meet(*faults)
        submit = self.effects.submit
        cancel = PatientCancel(self.clock)
        receipt = self.alive(lambda: submit(call(key), key=key, person=ZHANG, walk=walk_of(key), cancel=cancel))
        self.line.meet()
        if receipt is not None:
            self.told(key, receipt)

    @rule(key=KEYS)
    def defer(self, key: str) -> None:
        defer = self.effects.defer
        slip = self.alive(lambda: defer(call(key), key=key, person=ZHANG, walk=walk_of(key), title="认证"))
        if slip is not None and slip.state is ReceiptState.QUEUED:
            self.slips.add(key)
        elif slip is not None:
            self.told(key, slip)

    def told(self, key: str, receipt: Receipt) -> None:
        if receipt.state is ReceiptState.DONE:
            assert self.books.submissions[key] == receipt
            self.receipts[key] = receipt

    @rule(key=KEYS)
    def withdraw(self, key: str) -> None:
        def work() -> None:
            self.effects.withdraw(key)
            assert picture_of(key) not in decrypted_pages(self.directory, KEY)

        self.slips.discard(key)  # should the power be cut in the middle, both ends are right
        self.alive(work)

    @rule(walk=st.sampled_from(["w0", "w1"]))
    def abandon(self, walk: str) -> None:
        self.alive(lambda: self.effects.abandon(walk))

    @rule(faults=FAULTS)
    def sweep(self, faults: list[str]) -> None:
        self.line.meet(*faults)
        self.alive(lambda: sweep(self.effects, Cancel()))
        self.line.meet()

    @rule()
    def the_network_delivers(self) -> None:
        self.books.deliver()

    @rule(seconds=st.sampled_from([1.0, SUBMIT_HOLD, 86_400.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)

    @rule(cut_at=st.sampled_from([None, None, 1, 2]))
    def restart(self, cut_at: int | None = None) -> None:
        """``cut_at`` is the commit of the recovery at which the power is cut once more."""
        self.store.close()
        self.alive(lambda: self.open(self.directory, cut_at))

    @precondition(lambda self: self.receipts)
    @rule(data=st.data(), sheet=SHEETS, comes_out=st.booleans())
    def print(self, data: st.DataObject, sheet: bool | str | None, comes_out: bool) -> None:
        """``sheet`` is what the printer says of it; whether it comes out it keeps to itself when it says None."""
        receipt = self.receipts[data.draw(st.sampled_from(sorted(self.receipts)))]
        if sheet == "crash":
            self.roll.fault, self.roll.after, self.roll.begin = None, False, self.store.die
        else:
            self.roll.begin = lambda: None
            self.roll.fault = None if sheet is True else PaperError("trouble", out=sheet)
            self.roll.after = sheet is None and comes_out
        cancel = PatientCancel(self.clock)
        self.alive(
            lambda: self.effects.print_receipt(receipt, self.roll, walk="w0", copy=False, cancel=cancel)  # type: ignore[arg-type]
        )

    # --- what must hold ---

    def rows(self) -> dict[str, str]:
        return states(self.store.read("SELECT key, state FROM effects WHERE kind = 'submit'"))

    @invariant()
    def what_is_final_is_what_the_books_say(self) -> None:
        for key, state in self.rows().items():
            if state == "done":
                assert key in self.books.submissions
            elif state in ("withdrawn", "refused", "conflict"):
                assert key not in self.books.submissions

    @invariant()
    def no_receipt_came_out_twice_without_a_mark(self) -> None:
        firsts = [number for number, copy in self.roll.papers if not copy]
        assert len(firsts) == len(set(firsts))

    @invariant()
    def lookup_numbers_are_different(self) -> None:
        rows = self.store.read("SELECT lookup FROM effects WHERE lookup IS NOT NULL")
        assert len(rows) == len({row["lookup"] for row in rows})

    def teardown(self) -> None:
        """The network heals, what it held arrives, and the sweeper has its time."""
        try:
            self.restart()
            self.line.meet()
            self.books.deliver()
            for _ in range(3):
                sweep(self.effects, Cancel())
            self.check_the_end()
        finally:
            self.store.close()
            shutil.rmtree(self.home)

    def check_the_end(self) -> None:
        rows = self.rows()
        assert not set(rows.values()) & set(UNSETTLED)
        self.what_is_final_is_what_the_books_say()
        assert self.books.submissions.keys() <= rows.keys()
        for key, receipt in self.receipts.items():
            assert self.books.submissions[key] == receipt
        for key in self.slips:
            # Void is a key that was given up, purged, and then used once more.
            assert rows[key] == ("conflict" if key in self.books.turned_down | self.books.void else "done")
        readable, raw = decrypted_pages(self.directory, KEY), raw_bytes(self.directory)
        for key in rows:
            assert picture_of(key) not in readable
        assert ZHANG.id_number.encode() not in readable + raw
        self.check_what_is_offered(rows)
        self.check_the_audit(rows)

    def check_the_audit(self, rows: dict[str, str]) -> None:
        """Whole, and its last word of each key is where the key stands."""
        audit = Audit(self.store, self.clock)
        Anchor(audit, self.store.files).keep()
        assert verdict(self.store)[0]
        moved = [row for row in audit.rows() if row.event == "effect.moved"]
        last = {row.detail["key"]: row.detail["state"] for row in moved}
        assert {key: last.get(key) for key in rows} == rows

    def check_what_is_offered(self, rows: dict[str, str]) -> None:
        offered = {receipt.number for receipt in self.effects.unfinished(ZHANG, cancel=Cancel())}
        done = {self.books.submissions[key].number for key, state in rows.items() if state == "done"}
        out = {row[0] for row in self.store.read("SELECT subject FROM effects WHERE kind = 'print' AND state = 'out'")}
        assert offered == done - out
        printed = {number for number, _ in self.roll.papers}
        assert out <= printed
        if self.roll.cuts is not None:
            assert done & printed == out, "what a printer counts is known"


EffectsMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestEffects = EffectsMachine.TestCase
