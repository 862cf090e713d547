"""``kiosk package`` beside the real gateway: what is checked, used, taken back, and what never becomes active."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk import config
from kiosk.cli import WIRES, app
from kiosk.package import kept, source
from tests.sandbox.town import Town, town

MINE = """\
inherits = "township"
title = "试点"
items = ["receipt.reprint", "medical.payment", "social.pension_certification"]
announcement = "周六也开"
"""


class Terminal:
    def __init__(self, place: Town) -> None:
        self.place, self.state = place, place.state
        self.overrides = [f'{key}="{place.ready["wires"][name]}"' for name, key in WIRES.items()]
        self.file = place.state / "mine.toml"
        self.write(MINE)

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def run(self, *words: str) -> Result:
        sets = [word for override in self.overrides for word in ("--set", override)]
        return CliRunner().invoke(app, ["package", *words, "--state", str(self.state), *sets])

    def did(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def refused(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        return result.stderr

    def settings(self) -> config.Config:
        return config.load(config.FILE, state=self.state, overrides=self.overrides)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def terminal(place: Town) -> Iterator[Terminal]:
    yield Terminal(place)
    for name in (config.KEPT, config.HOME, config.SEAL):
        (place.state / name).unlink(missing_ok=True)
    place.order("/items", closed=[])


def test_the_difference_is_shown_and_nothing_is_changed(terminal: Terminal) -> None:
    said = terminal.did("check", str(terminal.file))
    assert "首页挪动" in said
    assert "周六也开" in said
    assert "没有错，可以用" in said
    assert not (terminal.state / config.KEPT).exists()
    assert "和现在用的一样" in terminal.did("check", "township")


def test_the_gateway_is_asked(terminal: Terminal) -> None:
    terminal.place.order("/items", closed=["medical.payment"])
    assert "第 3 行：items 里的 medical.payment，政务平台不给这台终端办" in terminal.refused(
        "check", str(terminal.file)
    )
    assert "medical.payment" in terminal.refused("use", str(terminal.file))
    assert not (terminal.state / config.KEPT).exists()


def test_without_a_link_the_rest_is_checked_and_it_is_said(terminal: Terminal) -> None:
    terminal.place.order("/network", fault="down")
    try:
        result = terminal.run("use", str(terminal.file))
    finally:
        terminal.place.order("/network", fault=None)
    assert result.exit_code == 0
    assert "这一项没有查" in result.stderr


def test_what_is_used_is_a_copy(terminal: Terminal) -> None:
    assert "换成了「试点」" in terminal.did("use", str(terminal.file))
    terminal.file.unlink()
    settings = terminal.settings()
    assert (settings.package.title, settings.package_trouble) == ("试点", "")
    assert settings.items[0].id == "receipt.reprint"
    assert "已经用着了" in Terminal(terminal.place).did("use", str(terminal.file))


def test_what_is_wrong_never_becomes_active(terminal: Terminal) -> None:
    terminal.did("use", str(terminal.file))
    terminal.write(MINE.replace("medical.payment", "medical.gone"))
    assert "第 3 行：items 写的 medical.gone 没有这件事项" in terminal.refused("use", str(terminal.file))
    assert terminal.settings().package.announcement == "周六也开"


def test_back_through_the_last_five(terminal: Terminal) -> None:
    for number in range(7):
        terminal.write(MINE.replace("试点", f"试点{number}"))
        terminal.did("use", str(terminal.file))
    listed = terminal.did("list")
    assert "试点6" in listed
    assert listed.count(str(terminal.file)) >= kept.HISTORY
    for number in reversed(range(1, 6)):
        assert f"退回了「试点{number}」" in terminal.did("rollback")
        assert terminal.settings().package.title == f"试点{number}"
    assert "没有以前用过" in terminal.refused("rollback")


def test_back_to_config_tomls(terminal: Terminal) -> None:
    terminal.did("use", str(terminal.file))
    terminal.did("rollback")
    assert terminal.settings().package.title == "乡镇街道"
    assert json.loads((terminal.state / config.KEPT).read_text())["active"] is None


def test_back_to_one_that_is_not_right_any_more_is_refused(terminal: Terminal) -> None:
    terminal.write(MINE + '[devices]\nrequired = ["scanner"]\n')
    terminal.did("use", str(terminal.file))
    terminal.did("use", "township")
    without = config.FILE.read_text(encoding="utf-8").replace("[devices.scanner]", "[devices.camera_of_old]")
    begin = without.index("[devices.camera_of_old]")
    other = terminal.state / "config.toml"
    other.write_text(without[:begin] + without[without.index("[devices.lights]") :], encoding="utf-8")
    terminal.overrides = [override for override in terminal.overrides if "scanner" not in override]
    assert "要 scanner" in terminal.refused("rollback", "--config", str(other))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"active": 3, "history": []}', '{"active": {"name": 1}}', "\xff"])
def test_when_what_was_kept_is_damaged_the_last_right_one_stays(terminal: Terminal, damage: str) -> None:
    terminal.did("use", str(terminal.file))
    assert terminal.settings().package.title == "试点"
    (terminal.state / config.KEPT).write_text(damage, encoding="latin-1")
    for _ in range(2):
        settings = terminal.settings()
        assert settings.package.title == "试点"
        assert "package.json" in settings.package_trouble
        assert "还用着" in settings.package_trouble
    assert "还用着" in terminal.run("list").stderr
    terminal.did("use", "township")
    assert terminal.settings().package_trouble == ""


def test_pictures_of_home(terminal: Terminal, tmp_path: Path) -> None:
    """In a process of its own: a Qt application stays."""
    terminal.write(MINE.replace('title = "试点"', 'title = "试点"\ntext_size = "huge"'))
    command = [sys.executable, "-m", "kiosk", "package", "check", str(terminal.file), "--state", str(terminal.state)]
    sets = [word for override in terminal.overrides for word in ("--set", override)]
    done = subprocess.run(
        [*command, *sets, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"home-1-portrait-huge.png", "home-1-landscape-huge.png"}
    assert all(path.stat().st_size > 10_000 for path in (tmp_path / "out").iterdir())


def test_pictures_that_cannot_be_written(terminal: Terminal) -> None:
    sets = [word for override in terminal.overrides for word in ("--set", override)]
    command = [sys.executable, "-m", "kiosk", "package", "check", "township", "--state", str(terminal.state), *sets]
    done = subprocess.run(
        [*command, "--out", str(terminal.file)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "图片写不了" in done.stderr


def test_the_list_says_what_cannot_be_used_here(terminal: Terminal) -> None:
    assert terminal.did("list").count("能用") == len(source.names())
    without = config.FILE.read_text(encoding="utf-8")
    begin, end = without.index("[devices.lights]"), without.index("[devices.speech]")
    other = terminal.state / "config.toml"
    other.write_text(without[:begin] + without[end:], encoding="utf-8")
    terminal.overrides = [override for override in terminal.overrides if "lights" not in override]
    listed = "".join(terminal.did("list", "--config", str(other)).split())
    assert listed.count("能用") == len(source.names()) - 1
    assert "要lights" in listed.replace("│", "")


def test_a_name_that_is_none(terminal: Terminal) -> None:
    assert "moon：没有这个功能包" in terminal.refused("use", "moon")
    assert "读不到" in terminal.refused("use", "./moon.toml")
    assert "没有这个功能包" in terminal.refused("use", "..")
