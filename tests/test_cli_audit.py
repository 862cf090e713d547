"""`kiosk audit` and `kiosk effects` beside a terminal whose store is open: what they say, and how they end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import app
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from kiosk.services.sweeper import sweep
from tests.people import ZHANG
from tests.services.conftest import call
from tests.services.world import TERMINAL, Books, Line, PatientCancel, SetClock


@dataclass
class Running:
    """A terminal that is running, with one slip that waits (a), one that was turned down (b), and one done (c)."""

    state: Path
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        directory = self.state / "store"
        self.store = Store(directory, store_key(directory, {}))
        self.books = Books(self.clock)
        self.line = Line(self.books, self.clock)
        self.audit = Audit(self.store, self.clock)
        self.effects = Effects(self.store, self.line, self.clock, terminal=TERMINAL, audit=self.audit)
        self.receipt = self.effects.submit(call("c"), key="c", person=ZHANG, walk="c", cancel=self.cancel())
        self.books.turned_down.add("b")
        self.slips = {}
        for key in "ba":
            self.slips[key] = self.effects.defer(call(key), key=key, person=ZHANG, walk=key, title="认证").number
            self.line.meet(*([] if key == "b" else ["lost_request"]))
            sweep(self.effects, self.cancel())
        Anchor(self.audit, self.store.files).keep()

    def cancel(self) -> PatientCancel:
        return PatientCancel(self.clock)

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--state", str(self.state)], env={"COLUMNS": "200"})


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    terminal = Running(tmp_path / "state")
    yield terminal
    terminal.store.close()


def test_a_whole_chain_is_one_sentence_and_zero(running: Running) -> None:
    ended = running.run("audit", "verify")
    assert (ended.exit_code, ended.output) == (0, "审计链完整：4 条，到锚点第 4 条都对得上\n")


def test_a_broken_chain_is_one_sentence_and_one(running: Running) -> None:
    with running.store.write() as db:
        db.execute("UPDATE audit SET subject = 'x' WHERE id = 2")
    ended = running.run("audit", "verify")
    assert (ended.exit_code, ended.output) == (1, "审计链不完整：第 2 条被改过，或者它前面那条被改过\n")


@pytest.mark.parametrize("words", [["audit", "verify"], ["audit", "show"], ["effects", "list"]])
def test_without_a_store_nothing_is_made(tmp_path: Path, words: list[str]) -> None:
    ended = CliRunner().invoke(app, [*words, "--state", str(tmp_path)])
    assert (ended.exit_code, "这里没有数据库" in ended.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_audit_as_a_table(running: Running) -> None:
    ended = running.run("audit", "show")
    assert ended.exit_code == 0
    assert "effect.moved" in ended.output
    assert running.receipt.number in ended.output
    assert "reason=not_entitled" in ended.output


def test_the_audit_for_a_program(running: Running) -> None:
    rows = [json.loads(line) for line in running.run("audit", "show", "--json").output.splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 3, 4]
    of_slip = running.run("audit", "show", "--json", "--subject", running.slips["b"]).output.splitlines()
    assert [json.loads(row)["state"] for row in of_slip] == ["deferred", "conflict"]


def test_the_audit_since_a_day(running: Running) -> None:
    assert "没有这样的记录" in running.run("audit", "show", "--since", "2027-01-01").output
    assert "effect.moved" in running.run("audit", "show", "--since", "2026-07-29T10:00").output
    ended = running.run("audit", "show", "--since", "yesterday")
    assert (ended.exit_code, "要写成 2026-11-22" in ended.output) == (2, True)


def test_conflicts_stand_above_what_waits(running: Running) -> None:
    ended = running.run("effects", "list")
    assert ended.exit_code == 0
    assert ended.output.index(running.slips["b"]) < ended.output.index(running.slips["a"])
    assert "not_entitled" in ended.output
    assert running.receipt.number not in ended.output
    found = [json.loads(line) for line in running.run("effects", "list", "--json").output.splitlines()]
    assert [(one["number"], one["state"], one["attempts"]) for one in found] == [
        (running.slips["b"], "conflict", 1),
        (running.slips["a"], "deferred", 1),
    ]


def test_a_helper_settles_a_conflict_beside_the_running_terminal(running: Running) -> None:
    ended = running.run("effects", "resolve", running.slips["b"], "--reason", "window")
    assert (ended.exit_code, ended.output) == (0, f"{running.slips['b']} 了结了：窗口办了\n")
    assert running.effects.conflicts() == ()
    assert list(running.audit.rows())[-1].detail["reason"] == "window"
    assert "审计链完整：5 条" in running.run("audit", "verify").output
    again = running.run("effects", "resolve", running.slips["b"], "--reason", "window")
    assert (again.exit_code, "没有这件要人处理的办件" in again.output) == (2, True)
    running.clock.advance(days=365)  # the command goes by the real clock, which is later
    running.effects.tidy()
    assert running.store.read("SELECT count(*) FROM effects WHERE state = 'resolved'")[0][0] == 0


def test_what_still_waits_is_not_settled_by_hand(running: Running) -> None:
    ended = running.run("effects", "resolve", running.slips["a"], "--reason", "given_up")
    assert ended.exit_code == 2
    [row] = running.store.read("SELECT state FROM effects WHERE key = 'a'")
    assert row["state"] == "deferred"


def test_a_reason_is_a_choice(running: Running) -> None:
    ended = running.run("effects", "resolve", running.slips["b"], "--reason", "张三来过了")
    assert (ended.exit_code, "window 窗口办了" in ended.output) == (2, True)
    assert len(running.effects.conflicts()) == 1
