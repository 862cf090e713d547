"""Foreign PDFs in their child process: what is accepted, that nothing else is, and that it always comes to an end."""

import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import MOST_BYTES, MOST_PAGES, WRONG, bad
from kiosk.core.errors import BadDocument, Cancelled, Unreachable
from kiosk.sandbox.sealing import sealed
from kiosk.sandbox.seals import ROOT, Seals
from kiosk.services.pdf_child import Problem, examine
from kiosk.services.pdf_reader import DPI, PdfReader, read_root
from tests.documents import blank_pages

NOW = datetime.now(UTC)


class At:
    """The machine's clock, standing still."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        raise AssertionError("the day is all that matters")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("seals")
    Seals(directory).write_root()
    return directory


@pytest.fixture(scope="module")
def seal(state: Path) -> Callable[[bytes], bytes]:
    return lambda pdf: sealed(pdf, Seals(state).signer(), NOW)


@pytest.fixture(scope="module")
def two_pages(seal: Callable[[bytes], bytes]) -> bytes:
    return seal(blank_pages(2))


def reader(state: Path, now: datetime = NOW) -> PdfReader:
    return PdfReader(read_root(state / ROOT), At(now))


def problem(read: PdfReader, pdf: bytes, pages: int = 2) -> str:
    with pytest.raises(BadDocument) as caught:
        read.check(lambda: pdf, pages=pages, cancel=Cancel())
    return caught.value.technician


def found_here(state: Path, pdf: bytes, pages: int = 2, now: datetime = NOW) -> str:
    """What the child would find, in this process: most of what a child takes is its start."""
    with pytest.raises(Problem) as caught:
        examine(pdf, read_root(state / ROOT), now, pages, 0)
    return str(caught.value)


def test_a_sealed_document_is_drawn_page_by_page(state: Path, two_pages: bytes) -> None:
    pictures = reader(state).draw(lambda: two_pages, pages=2, cancel=Cancel())
    assert len(pictures) == 2
    for picture in pictures:
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as page:
            page.load()
            assert page.size == (round(595 * DPI / 72 + 0.5), round(842 * DPI / 72 + 0.5))


@pytest.mark.parametrize("pages", [1, 3, MOST_PAGES])
def test_another_number_of_pages_than_was_said(state: Path, two_pages: bytes, pages: int) -> None:
    assert found_here(state, two_pages, pages) == "pages"


def test_across_is_a4_too_and_anything_else_is_not(state: Path, seal: Callable[[bytes], bytes]) -> None:
    across = seal(blank_pages(1).replace(b"0 0 595 842", b"0 0 842 595"))
    assert examine(across, read_root(state / ROOT), NOW, 1, 0) == []
    for box in (b"0 0 842 842", b"0 0 420 595", b"0 0 612 792", b"0 0 601 842", b"0 0 595 900"):
        pdf = seal(blank_pages(1).replace(b"0 0 595 842", box))
        assert found_here(state, pdf, 1) == "paper"


def test_a_seal_is_held_against_the_day_of_this_terminal(state: Path, two_pages: bytes) -> None:
    assert problem(reader(state, NOW + timedelta(days=4000)), two_pages) == "expired_seal"
    assert found_here(state, two_pages, now=NOW - timedelta(days=30)) == "unknown_seal", "nobody has it yet"


def test_without_a_root_no_seal_is_trusted(two_pages: bytes) -> None:
    assert problem(PdfReader(None, At(NOW)), two_pages) == "no_root"


def test_the_root_of_somebody_else_is_not_ours(tmp_path: Path, two_pages: bytes) -> None:
    Seals(tmp_path).write_root()
    assert problem(reader(tmp_path), two_pages) == "unknown_seal"


def test_what_is_too_large_is_not_even_given_to_the_child(state: Path) -> None:
    assert problem(reader(state), b"%PDF-" + b" " * MOST_BYTES) == "too_large"


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7\n%%EOF",
        b"<html></html>",
        blank_pages(2)[:-40],
        blank_pages(2).replace(b"startxref", b"startxref\n9"),
        blank_pages(2).replace(b"/Root 1 0 R", b"/Root 9 0 R"),
    ],
)
def test_what_is_no_document_is_refused(state: Path, pdf: bytes) -> None:
    assert found_here(state, pdf) in ("broken", "unsigned")


def test_one_that_was_never_sealed(state: Path) -> None:
    assert problem(reader(state), blank_pages(2)) == "unsigned"


def test_a_document_in_a_knot_comes_to_an_end(state: Path, seal: Callable[[bytes], bytes]) -> None:
    """Its pages are their own parents, a thousand boxes deep."""
    knot = b"[" * 3000 + b"1 0 R" + b"]" * 3000
    pdf = blank_pages(2).replace(b"<</Type/Catalog", b"<</Knot " + knot + b"/Type/Catalog")
    assert problem(reader(state), pdf) in ("broken", "too_hard", "unsigned")


def test_a_child_that_takes_too_long_is_ended(state: Path, two_pages: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "READ_PDF", 0.01)
    assert problem(reader(state), two_pages) == "too_hard"


def test_a_child_that_cannot_be_started(state: Path, two_pages: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert problem(reader(state), two_pages) == "too_hard"


def children() -> set[str]:
    """Of this process, as process ids; other tests of this worker may have some too."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def test_what_cannot_be_fetched_leaves_no_child_behind(state: Path) -> None:
    before, own = children(), set[str]()

    def nothing() -> bytes:
        own.update(children() - before)
        raise Unreachable("no reply")

    with pytest.raises(Unreachable):
        reader(state).draw(nothing, pages=2, cancel=Cancel())
    assert own
    assert not own & children()


