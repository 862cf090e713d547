"""What nobody has done on this terminal for a year: proposed to leave home, with the evidence, and never by itself.

A proposal waits for its notice; done once meanwhile, the item stays. What was accepted can be undone: the item comes
back to where it stood. It leaves home only: categories and search lead to it as before.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from kiosk.core.timing import UNUSED_AFTER, UNUSED_NOTICE
from kiosk.core.usage import Outcome
from kiosk.services.store import Store
from kiosk.services.usage import HOUR, Use, uses

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Evidence", "Proposal", "State", "decide", "proposals", "propose"]

FEWEST: Final = 100  # completions of other items in that year: fewer, and the terminal itself was hardly used


class State(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"  # it was done after all, or another package has come
    UNDONE = "undone"

    @property
    def words(self) -> str:
        return {"open": "提议了", "accepted": "拿掉了", "withdrawn": "撤回了", "undone": "放回来了"}[self.value]


@dataclass(frozen=True)
class Evidence:
    """Of the year before: ``begun`` and not done, and what was ``done`` of all other items. ``place`` is from 1."""

    on_home_since: str
    begun: int
    done_of_others: int
    place: int

    @property
    def words(self) -> str:
        place = f"{self.on_home_since} 起在首页第 {self.place} 个"
        return f"{place}；一年里办成 0 次，开了头 {self.begun} 次，别的事办成 {self.done_of_others} 次"


@dataclass(frozen=True)
class Proposal:
    id: int
    item: str
    made: datetime
    notice: datetime
    evidence: Evidence
    state: State
    decided: datetime | None


def proposals(store: Store, *, state: State | None = None) -> list[Proposal]:
    """Oldest first. Raises StoreError."""
    rows = store.read("SELECT * FROM proposals WHERE state = ? OR ? IS NULL ORDER BY id", (state and state.value,) * 2)
    return [
        Proposal(
            row["id"],
            row["item"],
            _moment(row["made"]),
            _moment(row["notice"]),
            Evidence(**json.loads(row["evidence"])),
            State(row["state"]),
            _moment(row["decided"]) if row["decided"] is not None else None,
        )
        for row in rows
    ]


def propose(store: Store, now: datetime, items: Sequence[str], protected: Collection[str]) -> None:
    """``items`` are home as it is shown; the protected never go. Raises StoreError."""
    year_ago = now.timestamp() - UNUSED_AFTER
    first = store.read("SELECT min(hour) AS hour FROM usage")[0]["hour"]
    if first is None or first * HOUR > year_ago:
        return  # nobody has counted for a year
    found = uses(store, year_ago)
    _withdraw(store, now, found)
    since = {row["item"]: row["since"] for row in store.read("SELECT item, since FROM offered")}
    said = _said(store, year_ago)
    total = sum(use.ends[Outcome.DONE] for use in found.values())
    for place, item in enumerate(items, 1):
        use = found.get(item, Use())
        long_enough = since.get(item, now.timestamp()) <= year_ago
        if (
            long_enough
            and total >= FEWEST
            and not use.ends[Outcome.DONE]
            and item not in said
            and item not in protected
        ):
            _put(store, now, item, Evidence(_moment(since[item]).date().isoformat(), use.begun, total, place))


def _said(store: Store, year_ago: float) -> set[str]:
    """What has been proposed and is not to be proposed again, within the year after it was undone."""
    sql = "SELECT item FROM proposals WHERE state IN ('open', 'accepted') OR state = 'undone' AND decided > ?"
    return {row["item"] for row in store.read(sql, (year_ago,))}


def _withdraw(store: Store, now: datetime, found: dict[str, Use]) -> None:
    for proposal in proposals(store, state=State.OPEN):
        if found.get(proposal.item, Use()).ends[Outcome.DONE]:
            with store.write() as db:
                decide(db, proposal, State.WITHDRAWN, now)


def _put(store: Store, now: datetime, item: str, evidence: Evidence) -> None:
    made = now.timestamp()
    with store.write() as db:
        db.execute(
            "INSERT INTO proposals (item, made, notice, evidence, state) VALUES (?, ?, ?, ?, 'open')",
            (item, made, made + UNUSED_NOTICE, json.dumps(asdict(evidence))),
        )


def decide(db: "Connection", proposal: Proposal, state: State, now: datetime) -> None:
    """Within a transaction."""
    row = (state.value, now.timestamp(), proposal.id)
    db.execute("UPDATE proposals SET state = ?, decided = ? WHERE id = ?", row)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
