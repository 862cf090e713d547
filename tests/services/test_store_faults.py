"""The store on a disk that fails, in a process whose calls to the disk are made to: full, read-only, I/O errors.

What was acknowledged is there afterwards, whatever failed and at whichever call; what was refused left nothing half.
"""

import errno
import json
import mmap
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reliability.disk_trace import compiled, shimmed

FAULTS = struct.Struct("<iiiiqii")
ROOT = Path(__file__).parents[2]


class Refusal(Exception):
    """The store said no; the text is what it said to the technician."""


class Disk:
    """What is to fail, as ``reliability/disk_shim.c`` reads it: an errno for each kind of call."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(64))
        self.path = path
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 64)
        self.works()

    def fails(
        self,
        *,
        opens: int = 0,
        read: int = 0,
        write: int = 0,
        sync: int = 0,
        room: int = -1,
        skip: int = 0,
        left: int = -1,
    ) -> None:
        self._shared[: FAULTS.size] = FAULTS.pack(opens, read, write, sync, room, skip, left)

    def works(self) -> None:
        self.fails()

    @property
    def left(self) -> int:
        """How many calls are still to fail."""
        return int(FAULTS.unpack_from(self._shared)[-1])


class StoreProcess:
    def __init__(self, directory: Path, disk: Disk, library: Path) -> None:
        environ = shimmed(library, directory, faults=disk.path, environ=os.environ)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.store_process", str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
            cwd=ROOT,
            text=True,
        )
        self._answer()
        self.acknowledged: list[str] = []

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def ask(self, *order: Any) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        if "refused" in answer:
            assert answer["sentence"] == "机器现在存不下东西"
            assert re.search("磁盘满了|磁盘只能读了|磁盘读写出错", answer["refused"])  # a moment's error is no damage
            raise Refusal(answer["refused"])
        return answer["answer"]

    def put(self, name: str, size: int = 6000) -> bool:
        """Whether it was acknowledged."""
        try:
            self.ask("put", name, size)
        except Refusal:
            return False
        self.acknowledged.append(name)
        return True

    def kill(self) -> None:
        self._process.kill()
        with self._process:  # closes its pipes
            pass


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "faults")


@pytest.fixture
def store(tmp_path: Path, disk: Disk, library: Path) -> Iterator[StoreProcess]:
    process = StoreProcess(tmp_path / "store", disk, library)
    yield process
    process.kill()


def after_a_restart(store: StoreProcess, tmp_path: Path, disk: Disk, library: Path) -> list[str]:
    """The names that are there when the process was killed and another one has opened the store."""
    store.kill()
    again = StoreProcess(tmp_path / "store", disk, library)
    try:
        assert again.ask("damage") == []
        assert again.ask("chain")[0]
        found: list[str] = again.ask("names")
    finally:
        again.kill()
    return found


def test_a_full_disk_refuses_goes_on_when_there_is_room_and_loses_nothing(
    store: StoreProcess, disk: Disk, tmp_path: Path, library: Path
) -> None:
    assert store.put("before")
    disk.fails(room=60_000)
    number = 0
    while store.put(f"{number}"):
        number += 1
    assert number > 1
    with pytest.raises(Refusal, match="磁盘满了。腾出地方，会自己接着办（SQLITE_FULL）"):
        store.ask("put", "refused", 6000)
    assert "磁盘满了" in store.ask("failure")
    assert store.ask("names") == store.acknowledged
    with pytest.raises(Refusal):
        store.ask("probe")
    disk.works()
    store.ask("probe")
    assert store.ask("failure") == ""
    assert store.put("after")
    assert store.ask("reopened") == 0  # a full disk is no reason to mistrust what was written
    assert after_a_restart(store, tmp_path, disk, library) == store.acknowledged


def test_wherever_the_disk_gets_full_nothing_is_half(
    store: StoreProcess, disk: Disk, tmp_path: Path, library: Path
) -> None:
    refused = 0
    for room in range(0, 30_000, 700):
        disk.fails(room=room)
        refused += not store.put(f"{room}")
        disk.works()
        assert store.ask("names") == store.acknowledged
    assert 10 < refused < 43
    assert after_a_restart(store, tmp_path, disk, library) == store.acknowledged


def test_a_disk_that_became_read_only_refuses_until_it_can_be_written_again(
    store: StoreProcess, disk: Disk, tmp_path: Path, library: Path
) -> None:
    assert store.put("before")
    disk.fails(opens=errno.EROFS, write=errno.EROFS, sync=errno.EROFS)
    assert not store.put("first")
    with pytest.raises(Refusal, match="磁盘只能读了"):
        store.ask("put", "second", 10)
    assert "磁盘只能读了" in store.ask("failure")
    disk.works()
    store.ask("probe")
    assert store.ask("failure") == ""
    assert store.put("after")
    assert after_a_restart(store, tmp_path, disk, library) == ["before", "after"]


@pytest.mark.parametrize("kind", ["read", "write", "sync"])
def test_after_an_io_error_the_file_is_opened_anew_and_read(
    kind: str, store: StoreProcess, disk: Disk, tmp_path: Path, library: Path
) -> None:
    """Each call of a write, of an erasure and of a reading fails once: the first, then the second, and so on."""
    assert store.put("before")
    uncertain, reopened = set(), 0
    for skip in range(60):
        store.ask("forget")
        disk.fails(**{kind: errno.EIO}, skip=skip, left=1)
        name = f"{kind}-{skip}"
        if not store.put(name):
            uncertain.add(name)
        for order in [["take", "nobody"], ["names"]]:
            with suppress(Refusal):
                store.ask(*order)
        reached = disk.left == 0
        disk.works()
        there = store.ask("names")
        assert set(store.acknowledged) <= set(there) <= {*store.acknowledged, *uncertain}
        assert store.ask("damage") == []
        reopened = store.ask("reopened")
        if not reached:
            break
    assert uncertain or kind == "read"
    assert reopened > 0
    store.ask("probe")
    assert store.ask("failure") == ""
    assert after_a_restart(store, tmp_path, disk, library) == there


def test_a_sync_that_failed_is_not_believed_when_it_succeeds_the_next_time(store: StoreProcess, disk: Disk) -> None:
    """The kernel tells of a lost page once; going on with the same log would build on it."""
    disk.fails(sync=errno.EIO, left=1)
    assert not store.put("lost")
    disk.works()
    assert store.put("after")
    assert store.ask("reopened") == 1


def test_while_the_file_cannot_be_opened_anew_all_is_refused(store: StoreProcess, disk: Disk) -> None:
    assert store.put("before")
    disk.fails(sync=errno.EIO, opens=errno.EIO)
    assert not store.put("a")
    for order in (["names"], ["put", "b", 1], ["probe"], ["names"]):
        with pytest.raises(Refusal, match="磁盘读写出错"):
            store.ask(*order)
    disk.works()
    assert set(store.ask("names")) <= {"before", "a"}
    assert store.put("after")


def test_a_start_on_a_full_disk_is_one_sentence(tmp_path: Path, disk: Disk, library: Path) -> None:
    disk.fails(room=3000)
    environ = shimmed(library, tmp_path / "store", faults=disk.path, environ=os.environ)
    command = [sys.executable, "-m", "tests.services.store_process", str(tmp_path / "store")]
    ended = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stderr.rstrip().endswith("磁盘满了。腾出地方，会自己接着办（SQLITE_FULL）")
    disk.works()
    store = StoreProcess(tmp_path / "store", disk, library)
    assert store.put("a")
    store.kill()
