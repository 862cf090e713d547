"""What the terminal keeps of a person: what was handed in and what was paid, newest first, and nobody else's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.services.receipts import KeptReceipts
from tests.people import WANG, ZHANG
from tests.services.till import CHARGE, Till
from tests.services.world import Certify


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    till = Till(tmp_path / "store")
    yield till
    till.store.close()


def hand_in(till: Till) -> str:
    call = Certify(ZHANG.id_number, b"jpeg")
    return till.effects.submit(call, key="e" * 32, person=ZHANG, walk="w1", cancel=Cancel()).number


def test_what_was_paid_and_what_was_handed_in_newest_first(till: Till) -> None:
    till.look(till.paid())
    till.clock.seconds += 60.0
    certified = hand_in(till)
    kept = KeptReceipts(till.store).of(ZHANG)
    assert [receipt.number == certified for receipt in kept] == [True, False]


def test_nobody_elses_nothing_for_a_typed_number_and_none_of_what_was_not_paid(till: Till) -> None:
    till.close(till.begin())
    assert KeptReceipts(till.store).of(ZHANG) == ()
    till.look(till.paid())
    kept = KeptReceipts(till.store)
    assert len(kept.of(ZHANG)) == 1
    assert kept.of(WANG) == kept.of(replace(ZHANG, typed=True)) == ()


def test_a_slip_is_kept_too(till: Till) -> None:
    till.rejects = True
    order = till.look(till.paid())
    assert [receipt.number for receipt in KeptReceipts(till.store).of(ZHANG)] == [order.number]
    assert order.charge == CHARGE
