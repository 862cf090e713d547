"""The terminal's process killed with SIGKILL at every commit, every call and every sheet, against the real sandbox."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.sandbox.residents import Case
from tests.sandbox.town import PICTURE, Town, someone, town
from tests.services.world import KEY, decrypted_pages, raw_bytes

ROOT = Path(__file__).parent.parent.parent
MOST_MOMENTS = 60  # far more than there are: the run without a kill ends the count


class Terminals:
    """Lives of a terminal, one after another on the same directory. ``counts``: its printer counts what it cuts."""

    def __init__(self, place: Town, *, counts: bool = False) -> None:
        self._counts = counts
        command = [sys.executable, "-m", "tests.services.mortal", place.ready["wires"]["gateway"], str(place.state)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def live(self, act: str, directory: Path, *, at: int = 0) -> tuple[bool, list[dict[str, Any]]]:
        """Whether it was killed at that moment, and what it told."""
        assert self._process.stdin
        assert self._process.stdout
        order = {"act": act, "directory": str(directory), "at": at, "counts": self._counts}
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        assert answer["status"] in (0, -signal.SIGKILL)
        return answer["status"] != 0, answer["told"]

    def close(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


@pytest.fixture
def terminals(place: Town) -> Iterator[Terminals]:
    terminals = Terminals(place)
    yield terminals
    terminals.close()


def killed_and_recovered(
    act: str, place: Town, terminals: Terminals, home: Path
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """For each moment: the life that ended there, one that ended in its recovery, and the one that went through."""
    for at in range(1, MOST_MOMENTS):
        place.order("/reset")
        directory = home / str(at)
        killed, told = terminals.live(act, directory, at=at)
        _, more = terminals.live("recover", directory, at=1 + at % 9)
        _, last = terminals.live("recover", directory)
        readable = decrypted_pages(directory, KEY)
        assert PICTURE[:40] not in readable
        assert someone(Case.DUE).card.number.encode() not in readable + raw_bytes(directory)
        yield at, [*told, *more, *last]
        if not killed:
            return
    raise AssertionError("it was killed at every moment: the run does not end")


def of(told: list[dict[str, Any]], what: str) -> list[Any]:
    return [one[what] for one in told if what in one]


def test_a_submission_is_in_the_books_once_and_its_receipt_gets_to_the_citizen(
    place: Town, terminals: Terminals, tmp_path: Path
) -> None:
    moments, outcomes = 0, set()
    for at, told in killed_and_recovered("hand_in", place, terminals, tmp_path):
        numbers = [entry["number"] for entry in place.submissions()]
        states = of(told, "states")[-1]
        assert len(numbers) <= 1, at
        assert states == (["done"] if numbers else []), at
        assert set(of(told, "receipt")) <= set(numbers), at
        papers = [(one["paper"], one["copy"]) for one in told if "paper" in one]
        assert {number for number, _ in papers} == set(numbers), at
        assert sum(not copy for _, copy in papers) <= 1, at
        outcomes.add((len(numbers), len(papers)))
        moments = at
    assert moments > 15
    assert {(0, 0), (1, 1), (1, 2)} <= outcomes  # nothing begun, all well, and a sheet that nobody knew of


def test_with_a_printer_that_counts_exactly_one_sheet_comes_out_wherever_it_is_killed(
    place: Town, tmp_path: Path
) -> None:
    terminals, moments = Terminals(place, counts=True), 0
    for at, told in killed_and_recovered("hand_in", place, terminals, tmp_path):
        numbers = [entry["number"] for entry in place.submissions()]
        assert of(told, "paper") == numbers, at
        moments = at
    terminals.close()
    assert moments > 15


def test_what_is_kept_is_in_the_books_once(place: Town, terminals: Terminals, tmp_path: Path) -> None:
    for at, told in killed_and_recovered("keep", place, terminals, tmp_path):
        numbers = [entry["number"] for entry in place.submissions()]
        assert len(numbers) == len(of(told, "states")[-1]), at
        assert len(numbers) == 1 or not of(told, "slip"), at
        assert of(told, "states")[-1] in ([], ["done"]), at


def test_what_is_taken_back_is_not_in_the_books(place: Town, terminals: Terminals, tmp_path: Path) -> None:
    for at, told in killed_and_recovered("take_back", place, terminals, tmp_path):
        numbers = [entry["number"] for entry in place.submissions()]
        assert not (numbers and of(told, "withdrawn")), at
        assert of(told, "states")[-1] in ([], ["done"] if numbers else ["withdrawn"]), at
