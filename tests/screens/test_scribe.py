"""The thread that reads what is written: the newest question counts, and it ends when nobody writes any more."""

import threading
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.writing import Candidates, Phrase, Question, Spelled
from kiosk.screens.scribe import Scribe


class Reader:
    """Answers a question when the test lets it."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go = threading.Semaphore(0)
        self.at_work = threading.Semaphore(0)
        self.closed = threading.Event()

    def find(self, question: Question, cancel: Cancel) -> Candidates:
        assert isinstance(question, Spelled)
        self.begun.append(question.letters)
        self.at_work.release()
        assert self.go.acquire(timeout=30)
        cancel.check()
        if question.letters == "broken":
            raise ZeroDivisionError
        return Candidates(question, (Phrase(question.letters.upper()),))

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def heard() -> list[Candidates]:
    return []


@pytest.fixture
def scribe(reader: Reader, heard: list[Candidates], qapp: Any) -> Scribe:
    scribe = Scribe(reader.find, reader.close)
    scribe.found.connect(heard.append)
    return scribe


def test_what_is_asked_is_answered(scribe: Scribe, reader: Reader, heard: list[Candidates], qtbot: Any) -> None:
    with qtbot.waitSignal(scribe.found, timeout=30_000):
        scribe.ask(Spelled("a"))
        reader.go.release()
    assert heard == [Candidates(Spelled("a"), (Phrase("A"),))]
    scribe.ask(None)


def test_only_the_newest_question_is_answered(
    scribe: Scribe, reader: Reader, heard: list[Candidates], qtbot: Any
) -> None:
    scribe.ask(Spelled("a"))
    assert reader.at_work.acquire(timeout=30)
    scribe.ask(Spelled("ab"))
    scribe.ask(Spelled("abc"))
    with qtbot.waitSignal(scribe.found, timeout=30_000):
        reader.go.release(2)
    assert reader.begun == ["a", "abc"]
    assert [candidates.question for candidates in heard] == [Spelled("abc")]
    scribe.ask(None)


def test_what_comes_when_nobody_writes_any_more_is_dropped(
    scribe: Scribe, reader: Reader, heard: list[Candidates], qtbot: Any
) -> None:
    scribe.ask(Spelled("a"))
    assert reader.at_work.acquire(timeout=30)
    scribe.ask(None)
    reader.go.release()
    assert reader.closed.wait(30)
    qtbot.wait(10)
    assert heard == []


def test_the_next_citizen_is_read_as_well(scribe: Scribe, reader: Reader, heard: list[Candidates], qtbot: Any) -> None:
    for letters in ("a", "b"):
        reader.go.release()
        with qtbot.waitSignal(scribe.found, timeout=30_000):
            scribe.ask(Spelled(letters))
        scribe.ask(None)
        assert reader.closed.wait(30)
    assert len(heard) == 2


def test_a_mistake_of_ours_is_told_and_what_is_asked_next_is_answered(
    scribe: Scribe, reader: Reader, heard: list[Candidates], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda hook: crashes.append(hook.exc_type))
    with qtbot.waitSignal(scribe.found, timeout=30_000):
        scribe.ask(Spelled("broken"))
        reader.go.release()
    assert reader.closed.wait(30)
    assert heard == [Candidates(Spelled("broken"), None)]
    assert scribe._thread is not None
    scribe._thread.join(30)
    assert crashes == [ZeroDivisionError]
    reader.go.release()
    with qtbot.waitSignal(scribe.found, timeout=30_000):
        scribe.ask(Spelled("a"))
    assert heard[-1].phrases
    scribe.ask(None)


def test_one_visit_frees_nothing_that_the_next_one_uses(scribe: Scribe, reader: Reader, qtbot: Any) -> None:
    """The last question of a visit is still being answered when the next visit asks its first."""
    scribe.ask(Spelled("a"))
    assert reader.at_work.acquire(timeout=30)
    scribe.ask(None)
    scribe.ask(Spelled("b"))
    assert reader.begun == ["a"]
    with qtbot.waitSignal(scribe.found, timeout=30_000):
        reader.go.release(2)
    assert reader.begun == ["a", "b"]
    assert reader.closed.is_set()
    scribe.ask(None)


def test_without_a_question_there_is_no_thread(scribe: Scribe, reader: Reader) -> None:
    scribe.ask(None)
    assert not reader.closed.is_set()
    assert scribe._thread is None
