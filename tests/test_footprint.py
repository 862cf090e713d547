"""Pages given back, in a process of its own that has loaded libraries: they go, and what is used comes again."""

import json
import subprocess
import sys

# Tells how much of the code (1) and of other files' mappings (2) is in memory before and after, and goes on working.
PROGRAM = """
import json, sys
from PySide6.QtWidgets import QApplication, QPushButton
from kiosk import footprint

def resident():
    code = other = 0
    for line in open("/proc/self/smaps"):
        words = line.split()
        if "-" in words[0]:
            of_code, of_file = words[1] == "r-xp", len(words) > 5 and words[5].startswith("/")
        elif words[0] == "Rss:" and of_file:
            code, other = code + int(words[1]) * of_code, other + int(words[1]) * (not of_code)
    return code, other

application = QApplication([])
button = QPushButton("好")
button.show()
application.processEvents()
before = resident()
getattr(footprint, sys.argv[1])()
after = resident()
pressed = []
button.clicked.connect(lambda: pressed.append(button.grab().size().isEmpty()))
button.click()
import decimal, sqlite3
assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
assert pressed == [False]
print(json.dumps([before, after]))
"""


def given_back(how: str) -> tuple[float, float]:
    """The shares of code and of other mapped files that are still there right afterwards."""
    command = [sys.executable, "-c", PROGRAM, how]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    before, after = json.loads(done.stdout)
    return after[0] / before[0], after[1] / before[1]


def test_code_goes_and_comes_again() -> None:
    code, other = given_back("give_code_back")
    assert code < 0.4
    assert other > 0.9, "tables may just be written by whoever loads a library"


def test_tables_go_too_where_nobody_loads_anything() -> None:
    code, other = given_back("give_files_back")
    assert code < 0.4
    assert other < 0.7, "what was written stays"
