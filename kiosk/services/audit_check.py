"""Whether the audit's chain is whole, and the anchor outside the store that says how far it went.

The anchor is the file ``store.head`` beside the store, and a line of the log; both are written after what they name.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from textwrap import wrap
from typing import Any, Final

from kiosk.services.audit import Audit, AuditPurged, Head, broken_at, tip
from kiosk.services.logs import AuditHead, log
from kiosk.services.store import Store
from kiosk.services.store_files import StoreFiles, disk_failure, durable

__all__ = ["Anchor", "anchored", "flaw", "missing", "verdict"]

ANCHORED_WITHIN: Final = 600.0  # seconds: the sweeper keeps an anchor every minute, and at an orderly end


class Anchor:
    """Keeps the head of the chain outside the store. ``keep`` costs nothing while nothing was added."""

    def __init__(self, audit: Audit, files: StoreFiles) -> None:
        self._audit = audit
        self._files = files
        self._kept: Head | None = None

    def keep(self) -> None:
        """Raises StoreError."""
        head = self._audit.head()
        if head == self._kept:
            return
        try:
            durable(self._files.head, json.dumps(asdict(head)))
        except OSError as error:
            raise disk_failure(self._files.head, error) from error
        log(AuditHead(head.number, " ".join(wrap(head.hash, 8))))  # fifteen digits in a row would be cleaned away
        self._kept = head


def missing(store: Store) -> Head | None:
    """The anchor, when the chain does not reach it: an older file was put back, or its log was lost."""
    head = anchored(store.files)
    return head if head is not None and tip(store.read)[0] < head.number else None


def anchored(files: StoreFiles) -> Head | None:
    """What the file says; None without one, or when it is none of ours."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(files.head.read_text("ascii"))
        return Head(int(said["number"]), str(said["hash"]))
    return None


def verdict(store: Store) -> tuple[bool, str]:
    """Whether the chain is whole, and one sentence for the technician. Raises StoreError."""
    head = anchored(store.files)  # first: the terminal may go on writing meanwhile
    found = flaw(store, head)
    if found:
        return False, f"审计链不完整：{found}"
    count = store.read("SELECT count(*) FROM audit")[0][0]
    known = "没有锚点可对" if head is None else f"到锚点第 {head.number} 条都对得上"
    return True, f"审计链完整：{count} 条，{known}"


def flaw(store: Store, head: Head | None) -> str:
    """The first thing that is wrong with the chain, "" for nothing. Raises StoreError."""
    starts_and_rows = store.read(  # at once: the terminal may purge meanwhile
        "SELECT 0 AS kind, id, NULL AS at, NULL AS event, NULL AS subject, NULL AS detail, hash FROM audit_anchor"
        " UNION ALL SELECT 1, id, at, event, subject, detail, hash FROM audit ORDER BY kind, id"
    )
    starts = [row for row in starts_and_rows if not row["kind"]]
    rows = starts_and_rows[len(starts) :]
    if len(starts) != 1:
        return "起点不见了"
    return _broken(starts[0], rows) or _moved(starts[0], rows) or _short(starts[0], rows, head)


def _broken(start: Any, rows: list[Any]) -> str:
    number = broken_at(start, rows)
    if not number:
        return ""
    there = any(row["id"] == number for row in rows)
    return f"第 {number} 条被改过，或者它前面那条被改过" if there else f"第 {number} 条不见了"


def _moved(start: Any, rows: list[Any]) -> str:
    """The beginning is where the last purge has put it, and was never put anywhere without one."""
    purges = (json.loads(row["detail"]) for row in reversed(rows) if row["event"] == AuditPurged.name)
    last = next(purges, {"through": 0, "hash": start["hash"].hex()})
    if (start["id"], start["hash"].hex()) != (last["through"], last["hash"]):
        return f"开头被删过：第 {start['id']} 条以前的没有清理记录"
    return ""


def _short(start: Any, rows: list[Any], head: Head | None) -> str:
    if head is None and rows and rows[-1]["at"] - rows[0]["at"] > ANCHORED_WITHIN:
        return "锚点文件 store.head 不见了，末尾少没少看不出来"
    if head is None or head.number < start["id"]:
        return ""
    last = rows[-1]["id"] if rows else start["id"]
    if last < head.number:
        return f"末尾少了 {head.number - last} 条：锚点是第 {head.number} 条，库里只到第 {last} 条"
    at = start if head.number == start["id"] else rows[head.number - start["id"] - 1]
    return "" if at["hash"].hex() == head.hash else f"第 {head.number} 条和锚点对不上：整条链被换过"
