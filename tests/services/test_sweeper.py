"""The sweeper's thread: at the start, when woken, every so often; through trouble, and ended in order."""

import threading
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import StoreError, Unreachable
from kiosk.core.receipt import Receipt
from kiosk.core.timing import SWEEP, SWEEP_SETTLED, TROUBLE_AGAIN_MOST
from kiosk.services.audit import Head
from kiosk.services.audit_check import Anchor, anchored
from kiosk.services.audit_staff import MaintenanceOpened
from kiosk.services.logs import Log
from kiosk.services.sweeper import Sweeper, sweep
from kiosk.services.upkeep import Upkeep
from tests.services.conftest import Terminal

LONG = 3600.0  # no test waits for it


class Signal:
    """Set from the gateway's side of a request."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> None:
        self._event.set()

    def wait(self) -> None:
        assert self._event.wait(10)


def test_it_begins_with_a_sweep(terminal: Terminal) -> None:
    terminal.defer()
    arrived = Signal()
    terminal.line.meet(arrived)
    sweeper = Sweeper(terminal.effects, every=LONG)
    arrived.wait()
    sweeper.close()
    assert terminal.states == {"k1": "done"}


def test_it_sweeps_when_the_link_is_back(terminal: Terminal) -> None:
    lost, arrived = Signal(), Signal()

    def lose() -> None:
        lost()
        raise Unreachable

    terminal.defer()
    terminal.line.meet(lose, arrived)
    sweeper = Sweeper(terminal.effects, every=LONG)
    lost.wait()
    sweeper.wake()
    arrived.wait()
    sweeper.close()
    assert terminal.states == {"k1": "done"}


def test_it_takes_up_at_once_what_a_citizen_leaves_to_it(terminal: Terminal) -> None:
    terminal.line.always = "lost_request"
    for key in ("withdrawn", "abandoned"):
        with pytest.raises(Unreachable):
            terminal.submit(key, walk=key)
    terminal.line.always = None
    sweeper = Sweeper(terminal.effects, every=LONG)
    for leave in (
        terminal.defer,
        lambda: terminal.effects.withdraw("withdrawn"),
        lambda: terminal.effects.abandon("abandoned"),
    ):
        asked = Signal()
        terminal.line.meet(asked)
        leave()
        asked.wait()
    sweeper.close()
    assert terminal.line.asked[-3:] == ["k1", "withdraw withdrawn", "withdraw abandoned"]


def test_it_sweeps_by_itself_every_so_often(terminal: Terminal) -> None:
    terminal.defer()
    lost, again = Signal(), Signal()

    def lose() -> None:
        lost()
        raise Unreachable

    terminal.line.meet(lose, again)
    sweeper = Sweeper(terminal.effects, every=0.01)
    lost.wait()
    again.wait()
    sweeper.close()
    assert terminal.states == {"k1": "done"}


def test_what_was_tried_in_vain_is_taken_up_in_a_minute_and_what_is_settled_left_alone(terminal: Terminal) -> None:
    assert terminal.effects.again == SWEEP_SETTLED
    terminal.line.always = "lost_request"
    with pytest.raises(Unreachable):
        terminal.submit()
    terminal.clock.advance(seconds=-1)
    assert (terminal.effects.due(), terminal.effects.again) == ([], SWEEP)
    terminal.line.always = None
    terminal.effects.withdraw("k1")
    terminal.clock.advance(seconds=LONG)
    sweep(terminal.effects, Cancel())
    assert (terminal.states, terminal.effects.again) == ({"k1": "withdrawn"}, SWEEP_SETTLED)


def test_what_is_kept_for_the_audit_is_written_and_anchored_at_once(terminal: Terminal, until: Any) -> None:
    upkeep = Upkeep(terminal.store, terminal.audit, Anchor(terminal.audit, terminal.store.files))
    sweeper = Sweeper(upkeep, every=LONG)
    terminal.audit.keep(MaintenanceOpened("", "S01", "engineer"))
    until(lambda: anchored(terminal.store.files) not in (None, Head(0, "")) and upkeep.again == SWEEP_SETTLED)
    sweeper.close()
    assert [row.event for row in terminal.audit.rows()][-1:] == ["maintenance.opened"]
    assert anchored(terminal.store.files) == terminal.audit.head()


def test_a_store_in_trouble_is_looked_at_every_few_seconds(terminal: Terminal) -> None:
    upkeep = Upkeep(terminal.store, terminal.audit, Anchor(terminal.audit, terminal.store.files))
    terminal.store.read("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        terminal.store.probe()
    assert upkeep.again == TROUBLE_AGAIN_MOST
    terminal.store.read("PRAGMA query_only = OFF")
    sweep(upkeep, Cancel())
    assert upkeep.again == SWEEP_SETTLED


def test_closing_breaks_off_the_try_that_is_under_way(terminal: Terminal) -> None:
    terminal.defer()
    asking = Signal()

    class Slow(type(terminal.line)):  # type: ignore[misc]
        def send(self, *args: object, cancel: Cancel, **more: object) -> Receipt:
            asking()
            cancel.wait(10)
            raise AssertionError("nobody broke it off")

    terminal.effects._gateway = Slow(terminal.books, terminal.clock)
    sweeper = Sweeper(terminal.effects, every=LONG)
    asking.wait()
    sweeper.close()
    assert not sweeper._thread.is_alive()
    assert terminal.states == {"k1": "deferred"}


def test_a_store_in_trouble_does_not_end_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.defer()
    arrived, failed = Signal(), Signal()
    settle = terminal.effects.settle

    def settle_and_tell(key: str, cancel: Cancel) -> None:
        try:
            settle(key, cancel)
        except StoreError:
            failed()
            raise

    monkeypatch.setattr(terminal.effects, "settle", settle_and_tell)
    terminal.line.meet(arrived)
    terminal.store.read("PRAGMA query_only = ON")
    sweeper = Sweeper(terminal.effects, every=0.01)
    failed.wait()
    terminal.store.read("PRAGMA query_only = OFF")
    arrived.wait()
    sweeper.close()
    assert terminal.states == {"k1": "done"}


def test_a_mistake_in_one_effect_is_told_and_does_not_end_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal.defer()
    log = Log(tmp_path / "logs", terminal.clock)
    again = Signal()

    def fail() -> None:
        raise ValueError("11010519491231002X")

    terminal.line.meet(fail, again)
    sweeper = Sweeper(terminal.effects, every=0.01)
    again.wait()
    sweeper.close()
    log.close()
    told = (tmp_path / "logs" / "terminal.log").read_text(encoding="ascii")
    assert '"event": "program.crashed", "kind": "ValueError", "where": "test_sweeper.py:' in told
    assert "11010519491231002X" not in told


def test_without_an_answer_the_rest_of_the_line_waits(terminal: Terminal) -> None:
    for key in "abc":
        terminal.defer(key)
        terminal.clock.advance(seconds=1)
    terminal.line.meet("lost_request")
    sweep(terminal.effects, Cancel())
    assert terminal.line.asked == ["a"]
    sweep(terminal.effects, Cancel())
    assert terminal.line.asked == ["a", "b", "c", "a"]


@pytest.mark.parametrize("fault", ["error_500", "broken", "unauthorized"])
def test_an_answer_that_is_one_effects_trouble_does_not_hold_up_the_others(terminal: Terminal, fault: str) -> None:
    for key in "abc":
        terminal.defer(key)
        terminal.clock.advance(seconds=1)
    terminal.line.meet(fault)
    sweep(terminal.effects, Cancel())
    assert terminal.states == {"a": "deferred", "b": "done", "c": "done"}
