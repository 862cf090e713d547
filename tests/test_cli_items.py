"""kiosk items check: one sentence for each mistake, and nothing else."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk import config
from kiosk.cli import app

FILE = config.ITEMS / "social" / "unemployment.toml"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "social").mkdir()
    file = tmp_path / "social" / "wrong.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace("icon", "icno"), encoding="utf-8")
    return file


def test_all_that_ship_are_right() -> None:
    ended = CliRunner().invoke(app, ["items", "check"])
    assert (ended.exit_code, ended.stdout) == (0, f"{len(list(config.ITEMS.glob('*/*.toml')))} 件事项，都没有错\n")


def test_one_that_is_right() -> None:
    ended = CliRunner().invoke(app, ["items", "check", str(FILE)])
    assert (ended.exit_code, ended.stdout) == (0, "social.unemployment「登记失业」：没有错，问 4 样\n")


def test_every_mistake_is_told(wrong: Path, tmp_path: Path) -> None:
    gone = tmp_path / "social" / "gone.toml"
    ended = CliRunner().invoke(app, ["items", "check", str(wrong), str(gone), str(FILE)])
    assert ended.exit_code == 2
    first, second = ended.stderr.splitlines()
    assert first.startswith(f"{wrong} 第 ")
    assert second.startswith(f"{gone}：读不到这个文件")
    assert "没有错" in ended.stdout
