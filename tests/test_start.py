"""The window stands before anything heavy is imported: a fresh process, looked at while its first picture goes out."""

import json
import subprocess
import sys

import pytest

from kiosk import config

HEAVY = ("numpy", "cv2", "requests", "pydantic", "escpos", "sqlcipher3")

# The terminal but for what comes behind the window: instead of it, tells what is loaded and closes the window.
START = """
import json, sys
class Instead:
    def find_spec(self, name, path, target=None):
        if name == "kiosk.app":
            print(json.dumps(sorted(sys.modules)), flush=True)
            from PySide6.QtWidgets import QApplication
            sys.meta_path.remove(self)
            QApplication.exit(7)
            raise ImportError("enough")
sys.meta_path.insert(0, Instead())
from kiosk import opening, run
import kiosk.supervisor
kiosk.supervisor.run = lambda window, **_: window()
sys.exit(run.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def at_the_first_paint(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all modules that a second start has loaded when home is painted."""
    state = tmp_path_factory.mktemp("state")
    config.load(config.FILE, state=state)
    done = subprocess.run(
        [sys.executable, "-c", START, "--config", config.FILE, "--state", state],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 7, done.stderr
    painted, modules = (json.loads(line) for line in done.stdout.splitlines())
    assert painted["painted"]
    return set(modules)


def test_home_is_there(at_the_first_paint: set[str]) -> None:
    assert {"PySide6.QtWidgets", "kiosk.screens.home", "kiosk.screens.window"} <= at_the_first_paint


def test_nothing_heavy_is_imported(at_the_first_paint: set[str]) -> None:
    assert not [module for module in at_the_first_paint if module.split(".")[0] in HEAVY]


def test_no_script_and_no_other_page_is_waited_for(at_the_first_paint: set[str]) -> None:
    later = ("kiosk.flows.", "kiosk.perform", "kiosk.core.step", "kiosk.core.ports", "kiosk.screens.conductor")
    assert not [module for module in at_the_first_paint if module.startswith(later)]
    assert not at_the_first_paint & {f"kiosk.screens.{page}" for page in ("identify", "keypad", "done", "trouble")}
