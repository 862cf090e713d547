"""Logs: what was declared and nothing else, a line each, rotated, without holding up whoever tells."""

import json
import logging
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services import logs
from kiosk.services.logs import Crashed, EffectSettled, Event, Log, StoreFailed, crash, log
from tests.people import WANG, ZHANG
from tests.services.world import SetClock


@dataclass(frozen=True)
class Spoken(Event):
    """For these tests: an event with free text."""

    name = "test.spoken"
    text: str


@pytest.fixture(autouse=True)
def nothing_told_before() -> None:
    logs._told._early.clear()


def lines(directory: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (directory / "terminal.log").read_text(encoding="ascii").splitlines()]


def written(directory: Path, *events: Event) -> list[dict[str, Any]]:
    open_log = Log(directory, SetClock())
    for event in events:
        log(event)
    open_log.close()
    return lines(directory)


def test_an_event_is_one_line_with_its_declared_fields(tmp_path: Path) -> None:
    assert written(tmp_path / "logs", EffectSettled("/social/pension/certify", "done", 2)) == [
        {
            "at": "2026-07-30T09:00:00.000+00:00",
            "level": "info",
            "event": "effect.settled",
            "path": "/social/pension/certify",
            "state": "done",
            "attempts": 2,
        }
    ]


def test_what_was_told_before_the_log_was_open_is_in_it_first(tmp_path: Path) -> None:
    log(StoreFailed("SQLITE_FULL"))
    told = written(tmp_path, StoreFailed("SQLITE_IOERR"))
    assert [line["problem"] for line in told] == ["SQLITE_FULL", "SQLITE_IOERR"]


def test_a_name_or_number_that_slips_into_a_field_does_not_get_through(tmp_path: Path) -> None:
    slips = [
        f"{ZHANG.name} {ZHANG.id_number}",
        f"id={WANG.id_number.lower()};",
        f"{WANG.id_number}{ZHANG.id_number}",
        "330203480512002",
        "a\nb\x1b[31m",
    ]
    told = [line["text"] for line in written(tmp_path, *map(Spoken, slips))]
    assert told == ["? #", "id=#;", "#", "#", "a?b?[31m"]


@given(st.text(), st.sampled_from([ZHANG, WANG]), st.text())
def test_whatever_stands_around_it(before: str, person: Any, after: str) -> None:
    cleaned = logs._clean(f"{before}{person.id_number}{after}{person.name}")
    assert isinstance(cleaned, str)
    assert person.id_number not in cleaned
    assert person.name not in cleaned
    assert cleaned.isascii()
    assert cleaned.isprintable()


def test_what_is_bound_to_a_line_beside_the_event_is_left_behind(tmp_path: Path) -> None:
    open_log = Log(tmp_path, SetClock())
    open_log._logger.bind(person=ZHANG.name).info("anything", declared=StoreFailed("SQLITE_FULL"), number="1")
    open_log.close()
    assert lines(tmp_path)[-1].keys() == {"at", "level", "event", "problem"}


def test_lines_of_libraries_do_not_get_in(tmp_path: Path) -> None:
    open_log = Log(tmp_path, SetClock())
    logging.getLogger("urllib3").error(ZHANG.id_number)
    log(StoreFailed("SQLITE_FULL"))
    open_log.close()
    assert [line["event"] for line in lines(tmp_path)] == ["store.failed"]


def test_it_is_turned_over_and_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 1000)
    written(tmp_path, *(EffectSettled("/p", "done", number) for number in range(100)))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["terminal.log", *(f"terminal.log.{number}" for number in range(1, logs.FILES_KEPT + 1))]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert lines(tmp_path)[-1]["attempts"] == 99


def test_a_crash_says_where_and_not_what() -> None:
    try:
        raise ValueError(ZHANG.id_number)
    except ValueError as error:
        event = crash(error)
    assert event.kind == "ValueError"
    assert event.where.startswith("test_logs.py:")


def test_every_event_has_a_name_of_its_own_says_when_it_happens_and_is_plain() -> None:
    events = [event for event in Event.__subclasses__() if event.__module__ == logs.__name__]
    assert Crashed in events
    assert len({event.name for event in events}) == len(events)
    for event in events:
        assert event.__doc__
        assert not event.__doc__.startswith(f"{event.__name__}("), f"{event.__name__} does not say when it happens"
        assert {field.type for field in fields(event)} <= {str, int, float, bool}
