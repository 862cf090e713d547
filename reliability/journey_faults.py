"""The whole matrix of the journey tests: each fault at each page, SIGKILL at each of many moments, paper.

    .venv/bin/python reliability/journey_faults.py               about ten minutes on two processors
    .venv/bin/python reliability/journey_faults.py -k network    a part of it

``./test`` takes a few of them; what pytest says is what it says here.
"""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = ("test_faults.py", "test_kill.py", "test_paper.py", "test_insured_certificate.py", "test_jam.py")
MATRICES = [str(ROOT / "tests/journey" / name) for name in FILES]
EVERYTHING = ["-m", "whole or not whole", "--numprocesses", "auto", "--dist", "worksteal"]

if __name__ == "__main__":
    sys.exit(pytest.main([*EVERYTHING, "--rootdir", str(ROOT), *MATRICES, *sys.argv[1:]]))