def test_who_leaves_does_not_wait_for_the_child(state: Path, two_pages: bytes) -> None:
    cancel = Cancel()
    begun = threading.Timer(0.1, cancel.set)
    begun.start()
    with pytest.raises(Cancelled):
        reader(state).draw(lambda: two_pages, pages=2, cancel=cancel)
    begun.join()


def test_the_child_ends_at_its_limit_of_memory(state: Path, two_pages: bytes) -> None:
    """The same program with a hundredth of the addresses cannot even load its libraries, and dies without a word."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (60_000_000,) * 2)\n"
    code += "import runpy; runpy.run_module('kiosk.services.pdf_child', run_name='__main__')"
    asked = json.dumps({"root": read_root(state / ROOT), "now": NOW.isoformat(), "pages": 2, "dpi": 0}).encode()
    given = asked + b"\n" + two_pages
    done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, check=False)
    assert done.returncode != 0
    assert done.stdout == b""


# Outside of the hole in the signed range, where the signature itself stands as text: any byte there may differ.
def outside_the_signature(pdf: bytes) -> tuple[int, int]:
    [found] = re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+) (\d+)\s*\]", pdf)
    return int(found[0]), int(found[1])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_byte_can_be_changed(state: Path, two_pages: bytes, data: st.DataObject) -> None:
    hole, after = outside_the_signature(two_pages)
    place = data.draw(st.integers(0, hole - 1) | st.integers(after, len(two_pages) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = two_pages[:place] + bytes([two_pages[place] ^ bit]) + two_pages[place + 1 :]
    with pytest.raises(Problem):
        examine(changed, read_root(state / ROOT), NOW, 2, 0)


@settings(max_examples=40, deadline=None)
@given(more=st.binary(min_size=1, max_size=200))
def test_nothing_can_be_added(state: Path, two_pages: bytes, more: bytes) -> None:
    with pytest.raises(Problem):
        examine(two_pages + more, read_root(state / ROOT), NOW, 2, 0)


def test_the_root_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="读不到电子印章的根证书"):
        read_root(tmp_path / "nothing.pem")
    (tmp_path / "other.pem").write_text("hello")
    with pytest.raises(ValueError, match="不是 PEM"):
        read_root(tmp_path / "other.pem")


def test_each_problem_has_a_sentence_and_a_way_on() -> None:
    for word, sentence in WRONG.items():
        error = bad(word)
        assert (error.technician, error.sentence) == (word, sentence)
        assert len(sentence) <= 20
        assert (error.remedy, error.waits) == ("拿号码，今天到窗口取", False)
    assert bad("sha256").sentence == BadDocument.sentence
    assert (bad("sha256").remedy, bad("sha256").waits) == (BadDocument.remedy, True)
