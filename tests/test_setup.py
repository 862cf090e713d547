"""The set-up that ./run and ./test share, on a root of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A root with the set-up script, and a .venv that looks complete to it."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/setup.sh", tmp_path / "tools/setup.sh")
    (tmp_path / "system-packages.txt").write_text("# a comment\nbash\n", encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("segno==1.6.6\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    scripts = tmp_path / ".venv/bin"
    scripts.mkdir(parents=True)
    for name in ("python", "kiosk"):
        (scripts / name).touch(mode=0o755)
    (tmp_path / ".venv/installed.lock").write_text(f"{tmp_path}\nsegno==1.6.6\n", encoding="utf-8")
    (tmp_path / ".venv/installed.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


def shell(house: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f'. "{house}/tools/setup.sh"\n{script}'],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def ready(house: Path) -> bool:
    return shell(house, "is_ready").returncode == 0


def test_a_complete_house_is_ready_and_says_nothing(house: Path) -> None:
    done = shell(house, "set_up; echo started")
    assert (done.stdout, done.stderr, done.returncode) == ("started\n", "", 0)


def test_an_interrupted_venv_is_not_ready(house: Path) -> None:
    assert ready(house)
    (house / ".venv/installed.lock").unlink()
    assert not ready(house)


def test_a_changed_lock_is_not_ready(house: Path) -> None:
    (house / "requirements.lock").write_text("segno==1.6.7\n", encoding="utf-8")
    assert not ready(house)


def test_a_changed_project_installs_the_command_only(house: Path) -> None:
    (house / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not ready(house)
    assert shell(house, "libraries_match").returncode == 0


def test_a_moved_house_is_not_ready(house: Path) -> None:
    moved = house.parent / f"{house.name}-moved"
    house.rename(moved)
    assert not ready(moved)


def test_missing_packages_are_named(house: Path) -> None:
    (house / "system-packages.txt").write_text("bash\nno-such-package\ncoreutils\n", encoding="utf-8")
    assert shell(house, "missing_packages").stdout.split() == ["no-such-package"]


def test_a_failed_download_is_one_sentence_and_leaves_nothing_ready(house: Path) -> None:
    lock = house / "requirements.lock"
    lock.write_text(f"segno==1.6.6 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    script = f'ln -sf "{sys.executable}" "$venv/bin/python"; install_libraries'
    done = shell(house, script, PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert done.stderr.startswith("程序库没有装成：检查网络和 pip 的镜像设置，再运行一次")
    assert not ready(house)


def test_a_second_run_waits_for_the_first(house: Path) -> None:
    command = house / ".venv/bin/kiosk"
    command.unlink()
    with (house / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", f'. "{house}/tools/setup.sh"; prepare() {{ echo twice; }}; set_up'],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr
        assert second.stderr.readline() == "另一个窗口正在准备，等它做完……\n"
        command.touch(mode=0o755)
    assert second.communicate(timeout=20) == ("", "")
    assert second.returncode == 0


def test_a_changed_source_is_compiled_before_it_is_started(house: Path) -> None:
    (house / ".venv/bin/python").unlink()
    (house / ".venv/bin/python").symlink_to(sys.executable)
    (house / "kiosk").mkdir()
    source = house / "kiosk/one.py"
    compiled = house / "kiosk/__pycache__" / f"one.{sys.implementation.cache_tag}.pyc"
    for text in ("ONE = 1\n", "ONE = 11\n"):
        source.write_text(text, encoding="utf-8")
        compiled.unlink(missing_ok=True)
        assert shell(house, "set_up", PYTHONDONTWRITEBYTECODE="1").returncode == 0
        assert compiled.exists()
        os.utime(source, (0, 0))
        assert shell(house, "compiled_match").returncode == 0


def test_a_source_that_does_not_compile_is_left_to_whoever_loads_it(house: Path) -> None:
    (house / ".venv/bin/python").unlink()
    (house / ".venv/bin/python").symlink_to(sys.executable)
    (house / "kiosk").mkdir()
    (house / "kiosk/broken.py").write_text("def", encoding="utf-8")
    done = shell(house, "set_up; echo started", PYTHONDONTWRITEBYTECODE="1")
    assert (done.stdout, done.stderr) == ("started\n", "")
    assert shell(house, "compiled_match").returncode == 1
