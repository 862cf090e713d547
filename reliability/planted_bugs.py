"""Plants each bug of ``tests/services/planted.toml`` in a process of its own, and sees whether anybody notices.

    .venv/bin/python reliability/planted_bugs.py                    all of them, some ten minutes on two processors
    .venv/bin/python reliability/planted_bugs.py --bug "no close"   those whose name has this in it

First the simulation runs with it (``--cases`` days), then the tests of ledger, orders, paper and certificates. A bug
that neither of them notices is told, and the command fails. So does it for a bug that fits its source no more.
"""

import argparse
import importlib.abc
import importlib.machinery
import importlib.util
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, ModuleType

__all__ = ["Bug", "all_bugs", "in_a_process"]

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests/services/planted.toml"
TESTS = [
    f"tests/{name}.py"
    for name in (
        "core/test_order",
        "core/test_money",
        "services/test_ledger_replies",
        "services/test_order_table",
        "services/test_ledger",
        "services/test_sheets",
        "services/test_documents",
        "services/test_ledger_threads",
        "services/test_ledger_machine",
    )
]
CASES = 3_000
UNNOTICED = 3


@dataclass(frozen=True)
class Bug:
    """In ``module`` the text ``right``, which stands there once, becomes ``wrong``."""

    name: str
    module: str
    right: str
    wrong: str


def all_bugs() -> list[Bug]:
    return [Bug(**entry) for entry in tomllib.loads(LIST.read_text(encoding="utf-8"))["bug"]]


class Planted(importlib.machinery.SourceFileLoader):
    """Loads a module's source with the bug in it; nothing on the disk is touched."""

    bug: Bug

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        if source.count(self.bug.right) != 1:
            sys.exit(f"{self.bug.name}: its text stands {source.count(self.bug.right)} times in {self.path}")
        return compile(source.replace(self.bug.right, self.bug.wrong), self.path, "exec")


class Planter(importlib.abc.MetaPathFinder):
    def __init__(self, bug: Bug) -> None:
        self._bug = bug

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._bug.module:
            return None
        file = str(ROOT / (fullname.replace(".", "/") + ".py"))
        loader = Planted(fullname, file)
        loader.bug = self._bug
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def noticed(bug: Bug, cases: int) -> str:
    """Who noticed, in this process, which is spoilt by it; "" for nobody."""
    sys.meta_path.insert(0, Planter(bug))
    from reliability import orders_simulation  # after the bug was planted

    for case in range(cases):
        try:
            orders_simulation.run_case(1, case)
        except Exception as found:  # noqa: BLE001 - whatever it is, the bug shows
            return f"simulation, case {case}: {type(found).__name__}: {str(found)[:100]}"
    import pytest

    said = Said()
    quiet = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
    code = pytest.main([*quiet, *(str(ROOT / test) for test in TESTS)], plugins=[said])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
        sys.exit(f"{bug.name}: pytest ended with {code!r}")
    if bug.module not in sys.modules:
        sys.exit(f"{bug.name}: {bug.module} was not loaded")
    return said.failed


class Said:
    """A pytest plugin that keeps the first failure's name."""

    failed = ""

    def pytest_runtest_logreport(self, report: object) -> None:
        if getattr(report, "failed", False) and not self.failed:
            self.failed = f"test {getattr(report, 'nodeid', '?')}"

    def pytest_collectreport(self, report: object) -> None:
        if getattr(report, "failed", False) and not self.failed:
            self.failed = f"collection of {getattr(report, 'nodeid', '?')}"


def in_a_process(cases: int, bug: Bug) -> tuple[Bug, int, str]:
    command = [sys.executable, __file__, "--cases", str(cases), "--one", bug.name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = (done.stdout if done.returncode in (0, UNNOTICED) else done.stderr).strip().splitlines()
    return bug, done.returncode, lines[-1] if lines else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bug", default="", help="part of the name")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one is not None:
        who = noticed(next(bug for bug in all_bugs() if bug.name == asked.one), asked.cases)
        print(who or "nobody")
        return 0 if who else UNNOTICED
    bugs = [bug for bug in all_bugs() if asked.bug in bug.name]
    caught = 0
    with ThreadPoolExecutor(asked.processes) as pool:
        for bug, code, who in pool.map(partial(in_a_process, asked.cases), bugs):
            caught += code == 0
            print(
                f"{'caught' if code == 0 else 'NOT CAUGHT' if code == UNNOTICED else 'BROKEN'}: {bug.name}: {who}",
                flush=True,
            )
    print(f"{caught} of {len(bugs)} caught")
    return 0 if bugs and caught == len(bugs) else 1


if __name__ == "__main__":
    sys.exit(main())
