"""The log read back: whatever was declared comes back as it was told, and nothing else comes at all."""

import json
import logging
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SystemClock
from kiosk.services.log_reading import LEVELS, Wanted, declared, devices, events, newest
from kiosk.services.logs import EffectWaits, FaultBegan, FaultEnded, Log, OrderSettled, StoreFailed, log
from tests.sandbox.town import SkewedClock

TOLD = (
    FaultBegan("camera", "camera.dark", "citizen"),
    OrderSettled("N-1", "done", ""),
    EffectWaits("/social/pension/certify", "open", 2, "gateway.unreachable"),
    FaultEnded("camera", "camera.dark", 12.5),
    StoreFailed("SQLITE_FULL"),
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    Log(tmp_path / "before", SkewedClock(timedelta())).close()  # takes what was told while no log stood open
    opened = Log(tmp_path, SkewedClock(timedelta()))
    for event in TOLD:
        log(event)
    opened.close()
    return tmp_path


def names(directory: Path, wanted: Wanted = Wanted(), most: int = 50) -> list[str]:  # noqa: B008 - frozen
    return [line.event for line in newest(directory, wanted, most) if line.event != "audit.head"]


def test_the_newest_come_last(directory: Path) -> None:
    assert names(directory) == [event.name for event in TOLD]
    assert names(directory, most=2) == ["fault.ended", "store.failed"]
    first = newest(directory, Wanted(), 50)[0]
    assert (first.level, first.device) == ("warning", "camera")
    assert first.fields == {"device": "camera", "code": "camera.dark", "clearer": "citizen"}
    assert devices(directory) == ("camera",)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(level="error"), ["store.failed"]),
        (Wanted(level="warning"), ["fault.began", "effect.waits", "store.failed"]),
        (Wanted(event="fault"), ["fault.began", "fault.ended"]),
        (Wanted(event="fault.ended"), ["fault.ended"]),
        (Wanted(event="fau"), []),
        (Wanted(device="camera", level="warning"), ["fault.began"]),
        (Wanted(device="scanner"), []),
    ],
)
def test_what_is_looked_for(directory: Path, wanted: Wanted, found: list[str]) -> None:
    assert names(directory, wanted) == found


def test_older_files_are_read_too_and_time_ends_the_search(directory: Path) -> None:
    (directory / "terminal.log").rename(directory / "terminal.log.1")
    opened = Log(directory, SkewedClock(timedelta(hours=2)))
    log(OrderSettled("N-2", "closed", ""))
    opened.close()
    assert names(directory)[-2:] == ["store.failed", "order.settled"]
    soon = SystemClock().now() + timedelta(hours=1)
    assert names(directory, Wanted(since=soon)) == ["order.settled"]
    assert names(directory, Wanted(since=soon + timedelta(hours=5))) == []


def test_a_directory_without_a_log_is_empty(tmp_path: Path) -> None:
    assert newest(tmp_path, Wanted(), 10) == ()
    assert declared(tmp_path) == {}


def test_only_declared_fields_leave(directory: Path) -> None:
    """Whoever wrote another line into the file, with another event, another field or another kind of value."""
    person = {"name": "张桂芳", "id_number": "330203194805120028"}
    lines = (
        {"at": "2026-11-22T10:00:00+00:00", "level": "info", "event": "citizen.came", **person},
        {"at": "2026-11-22T10:00:00+00:00", "event": "store.failed", "problem": "SQLITE_IOERR", **person},
        {"at": "2026-11-22T10:00:00+00:00", "event": "store.failed", "problem": person},
    )
    with (directory / "terminal.log").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        file.write("Traceback 张桂芳\n")
    [text] = [data.decode() for data in declared(directory).values()]
    assert "张桂芳" not in text
    assert "3302" not in text
    last = json.loads(text.splitlines()[-1])
    assert last == {
        "at": "2026-11-22T10:00:00.000+00:00",
        "level": "error",
        "event": "store.failed",
        "problem": "SQLITE_IOERR",
    }


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_no_bytes_whatever_stop_it(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    directory = tmp_path_factory.mktemp("log")
    (directory / "terminal.log").write_bytes(b"\n".join(lines))
    assert newest(directory, Wanted(), 10) == ()
    assert declared(directory) == {"terminal.log": b""}


def test_every_event_has_a_level_that_can_be_chosen() -> None:
    known = events()
    assert len(known) > 10
    for name, kind in known.items():
        assert kind.name == name
        assert logging.getLevelName(kind.level).lower() in LEVELS
        assert not {"at", "level", "event"} & {field.name for field in fields(kind)}
