"""Certificates on A4: made out once, fetched and verified when they are printed, and never printed twice unasked."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import MOST_BYTES, Certificate, Document, FetchDocument, Pages, bad
from kiosk.core.errors import BadDocument, Disconnected, PaperError, Refused, StoreError, Unreachable
from kiosk.core.person import Person
from kiosk.core.receipt import Paper
from kiosk.core.status import Health, Status
from kiosk.core.timing import PRINT_A4, SHEET_A4, SWEEP, SWEEP_SETTLED
from kiosk.services.audit import Audit
from kiosk.services.documents import Documents
from kiosk.services.effects import Effects
from kiosk.services.sheets import MOST_COPIES
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.people import TYPED, WANG, ZHANG
from tests.services.world import KEY, TERMINAL, SetClock, decrypted_pages

PDF = b"%PDF-1.7\n" + b"a certificate of nobody " * 40 + b"\n%%EOF"
MADE = Certificate(
    "CB-1",
    "参保证明",
    "社保中心",
    datetime(2026, 7, 30, 9, tzinfo=UTC),
    date(2026, 10, 28),
    1,
    len(PDF),
    hashlib.sha256(PDF).hexdigest(),
    "JB:CB-1",
)


@dataclass(frozen=True)
class MakeOut(Call[Certificate]):
    path = "/social/insured/issue"
    id_number: str = field(repr=False)


class Agency:
    """The gateway: one certificate for each key, and its PDF. ``faults`` meet the next requests, one each."""

    def __init__(self) -> None:
        self.made: dict[str, Certificate] = {}
        self.faults: list[str] = []
        self.pdf = PDF
        self.asked: list[str] = []
        self.down = False

    def encode(self, call: Call[Any]) -> bytes:
        assert isinstance(call, MakeOut)
        return call.id_number.encode()

    def send(self, path: str, body: bytes, reply_type: Any, *, key: str | None, cancel: Cancel) -> Certificate:
        assert (path, reply_type, body) == (MakeOut.path, Certificate, ZHANG.id_number.encode())
        assert key is not None
        self.asked.append(key)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost_request":
            raise Unreachable("no reply")
        if fault == "refused":
            raise Refused("not_insured", sentence="没查到您参保")
        made = self.made.setdefault(key, MADE)
        if fault == "lost_reply":
            raise Unreachable("no reply")
        return made

    def withdraw(self, key: str, reply_type: Any, *, cancel: Cancel) -> Certificate | None:
        assert reply_type is Certificate
        return self.made.get(key)

    def call(self, call: Call[Any], *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        assert isinstance(call, FetchDocument)
        if self.down:
            raise Unreachable("no reply")
        return Document(call.number, base64.b64encode(self.pdf).decode())


class Tray:
    """Printer and owner in one, as the port says. ``jobs`` are what it knows by key: False held, True out."""

    name = "a4_printer"

    def __init__(self) -> None:
        self.status = Status(Health.ONLINE)
        self.papers: list[bytes] = []
        self.jobs: dict[str, bool] = {}
        self.faults: list[BaseException] = []
        self.keys: list[str] = []
        self.copies: list[int] = []
        self.deadline = 0.0
        self.knows = True  # what became of a job
        self.begin: Callable[[], None] = lambda: None

    def run(self, command: Callable[[Any], Any], *, cancel: Cancel, deadline: float) -> Any:
        cancel.check()
        if self.status.health is Health.OFFLINE:
            raise Disconnected("gone")
        return command(self)

    def restart(self) -> None: ...

    def print_pdf(self, pdf: bytes, *, key: str, copies: int, cancel: Cancel, deadline: float) -> None:
        self.keys.append(key)
        self.copies.append(copies)
        self.deadline = deadline
        self.begin()
        if self.jobs.get(key):
            return
        self.jobs[key] = False
        if self.faults:
            raise self.faults.pop(0)
        self.come_out(key, pdf)

    def come_out(self, key: str, pdf: bytes = PDF) -> None:
        self.jobs[key] = True
        self.papers.append(pdf)

    def withdraw(self, key: str, *, deadline: float) -> bool | None:
        known = self.jobs.get(key, False)
        if not known:
            self.jobs.pop(key, None)
        return known if self.knows else None


EMPTY = PaperError("media-empty", sentence="没纸了", out=False, begun=True)
NO_PAPER = PaperError("media-empty", sentence="没纸了", out=False)  # and so nothing was sent
UNSURE = PaperError("nobody knows", out=None, begun=True)


def silent() -> PaperError:
    """When it was asked about an earlier try. A new one each time: what is known of the sheet is written into it."""
    return PaperError("no answer", out=None)


class Seals:
    """What looks at PDFs, and how often it was asked. ``problem`` is what it finds."""

    def __init__(self, desk: "Desk") -> None:
        self.looked, self.drawn = 0, 0

    def check(self, fetch: Callable[[], bytes], *, pages: int, cancel: Cancel) -> bytes:
        pdf = fetch()
        self.looked += 1
        if b"forged" in pdf:
            raise bad("unknown_seal")
        return pdf

    def draw(self, fetch: Callable[[], bytes], *, pages: int, cancel: Cancel) -> tuple[bytes, ...]:
        self.check(fetch, pages=pages, cancel=cancel)
        self.drawn += 1
        return (b"PNG",) * pages


class Desk:
    def __init__(self, directory: Path) -> None:
        self.directory, self.clock, self.agency, self.tray = directory, SetClock(), Agency(), Tray()
        self.start()

    def start(self) -> None:
        self.store = Store(self.directory, KEY)
        audit = self.audit = Audit(self.store, self.clock)
        self.effects = Effects(self.store, self.agency, self.clock, terminal=TERMINAL, audit=audit)
        self.seals = Seals(self)
        self.documents = Documents(self.store, self.agency, self.clock, audit, self.seals)
        self.documents.watch(self.tray)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def make_out(self, key: str = "k1", walk: str = "w1") -> Certificate:
        cancel = Cancel()
        cancel.wait = lambda seconds: self.clock.advance(seconds=seconds)  # type: ignore[method-assign]  # at once
        return self.effects.issue(MakeOut(ZHANG.id_number), key=key, person=ZHANG, walk=walk, cancel=cancel)

    def print(self, walk: str = "w1", made: Certificate = MADE, copies: int = 1) -> None:
        self.documents.print(made, ZHANG, self.tray, walk=walk, cancel=Cancel(), copies=copies)

    def look(self, made: Certificate = MADE) -> Pages:
        return self.documents.pages(made, ZHANG, cancel=Cancel())

    def leave(self, walk: str = "w1") -> None:
        self.effects.abandon(walk)
        sweep(self.effects, Cancel())
        sweep(self.documents, Cancel())

    def offered(self, person: Person = ZHANG) -> tuple[Certificate, ...]:
        self.effects.unfinished(person, cancel=Cancel())
        return self.documents.unprinted(person, cancel=Cancel())

    @property
    def states(self) -> list[str]:
        rows = self.store.read("SELECT state FROM effects WHERE kind = 'document' ORDER BY rowid")
        return [row["state"] for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "store")
    yield made
    made.store.close()


# --- making out ---


def test_it_is_made_out_once_and_kept_without_its_pdf(desk: Desk) -> None:
    assert desk.make_out() == desk.make_out() == MADE
    assert desk.agency.asked == ["k1"]
    [row] = desk.store.read("SELECT kind, state, number, body FROM effects")
    assert tuple(row) == ("issue", "done", "CB-1", None)


def test_a_lost_reply_is_asked_for_under_the_same_key(desk: Desk) -> None:
    desk.agency.faults = ["lost_reply", "lost_request"]
    assert desk.make_out() == MADE
    assert desk.agency.asked == ["k1"] * 3


def test_a_refusal_is_the_same_for_the_same_key(desk: Desk) -> None:
    desk.agency.faults = ["refused"]
    for _ in range(2):
        with pytest.raises(Refused, match="not_insured"):
            desk.make_out()
    assert desk.agency.asked == ["k1"]


@pytest.mark.parametrize(("fault", "offered"), [("lost_reply", (MADE,)), ("lost_request", ())])
def test_who_leaves_without_a_reply_is_offered_it_if_it_was_made_out(
    desk: Desk, fault: str, offered: tuple[Certificate, ...]
) -> None:
    desk.agency.faults = [fault] * 9
    with pytest.raises(Unreachable):
        desk.make_out()
    desk.agency.faults = []
    desk.leave()
    assert desk.offered() == offered


@pytest.mark.parametrize("fault", ["lost_reply", "lost_request"])
def test_a_crash_before_the_reply_is_settled_when_the_citizen_comes_again(desk: Desk, fault: str) -> None:
    desk.agency.faults = [fault] * 9
    with pytest.raises(Unreachable):
        desk.make_out()
    desk.agency.faults = []
    desk.restart()
    assert desk.offered() == (MADE,)
    assert set(desk.agency.asked) == {"k1"}


# --- printing ---


def test_the_intent_is_written_before_the_first_byte_and_the_outcome_after(desk: Desk) -> None:
    seen: list[list[str]] = []
    desk.tray.begin = lambda: seen.append(desk.states)
    desk.print()
    assert (seen, desk.states, desk.tray.papers) == ([["printing"]], ["out"], [PDF])
    assert desk.documents.paper(MADE) is Paper.OUT


def test_what_is_made_out_is_offered_until_it_is_out(desk: Desk) -> None:
    assert desk.offered() == ()
    desk.make_out()
    desk.make_out("k2", "w2")
    assert desk.offered() == (MADE,), "the same certificate, though it was asked for twice"
    assert desk.offered(WANG) == desk.offered(replace(TYPED, id_number=ZHANG.id_number)) == ()
    desk.print()
    assert desk.offered() == ()


@pytest.mark.parametrize(
    ("pdf", "made", "problem"),
    [
        (PDF + b" ", MADE, "size"),
        (PDF.replace(b"nobody", b"others"), MADE, "sha256"),
        (b"", MADE, "size"),
        (PDF, replace(MADE, pages=0), "pages"),
        (PDF, replace(MADE, pages=10_000), "pages"),
        (b"<html>", replace(MADE, size=6, sha256=hashlib.sha256(b"<html>").hexdigest()), "not_pdf"),
        (b"%PDF-cut", replace(MADE, size=8, sha256=hashlib.sha256(b"%PDF-cut").hexdigest()), "not_pdf"),
    ],
)
def test_a_document_that_is_another_never_reaches_the_printer(
    desk: Desk, pdf: bytes, made: Certificate, problem: str
) -> None:
    desk.agency.pdf = pdf
    with pytest.raises(BadDocument) as caught:
        desk.print(made=made)
    assert caught.value.technician == problem
    assert (desk.tray.keys, desk.states) == ([], [])
    desk.audit.flush()
    rows = desk.store.read("SELECT subject, detail FROM audit WHERE event = 'document.bad'")
    assert [(row["subject"], problem in row["detail"]) for row in rows] == [("CB-1", True)]


def made_for(pdf: bytes, number: str = "CB-1", pages: int = 1) -> Certificate:
    digest = hashlib.sha256(pdf).hexdigest()
    return replace(MADE, number=number, size=len(pdf), sha256=digest, pages=pages)


def test_more_than_so_many_bytes_are_not_even_looked_at(desk: Desk) -> None:
    desk.agency.pdf = PDF + b" " * MOST_BYTES
    with pytest.raises(BadDocument, match="too_large"):
        desk.print(made=made_for(desk.agency.pdf))
    assert desk.seals.looked == 0


def test_what_is_looked_at_is_shown_and_not_looked_at_again_to_print_it(desk: Desk) -> None:
    assert desk.look() == Pages((b"PNG",))
    desk.print()
    assert (desk.seals.looked, desk.seals.drawn, desk.tray.papers) == (1, 1, [PDF])


def test_what_nobody_looked_at_is_verified_before_it_is_printed(desk: Desk) -> None:
    """The offer at the next identification, and after a restart."""
    desk.print()
    assert (desk.seals.looked, desk.seals.drawn) == (1, 0)


def test_one_that_was_right_says_nothing_of_another(desk: Desk) -> None:
    desk.look()
    desk.agency.pdf = PDF.replace(b"nobody", b"forged")
    forged = made_for(desk.agency.pdf, "CB-2")
    for act in (desk.look, lambda made: desk.print(made=made)):
        with pytest.raises(BadDocument) as caught:
            act(forged)
        assert (caught.value.sentence, caught.value.remedy) == ("证明的章认不出来，没有打", "拿号码，今天到窗口取")
    assert (desk.tray.keys, desk.states) == ([], [])
    desk.audit.flush()
    assert len(desk.store.read("SELECT 1 FROM audit WHERE event = 'document.bad' AND subject = 'CB-2'")) == 2


def test_what_is_wrong_for_good_is_not_offered_again_before_a_restart(desk: Desk) -> None:
    """It may have been this terminal that erred, by the root that it trusts: set right, it is offered."""
    desk.agency.pdf = PDF.replace(b"nobody", b"forged")
    desk.agency.made["k1"] = forged = made_for(desk.agency.pdf)
    desk.make_out()
    assert desk.offered() == (forged,)
    with pytest.raises(BadDocument):
        desk.look(forged)
    assert desk.offered() == ()
    desk.restart()
    assert desk.offered() == (forged,)


def test_what_came_wrong_this_time_is_offered_again(desk: Desk) -> None:
    desk.make_out()
    desk.agency.pdf = PDF.replace(b"nobody", b"others")
    with pytest.raises(BadDocument, match="sha256"):
        desk.look()
    assert desk.offered() == (MADE,)


def test_who_counts_the_paper_hears_once_how_many_sheets_came_out(desk: Desk) -> None:
    counted: list[tuple[str, int]] = []
    desk.documents.on_out(lambda walk, sheets: counted.append((walk, sheets)))
    desk.print(made=made_for(PDF, pages=2), copies=5)
    assert counted == [("w1", 10)]
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print(walk="w2")
    assert len(counted) == 1
    desk.tray.come_out(desk.tray.keys[-1])
    desk.print(walk="w2")
    sweep(desk.documents, Cancel())
    assert counted == [("w1", 10), ("w2", 1)]


def test_copies_go_to_the_printer_as_one_job_with_time_for_all_of_them(desk: Desk) -> None:
    desk.print(made=made_for(PDF, pages=2), copies=5)
    assert (desk.tray.copies, len(desk.tray.keys)) == ([5], 1)
    assert desk.tray.deadline == PRINT_A4 + 9 * SHEET_A4
    assert desk.states == ["out"]


def test_without_a_link_nothing_is_begun(desk: Desk) -> None:
    desk.agency.down = True
    with pytest.raises(Unreachable):
        desk.print()
    assert desk.states == []


def test_nothing_of_the_pdf_is_in_the_store(desk: Desk) -> None:
    desk.make_out()
    desk.print()
    assert b"a certificate of nobody" not in decrypted_pages(desk.directory, KEY)


def test_when_the_tray_is_filled_the_same_document_goes_on(desk: Desk) -> None:
    desk.tray.faults = [EMPTY, EMPTY]
    for _ in range(2):
        with pytest.raises(PaperError, match="media-empty"):
            desk.print()
        assert desk.states == ["stopped"]
    desk.print()
    assert len(set(desk.tray.keys)) == 1
    assert (desk.states, len(desk.tray.papers)) == (["out"], 1)


def test_what_was_never_sent_is_known_not_to_be_out(desk: Desk) -> None:
    """The printer, asked by its key, would not know it."""
    desk.tray.knows = False
    desk.tray.faults = [NO_PAPER, silent()]
    for _ in range(2):
        with pytest.raises(PaperError) as caught:
            desk.print()
        assert caught.value.out is False
    assert desk.states == ["not_out"]
    assert desk.documents.stop(MADE, desk.tray, walk="w1", cancel=Cancel()) is Paper.SKIPPED
    desk.print()
    assert desk.states == ["out"]


def test_a_printer_that_goes_silent_with_the_document_in_it_may_have_printed_it(desk: Desk) -> None:
    desk.tray.faults = [EMPTY, silent()]
    for out in (False, None):
        with pytest.raises(PaperError) as caught:
            desk.print()
        assert caught.value.out is out
    assert desk.states == ["unknown"]


def test_what_came_out_before_it_was_asked_again_is_not_printed_again(desk: Desk) -> None:
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    desk.tray.come_out(desk.tray.keys[0])
    desk.print()
    assert (desk.states, len(desk.tray.papers)) == (["out"], 1)


def test_a_silent_printer_is_asked_again_under_the_same_key(desk: Desk) -> None:
    desk.tray.faults = [Disconnected("gone")]
    with pytest.raises(Disconnected):
        desk.print()
    assert desk.states == ["printing"]
    desk.print()
    assert len(set(desk.tray.keys)) == 1
    assert desk.states == ["out"]


def test_where_nobody_knows_a_person_looks_before_another_one_is_printed(desk: Desk) -> None:
    desk.tray.faults = [UNSURE]
    desk.tray.knows = False
    with pytest.raises(PaperError) as caught:
        desk.print()
    assert (caught.value.remedy, desk.states) == ("先看看出纸口有没有", ["unknown"])
    desk.print()
    assert len(set(desk.tray.keys)) == 2
    assert desk.states == ["unknown", "out"]


def test_what_the_printer_knows_better_by_then_is_not_printed_again(desk: Desk) -> None:
    desk.tray.faults = [UNSURE]
    with pytest.raises(PaperError):
        desk.print()
    desk.tray.come_out(desk.tray.keys[0])
    desk.print()
    assert (desk.states, len(desk.tray.papers)) == (["out"], 1)


def test_copies_have_an_end(desk: Desk) -> None:
    for visit in range(1 + MOST_COPIES):
        desk.print(f"w{visit}")
    with pytest.raises(PaperError) as caught:
        desk.print("one more")
    assert len(desk.tray.papers) == 1 + MOST_COPIES
    assert "打过" in caught.value.sentence


def test_a_store_that_cannot_be_written_prints_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise StoreError("full")

    monkeypatch.setattr(desk.store, "write", full)
    with pytest.raises(StoreError):
        desk.print()
    assert desk.tray.keys == []


# --- whoever does not wait ---


def test_stopped_by_the_citizen_nothing_more_comes_out(desk: Desk) -> None:
    desk.make_out()
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    assert desk.documents.stop(MADE, desk.tray, walk="w1", cancel=Cancel()) is Paper.SKIPPED
    assert (desk.states, desk.tray.jobs) == (["not_out"], {})
    assert desk.offered() == (MADE,)


def test_out_while_it_was_being_stopped_it_is_known_to_be_out(desk: Desk) -> None:
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    desk.tray.come_out(desk.tray.keys[0])
    assert desk.documents.stop(MADE, desk.tray, walk="w1", cancel=Cancel()) is Paper.OUT


def test_a_printer_that_is_gone_is_asked_as_soon_as_it_is_back(desk: Desk) -> None:
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    desk.tray.status = Status(Health.OFFLINE)
    assert desk.documents.stop(MADE, desk.tray, walk="w1", cancel=Cancel()) is Paper.UNSURE
    desk.leave()
    assert (desk.states, desk.documents.again) == (["stopped"], SWEEP)
    desk.tray.status = Status(Health.ONLINE)
    sweep(desk.documents, Cancel())
    assert (desk.states, desk.tray.jobs, desk.documents.again) == (["not_out"], {}, SWEEP_SETTLED)


def test_the_sweeper_lets_it_be_as_long_as_the_citizen_stands_there(desk: Desk) -> None:
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    sweep(desk.documents, Cancel())
    assert desk.states == ["stopped"]
    desk.leave()
    assert (desk.states, desk.tray.jobs) == (["not_out"], {})


def test_what_came_out_after_they_left_may_lie_there_and_they_are_asked(desk: Desk) -> None:
    desk.make_out()
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    desk.tray.come_out(desk.tray.keys[0])
    desk.leave()
    assert (desk.states, desk.offered(), desk.documents.paper(MADE)) == (["unknown"], (MADE,), Paper.UNSURE)
    desk.documents.had(MADE)
    assert desk.offered() == ()


def test_before_the_next_citizens_what_was_left_is_taken_back(desk: Desk) -> None:
    desk.tray.faults = [EMPTY]
    with pytest.raises(PaperError):
        desk.print()
    desk.print("w2")
    assert (desk.states, len(desk.tray.papers)) == (["not_out", "out"], 1)
    assert list(desk.tray.jobs) == [desk.tray.keys[-1]], "the first one's would come out with the next paper"


# --- after a crash ---


@pytest.mark.parametrize(("out", "state", "offered"), [(True, "out", ()), (False, "not_out", (MADE,))])
def test_the_printer_says_what_became_of_it(
    desk: Desk, out: bool, state: str, offered: tuple[Certificate, ...]
) -> None:
    desk.make_out()
    desk.tray.faults = [KeyboardInterrupt()]  # the process is gone with the document in the printer
    with pytest.raises(KeyboardInterrupt):
        desk.print()
    if out:
        desk.tray.come_out(desk.tray.keys[0])
    desk.restart()
    assert desk.offered() == offered
    assert desk.states == [state]


def test_a_printer_that_knows_nothing_leaves_it_to_the_citizen(desk: Desk) -> None:
    desk.make_out()
    desk.tray.faults = [KeyboardInterrupt()]
    desk.tray.knows = False
    with pytest.raises(KeyboardInterrupt):
        desk.print()
    desk.restart()
    sweep(desk.documents, Cancel())
    assert desk.states == ["unknown"]
    assert desk.offered() == (MADE,)
    assert desk.documents.paper(MADE) is Paper.UNSURE
    assert desk.documents.due() == []
