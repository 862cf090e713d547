"""What has not come to its end, for a helper: what waits, and the conflicts, which they settle with a reason."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kiosk.core.clock import Clock
from kiosk.services.audit import Audit, AuditEvent
from kiosk.services.audit_events import EffectResolved
from kiosk.services.effect_states import KEPT_FOR, UNSETTLED, State
from kiosk.services.store import Store

__all__ = ["EffectListing", "Resolution", "Unfinished"]


class Resolution(StrEnum):
    """How a conflict was settled. A choice and no free text: what a person writes would hold names."""

    WINDOW = "window"  # done at the counter
    ALREADY = "already"  # the agency had it
    GIVEN_UP = "given_up"  # the citizen does not want it any more
    NOT_FOUND = "not_found"  # the citizen was not to be reached

    @property
    def words(self) -> str:
        words = {"window": "窗口办了", "already": "平台早就有", "given_up": "本人不办了", "not_found": "联系不上"}
        return words[self.value]


@dataclass(frozen=True)
class Unfinished:
    """A submission that is not settled. ``number`` is on the citizen's slip, or the beginning of its key without one.

    ``reason`` is the gateway's word for a conflict. Times are in UTC; ``until`` is when it is purged, or, while it is
    not settled, when it becomes a conflict.
    """

    number: str
    path: str
    state: State
    reason: str
    attempts: int
    since: datetime
    until: datetime


class EffectListing:
    """Every call raises StoreError."""

    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Conflicts first, then what waits; the oldest first."""
        rows = self._store.read(
            "SELECT * FROM effects WHERE kind IN ('submit', 'issue') AND state IN (?, ?, ?, ?)"
            " ORDER BY state <> ?, created",
            (*UNSETTLED, State.CONFLICT, State.CONFLICT),
        )
        return tuple(map(_unfinished, rows))

    def resolve(self, number: str, how: Resolution, witness: AuditEvent | None = None) -> bool:
        """Ends the conflict with this number. False when there is no such one, or more than one begins so.

        ``witness`` goes to the audit with it, or not at all.
        """
        now = self._clock.now().timestamp()
        with self._store.write() as db:
            found = db.execute(
                "SELECT key, lookup, subject FROM effects WHERE kind IN ('submit', 'issue') AND state = ?"
                " AND (lookup = ? OR lookup IS NULL AND substr(key, 1, 8) = ?)",
                (State.CONFLICT, number, number),
            ).fetchall()
            if len(found) != 1:
                return False
            [row] = found
            deadline = now + KEPT_FOR[State.RESOLVED].total_seconds()
            db.execute(
                "UPDATE effects SET state = ?, updated = ?, deadline = ? WHERE key = ?",
                (State.RESOLVED, now, deadline, row["key"]),
            )
            self._audit.record(db, EffectResolved(row["lookup"] or "", row["key"], row["subject"], how))
            if witness is not None:
                self._audit.record(db, witness)
        return True


def _unfinished(row: Any) -> Unfinished:
    return Unfinished(
        number=row["lookup"] or row["key"][:8],
        path=row["subject"],
        state=State(row["state"]),
        reason=json.loads(row["refusal"])["reason"] if row["refusal"] else "",
        attempts=row["attempts"],
        since=datetime.fromtimestamp(row["created"], UTC),
        until=datetime.fromtimestamp(row["deadline"], UTC),
    )
