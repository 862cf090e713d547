"""Counts of use on a real store: what they hold, what a full disk costs, and what is never in them."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import StoreError
from kiosk.core.timing import USE_KEPT
from kiosk.core.usage import Outcome
from kiosk.services.store import Store
from kiosk.services.usage import DAY, HOUR, Usage, completions, uses
from tests.services.world import KEY, SetClock

PAY = "medical.payment"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", KEY)
    yield store
    store.close()


@pytest.fixture
def usage(store: Store, clock: SetClock) -> Usage:
    return Usage(store, clock)


def hour(clock: SetClock) -> int:
    return int(clock.now().timestamp() // HOUR)


def test_completions_by_item_and_hour(usage: Usage, store: Store, clock: SetClock) -> None:
    first = hour(clock)
    for _ in range(3):
        usage.note(PAY, Outcome.DONE, seconds=61.4)
    usage.flush()
    clock.advance(seconds=HOUR)
    usage.note(PAY, Outcome.DONE)
    usage.note("other", Outcome.LEFT, "Identify")
    usage.flush()
    assert completions(store, 0) == {PAY: {first: 3, first + 1: 1}}
    assert completions(store, clock.now().timestamp()) == {PAY: {first + 1: 1}}


def test_where_people_give_up(usage: Usage, store: Store) -> None:
    usage.note(PAY, Outcome.LEFT, "Identify", 10)
    usage.note(PAY, Outcome.IDLE, "Identify", 150)
    usage.note(PAY, Outcome.TROUBLE, "Pay", 30)
    usage.note(PAY, Outcome.ENDED, seconds=20)
    usage.tidy()
    use = uses(store, 0)[PAY]
    assert use.steps == {"Identify": 2, "Pay": 1}
    assert (use.begun, use.seconds) == (4, 210)
    assert use.ends[Outcome.DONE] == 0


def test_nothing_finer_than_the_hour_and_nobody(usage: Usage, store: Store) -> None:
    usage.note(PAY, Outcome.DONE, seconds=12)
    usage.flush()
    row = dict(store.read("SELECT * FROM usage")[0])
    assert row.keys() == {"item", "hour", "outcome", "step", "count", "seconds"}


def test_what_is_noted_is_not_written_by_who_notes_it(usage: Usage, store: Store) -> None:
    usage.note(PAY, Outcome.DONE)
    assert not completions(store, 0)
    usage.close()
    assert completions(store, 0)


def test_a_full_disk_loses_no_count_and_holds_nobody_up(
    usage: Usage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage.note(PAY, Outcome.DONE)
    with monkeypatch.context() as full:
        full.setattr(store, "_commit", _fails)
        with pytest.raises(StoreError):
            usage.tidy()
        usage.note(PAY, Outcome.DONE)
        usage.close()
    usage.tidy()
    assert [sum(hours.values()) for hours in completions(store, 0).values()] == [2]


def _fails() -> None:
    raise OSError(28, "No space left on device")


def test_old_counts_go(usage: Usage, store: Store, clock: SetClock) -> None:
    usage.note(PAY, Outcome.DONE)
    usage.flush()
    clock.advance(seconds=USE_KEPT - HOUR)
    assert usage.tidy() == 0
    clock.advance(seconds=2 * HOUR)
    assert usage.tidy() == 0  # it looks once a day
    clock.advance(seconds=DAY * HOUR)
    assert usage.tidy() == 1
    assert not completions(store, 0)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(Outcome), st.sampled_from(["", "Pay"]), st.booleans()),
        max_size=40,
    )
)
def test_whenever_it_is_written_every_note_counts_once(notes: list[tuple[str, Outcome, str, bool]]) -> None:
    clock = SetClock()
    with tempfile.TemporaryDirectory() as folder, closing(Store(Path(folder) / "store", KEY)) as store:
        usage = Usage(store, clock)
        for item, outcome, step, write in notes:
            usage.note(item, outcome, step)
            clock.advance(seconds=900)
            if write:
                usage.flush()
        usage.close()
        found = uses(store, 0)
    for item in ("a", "b"):
        assert (found[item].begun if item in found else 0) == sum(1 for note in notes if note[0] == item)
