"""The audit as a technician reads it, and as JSON for a program."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from kiosk.core.clock import SystemClock
from kiosk.guest import guest_store
from kiosk.services.audit import Audit, AuditRow
from kiosk.services.audit_check import verdict

__all__ = ["show", "verified"]


def verified(state: Path) -> tuple[bool, str]:
    """Whether the chain is whole, and one sentence. Raises StoreError."""
    with guest_store(state) as store:
        return verdict(store)


def show(state: Path, since: datetime | None, subject: str | None, *, as_json: bool) -> None:
    """Raises StoreError."""
    with guest_store(state) as store:
        rows = [row for row in Audit(store, SystemClock()).rows(since=since) if subject in (None, row.subject)]
    if as_json:
        for row in rows:
            print(json.dumps(_as_json(row), ensure_ascii=False))
    else:
        Console().print(_table(rows) if rows else "没有这样的记录")


def _table(rows: Iterable[AuditRow]) -> Table:
    table = Table(Column("号", justify="right"), "几时", "事件", "号码", Column("详情", overflow="fold"))
    for row in rows:
        at = f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}"
        detail = " ".join(f"{name}={value}" for name, value in row.detail.items() if value != "")
        table.add_row(str(row.number), at, row.event, row.subject, detail)
    return table


def _as_json(row: AuditRow) -> dict[str, object]:
    return {"number": row.number, "at": row.at.isoformat(), "event": row.event, "subject": row.subject, **row.detail}
