"""The fault history on a real store: what it keeps, how it ends what nobody saw end, and that it holds nobody up."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import Clearer, Disconnected, Fault, StoreError
from kiosk.core.status import Health, Media, Status
from kiosk.services import faults as module
from kiosk.services.faults import Ending, FaultHistory, FaultRecord
from kiosk.services.store import Store
from tests.services.world import KEY, SetClock

ONLINE = Status(Health.ONLINE)
STARTING = Status(Health.STARTING)
OUT = Fault("paper.out", "打印机没纸了", "点「找人帮忙」，换纸接着打", "paper end", Clearer.SITE)
COVER = Fault("paper.cover", "打印机的盖子没盖好", "点「找人帮忙」，盖好接着打", "cover open", Clearer.SITE)
TONER = Fault("toner.low", "墨粉快用完了", "", "toner low", Clearer.SITE)


def broken(fault: Fault, *notices: Fault) -> Status:
    return Status(Health.USER_ERROR, Media.OUT, fault, notices)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", KEY)
    yield store
    store.close()


def play(store: Store, clock: SetClock, *statuses: tuple[str, Status]) -> None:
    """One run of the terminal that ends in order; a minute passes before each status and before the end."""
    history = FaultHistory(store, clock)
    for device, status in statuses:
        clock.advance(seconds=60)
        history.note(device, status)
    clock.advance(seconds=60)
    history.close()


@contextmanager
def running(store: Store, clock: SetClock) -> Iterator[FaultHistory]:
    history = FaultHistory(store, clock)
    yield history
    history.close()


def records(store: Store, clock: SetClock) -> tuple[FaultRecord, ...]:
    with running(store, clock) as history:
        return history.recent()


def test_a_fault_is_kept_with_both_readers_words_and_its_times(store: Store, clock: SetClock) -> None:
    start = clock.now()
    play(store, clock, ("receipt_printer", broken(OUT)), ("receipt_printer", ONLINE))
    minute = timedelta(minutes=1)
    expected = FaultRecord("receipt_printer", OUT, True, start + minute, start + 2 * minute, Ending.CLEARED)
    assert records(store, clock) == (expected,)


def test_one_that_gives_way_to_another_ends_when_that_begins(store: Store, clock: SetClock) -> None:
    play(store, clock, ("printer", broken(OUT)), ("printer", broken(COVER)), ("printer", ONLINE))
    cover, out = records(store, clock)
    assert (cover.fault, out.fault) == (COVER, OUT)
    assert out.ended == cover.began
    assert cover.ending is out.ending is Ending.CLEARED


def test_a_restart_of_the_device_says_nothing_of_its_fault(store: Store, clock: SetClock) -> None:
    play(store, clock, ("printer", broken(OUT)), ("printer", STARTING), ("printer", broken(OUT)), ("printer", ONLINE))
    [only] = records(store, clock)
    assert only.ended is not None
    assert only.ended - only.began == timedelta(minutes=3)


def test_the_same_fault_in_other_words_is_the_same_fault(store: Store, clock: SetClock) -> None:
    gone, still_gone = (Status(Health.OFFLINE, fault=Disconnected(words).fault()) for words in ("I/O error", "no file"))
    play(store, clock, ("reader", gone), ("reader", still_gone), ("reader", ONLINE))
    [only] = records(store, clock)
    assert only.fault.technician == "I/O error"


def test_devices_do_not_end_each_others_faults(store: Store, clock: SetClock) -> None:
    with running(store, clock) as history:
        history.note("printer", broken(OUT))
        history.note("a4_printer", broken(OUT))
        history.note("a4_printer", ONLINE)
    assert {(record.device, record.ending) for record in records(store, clock)} == {
        ("printer", Ending.UNSEEN),
        ("a4_printer", Ending.CLEARED),
    }


def test_a_notice_is_kept_as_one_and_may_become_a_fault(store: Store, clock: SetClock) -> None:
    low = Status(Health.ONLINE, Media.LOW, notices=(TONER,))
    play(store, clock, ("a4_printer", low), ("a4_printer", broken(TONER)), ("a4_printer", ONLINE))
    fault, notice = records(store, clock)
    assert (notice.stops, fault.stops) == (False, True)
    assert notice.ended == fault.began


def test_what_stands_when_the_terminal_is_shut_down_lasted_until_then(store: Store, clock: SetClock) -> None:
    play(store, clock, ("printer", broken(OUT)))
    shut_down = clock.now()
    clock.advance(days=3)
    [only] = records(store, clock)
    assert (only.ended, only.ending) == (shut_down, Ending.UNSEEN)


def test_what_stood_at_a_power_cut_is_closed_with_the_moment_it_was_last_seen(
    store: Store, clock: SetClock, until: Callable[[Callable[[], bool]], None]
) -> None:
    cut_off = FaultHistory(store, clock, every=0.005)  # never closed: its row stays open, as after a power cut
    cut_off.note("printer", broken(OUT))
    until(lambda: len(cut_off.standing()) == 1)
    clock.advance(seconds=600)
    last_seen = clock.now().timestamp()
    until(lambda: store.read("SELECT seen FROM faults")[0]["seen"] == last_seen)
    row = tuple(store.read("SELECT * FROM faults")[0])
    cut_off.close()
    with store.write() as db:
        db.execute("DELETE FROM faults")
        db.execute(f"INSERT INTO faults VALUES ({','.join('?' * len(row))})", row)
    clock.advance(days=2)
    with running(store, clock) as history:
        history.note("printer", broken(OUT))
        until(lambda: len(history.recent()) == 2)
        [standing] = history.standing()
        now, before = history.recent()
    assert (before.ended and before.ended.timestamp(), before.ending) == (last_seen, Ending.UNSEEN)
    assert now == standing
    assert now.began == clock.now()


def test_a_clock_that_was_put_back_gives_no_fault_of_negative_length(store: Store, clock: SetClock) -> None:
    with running(store, clock) as history:
        history.note("printer", broken(OUT))
        clock.advance(seconds=-3600)
        history.note("printer", ONLINE)
    [only] = records(store, clock)
    assert only.ended == only.began


def test_old_ones_are_purged_and_standing_ones_are_not(store: Store, clock: SetClock) -> None:
    play(store, clock, ("reader", broken(COVER)), ("printer", broken(OUT)), ("printer", ONLINE))
    clock.advance(days=401)
    play(store, clock, ("scanner", broken(COVER)))
    assert [record.device for record in records(store, clock)] == ["scanner"]
    with running(store, clock) as history:
        history.note("printer", broken(OUT))
        clock.advance(days=401)
        history.note("scanner", ONLINE)
    assert {record.device for record in records(store, clock)} == {"printer"}


def test_a_loose_plug_does_not_fill_the_disk(store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    play(store, clock, *[("printer", broken(OUT)), ("printer", ONLINE)] * 50)
    assert len(records(store, clock)) == 10


def test_no_number_gets_into_it(store: Store, clock: SetClock) -> None:
    told = Fault("x", "坏了", "", "driver said 11010519491231002X", Clearer.ENGINEER)
    play(store, clock, ("reader", broken(told)))
    [only] = records(store, clock)
    assert only.fault.technician == "driver said #"


def test_a_store_that_cannot_write_holds_nobody_up_and_gets_it_later(
    store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch, until: Callable[[Callable[[], bool]], None]
) -> None:
    tried, works = threading.Event(), threading.Event()
    write = Store.write

    @contextmanager
    def failing(self: Store, **how: bool) -> Iterator[Any]:
        tried.set()
        if not works.is_set():
            raise StoreError("disk full")
        with write(self, **how) as db:
            yield db

    monkeypatch.setattr(Store, "write", failing)
    with running(store, clock) as history:
        assert tried.wait(30)
        began = clock.now()
        history.note("printer", broken(OUT))
        clock.advance(seconds=60)
        works.set()
        history.note("printer", ONLINE)
        until(lambda: len(history.recent()) == 1)
        [only] = history.recent()
    assert (only.began, only.ended) == (began, clock.now())


def test_noting_does_not_wait_for_the_disk(store: Store, clock: SetClock) -> None:
    with running(store, clock) as history, store.write():  # the store is another's for now
        noted = threading.Thread(target=history.note, args=("printer", broken(OUT)), daemon=True)
        noted.start()
        noted.join(30)
        assert not noted.is_alive()
    assert len(records(store, clock)) == 1


CODES = {name: Fault(name, name, "", name, Clearer.SITE) for name in "abc"}


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("xy"), st.none() | st.sampled_from("abc"), st.sets(st.sampled_from("abc"))),
        max_size=12,
    )
)
def test_whatever_comes_the_table_ends_where_the_devices_are(steps: list[tuple[str, str | None, set[str]]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        store, clock = Store(Path(directory), KEY), SetClock()
        last: dict[str, set[str]] = {}
        history = FaultHistory(store, clock)
        for device, fault, notices in steps:
            clock.advance(seconds=1)
            status = Status(
                Health.ONLINE, fault=CODES[fault] if fault else None, notices=tuple(CODES[n] for n in sorted(notices))
            )
            history.note(device, status)
            last[device] = notices | ({fault} if fault else set())
        history.close()
        rows = store.read("SELECT * FROM faults ORDER BY id")
        store.close()
    standing = {(row["device"], row["code"]) for row in rows if row["ending"] == Ending.UNSEEN}
    assert standing == {(device, code) for device, codes in last.items() for code in codes}
    assert all(row["began"] <= row["ended"] == row["seen"] for row in rows)
    spans = sorted((row["device"], row["code"], row["began"], row["ended"]) for row in rows)
    for earlier, later in pairwise(spans):
        assert earlier[:2] != later[:2] or earlier[3] <= later[2], "one device had the same fault twice at a time"
