"""``kiosk usage`` beside a terminal that holds its store open."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk import config
from kiosk.cli import app
from kiosk.core.clock import SystemClock
from kiosk.core.timing import UNUSED_AFTER, UNUSED_NOTICE
from kiosk.core.usage import Outcome
from kiosk.services.delisting import propose
from kiosk.services.home_order import HomeOrder, Offer, standing
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from kiosk.services.usage import Usage

PAY, UNUSED = "medical.payment", "case.progress"


class EarlierClock(SystemClock):
    """The machine's, so many seconds ago."""

    def __init__(self, ago: float) -> None:
        self.ago = timedelta(seconds=ago)

    def now(self) -> datetime:
        return super().now() - self.ago


class Terminal:
    def __init__(self, state: Path) -> None:
        self.state = state
        self.store = Store(state / "store", store_key(state / "store", os.environ))
        self.offer = Offer.of(config.load(config.FILE, state=state).package)

    def used(self, item: str, outcome: Outcome, *, times: int = 1, ago: float = 0.0, step: str = "") -> None:
        with closing(Usage(self.store, EarlierClock(ago))) as usage:
            for _ in range(times):
                usage.note(item, outcome, step, 30)

    def a_year(self, *, ago: float) -> None:
        """The package has stood for a year when ``ago`` was, everything on home but one item was done."""
        begun = HomeOrder(self.store, EarlierClock(ago + UNUSED_AFTER + 86400), self.offer, self.state / config.HOME)
        begun.tidy()
        self.used(PAY, Outcome.DONE, ago=ago + UNUSED_AFTER + 7200)
        for item in self.offer.items:
            if item != UNUSED:
                self.used(item, Outcome.DONE, times=40, ago=ago)
        propose(self.store, EarlierClock(ago).now(), self.offer.items, self.offer.protected)

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["usage", *words, "--state", str(self.state)])

    def did(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def refused(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        return result.stderr

    def home(self) -> tuple[str, ...]:
        stands = standing(self.store, self.offer)
        assert stands is not None
        return stands.items


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "state").mkdir(mode=0o700)
    terminal = Terminal(tmp_path / "state")
    yield terminal
    terminal.store.close()


def test_nothing_yet(terminal: Terminal) -> None:
    assert "没有人办过事" in terminal.did("show")
    assert "没有提议" in terminal.did("proposals")


def test_what_was_done_and_where_it_was_left(terminal: Terminal) -> None:
    terminal.used(PAY, Outcome.DONE, times=5)
    terminal.used(PAY, Outcome.LEFT, times=2, step="Pay")
    terminal.used("gone.item", Outcome.IDLE, step="Identify")
    terminal.used(UNUSED, Outcome.DONE, ago=40 * 86400)
    shown = terminal.did("show")
    assert "交医保" in shown
    assert "Pay 2" in shown
    assert UNUSED not in shown
    assert UNUSED in terminal.did("show", "--days", "60", "--json")
    first = json.loads(terminal.did("show", "--json").splitlines()[0])
    assert (first["item"], first["done"], first["left"], first["steps"]) == (PAY, 5, 2, {"Pay": 2})
    assert first["weight"] == 5.0


def test_a_proposal_is_accepted_after_its_notice_and_undone(terminal: Terminal) -> None:
    terminal.a_year(ago=UNUSED_NOTICE + 60)
    before = terminal.home()
    assert "查办件进度" in terminal.did("proposals")
    (proposal,) = map(json.loads, terminal.did("proposals", "--json").splitlines())
    assert (proposal["item"], proposal["state"]) == (UNUSED, "open")
    assert "从首页拿掉了" in terminal.did("accept", UNUSED)
    assert terminal.home() == tuple(item for item in before if item != UNUSED)
    named = [item.id for item in config.load(config.FILE, state=terminal.state).items]
    assert named == list(terminal.home())
    assert "没有提议拿掉" in terminal.refused("accept", UNUSED)
    assert "放回首页" in terminal.did("undo", UNUSED)
    assert terminal.home() == before
    assert "没有从首页拿掉过" in terminal.refused("undo", UNUSED)


def test_before_the_notice_is_over_nobody_can_accept(terminal: Terminal) -> None:
    terminal.a_year(ago=60)
    assert "公示到" in terminal.refused("accept", UNUSED)


def test_without_a_store_it_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    for words in (["show"], ["proposals"], ["accept", PAY], ["undo", PAY]):
        result = CliRunner().invoke(app, ["usage", *words, "--state", str(tmp_path / "nowhere")])
        assert result.exit_code == 2
        assert "这里没有数据库" in result.stderr
