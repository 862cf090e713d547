"""Home in the order of use: when a step is taken, what is proposed to go, and the file that the window reads.

The tables are the truth, and ``home.json`` in the state directory is what they say, for a start that opens no store.
An order belongs to the package that it was made for; another one begins anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.core.clock import Clock
from kiosk.core.hours import Week
from kiosk.core.order_of_use import arranged, is_due, reranked, weight
from kiosk.core.package import Package
from kiosk.core.timing import USE_HALF_LIFE, USE_KEPT
from kiosk.services.delisting import propose
from kiosk.services.store import Store
from kiosk.services.store_files import disk_failure, durable
from kiosk.services.sweeper import Chore
from kiosk.services.usage import HOUR, completions

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["HomeOrder", "Offer", "Standing", "change_home", "project", "standing", "weights"]

NIGHT = range(2, 5)  # o'clock: when a site that is always open has the fewest people


@dataclass(frozen=True)
class Offer:
    """What the package says of home."""

    items: tuple[str, ...]
    protected: tuple[str, ...]
    hours: Week | None

    @classmethod
    def of(cls, package: Package) -> "Offer":
        return cls(package.items, package.protected, package.hours)

    def is_quiet(self, now: datetime) -> bool:
        return now.hour in NIGHT if self.hours is None else not self.hours.is_open(now)


@dataclass(frozen=True)
class Standing:
    """``items`` are home as it is shown; ``since`` the last step, or when this package was first seen."""

    items: tuple[str, ...]
    since: datetime
    belongs: bool  # to the package in use


class HomeOrder(Chore):
    """For the sweeper. ``file`` is ``home.json``."""

    def __init__(self, store: Store, clock: Clock, offer: Offer, file: Path) -> None:
        self._store, self._clock, self._offer, self._file = store, clock, offer, file
        self._looked = -1  # hour since 1970

    def tidy(self) -> int:
        """Looks once an hour, and acts only when the site is quiet. Raises StoreError."""
        now = self._clock.now()
        hour = int(now.timestamp() // HOUR)
        if hour != self._looked:
            self._look(now)
            self._looked = hour
        return 0

    def _look(self, now: datetime) -> None:
        stands = standing(self._store, self._offer)
        if stands is None or not stands.belongs:
            self._begin(now)
        elif stands.since > now:  # the clock was turned back: a month from now, not from a day that may never come
            with self._store.write() as db:
                _put(db, now, "clock", self._offer.items, stands.items)
        elif self._offer.is_quiet(now):
            if is_due(stands.since, now):
                self._step(stands, now)
            propose(self._store, now, stands.items, self._offer.protected)
        project(self._store, self._offer, self._file)

    def _begin(self, now: datetime) -> None:
        """Items that stood on home before keep since when they do."""
        items = self._offer.items
        with self._store.write() as db:
            _put(db, now, "begun", items, items)
            marks = ", ".join("?" * len(items))
            db.execute(f"DELETE FROM offered WHERE item NOT IN ({marks})", items)  # noqa: S608 - marks only
            db.executemany(
                "INSERT OR IGNORE INTO offered (item, since) VALUES (?, ?)", [(item, now.timestamp()) for item in items]
            )
            db.execute(
                "UPDATE proposals SET state = 'withdrawn', decided = ? WHERE state IN ('open', 'accepted')",
                (now.timestamp(),),
            )

    def _step(self, stands: Standing, now: datetime) -> None:
        after = reranked(stands.items, weights(self._store, now), self._offer.protected)
        with self._store.write() as db:
            _put(db, now, "reranked", self._offer.items, after)


def weights(store: Store, now: datetime) -> dict[str, float]:
    """How much each item is used, older use counting less. Raises StoreError."""
    since = now.timestamp() - USE_KEPT
    hour = int(now.timestamp() // HOUR)
    return {item: weight(hours, hour, USE_HALF_LIFE / HOUR) for item, hours in completions(store, since).items()}


def standing(store: Store, offer: Offer) -> Standing | None:
    """None when nothing was ever written down. Raises StoreError."""
    rows = store.read("SELECT at, base, items FROM home_orders ORDER BY id DESC LIMIT 1")
    if not rows:
        return None
    order = {"base": json.loads(rows[0]["base"]), "items": json.loads(rows[0]["items"])}
    return Standing(
        items=arranged(offer.items, offer.protected, order),
        since=datetime.fromtimestamp(rows[0]["at"], UTC),
        belongs=order["base"] == list(offer.items),
    )


def change_home(db: "Connection", now: datetime, cause: str, offer: Offer, items: Sequence[str]) -> None:
    """Within a transaction; ``project`` comes after it. ``since`` stays: it is no step."""
    since = db.execute("SELECT at FROM home_orders ORDER BY id DESC LIMIT 1").fetchone()
    _put(db, datetime.fromtimestamp(since["at"], UTC) if since is not None else now, cause, offer.items, items)


def project(store: Store, offer: Offer, file: Path) -> None:
    """Writes the file where it says something else. Raises StoreError."""
    stands = standing(store, offer)
    said = {"base": offer.items, "items": stands.items if stands is not None else offer.items}
    text = json.dumps(said)
    if not file.exists() and said["items"] == offer.items:
        return  # what no file says is the package's own order
    try:
        if not file.exists() or file.read_text("ascii", errors="replace") != text:
            durable(file, text)
    except OSError as error:
        raise disk_failure(file, error) from error


def _put(db: "Connection", at: datetime, cause: str, base: Sequence[str], items: Sequence[str]) -> None:
    row: tuple[Any, ...] = (at.timestamp(), cause, json.dumps(base), json.dumps(items))
    db.execute("INSERT INTO home_orders (at, cause, base, items) VALUES (?, ?, ?, ?)", row)
