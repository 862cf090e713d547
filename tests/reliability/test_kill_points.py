"""SIGKILL of the real terminal in short: a few of the moments of a payment, each with a second death after it."""

from pathlib import Path
from typing import Any

import pytest

from reliability.kill_points import Case, cases_of, place, play, whole
from reliability.kill_visits import WAYS, of_books, of_papers

PAID: dict[str, list[dict[str, Any]]] = {
    "orders": [{"number": "O1", "standing": "paid"}],
    "charges": [{"number": "T1", "order": "O1", "amount": 430}],
    "postings": [{"number": "P1", "order": "O1"}],
    "refunds": [],
    "submissions": [],
}


def test_wherever_it_is_killed_the_books_are_the_same(tmp_path: Path) -> None:
    figures = whole([WAYS["paid"]], tmp_path / "places", seed=2, every=20, again=1, places=2)
    assert figures.wrong == []
    assert figures.kills >= figures.cases >= 3


def test_a_sheet_that_is_printed_before_it_is_written_down_is_noticed(tmp_path: Path) -> None:
    with place(tmp_path / "place", "print before commit") as one:
        figures = play(one, Case(WAYS["paid"], ("after sheet",))).figures
    assert figures.kills == 1
    assert [flaw.endswith("instead of 1") for flaw in figures.wrong] == [True], figures.wrong


def test_every_moment_has_a_case_and_the_same_seed_gives_the_same() -> None:
    cases = cases_of(WAYS["paid"], 60, seed=1, every=1, again=2)
    assert sorted({case.deaths[0] for case in cases}) == list(range(1, 61))
    assert cases == cases_of(WAYS["paid"], 60, seed=1, every=1, again=2)
    assert cases != cases_of(WAYS["paid"], 60, seed=2, every=1, again=2)


def test_books_as_they_must_be_have_no_flaw() -> None:
    assert list(of_books(WAYS["paid"], PAID)) == []
    assert list(of_papers(PAID, ["号码 P1", "号码 P2"])) == []


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"charges": PAID["charges"] * 2}, "2 charges of O1"),
        ({"postings": []}, "0 postings instead of 1"),
        ({"charges": []}, "O1 served or refunded, and never charged"),
        ({"refunds": [{"number": "O1-R", "order": "O1", "amount": 430}]}, "1 refunds instead of 0"),
        ({"refunds": [{"number": "O1-R", "order": "O1", "amount": 1}]}, "O1 refunded another amount"),
        ({"orders": [{"number": "O2", "standing": "waiting"}]}, "O2 can still be paid"),
    ],
)
def test_every_difference_in_the_books_is_told(changed: dict[str, Any], flaw: str) -> None:
    assert flaw in list(of_books(WAYS["paid"], {**PAID, **changed}))


@pytest.mark.parametrize(
    ("papers", "flaw"),
    [(["P2"], "0 sheets with P1 instead of 1"), (["P1", "补打 第1次 P1"], "2 sheets with P1 instead of 1")],
)
def test_every_difference_on_paper_is_told(papers: list[str], flaw: str) -> None:
    assert list(of_papers(PAID, papers)) == [flaw]
