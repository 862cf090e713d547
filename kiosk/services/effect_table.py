"""What was handed in, submissions and certificates to be made out, in the table ``effects``.

Each method is one transaction, each change names the states that it leaves.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from kiosk.core.certificate import Certificate
from kiosk.core.clock import Clock
from kiosk.core.errors import Refused
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.audit import Audit
from kiosk.services.audit_events import EffectMoved
from kiosk.services.effect_states import KEPT_FOR, UNSETTLED, Kind, State
from kiosk.services.lookup import lookup_number, lookup_prefix
from kiosk.services.reading import reader
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["REPLIES", "Conflict", "EffectTable", "Reply", "Submission"]

Reply = Receipt | Certificate
REPLIES: Mapping[Kind, Any] = {Kind.SUBMIT: Receipt, Kind.ISSUE: Certificate}
_JSON: Mapping[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in REPLIES.values()}
# A body lives only as long as it may have to be sent, a slip only as long as something is kept.
MOVE = """
UPDATE effects SET
    state = :to, updated = :now, deadline = :deadline, next_try = :now,
    body = iif(:to = 'deferred', body, NULL),
    receipt = iif(:to IN ('deferred', 'done'), :receipt, NULL),
    number = iif(:to = 'done', :number, NULL),
    lookup = coalesce(:lookup, lookup),
    refusal = :refusal
WHERE kind IN ('submit', 'issue') AND (key = :key OR walk = :walk) AND state IN (SELECT value FROM json_each(:leaving))
RETURNING key, subject, lookup, attempts
"""


@dataclass(frozen=True)
class Submission:
    """One row. ``body`` is None as soon as nothing more will be sent.

    ``reply`` is what the gateway answered (the column ``receipt``), or a slip while it is DEFERRED.
    """

    key: str
    kind: Kind
    path: str
    state: State
    attempts: int
    body: bytes | None = field(repr=False)
    reply: Reply | None = field(repr=False)
    refusal: Refused | None = field(repr=False)


@dataclass(frozen=True)
class Conflict:
    """A submission that a helper has to sort out. ``lookup`` is on the citizen's slip ("" without one)."""

    lookup: str
    path: str
    reason: str
    since: datetime


