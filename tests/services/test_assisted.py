"""Who assisted, wherever it has to be known: on receipts, in the audit, and on top of the helper's own list."""

import pytest

from kiosk.core.assist import assisted_key
from kiosk.core.cancel import Cancel
from kiosk.services.helper_items import MOST, HelperItems
from tests.services.conftest import Terminal
from tests.services.world import SetClock

KEY = assisted_key("0" * 32, "1012")


def test_a_receipt_says_who_assisted_whatever_the_gateway_says(terminal: Terminal) -> None:
    assert terminal.books.submissions == {}
    assert terminal.submit(KEY).assisted == "1012"
    assert terminal.submit(KEY).assisted == "1012"  # as it is kept, too
    assert terminal.books.submissions[KEY].assisted == ""
    assert terminal.submit("0" * 32).assisted == ""


def test_so_does_a_slip_and_what_comes_of_it_after_a_crash(terminal: Terminal) -> None:
    assert terminal.defer(KEY).assisted == "1012"
    terminal.restart()
    terminal.effects.settle(KEY, Cancel())
    kept = terminal.effects._table.find(KEY)
    assert kept is not None
    assert kept.reply.assisted == "1012"


@pytest.fixture
def items(terminal: Terminal) -> HelperItems:
    return HelperItems(terminal.store, SetClock())


def test_the_last_item_stands_first_for_who_used_it(items: HelperItems) -> None:
    for item in ("a", "b", "a"):
        items.use("1012", item)
    assert items.latest("1012") == ("a", "b")
    assert items.latest("1013") == ()


def test_they_are_found_again_on_another_day(terminal: Terminal) -> None:
    clock = SetClock()
    before = HelperItems(terminal.store, clock)
    for at in range(MOST + 5):
        clock.advance(seconds=60)
        before.keep("1012", f"item.{at}")
    after = HelperItems(terminal.store, clock)
    after.use("1012", "item.3")
    after.load("1012")
    assert after.latest("1012")[:2] == ("item.3", f"item.{MOST + 4}")
    assert len(after.latest("1012")) == MOST + 1
