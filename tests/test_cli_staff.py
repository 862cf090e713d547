"""``kiosk staff`` beside a terminal that holds its store open, and the demo's staff."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk import demo_staff
from kiosk.cli import app
from kiosk.core.clock import SystemClock
from kiosk.core.staff import Door, Role
from kiosk.kit_staff import pin_lock
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.staff import INVENTED
from kiosk.services.audit import Audit
from kiosk.services.challenge import Challenges
from kiosk.services.pin_lock import PinLock
from kiosk.services.pins import hasher, matches
from kiosk.services.staff import StaffBook
from kiosk.services.store import Store
from kiosk.services.store_key import kept_key, store_key

HELPER = RESIDENTS[24].card


class Terminal:
    """One that runs: it holds the store, and has looked at its lock at the start."""

    def __init__(self, state: Path) -> None:
        self.state, clock = state, SystemClock()
        self.store = Store(state / "store", store_key(state / "store", os.environ))
        self.lock: PinLock = pin_lock(self.store, clock)
        self.audit = Audit(self.store, clock)
        self.book = StaffBook(self.store, self.lock, self.audit, clock)
        self.key = state / "store" / "maintenance.key"
        key = kept_key(self.key, "maintenance-key", os.environ)
        self.challenges = Challenges(key, "NB-YZ-0001", self.lock, self.audit, clock)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.store.close()


def staff(*words: object, state: Path, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["staff", *map(str, words), "--state", str(state)], input=typed)


def test_who_is_added_gets_in_at_once_until_removed(terminal: Terminal) -> None:
    state = terminal.state
    added = staff("add", "1001", "朱思琪", "--role", "helper", state=state, typed="418207\n418207\n")
    assert added.exit_code == 0, added.output
    assert "添好了：1001 朱思琪，帮办员" in added.output
    assert terminal.book.by_pin("1001", "418207", Door.ASSIST).name == "朱思琪"
    assert staff("pin", "1001", state=state, typed="604137\n604137\n").exit_code == 0
    assert terminal.book.by_pin("1001", "604137", Door.ASSIST)
    assert staff("card", "1001", state=state, typed=f"{HELPER.number.lower()}\n").exit_code == 0
    assert terminal.book.with_card(HELPER.number, Door.ASSIST).id == "1001"
    listed = json.loads(staff("list", "--json", state=state).output)
    assert listed == {"number": "1001", "name": "朱思琪", "role": "helper", "card": True}
    assert "帮办员" in staff("list", state=state).output
    assert staff("card", "1001", "--without", state=state).exit_code == 0
    assert terminal.book.by_card(HELPER.number) is None
    assert staff("remove", "1001", state=state).exit_code == 0
    assert terminal.book.all() == ()
    whats = [row.detail["what"] for row in terminal.audit.rows() if row.event == "staff.changed"]
    assert whats == ["added", "pin", "card", "card", "removed"]


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("add", "1001", "朱思琪", "--role", "helper"), "123456\n123456\n", "连着的数字谁都猜得到"),
        (("add", "1", "朱思琪", "--role", "helper"), "418207\n418207\n", "工号是 3 到 10 位数字"),
        (("pin", "1001"), "418207\n418207\n", "名单上没有工号 1001"),
        (("remove", "1001"), "", "名单上没有工号 1001"),
        (("card", "1001"), "110105194912310021\n", "有一位按错了"),
    ],
)
def test_a_mistake_is_one_sentence(terminal: Terminal, words: tuple[str, ...], typed: str, sentence: str) -> None:
    said = staff(*words, state=terminal.state, typed=typed)
    assert said.exit_code == 2
    assert sentence in said.output
    assert "Traceback" not in said.output
    assert typed.strip().split("\n")[0] not in said.output or not typed


def test_without_a_terminal_there_is_no_list(tmp_path: Path) -> None:
    said = staff("list", state=tmp_path)
    assert (said.exit_code, "--state" in said.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_head_office_answers_a_challenge(terminal: Terminal, tmp_path: Path) -> None:
    shown = terminal.challenges.begin(Door.MAINTENANCE).digits
    copy = tmp_path / "NB-YZ-0001.key"
    copy.write_bytes(terminal.key.read_bytes())
    copy.chmod(0o600)
    groups = [shown[at : at + 4] for at in range(0, 16, 4)]
    said = CliRunner().invoke(app, ["staff", "answer", *groups, "--key", str(copy)])
    assert said.exit_code == 0, said.output
    code = CliRunner().invoke(app, ["staff", "answer", f"JINBAN|NB-YZ-0001|{shown}", "--key", str(copy)])
    assert code.output == said.output
    assert terminal.challenges.answer(said.output.strip().replace(" ", "")).role is Role.ENGINEER
    copied_wrongly = CliRunner().invoke(
        app, ["staff", "answer", f"{shown[:-1]}{(int(shown[-1]) + 1) % 10}", "--key", str(copy)]
    )
    assert (copied_wrongly.exit_code, "抄错了" in copied_wrongly.output) == (2, True)
    nothing = CliRunner().invoke(app, ["staff", "answer", shown, "--key", str(tmp_path / "none")])
    assert (nothing.exit_code, "密钥读不了" in nothing.output) == (2, True)


def test_the_demos_hashes_are_what_would_be_made_of_its_pins() -> None:
    assert demo_staff.KNOWN.keys() == {one.pin for one in INVENTED}
    for pin, kept in demo_staff.KNOWN.items():
        assert matches(hasher(), kept, pin)
        assert not hasher().check_needs_rehash(kept)


def test_the_demo_has_staff_and_asks_who_is_there_first(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert demo_staff.seed(tmp_path) == 0
    said = capfd.readouterr().err
    assert all(one.number in said and one.pin in said for one in INVENTED)
    assert staff("remove", "9001", state=tmp_path).exit_code == 0
    assert demo_staff.seed(tmp_path) == 0
    assert "9001" not in capfd.readouterr().err, "who was removed stays so"
    terminal = Terminal(tmp_path)
    with closing(terminal.store):
        assert not terminal.lock.state(Door.MAINTENANCE).shut
        assert terminal.book.with_card(HELPER.number, Door.ASSIST).id == "1001"
        assert terminal.book.by_pin("2001", "730596", Door.MAINTENANCE).role is Role.SITE
