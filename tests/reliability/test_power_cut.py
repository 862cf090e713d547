"""Power cuts, in short: none of some hundred loses an acknowledged commit, and without the syncs many do."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reliability.disk_trace import SECTOR, Disk, Record
from reliability.power_cut import Figures, cut, main

NAME, INODE = "file", 7


@pytest.fixture
def cut_at_random(tmp_path: Path) -> Callable[[int, str], Figures]:
    return lambda cuts, synchronous: cut(cuts=cuts, seed=1, synchronous=synchronous, scratch=tmp_path)


def test_no_acknowledged_commit_is_lost(cut_at_random: Callable[[int, str], Figures]) -> None:
    figures = cut_at_random(300, "FULL")
    assert (figures.cuts, figures.lost, dict(figures.wrong)) == (300, 0, {})
    assert figures.commits > 80


def test_without_a_sync_at_each_commit_some_are_lost(cut_at_random: Callable[[int, str], Figures]) -> None:
    figures = cut_at_random(100, "NORMAL")
    assert figures.lost > 5
    assert all("锚点" in words for words in figures.wrong)  # nothing is damaged: what is lost is the end


def test_without_any_sync_files_are_damaged(cut_at_random: Callable[[int, str], Figures]) -> None:
    figures = cut_at_random(100, "OFF")
    assert any("锚点" not in words for words in figures.wrong), figures


def test_the_command_says_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cuts", "20", "--control", "60", "--processes", "1", "--seed", "3"]) == 0
    full, normal, *_, last = capsys.readouterr().out.splitlines()
    assert "synchronous=FULL seed=3: 20 cuts" in full
    assert "after 0 cuts an acknowledged commit was lost" in full
    assert "synchronous=NORMAL seed=3: 60 cuts" in normal
    assert last == "as it should be"


# --- the disk that is cut ---


def record(operation: str, at: int = 0, data: bytes = b"", inode: int = INODE) -> Record:
    return Record(0, operation, inode, at, data)


def names(operation: str, *paths: str, inode: int = INODE) -> Record:
    return record(operation, data=b"".join(path.encode() + b"\0" for path in paths), inode=inode)


def outcomes(*played: Record, before: dict[tuple[str, int], bytes] | None = None) -> set[str]:
    """Every outcome of many cuts after these records, as JSON."""
    disk = Disk(before or {})
    for one in played:
        disk.play(one)
    cuts = (disk.cut(random.Random(seed)) for seed in range(400))
    return {json.dumps({name: data.hex() for name, data in left.items()}, sort_keys=True) for left in cuts}


def left(**files: bytes) -> str:
    return json.dumps({name: data.hex() for name, data in files.items()}, sort_keys=True)


def test_what_was_synced_is_there() -> None:
    played = [names("C", NAME), record("W", 0, b"ab"), record("S"), names("D", "")]
    assert outcomes(*played) == {left(file=b"ab")}


def test_a_name_whose_directory_was_not_synced_may_be_missing() -> None:
    played = [names("C", NAME), record("W", 0, b"ab"), record("S")]
    assert outcomes(*played) == {left(file=b"ab"), left()}


def test_an_unsynced_write_is_torn_between_sectors_and_never_within_one() -> None:
    old, new = bytes(2 * SECTOR), b"x" * 2 * SECTOR
    half = bytes(SECTOR), b"x" * SECTOR
    found = outcomes(record("W", 0, new), before={(NAME, INODE): old})
    assert found == {left(file=a + b) for a in half for b in half}


def test_a_write_across_a_boundary_is_torn_there() -> None:
    found = outcomes(record("W", SECTOR - 1, b"xy"), before={(NAME, INODE): bytes(SECTOR + 1)})
    assert left(file=bytes(SECTOR - 1) + b"x" + b"\0") in found
    assert left(file=bytes(SECTOR) + b"y") in found


def test_a_truncation_happened_or_not() -> None:
    assert outcomes(record("T", 1), before={(NAME, INODE): b"abc"}) == {left(file=b"a"), left(file=b"abc")}


def test_a_rename_is_whole_or_not_at_all() -> None:
    before = {("old", 1): b"1", ("new", 2): b"2"}
    renamed = names("R", "new", "old")
    assert outcomes(renamed, before=before) == {left(old=b"1", new=b"2"), left(old=b"2")}
    assert outcomes(renamed, names("D", ""), before=before) == {left(old=b"2")}


def test_an_unlink_may_not_have_happened() -> None:
    assert outcomes(names("U", NAME), before={(NAME, INODE): b"a"}) == {left(file=b"a"), left()}


def test_rubbish_may_fill_what_was_jumped_over() -> None:
    found = outcomes(record("W", 0, b"x" * 2 * SECTOR), before={(NAME, INODE): b""})
    torn = [json.loads(one)["file"] for one in found]
    ends_only = {data[: 2 * SECTOR] for data in torn if len(data) == 4 * SECTOR and data.endswith("78" * SECTOR)}
    assert bytes(SECTOR).hex() in ends_only
    assert len(ends_only) > 2


def test_a_mistake_in_the_shim_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.c").write_text("int main( {")
    monkeypatch.setattr("reliability.disk_trace.SOURCE", tmp_path / "broken.c")
    with pytest.raises(subprocess.CalledProcessError):
        cut(cuts=1, seed=1, synchronous="FULL", scratch=tmp_path)
