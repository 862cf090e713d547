"""``kiosk config``: shown, changed after a trial start, listed and taken back; each mistake is one sentence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk import config
from kiosk.cli import app
from kiosk.settings import command
from kiosk.settings.change import Place, Trial


class Terminal:
    def __init__(self, folder: Path) -> None:
        self.file, self.state = folder / "config.toml", folder / "state"
        self.file.write_bytes(config.FILE.read_bytes())
        self.trial = Trial()

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["config", *words, "--config", str(self.file), "--state", str(self.state)])


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Its trial starts are not real: the one of tests/settings/test_change.py is."""
    terminal, take_up = Terminal(tmp_path), command.take_up

    def quickly(place: Place, text: str, who: str, now: object, *, anyway: bool) -> Trial:
        return take_up(place, text, who, now, anyway=anyway, try_start=lambda *_: terminal.trial)

    monkeypatch.setattr(command, "take_up", quickly)
    return terminal


def test_show_has_every_key_with_its_meaning(terminal: Terminal) -> None:
    shown = terminal.run("show", "devices.id_card")
    assert shown.exit_code == 0
    assert all(words in shown.output for words in ("身份证阅读器", "port", "wires/id_card", "波特率"))
    assert "gateway" not in shown.output
    assert terminal.run("show", "nothing").exit_code == 2


def test_set_list_and_back(terminal: Terminal) -> None:
    done = terminal.run("set", "site.telephone=0574-1", "devices.id_card.baud=9600")
    assert done.exit_code == 0
    assert "devices.id_card.baud：115200 → 9600" in done.output
    assert config.load(terminal.file, state=terminal.state).site.telephone == "0574-1"
    listed = terminal.run("versions")
    assert "以前第 1 份：装机时的\n  site.telephone：0574-8800 0001（现在是 0574-1）" in listed.output
    assert terminal.run("rollback").exit_code == 0
    assert terminal.file.read_bytes() == config.FILE.read_bytes()
    assert terminal.run("rollback", "4").exit_code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["site.telefone=1"], "不认识 site.telefone，是不是 site.telephone"),
        (["site.telephone"], "要写成 键=值"),
        (["devices.id_card.baud=fast"], "devices.id_card.baud 写的是 'fast'，可以写"),
        (["panel.pixel_pitch_mm=9"], "不能大于 1"),
        (["site.telephone=0574-8800 0001"], "没有改动"),
    ],
)
def test_a_mistake_is_one_sentence(terminal: Terminal, words: list[str], says: str) -> None:
    done = terminal.run("set", *words)
    assert done.exit_code == 2
    assert says in done.output
    assert done.output.count("\n") == 1
    assert terminal.file.read_bytes() == config.FILE.read_bytes()


def test_what_would_be_missing_is_said_and_taken_only_on_demand(terminal: Terminal) -> None:
    terminal.trial = Trial(notes=("政务平台：没有回答",))
    refused = terminal.run("set", "site.telephone=1")
    assert refused.exit_code == 2
    assert "政务平台：没有回答。还要换就加上 --anyway" in refused.output
    assert terminal.run("set", "site.telephone=1", "--anyway").exit_code == 0
    terminal.trial = Trial("首页没有画出来")
    assert "没有换：首页没有画出来" in terminal.run("set", "site.telephone=2", "--anyway").output
