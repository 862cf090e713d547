"""The rows behind ``paper.py``: what is left in each printer, who put it in, and what was used by the hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.core.timing import USE_KEPT
from kiosk.services.paper_state import StockRow
from kiosk.services.store import Store
from kiosk.services.usage import HOUR

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Filled", "Filling", "Key", "PaperTable", "Spent"]


class Filling(StrEnum):
    """How it came to be known how much is there."""

    REFILLED = "refilled"
    COUNTED = "counted"
    SENSED = "sensed"  # by the printer itself


@dataclass(frozen=True)
class Filled:
    """``amount`` is what was there after it, in sheets or millimetres; ``staff`` the number of who did it, "" for the
    printer's own sensor."""

    device: str
    at: datetime
    kind: Filling
    amount: int
    staff: str


@dataclass(frozen=True)
class Spent:
    """``amount`` in sheets of a tray or millimetres of a roll."""

    sheets: int = 0
    amount: int = 0

    def __add__(self, more: "Spent") -> "Spent":
        return Spent(self.sheets + more.sheets, self.amount + more.amount)


Key = tuple[str, str, int]  # device, item, hour since 1970


class PaperTable:
    """Every method raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stock(self, device: str) -> StockRow:
        for row in self._store.read("SELECT * FROM paper_stock WHERE device = ?", (device,)):
            return StockRow(row["amount"], row["cuts"], row["since_cuts"], bool(row["senses"]), bool(row["told"]))
        return StockRow()

    def write(self, rows: Mapping[str, StockRow], spent: Mapping[Key, Spent], filled: Iterable[Filled]) -> None:
        with self._store.write() as db:
            _keep(db, rows)
            db.executemany(
                "INSERT INTO paper_used (device, item, hour, sheets, amount) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET sheets = sheets + excluded.sheets, amount = amount + excluded.amount",
                [(*key, each.sheets, each.amount) for key, each in spent.items()],
            )
            db.executemany(
                "INSERT INTO paper_filled (device, at, kind, amount, staff) VALUES (?, ?, ?, ?, ?)",
                [(each.device, each.at.timestamp(), each.kind, each.amount, each.staff) for each in filled],
            )

    def used(self, device: str, since: float) -> dict[date, float]:
        """By the terminal's own days, from ``since`` (seconds since 1970) on."""
        found: dict[date, float] = {}
        rows = self._store.read(
            "SELECT hour, sum(amount) AS amount FROM paper_used WHERE device = ? AND hour >= ? GROUP BY hour",
            (device, int(since // HOUR)),
        )
        for row in rows:
            day = datetime.fromtimestamp(row["hour"] * HOUR, UTC).astimezone().date()
            found[day] = found.get(day, 0.0) + row["amount"]
        return found

    def first_day(self, device: str) -> date | None:
        """From which on its use is known."""
        rows = self._store.read("SELECT min(hour) AS hour FROM paper_used WHERE device = ?", (device,))
        hour = rows[0]["hour"]
        return None if hour is None else datetime.fromtimestamp(hour * HOUR, UTC).astimezone().date()

    def mean(self, device: str) -> float:
        """Of one sheet; 0 while none was counted."""
        rows = self._store.read(
            "SELECT sum(amount) * 1.0 / nullif(sum(sheets), 0) AS mean FROM paper_used WHERE device = ?", (device,)
        )
        return float(rows[0]["mean"] or 0.0)

    def filled(self, device: str, most: int) -> tuple[Filled, ...]:
        """The newest first."""
        rows = self._store.read(
            "SELECT * FROM paper_filled WHERE device = ? ORDER BY at DESC, id DESC LIMIT ?", (device, most)
        )
        return tuple(
            Filled(
                row["device"],
                datetime.fromtimestamp(row["at"], UTC),
                Filling(row["kind"]),
                row["amount"],
                row["staff"],
            )
            for row in rows
        )

    def purge(self, now: float) -> int:
        """What is older than a year and the month in which it is reported."""
        before = now - USE_KEPT
        old = (
            "SELECT 1 FROM paper_used WHERE hour < ?1 / 3600 UNION ALL SELECT 1 FROM paper_filled WHERE at < ?1 LIMIT 1"
        )
        if not self._store.read(old, (before,)):
            return 0
        with self._store.write() as db:
            gone = db.execute("DELETE FROM paper_used WHERE hour < ? / 3600", (before,)).rowcount
            return int(gone + db.execute("DELETE FROM paper_filled WHERE at < ?", (before,)).rowcount)


def _keep(db: "Connection", rows: Mapping[str, StockRow]) -> None:
    db.executemany(
        "INSERT INTO paper_stock (device, amount, cuts, since_cuts, senses, told) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET amount = excluded.amount, cuts = excluded.cuts,"
        " since_cuts = excluded.since_cuts, senses = excluded.senses, told = excluded.told",
        [(device, row.amount, row.cuts, row.since_cuts, row.senses, row.told) for device, row in rows.items()],
    )