class EffectTable:
    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit

    def find(self, key: str) -> Submission | None:
        rows = self._store.read("SELECT * FROM effects WHERE kind IN ('submit', 'issue') AND key = ?", (key,))
        return _submission(rows[0]) if rows else None

    def insert(self, kind: Kind, key: str, *, path: str, body: bytes, owner: bytes, walk: str) -> None:
        with self._store.write() as db:
            self._insert(db, kind, key, path=path, body=body, owner=owner, walk=walk)

    def defer(
        self,
        key: str,
        slip: Callable[[str], Receipt],
        *,
        terminal: str,
        path: str,
        body: Callable[[], bytes],
        owner: bytes,
        walk: str,
    ) -> None:
        """Makes or turns the submission DEFERRED, with a lookup number that nobody else has; settled ones stay."""
        prefix = lookup_prefix(terminal, self._clock.now().date())
        with self._store.write() as db:
            if db.execute("SELECT 1 FROM effects WHERE key = ?", (key,)).fetchone() is None:
                self._insert(db, Kind.SUBMIT, key, path=path, body=body(), owner=owner, walk=walk)
            taken = db.execute("SELECT lookup FROM effects WHERE lookup LIKE ? || '%'", (prefix,)).fetchall()
            count = max((int(row[0][len(prefix) : -1]) for row in taken), default=0) + 1
            lookup = lookup_number(prefix, count)
            self._move(db, (State.OPEN,), State.DEFERRED, key=key, lookup=lookup, reply=slip(lookup))

    def begin_try(self, key: str, *, hold: float) -> Submission | None:
        """Counts a try before its first byte leaves; None when there is nothing more to send.

        For ``hold`` seconds the sweeper leaves it alone.
        """
        with self._store.write() as db:
            begun = db.execute(
                "UPDATE effects SET attempts = attempts + 1, next_try = ?, updated = ?"
                " WHERE kind IN ('submit', 'issue') AND key = ? AND state IN (?, ?)",
                (self._now() + hold, self._now(), key, State.OPEN, State.DEFERRED),
            ).rowcount
        return self.find(key) if begun else None

    def finish(self, key: str, reply: Reply) -> None:
        """The gateway has done it, and be it that the citizen wanted it back meanwhile."""
        with self._store.write(erases=True) as db:
            self._move(db, UNSETTLED, State.DONE, key=key, reply=reply)

    def refuse(self, key: str, refusal: Refused) -> None:
        """REFUSED, or CONFLICT where the citizen holds a slip and has left. One being withdrawn stays so."""
        with self._store.write(erases=True) as db:
            self._move(db, (State.OPEN,), State.REFUSED, key=key, refusal=refusal)
            self._move(db, (State.DEFERRED,), State.CONFLICT, key=key, refusal=refusal)

    def conflict(self, key: str, refusal: Refused) -> None:
        with self._store.write(erases=True) as db:
            self._move(db, UNSETTLED, State.CONFLICT, key=key, refusal=refusal)

    def expire(self, key: str) -> bool:
        """Whether it was past its deadline, and is a helper's now."""
        past = self._store.read("SELECT 1 FROM effects WHERE key = ? AND deadline <= ?", (key, self._now()))
        if past:
            self.conflict(key, Refused("expired"))
        return bool(past)

    def withdraw(self, key: str) -> None:
        self._withdraw((State.OPEN, State.DEFERRED), key=key)

    def abandon(self, walk: str) -> None:
        """What was handed in without an answer, and is not to be kept; a document in the printer need not wait."""
        self._withdraw((State.OPEN,), walk=walk)
        waiting = "SELECT 1 FROM effects WHERE kind = 'document' AND walk = ? AND next_try > ?"
        if self._store.read(waiting, (walk, self._now())):
            with self._store.write() as db:
                db.execute("UPDATE effects SET next_try = ? WHERE kind = 'document' AND walk = ?", (self._now(), walk))

    def withdrawn(self, key: str) -> None:
        with self._store.write() as db:
            self._move(db, (State.WITHDRAWING,), State.WITHDRAWN, key=key)

    def release(self) -> None:
        """At boot: whoever stood before the terminal is gone, and nothing is held for them any more."""
        with self._store.write() as db:
            db.execute("UPDATE effects SET next_try = ? WHERE next_try > ?", (self._now(), self._now()))

    def due(self) -> list[str]:
        """Keys that the sweeper may take up, the longest untried first."""
        rows = self._store.read(
            "SELECT key FROM effects WHERE kind IN ('submit', 'issue') AND state IN (?, ?, ?) AND next_try <= ?"
            " ORDER BY updated",
            (*UNSETTLED, self._now()),
        )
        return [row["key"] for row in rows]

    def unsettled(self) -> bool:
        """Whether anything is, be it due or not."""
        marks = "kind IN ('submit', 'issue') AND state IN (?, ?, ?)"
        return bool(self._store.read(f"SELECT 1 FROM effects WHERE {marks} LIMIT 1", UNSETTLED))  # noqa: S608 - marks only

    def left_open(self, owner: bytes) -> list[str]:
        """Keys of the owner's submissions that nobody stands before any more, and the sweeper has not got to yet."""
        rows = self._store.read(
            "SELECT key FROM effects WHERE kind IN ('submit', 'issue') AND owner = ? AND state = ? AND next_try <= ?",
            (owner, State.OPEN, self._now()),
        )
        return [row["key"] for row in rows]

    def unprinted(self, owner: bytes) -> tuple[Receipt, ...]:
        """Receipts of the owner without a sheet that is known to be out, oldest first; none that needs no sheet."""
        rows = self._store.read(
            "SELECT receipt FROM effects AS done WHERE kind = 'submit' AND owner = ? AND state = ? AND NOT EXISTS"
            " (SELECT 1 FROM effects WHERE kind = 'print' AND subject = done.number AND state = ?) ORDER BY created",
            (owner, State.DONE, State.OUT),
        )
        receipts = (reader(Receipt).validate_json(row["receipt"]) for row in rows)
        return tuple(receipt for receipt in receipts if receipt.state is not ReceiptState.ENTERED)

    def conflicts(self) -> tuple[Conflict, ...]:
        rows = self._store.read("SELECT * FROM effects WHERE state = ? ORDER BY updated", (State.CONFLICT,))
        zone = self._clock.now().tzinfo
        return tuple(
            Conflict(
                row["lookup"] or "",
                row["subject"],
                json.loads(row["refusal"])["reason"],
                datetime.fromtimestamp(row["updated"], zone),
            )
            for row in rows
        )

    def purge(self) -> int:
        """Deletes what is past its deadline, except what has not come to its end. Returns how many rows."""
        stay = (*UNSETTLED, State.PRINTING)
        past = self._store.read(
            "SELECT count(*) FROM effects WHERE deadline <= ? AND state NOT IN (?, ?, ?, ?)", (self._now(), *stay)
        )
        if not past[0][0]:  # the usual case costs no commit
            return 0
        with self._store.write(erases=True) as db:
            return db.execute(
                "DELETE FROM effects WHERE deadline <= ? AND state NOT IN (?, ?, ?, ?)", (self._now(), *stay)
            ).rowcount

    def _withdraw(self, leaving: tuple[State, ...], *, key: str | None = None, walk: str | None = None) -> None:
        with self._store.write(erases=True) as db:
            self._move(db, leaving, State.WITHDRAWING, key=key, walk=walk)
            # What no byte has left of needs no word to the gateway.
            sql = "SELECT key FROM effects WHERE state = ? AND attempts = 0"
            for row in db.execute(sql, (State.WITHDRAWING,)).fetchall():
                self._move(db, (State.WITHDRAWING,), State.WITHDRAWN, key=row["key"])

    def _insert(
        self, db: "Connection", kind: Kind, key: str, *, path: str, body: bytes, owner: bytes, walk: str
    ) -> None:
        now = self._now()
        deadline = now + KEPT_FOR[State.OPEN].total_seconds()
        db.execute(
            "INSERT INTO effects (key, kind, walk, owner, subject, state, body, attempts,"
            " next_try, created, updated, deadline) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
            (key, kind, walk, owner, path, State.OPEN, body, now, now, now, deadline),
        )

    def _move(
        self,
        db: "Connection",
        leaving: tuple[State, ...],
        to: State,
        *,
        key: str | None = None,
        walk: str | None = None,
        reply: Reply | None = None,
        lookup: str | None = None,
        refusal: Refused | None = None,
    ) -> None:
        """Rows of the key or the walk that stand in ``leaving`` go to ``to``, and into the audit."""
        values = {
            "leaving": json.dumps(leaving),
            "to": to,
            "key": key,
            "walk": walk,
            "receipt": _JSON[type(reply)].dump_json(reply).decode() if reply else None,
            "number": reply.number if reply else None,
            "lookup": lookup,
            "refusal": _refusal_json(refusal) if refusal else None,
            "now": self._now(),
            "deadline": self._now() + KEPT_FOR[to].total_seconds(),
        }
        for row in db.execute(MOVE, values).fetchall():
            number = reply.number if reply and to is State.DONE else row["lookup"] or ""
            reason = refusal.reason if refusal else ""
            self._audit.record(db, EffectMoved(number, row["key"], row["subject"], to, row["attempts"], reason))

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _submission(row: Any) -> Submission:
    kind = Kind(row["kind"])
    kept = REPLIES[kind] if row["state"] != State.DEFERRED else Receipt
    return Submission(
        key=row["key"],
        kind=kind,
        path=row["subject"],
        state=State(row["state"]),
        attempts=row["attempts"],
        body=row["body"],
        reply=reader(kept).validate_json(row["receipt"]) if row["receipt"] else None,
        refusal=_refusal(json.loads(row["refusal"])) if row["refusal"] else None,
    )


def _refusal_json(refusal: Refused) -> str:
    return json.dumps({"reason": refusal.reason, "sentence": refusal.sentence, "remedy": refusal.remedy})


def _refusal(said: dict[str, str]) -> Refused:
    return Refused(said["reason"], sentence=said["sentence"], remedy=said["remedy"])
