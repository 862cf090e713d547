"""``kiosk report`` beside a terminal that holds its store open: table, CSV and JSON say the same."""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.core.clock import SystemClock
from kiosk.core.usage import Outcome
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from kiosk.services.usage import Usage

TODAY = datetime.now().astimezone().date().isoformat()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    with closing(Store(tmp_path / "store", store_key(tmp_path / "store", os.environ))) as store:
        with closing(Usage(store, SystemClock())) as usage:
            for _ in range(3):
                usage.note("medical.payment", Outcome.DONE, "", 60)
            usage.note("medical.payment", Outcome.IDLE, "Pay", 20)
        yield tmp_path


def run(state: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["report", *words, "--state", str(state)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("span", ["day", "month", "year"])
def test_the_table_names_items_and_where_they_were_left(state: Path, span: str) -> None:
    told = run(state, span, TODAY)
    assert "办成 3 次，开了头 4 次" in told
    assert "交医保" in told
    assert "付钱" in told
    assert "1 分钟" in told  # the mean of those that were done


def test_csv_and_json_hold_the_same(state: Path, tmp_path: Path) -> None:
    file = tmp_path / "use.csv"
    assert run(state, "month", TODAY, "--csv", str(file)) == ""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = json.loads(run(state, "month", TODAY, "--json"))
    for row in rows:
        assert told[row["section"]][row["name"]][row["measure"]] == float(row["value"])
    (done,) = [row for row in rows if (row["name"], row["measure"]) == ("medical.payment", "done")]
    assert done["value"] == "3"
    assert told["item"]["medical.payment"]["left_at.Pay"] == 1


def test_another_time_has_nothing(state: Path) -> None:
    assert "办成 0 次" in run(state, "year", "2001-01-01")


def test_a_mistake_is_one_sentence(state: Path, tmp_path: Path) -> None:
    assert run(state, "day", "gestern", code=2).strip() == "gestern：不是日期。写成 2026-11-22 这样"
    nowhere = tmp_path / "no" / "use.csv"
    assert run(state, "day", "--csv", str(nowhere), code=2).startswith(f"{nowhere}：写不了")
    assert "没有数据库" in run(tmp_path / "other", code=2)
