"""The window stands before anything heavy is imported: a fresh process, looked at while its first picture goes out."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk import config

HEAVY = ("numpy", "cv2", "requests", "pydantic", "escpos", "sqlcipher3")

# Replaces nothing of the terminal but its end: at the first paint it tells what is loaded, and closes the window.
START = """
import json, sys
from PySide6.QtWidgets import QApplication
from kiosk import app, run
def tell(_terminal):
    print(json.dumps(sorted(sys.modules)), flush=True)
    QApplication.quit()
app.Terminal.build = tell
sys.exit(run.main(sys.argv[1:]))
"""


def modules_at_the_first_paint(state: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", START, "--config", config.FILE, "--state", state],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    painted, modules = (json.loads(line) for line in done.stdout.splitlines())
    assert painted["painted"]
    return set(modules)


def test_nothing_heavy_is_imported_before_home_is_painted(tmp_path: Path) -> None:
    config.load(config.FILE, state=tmp_path)  # checked once, as on a terminal that has been started before
    modules = modules_at_the_first_paint(tmp_path)
    assert {"PySide6.QtWidgets", "kiosk.screens.home"} <= modules
    assert not [module for module in modules if module.split(".")[0] in HEAVY]
