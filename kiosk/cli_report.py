"""``kiosk report``: what was done here in a day, a month or a year, and what stood in the way."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import StateDirectory, give_up
from kiosk.core.errors import StoreError

__all__ = ["report"]


class SpanName(StrEnum):
    """Of ``services/statistics.py``, which the command line does not load until it is asked for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def report(
    span: Annotated[SpanName, typer.Argument(metavar="day|month|year", help="一天、一个月还是一年")] = SpanName.MONTH,
    day: Annotated[str, typer.Argument(metavar="日期", help="里面的一天，例如 2026-11-22；不写就是今天")] = "",
    state: StateDirectory = config.STATE,
    csv_file: Annotated[Path | None, typer.Option("--csv", help="写成 CSV，表格软件能打开")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON")] = False,
) -> None:
    """报表：办成多少、走在哪一步、花多久，设备好坏，故障多久修好，用了多少纸。没有是谁。"""
    wanted = _day(day)
    from kiosk import guest, report_view  # bring SQLCipher
    from kiosk.services.statistics import Period, Span
    from kiosk.services.statistics import report as of

    try:
        with guest.guest_store(state) as store:
            found = of(store, Period(Span(span.value), wanted), datetime.now().astimezone())
    except StoreError as error:
        give_up(error.technician)
    if csv_file is not None:
        try:
            report_view.write_csv(found, csv_file)
        except OSError as error:
            give_up(f"{csv_file}：写不了（{error.strerror}）。换一个地方，或改权限")
    elif as_json:
        print(report_view.as_json(found))
    else:
        from kiosk.declarations import shelf  # brings every item

        known = shelf.all_items(state)
        report_view.console(found, lambda item: known[item].title if item in known else item)


def _day(words: str) -> date:
    if not words:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(words)
    except ValueError:
        give_up(f"{words}：不是日期。写成 2026-11-22 这样")
