"""Whose card lies there while a citizen is assisted: each card once, what lies still, what is taken, and the phone."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.errors import Cancelled, CardError, Disconnected
from kiosk.core.job import CardLying, CardRead, CardTaken, Job, Progress, StaffCard
from kiosk.perform.presence import watch_cards
from tests.people import WANG, ZHANG
from tests.perform.kits import Played, job


def watched(*lines: Any, staff: str = "", **parts: Any) -> list[Progress]:
    """What is reported until the reader's lines are used up: each is whose card was found, and whether it lies."""
    finds, lies = [line[0] for line in lines], iter([line[1] for line in lines])
    reader = Played("read", *finds, present=lambda: next(lies))
    work, _ = job(id_card=reader, **parts)
    told: list[Progress] = []
    made: Job = replace(work, report=told.append, is_staff=lambda person: person.id_number == staff)
    made.cancel.wait = lambda _seconds: made.cancel.check()  # type: ignore[method-assign]  # nobody waits in a test
    with pytest.raises(Cancelled):
        watch_cards(made, codes=bool(parts))
    return told


def test_what_lay_there_before_is_told_once() -> None:
    assert watched((None, True), (None, True)) == [CardLying()]


def test_a_card_is_read_and_taken() -> None:
    assert watched((None, False), (ZHANG, True), (None, True), (None, False)) == [
        CardTaken(), CardRead(ZHANG), CardLying(), CardTaken(),
    ]  # fmt: skip


def test_another_card_is_another_citizen() -> None:
    assert watched((ZHANG, True), (WANG, True)) == [CardRead(ZHANG), CardLying(), CardRead(WANG)]


def test_the_helpers_own_card_is_nobody_elses() -> None:
    told = watched((WANG, True), staff=WANG.id_number)
    assert told[0] == StaffCard()
    assert CardRead(WANG) not in told


@pytest.mark.parametrize("gone", [CardError("torn"), Disconnected("no wire")])
def test_a_reader_that_cannot_tell_is_no_proof(gone: Exception) -> None:
    told = watched((ZHANG, True), (gone, False))
    assert told[-1] == CardTaken()


def test_without_a_reader_nobody_can_prove_anything() -> None:
    work, _ = job()
    told: list[Progress] = []
    made = replace(work, report=told.append)

    def leave(_seconds: float) -> None:
        raise Cancelled

    made.cancel.wait = leave  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        watch_cards(made, codes=False)
    assert told == [CardTaken()]
