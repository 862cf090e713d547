"""One life of a terminal for ``power_cut.py``: effects, sheets, orders, audit through the real store, as seeded.

    python -m reliability.power_cut_worker DIRECTORY TRACE TOLD SEED LIFE STEPS SYNCHRONOUS CHECKPOINT

After each commit, one line of JSON in TOLD: how long the trace was when the commit had been acknowledged, and a digest
of all that was in the store then.
"""

import hashlib
import json
import random
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from kiosk.core.cancel import Cancel
from kiosk.core.errors import GatewayError, PaperError
from kiosk.core.order import IllegalMove, Order
from kiosk.core.order_events import GaveUp, TimeUp
from kiosk.core.payment import Charge
from kiosk.core.receipt import Receipt
from kiosk.services import store as store_module
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor
from kiosk.services.effects import Effects
from kiosk.services.order_table import OrderTable
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from kiosk.services.sweeper import sweep
from tests.people import ZHANG
from tests.services.test_sheets import Roll
from tests.services.world import TERMINAL, Books, Certify, Line, PatientCancel, SetClock

__all__ = ["digest"]


def digest(db: Any) -> str:
    """Of every row of every table; "" for a store without tables."""
    found = hashlib.sha256()
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        rows = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables; not all have a rowid
        found.update(repr((table, sorted(repr(tuple(row)) for row in rows))).encode())
    return found.hexdigest() if tables else ""


class TellingStore(Store):
    def __init__(self, directory: Path, key: bytes, trace: Path, told: TextIO) -> None:
        self._trace, self._told_to = trace, told
        super().__init__(directory, key)

    def _commit(self) -> None:
        super()._commit()
        line = {"at": self._trace.stat().st_size, "digest": digest(self._db)}
        self._told_to.write(json.dumps(line) + "\n")
        self._told_to.flush()


class Life:
    def __init__(self, store: Store, rng: random.Random, life: int) -> None:
        self.rng = rng
        self.clock = SetClock()
        self.clock.advance(days=3 * life)
        books = Books(self.clock)
        self.line = Line(books, self.clock)
        self.audit = Audit(store, self.clock)
        self.anchor = Anchor(self.audit, store.files)
        self.anchor.keep()  # as the sweeper does at once
        self.effects = Effects(store, self.line, self.clock, terminal=TERMINAL, audit=self.audit)
        self.roll = Roll()
        self.receipts: list[Receipt] = []
        self.orders = OrderTable(store, self.clock, self.audit)
        self.keys = [f"{life}-{number}" for number in range(12)]

    def step(self) -> None:
        steps = (self.submit, self.defer, self.withdraw, self.sweep, self.print, self.pay, self.pay, self.rest)
        self.clock.advance(seconds=self.rng.uniform(0.1, 5000))
        with suppress(GatewayError, PaperError):
            self.rng.choice(steps)()
        self.line.meet()

    def submit(self) -> None:
        self.line.meet(*self.rng.choice([[], [], ["lost_reply"] * 6, ["error_500"]]))
        key = self.rng.choice(self.keys)
        cancel = PatientCancel(self.clock)
        self.receipts.append(self.effects.submit(self._call(key), key=key, person=ZHANG, walk=key, cancel=cancel))

    def defer(self) -> None:
        key = self.rng.choice(self.keys)
        self.effects.defer(self._call(key), key=key, person=ZHANG, walk=key, title="办养老金认证")

    def withdraw(self) -> None:
        self.effects.withdraw(self.rng.choice(self.keys))

    def sweep(self) -> None:
        self.line.meet(*self.rng.choice([[], ["lost_request"], ["lost_reply"]]))
        sweep(self.effects, Cancel())

    def print(self) -> None:
        if self.receipts:
            self.roll.fault = self.rng.choice([None, PaperError("jam", out=None)])
            receipt = self.rng.choice(self.receipts)
            self.effects.print_receipt(receipt, self.roll, walk="w", copy=False, cancel=Cancel())

    def pay(self) -> None:
        """Begins an order, or moves one that was begun."""
        number = f"order {self.rng.choice(self.keys)}"
        charge = Charge("medical.payment", "城乡居民医保", ("b1",), 43_000)
        with suppress(IllegalMove):
            if not self.orders.insert(Order(number, charge), key=number, walk="w", owner=bytes(32)):
                self.orders.move(number, self.rng.choice([GaveUp(), TimeUp()]))

    def rest(self) -> None:
        self.audit.purge()
        self.anchor.keep()
        if self.rng.random() < 0.1:
            self.clock.advance(days=800)

    def _call(self, key: str) -> Certify:
        return Certify(ZHANG.id_number, f"picture of {key} ".encode() * 300)


def main(
    directory: Path, trace: Path, told: Path, seed: int, life: int, steps: int, synchronous: str, pages: int
) -> None:
    settings = [setting for setting in store_module.SETTINGS if not setting.startswith("synchronous")]
    store_module.SETTINGS = (*settings, f"synchronous = {synchronous}", f"wal_autocheckpoint = {pages}")
    with told.open("w", encoding="ascii") as lines:
        store = TellingStore(directory, store_key(directory, {}), trace, lines)
        lived = Life(store, random.Random(f"{seed} {life}"), life)  # noqa: S311 - a seed gives the same life
        for _ in range(steps):
            lived.step()
        store.close()


if __name__ == "__main__":
    paths, numbers = [Path(word) for word in sys.argv[1:4]], [int(word) for word in sys.argv[4:7]]
    main(*paths, *numbers, sys.argv[7], int(sys.argv[8]))
