"""A command goes on into the current release's tree: real processes, and trees that only say where they are."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import config, launcher, probation
from kiosk.releases import make, shelf
from kiosk.releases.unpack import unpack
from kiosk.settings import change
from kiosk.settings.change import Place

SAYS = """
import json, os, sys
print(json.dumps([__file__, sys.argv[1:], os.environ["JINBAN_CONFIG"], sys.path]))
"""
DEAD = "import os\nos.abort()\n"


def release(state: Path, version: str, main: str = SAYS, schema: int = 1) -> Path:
    tree = state / "releases" / version
    (tree / "kiosk").mkdir(parents=True)
    (tree / "libs").mkdir()
    (tree / "kiosk" / "__init__.py").touch()
    (tree / "kiosk" / "__main__.py").write_text(main)
    (tree / shelf.ABOUT).write_text(json.dumps({"version": version, "schema": schema}))
    return tree


def kiosk(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "state").mkdir()
    return tmp_path / "state"


def test_a_command_goes_on_in_the_current_release(state: Path) -> None:
    tree = release(state, "2.0.0")
    shelf.switch(state, "2.0.0")
    for command in (["run", "--state", state], ["check", f"--state={state}", "--json"]):
        file, words, config_file, path = json.loads(kiosk(*command).stdout)
        assert file == str(tree / "kiosk" / "__main__.py")
        assert words == list(map(str, command))
        assert config_file == str(config.FILE)
        assert path[:2] == [str(tree), str(tree / "libs")]


def test_without_a_release_or_where_it_is_gone_the_installed_tree_goes_on(state: Path) -> None:
    assert kiosk("config", "versions", "--state", state).stdout.startswith("现在用的")
    shelf.folder(state).mkdir()
    shelf.switch(state, "2.0.0")
    assert kiosk("config", "versions", "--state", state).stdout.startswith("现在用的")


def test_what_is_of_one_tree_stays_in_it(state: Path) -> None:
    release(state, "2.0.0")
    shelf.switch(state, "2.0.0")
    assert "--config" in kiosk("trial", "--state", state).stderr


def test_a_tree_that_cannot_even_begin_is_left_after_a_few_times(state: Path) -> None:
    release(state, "2.0.0", DEAD, schema=99)
    probation.begin(state, "release", "2.0.0")
    shelf.switch(state, "2.0.0")
    ends = [kiosk("run", "--state", state, "--help") for _ in range(launcher.BEGINNINGS + 1)]
    assert [end.returncode for end in ends] == [-6] * launcher.BEGINNINGS + [0]
    assert "新版本 2.0.0 起不来，退回上一个版本" in ends[-1].stderr
    assert shelf.current(state) == shelf.INSTALLED


def test_a_real_release_is_tried_from_its_own_tree_and_left_when_its_window_dies(state: Path, tmp_path: Path) -> None:
    """Its code is that of this tree, packed and unpacked; then its window is made to die before it is painted."""
    (state / "gateway.key").write_text("ab" * 32)
    (state / "gateway.key").chmod(0o600)
    file = tmp_path / "config.toml"
    file.write_text(config.FILE.read_text().replace('seal_root_file = "seal-root.pem"', ""))
    tree, archive = state / "releases" / "9.9.9", tmp_path / "archive"
    archive.write_bytes(make.archive("9.9.9"))
    unpack(archive, tree)
    assert change.try_start(Place(file, state), file, tree=tree).mistake == ""

    opening = tree / "kiosk" / "opening.py"
    opening.write_text(opening.read_text().replace("application.exec()", "os.abort()"))
    assert change.try_start(Place(file, state), file, tree=tree).mistake == "试着启动，程序没有起来"
    (tree / shelf.ABOUT).write_text(json.dumps({"version": "9.9.9", "schema": 99}))
    probation.begin(state, "release", "9.9.9")
    shelf.switch(state, "9.9.9")
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(file), "--state", str(state)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    errors = tmp_path / "errors"
    with (
        errors.open("w") as stderr,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env=environment, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            assert "painted" in process.stdout.readline()
            assert shelf.current(state) == shelf.INSTALLED
            assert errors.read_text().count("窗口意外结束（信号 SIGABRT）") == probation.MOST
        finally:
            process.terminate()
        assert process.wait(timeout=20) == 0
