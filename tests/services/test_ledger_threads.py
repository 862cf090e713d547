"""The citizen's thread, the leaving one and the sweeper's at the same orders, all at once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.order import OrderState
from kiosk.services.sweeper import Sweeper, sweep
from tests.people import ZHANG
from tests.services.till import CHARGE, Till


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    till = Till(tmp_path / "store")
    yield till
    till.store.close()


class OneAtATime:
    """Wraps the network's call: fails when two calls about one order are under way at once."""

    def __init__(self, till: Till) -> None:
        self._call = till.network.call
        self._lock = threading.Lock()
        self._under_way: Counter[str] = Counter()
        self.doubled: list[str] = []

    def __call__(self, call: Any, **more: Any) -> Any:
        with self._lock:
            self._under_way[call.number] += 1
            if self._under_way[call.number] > 1:
                self.doubled.append(call.number)
        threading.Event().wait(0.001)  # so long does a very quick gateway take
        try:
            return self._call(call, **more)
        finally:
            with self._lock:
                self._under_way[call.number] -= 1


@contextmanager
def all_at_once(till: Till) -> Iterator[tuple[OneAtATime, Callable[..., None]]]:
    watched = OneAtATime(till)
    till.network.call = watched  # type: ignore[method-assign]

    def run(*works: Callable[[], object]) -> None:
        start = threading.Barrier(len(works))

        def work(one: Callable[[], object]) -> None:
            start.wait()
            with suppress(KioskError):
                one()

        with ThreadPoolExecutor(len(works)) as pool:
            list(pool.map(work, works))

    yield watched, run


@pytest.mark.parametrize("rejects", [False, True])
def test_one_order_under_many_hands_is_served_or_refunded_once(till: Till, *, rejects: bool) -> None:
    till.rejects = rejects
    with all_at_once(till) as (watched, run):
        for turn in range(5):
            charge = replace(CHARGE, bills=(f"b{turn}",))
            order = till.begin(f"k{turn}", charge=charge, walk=f"w{turn}")
            till.pay(order)
            run(
                lambda order=order: till.look(order),
                lambda order=order: till.close(order),
                lambda walk=f"w{turn}": till.ledger.abandon(walk),
                lambda: sweep(till.ledger, Cancel()),
                lambda: till.ledger.unfinished(ZHANG, cancel=Cancel()),
                lambda charge=charge, key=f"k{turn}": till.begin(key, charge=charge),
            )
            sweep(till.ledger, Cancel())
            assert till.state(order) == ("refunded" if rejects else "printing")
        assert watched.doubled == []
    for entry in till.gateway.entries.values():
        assert (len(entry.charges), len(entry.refunds)) in ((1, int(rejects)), (0, 0))


def test_two_who_begin_for_one_bill_never_have_two_codes(till: Till) -> None:
    with all_at_once(till) as (_, run):
        for turn in range(5):
            run(
                *(
                    lambda key=f"k{turn}.{hand}": till.begin(key, walk=key)  # type: ignore[misc]
                    for hand in range(4)
                )
            )
            waiting = [number for number in till.orders.unpaid() if till.ledger.find(number)]
            assert len(waiting) == 1


def test_the_sweeper_settles_by_itself_what_a_crash_left_open(till: Till, until: Callable[..., None]) -> None:
    order = till.paid()
    till.restart()
    sweeper = Sweeper(till.ledger, till.effects)
    try:
        until(lambda: till.state(order) == "printing")
        left = till.begin("k2", charge=replace(CHARGE, bills=("b2",)), walk="w2")
        till.ledger.abandon("w2")
        until(lambda: till.state(left) == "closed")
    finally:
        sweeper.close()
    assert till.orders.find(order.number) is not None


def test_whoever_leaves_waits_for_nobody(till: Till) -> None:
    """The gateway hangs; the citizen goes, and home has to be free at once."""
    order = till.begin()
    hangs, gone = threading.Event(), Cancel()
    asked = till.network.call

    def hang(call: Any, *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        hangs.set()
        assert cancel is not None
        cancel.wait(10.0)
        return asked(call, key=key, cancel=cancel)

    till.network.call = hang  # type: ignore[method-assign]
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(till.ledger.look, order.number, cancel=gone)
        assert hangs.wait(5.0)
        till.ledger.abandon("w1")
        found = till.ledger.find(order.number)
        assert found is not None
        assert found.state is OrderState.CLOSING
        gone.set()
        assert isinstance(looking.exception(timeout=5.0), KioskError)
