"""The gateway's books: once for each key, whatever is sent when, and the same after a restart."""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.sandbox.books import BOOKS, Books
from kiosk.sandbox.refusals import Refusal

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "books.db")
    yield made
    made.close()


def done_by(books: Books, number: str) -> str:
    books.enter("submissions", number, NOW, {"person": "r01"})
    return json.dumps({"number": number})


def refuse() -> str:
    raise Refusal(409, "no", "不行", "算了")


def numbers(books: Books) -> list[str]:
    return [entry["number"] for entry in books.entries("submissions")]


def test_same_key_and_body_is_done_once(books: Books) -> None:
    first = books.effect("k1", "body", lambda: done_by(books, "A"))
    assert books.effect("k1", "body", lambda: done_by(books, "B")) == first == '{"number": "A"}'
    assert numbers(books) == ["A"]


def test_same_key_and_another_body_is_refused(books: Books) -> None:
    books.effect("k1", "body", lambda: done_by(books, "A"))
    with pytest.raises(Refusal) as refused:
        books.effect("k1", "another body", lambda: done_by(books, "B"))
    assert (refused.value.status, refused.value.body.reason) == (422, "key_reused")
    assert numbers(books) == ["A"]


def test_a_refusal_is_kept_and_leaves_nothing_behind(books: Books) -> None:
    def half_done() -> str:
        done_by(books, "A")
        return refuse()

    for do in (half_done, lambda: done_by(books, "B")):
        with pytest.raises(Refusal) as refused:
            books.effect("k1", "body", do)
        assert refused.value.body.model_dump() == {"reason": "no", "sentence": "不行", "remedy": "算了"}
    assert numbers(books) == []


def test_a_crash_in_the_middle_leaves_nothing_behind(books: Books) -> None:
    def crash() -> str:
        done_by(books, "A")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        books.effect("k1", "body", crash)
    assert numbers(books) == []
    books.effect("k1", "body", lambda: done_by(books, "B"))
    assert numbers(books) == ["B"]


def test_reset_empties_every_book_but_gives_no_number_twice(books: Books) -> None:
    first = books.next_number()
    books.effect("k1", "body", lambda: done_by(books, "A"))
    books.withdraw("k2")
    books.reset()
    assert all(books.entries(book) == [] for book in BOOKS)
    assert books.next_number() > first
    books.effect("k2", "body", lambda: done_by(books, "B"))
    assert numbers(books) == ["B"]


KEYS = st.sampled_from(["k1", "k2", "k3"])


class BooksMachine(RuleBasedStateMachine):
    """Against a dictionary: what each key was answered first is what it is answered for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "books.db"
        self.books = Books(self.path)
        self.answers: dict[str, tuple[str | None, str]] = {}  # key → body, reply or reason

    @rule(key=KEYS, body=st.sampled_from(["one", "two"]), refused=st.booleans())
    def hand_in(self, key: str, body: str, refused: bool) -> None:
        number = f"N{self.books.next_number()}"
        new = (body, "no" if refused else json.dumps({"number": number}))
        kept_body, expected = self.answers.setdefault(key, new)
        if kept_body not in (body, None):
            expected = "key_reused"
        try:
            answer = self.books.effect(key, body, refuse if refused else lambda: done_by(self.books, number))
        except Refusal as refusal:
            answer = refusal.body.reason
        assert answer == expected

    @rule(key=KEYS)
    def withdraw(self, key: str) -> None:
        _, answer = self.answers.setdefault(key, (None, "withdrawn"))
        assert self.books.withdraw(key) == (answer if answer.startswith("{") else None)

    @rule()
    def restart(self) -> None:
        self.books.close()
        self.books = Books(self.path)

    @rule()
    def reset(self) -> None:
        self.books.reset()
        self.answers.clear()

    @invariant()
    def books_hold_what_was_answered(self) -> None:
        done = {json.loads(answer)["number"] for _, answer in self.answers.values() if answer.startswith("{")}
        assert set(numbers(self.books)) == done

    def teardown(self) -> None:
        self.books.close()
        self.directory.cleanup()


TestBooks = BooksMachine.TestCase
TestBooks.settings = settings(max_examples=40, stateful_step_count=20)
