"""The audit: written with what it tells of, whole or the first flaw is named, and whole after a purge as well."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import PaperError, Refused, StoreError, Unreachable
from kiosk.services.audit import KEPT_FOR, Audit, AuditEvent
from kiosk.services.audit_check import Anchor, anchored, verdict
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.people import ZHANG
from tests.services.conftest import Terminal
from tests.services.test_sheets import Roll
from tests.services.world import KEY, SetClock


@dataclass(frozen=True)
class Happened(AuditEvent):
    name = "test.happened"
    words: str = ""
    count: int = 0


class Book:
    def __init__(self, directory: Path) -> None:
        self.clock = SetClock()
        self.store = Store(directory, KEY)
        self.audit = Audit(self.store, self.clock)
        self.anchor = Anchor(self.audit, self.store.files)

    def write(self, *subjects: str) -> None:
        for subject in subjects:
            self.clock.advance(seconds=1)
            self.audit.record(None, Happened(subject))

    def sql(self, statement: str) -> None:
        with self.store.write() as db:
            db.execute(statement)

    @property
    def sentence(self) -> str:
        whole, sentence = verdict(self.store)
        assert whole == sentence.startswith("审计链完整")
        return sentence


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path / "store")
    yield book
    book.store.close()


def test_rows_come_back_as_they_were_told(book: Book) -> None:
    book.audit.record(None, Happened("R000001", "out", 3))
    book.clock.advance(days=1)
    with book.store.write() as db:
        book.audit.record(db, Happened("R000002"))
    first, second = book.audit.rows()
    assert (first.number, first.event, first.subject) == (1, "test.happened", "R000001")
    assert first.detail == {"words": "out", "count": 3}
    assert [row.subject for row in book.audit.rows(since=second.at)] == ["R000002"]
    book.anchor.keep()
    assert book.sentence == "审计链完整：2 条，到锚点第 2 条都对得上"


def test_a_row_is_undone_with_what_it_tells_of(book: Book) -> None:
    def fail_halfway() -> None:
        with book.store.write() as db:
            book.audit.record(db, Happened("gone"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    book.write("kept")
    assert [(row.number, row.subject) for row in book.audit.rows()] == [(1, "kept")]


def test_what_the_store_cannot_take_waits_with_its_own_time(book: Book) -> None:
    book.store.read("PRAGMA max_page_count = 1")
    for number in range(200):
        book.audit.record(None, Happened(f"{number}", "x" * 500))
    missing = {str(number) for number in range(200)} - {row.subject for row in book.audit.rows()}
    assert missing
    with pytest.raises(StoreError):
        book.audit.flush()
    told = book.clock.now()
    book.clock.advance(days=1)
    book.store.read("PRAGMA max_page_count = 100000")
    book.audit.flush()
    rows = list(book.audit.rows())
    assert [row.subject for row in rows] == [str(number) for number in range(200)]
    assert {row.at for row in rows} == {told}
    assert book.sentence.startswith("审计链完整：200 条")


def test_threads_make_one_chain(book: Book) -> None:
    threads = [threading.Thread(target=book.audit.record, args=(None, Happened(str(n)))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.subject for row in book.audit.rows()} == {str(number) for number in range(20)}
    assert book.sentence.startswith("审计链完整：20 条")


def test_no_id_number_gets_in_and_no_number_of_the_house_is_lost(book: Book) -> None:
    event = Happened("0001202607300000011", f"of {ZHANG.id_number}, 110105491231002, 4200001234202607301234567890")
    book.audit.record(None, event)
    [row] = book.audit.rows()
    assert row.subject == "0001202607300000011"
    assert row.detail["words"] == "of #, #, 4200001234202607301234567890"


TAMPERED = {
    "UPDATE audit SET subject = 'x' WHERE id = 3": "第 3 条被改过",
    "UPDATE audit SET at = at + 1 WHERE id = 1": "第 1 条被改过",
    "UPDATE audit SET detail = '{}' WHERE id = 5": "第 5 条被改过",
    "UPDATE audit SET hash = zeroblob(32) WHERE id = 2": "第 2 条被改过",
    "DELETE FROM audit WHERE id = 4": "第 4 条不见了",
    "DELETE FROM audit WHERE id = 1": "第 1 条不见了",
    "DELETE FROM audit WHERE id > 3": "末尾少了 2 条：锚点是第 5 条，库里只到第 3 条",
    "DELETE FROM audit": "末尾少了 5 条",
    "DELETE FROM audit_anchor": "起点不见了",
    "UPDATE audit_anchor SET id = 1": "第 2 条被改过",
    "INSERT INTO audit SELECT 6, at, event, subject, detail, hash FROM audit WHERE id = 5": "第 6 条被改过",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_was_tampered_with_is_named(book: Book, statement: str) -> None:
    book.write(*"abcde")
    book.anchor.keep()
    assert book.sentence == "审计链完整：5 条，到锚点第 5 条都对得上"
    book.sql(statement)
    assert TAMPERED[statement] in book.sentence


@settings(max_examples=25)
@given(data=st.data())
def test_any_change_of_any_row_shows(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    book = Book(tmp_path_factory.mktemp("book") / "store")
    book.write(*data.draw(st.lists(st.text("ab", max_size=2), min_size=1, max_size=6), label="rows"))
    book.anchor.keep()
    rows = book.store.read("SELECT id FROM audit")
    column = data.draw(st.sampled_from(["id", "at", "event", "subject", "detail", "hash"]))
    number = data.draw(st.integers(1, len(rows)))
    change = {"id": "id + 100", "at": "at + 0.001", "hash": "randomblob(32)"}.get(column, f"{column} || ' '")
    book.sql(f"UPDATE audit SET {column} = {change} WHERE id = {number}")
    assert "审计链不完整" in book.sentence
    book.store.close()
    shutil.rmtree(book.store.files.directory.parent)


def test_a_beginning_that_was_cut_off_and_made_to_fit_shows(book: Book) -> None:
    book.write(*"abcde")
    book.sql("UPDATE audit_anchor SET (id, hash) = (SELECT id, hash FROM audit WHERE id = 3)")
    book.sql("DELETE FROM audit WHERE id <= 3")
    assert "开头被删过：第 3 条以前的没有清理记录" in book.sentence


def test_a_chain_that_was_counted_anew_does_not_fit_its_anchor(book: Book) -> None:
    book.write(*"abc")
    book.anchor.keep()
    book.sql("DELETE FROM audit")
    book.write(*"xbcd")
    assert "第 3 条和锚点对不上：整条链被换过" in book.sentence


def test_a_young_chain_has_no_anchor_yet_and_an_older_one_must_have(book: Book) -> None:
    book.write("a")
    assert book.sentence == "审计链完整：1 条，没有锚点可对"
    book.clock.advance(seconds=601)
    book.write("b")
    assert "锚点文件 store.head 不见了" in book.sentence
    book.anchor.keep()
    assert "审计链完整" in book.sentence


def test_an_older_copy_put_back_is_too_short(book: Book, tmp_path: Path) -> None:
    book.write("a")
    book.store.close()
    shutil.copy(book.store.files.database, tmp_path / "older")
    later = Book(tmp_path / "store")
    later.write("b", "c")
    later.anchor.keep()
    later.store.close()
    shutil.copy(tmp_path / "older", later.store.files.database)
    book.store = Store(tmp_path / "store", KEY)
    assert "末尾少了 2 条" in book.sentence


def test_rows_past_their_time_go_and_the_chain_holds(book: Book) -> None:
    book.write(*"abc")
    book.anchor.keep()
    assert book.audit.purge() == 0
    book.clock.advance(days=KEPT_FOR.days - 1)
    book.write("d")
    book.clock.advance(days=2)
    assert book.audit.purge() == 3
    assert [row.event for row in book.audit.rows()] == ["test.happened", "audit.purged"]
    assert book.sentence == "审计链完整：2 条，到锚点第 3 条都对得上"
    book.anchor.keep()
    book.clock.advance(days=KEPT_FOR.days + 1)
    assert book.audit.purge() == 2
    assert book.sentence == "审计链完整：1 条，到锚点第 5 条都对得上"
    assert book.audit.purge() == 0


def test_a_row_that_is_to_be_kept_keeps_all_after_it(book: Book) -> None:
    """The clock was put back between two rows: a chain has no holes."""
    book.clock.advance(days=2)
    book.write("late")
    book.clock.advance(days=-2)
    book.write("early")
    book.clock.advance(days=KEPT_FOR.days + 1)
    assert book.audit.purge() == 0
    book.clock.advance(days=2)
    assert book.audit.purge() == 2


def test_a_row_that_was_made_to_look_old_is_not_deleted(book: Book) -> None:
    book.write("a", "b")
    book.sql("UPDATE audit SET at = 0 WHERE id = 1")
    assert book.audit.purge() == 0
    assert "第 1 条被改过" in book.sentence


def test_an_anchor_is_written_only_when_there_is_more(book: Book) -> None:
    book.write("a")
    book.anchor.keep()
    before = book.store.files.head.stat()
    assert before.st_mode & 0o777 == 0o600
    book.anchor.keep()
    assert book.store.files.head.stat().st_ino == before.st_ino
    book.write("b")
    book.anchor.keep()
    assert json.loads(book.store.files.head.read_text())["number"] == 2


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"number": "x", "hash": ""}', "\x00\x00"])
def test_a_file_that_is_no_anchor_is_none(book: Book, text: str) -> None:
    book.store.files.head.write_text(text)
    assert anchored(book.store.files) is None


# --- what effects and sheets write ---


def told(terminal: Terminal) -> list[tuple[str, str, str]]:
    return [(row.event, row.subject, row.detail["state"]) for row in terminal.audit.rows()]


def test_effects_are_written_down_with_their_numbers(terminal: Terminal) -> None:
    receipt = terminal.submit("k1")
    terminal.line.always = "lost_request"
    slip = terminal.defer("k2")
    terminal.effects.withdraw("k3")
    with pytest.raises(Unreachable):
        terminal.submit("k4", walk="w4")
    terminal.effects.abandon("w4")
    terminal.line.always = None
    terminal.books.turned_down.add("k2")
    sweep(terminal.effects, terminal.cancel())
    assert told(terminal) == [
        ("effect.moved", receipt.number, "done"),
        ("effect.moved", slip.number, "deferred"),
        ("effect.moved", "", "withdrawing"),
        ("effect.moved", slip.number, "conflict"),
        ("effect.moved", "", "withdrawn"),
    ]
    refused = next(row for row in terminal.audit.rows() if row.detail["state"] == "conflict")
    assert refused.detail == {
        "key": "k2",
        "path": "/social/pension/certify",
        "state": "conflict",
        "attempts": 1,
        "reason": "not_entitled",
    }
    assert verdict(terminal.store)[0]


def test_a_refusal_is_written_down(terminal: Terminal) -> None:
    terminal.books.turned_down.add("k1")
    with pytest.raises(Refused):
        terminal.submit("k1")
    assert told(terminal) == [("effect.moved", "", "refused")]


def test_sheets_are_written_down_with_what_is_known_of_them(terminal: Terminal) -> None:
    roll, receipt = Roll(), terminal.submit("k1")

    def print_once() -> None:
        terminal.effects.print_receipt(receipt, roll, walk="w1", copy=False, cancel=terminal.cancel())  # type: ignore[arg-type]

    print_once()
    roll.fault = PaperError("jam", out=None)
    with pytest.raises(PaperError):
        print_once()
    sheets = [row for row in terminal.audit.rows() if row.event == "sheet.moved"]
    assert [(row.subject, row.detail["state"], row.detail["before"]) for row in sheets] == [
        (receipt.number, "printing", 0),
        (receipt.number, "out", 0),
        (receipt.number, "printing", 1),
        (receipt.number, "unknown", 1),
    ]


def test_nothing_of_a_citizen_is_in_it(terminal: Terminal) -> None:
    terminal.submit("k1")
    terminal.defer("k2")
    text = json.dumps([[row.subject, row.detail] for row in terminal.audit.rows()], ensure_ascii=False)
    assert ZHANG.name not in text
    assert not re.search(r"\d{15}", text)
