"""Sticks that are mounted, and a file put on one of them: full, read only, pulled out in the middle."""

import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.services import sticks as module
from kiosk.services.sticks import Stick, StickError, put, sticks

DATA = bytes(range(256)) * 400


@dataclass
class Machine:
    """A root with mounts and disks of its own."""

    root: Path

    @property
    def mounts(self) -> Path:
        return self.root / "mounts"

    @property
    def blocks(self) -> Path:
        return self.root / "block"

    def disk(self, name: str, *partitions: str, removable: str = "0", bus: str = "pci0000:00/ata1") -> None:
        at = self.root / "devices" / bus / name
        for partition in partitions:
            (at / partition).mkdir(parents=True)
        at.mkdir(parents=True, exist_ok=True)
        (at / "removable").write_text(f"{removable}\n")
        self.blocks.mkdir(exist_ok=True)
        (self.blocks / name).symlink_to(at)

    def mount(self, device: str, name: str, options: str = "rw,relatime") -> Path:
        at = self.root / "media" / name
        at.mkdir(parents=True, exist_ok=True)
        line = f"{device} {str(at).replace(' ', chr(92) + '040')} vfat {options} 0 0\n"
        before = self.mounts.read_text() if self.mounts.exists() else "proc /proc proc rw 0 0\n"
        self.mounts.write_text(before + line)
        return at

    def pull_out(self) -> None:
        self.mounts.write_text("proc /proc proc rw 0 0\n")

    def found(self) -> tuple[Stick, ...]:
        return sticks(self.mounts, self.blocks)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def stick(machine: Machine) -> Stick:
    machine.disk("sdb", "sdb1", removable="1")
    machine.mount("/dev/sdb1", "总部 U盘")
    [found] = machine.found()
    return found


def test_only_what_can_be_taken_out_is_found(machine: Machine) -> None:
    machine.disk("sda", "sda1")
    machine.disk("sdb", "sdb1", removable="1")
    machine.disk("sdc", "sdc1", "sdc2", bus="pci0000:00/usb2/2-1")
    machine.disk("sdd", removable="1")
    for device, name in (("/dev/sda1", "root"), ("/dev/sdb1", "a b"), ("/dev/sdc2", "box"), ("/dev/sdd", "whole")):
        machine.mount(device, name)
    machine.mount("tmpfs", "tmp")
    machine.mount("/dev/mapper/sdb1", "crypt")
    assert [one.mount.name for one in machine.found()] == ["a b", "box", "whole"]
    assert all(one.free > 0 and not one.read_only for one in machine.found())


def test_a_machine_without_disks_has_no_sticks(machine: Machine) -> None:
    machine.pull_out()
    assert machine.found() == ()


def test_this_machines_own_mounts_can_be_read() -> None:
    assert isinstance(sticks(), tuple)


def test_what_is_put_there_is_there_with_its_checksum(machine: Machine, stick: Stick) -> None:
    path = put(stick, "logs.p7m", DATA, mounts=machine.mounts)
    assert path.read_bytes() == DATA
    said = path.with_name("logs.p7m.sha256").read_text()
    assert said == f"{hashlib.sha256(DATA).hexdigest()}  logs.p7m\n"
    assert sorted(file.name for file in stick.mount.iterdir()) == ["logs.p7m", "logs.p7m.sha256"]
    assert stick.words.startswith("总部 U盘，还有")


def test_one_that_is_read_only(machine: Machine) -> None:
    machine.disk("sdb", "sdb1", removable="1")
    machine.mount("/dev/sdb1", "locked", "ro,nosuid")
    [found] = machine.found()
    with pytest.raises(StickError) as said:
        put(found, "logs.p7m", DATA, mounts=machine.mounts)
    assert said.value.sentence == "这个 U 盘只能读"
    assert found.words == "locked，只能读"


def test_one_that_has_no_room(machine: Machine, stick: Stick) -> None:
    with pytest.raises(StickError) as said:
        put(Stick(stick.device, stick.mount, read_only=False, free=100), "logs.p7m", DATA, mounts=machine.mounts)
    assert said.value.sentence == "U 盘满了，写不下"
    assert list(stick.mount.iterdir()) == []


FAILURES = [
    (errno.ENOSPC, "U 盘满了，写不下"),
    (errno.EROFS, "这个 U 盘只能读"),
    (errno.EIO, "U 盘中途拔出来了"),
    (errno.EACCES, "没有权限写这个 U 盘"),
    (errno.EFBIG, "写不到 U 盘上"),
]


@pytest.mark.parametrize(("number", "sentence"), FAILURES)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_whatever_goes_wrong_in_the_middle_is_said_and_leaves_nothing(
    machine: Machine, stick: Stick, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, at: int
) -> None:
    """The kernel says it when the data is forced out: of the file, of its checksum, of the directory."""
    calls = 0
    sync = os.fsync

    def fails(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(number, os.strerror(number))
        sync(handle)

    monkeypatch.setattr(module.os, "fsync", fails)
    with pytest.raises(StickError) as said:
        put(stick, "logs.p7m", DATA, mounts=machine.mounts)
    assert said.value.sentence == sentence
    assert list(stick.mount.iterdir()) == []


@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_that_is_pulled_out_in_the_middle(
    machine: Machine, stick: Stick, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Its directory stands there as before, empty, on the machine's own disk."""
    calls = 0
    look: Callable[..., None] = module._still_there

    def gone(one: Stick, mounts: Path) -> None:
        nonlocal calls
        if calls == at:
            machine.pull_out()
        calls += 1
        look(one, mounts)

    monkeypatch.setattr(module, "_still_there", gone)
    with pytest.raises(StickError) as said:
        put(stick, "logs.p7m", DATA, mounts=machine.mounts)
    assert said.value.sentence == "U 盘中途拔出来了"
    assert list(stick.mount.iterdir()) == []


def test_one_that_keeps_something_else(machine: Machine, stick: Stick, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_read_back", lambda _path: b"rotten")
    with pytest.raises(StickError) as said:
        put(stick, "logs.p7m", DATA, mounts=machine.mounts)
    assert said.value.sentence == "U 盘上写的和读的不一样"
    assert list(stick.mount.iterdir()) == []


def test_a_link_that_somebody_laid_there_is_not_followed(machine: Machine, stick: Stick, tmp_path: Path) -> None:
    (stick.mount / "logs.p7m.part").symlink_to(tmp_path / "victim")
    with pytest.raises(StickError):
        put(stick, "logs.p7m", DATA, mounts=machine.mounts)
    assert not (tmp_path / "victim").exists()
