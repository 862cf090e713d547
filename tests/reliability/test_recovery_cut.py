"""Power cuts while a damaged store is set aside and replaced: the old one is kept, what can be read is taken over."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.services.audit_check import verdict
from kiosk.services.store_recovery import open_store, replacements
from reliability.disk_trace import Disk, compiled, records, shimmed
from tests.services.conftest import Terminal
from tests.services.test_store_recovery import PAGE, keys, spoil
from tests.services.world import KEY, SetClock

KEPT = {"kept-0", "kept-1", "kept-2"}
ROOT = Path(__file__).parents[2]
OPEN = (
    "import sys; from pathlib import Path; from kiosk.services.store_recovery import open_store;"
    "from tests.services.world import KEY, SetClock; open_store(Path(sys.argv[1]), KEY, SetClock()).close()"
)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Three slips that wait, and a page of another table that rotted."""
    terminal = Terminal(tmp_path / "store")
    for number in range(3):
        terminal.defer(f"kept-{number}", walk=f"w{number}")
    terminal.store.close()
    pages = (terminal.directory / "store.db").stat().st_size // PAGE
    for page in range(2, pages + 1):
        tried = tmp_path / f"page-{page}"
        shutil.copytree(terminal.directory, tried / "store")
        spoil(tried / "store" / "store.db", page)
        shutil.copytree(tried / "store", tried / "damaged")
        store = open_store(tried / "store", KEY, SetClock())
        found, reason = keys(store), replacements(store)[-1].reason
        store.close()
        if (found, reason) == (KEPT, "damaged"):
            return tried / "damaged"
    raise AssertionError("no page of another table is looked at when the store is opened")


def lay_out(files: dict[str, bytes], directory: Path) -> None:
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)


def test_wherever_the_power_is_cut_nothing_is_lost(damaged: Path, tmp_path: Path) -> None:
    original = (damaged / "store.db").read_bytes()
    before = {(path.name, path.stat().st_ino): path.read_bytes() for path in damaged.iterdir()}
    trace = tmp_path / "trace"
    environ = shimmed(compiled(tmp_path), damaged, trace=trace, environ=os.environ)
    subprocess.run([sys.executable, "-c", OPEN, str(damaged)], env=environ, cwd=ROOT, check=True)
    disk, rng, times = Disk(before), random.Random(1), set()
    for number, record in enumerate(records(trace.read_bytes())):
        disk.play(record)
        if number % 3:
            continue
        directory = tmp_path / "cut"
        lay_out(disk.cut(rng), directory)
        store = open_store(directory, KEY, SetClock())
        kept = [place / "store.db" for place in store.files.quarantined()]
        assert any(file.exists() and file.read_bytes() == original for file in kept), number
        assert keys(store) == KEPT, number
        assert store.damage() == []
        assert verdict(store)[0]
        assert not list(directory.glob("reading-*"))
        times.add(len(replacements(store)))
        store.close()
        shutil.rmtree(directory)
    assert times <= {1, 2}
