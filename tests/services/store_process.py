"""A store in a process of its own, whose disk the test lets fail: one order on stdin, one answer on stdout, each JSON.

python -m tests.services.store_process DIRECTORY
"""

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.core.errors import StoreError
from kiosk.services.audit import Audit
from kiosk.services.audit_check import verdict
from kiosk.services.store import Store
from tests.services.world import KEY, SetClock


class Served:
    def __init__(self, directory: Path) -> None:
        self.store = Store(directory, KEY)
        self.connections = [self.store._db]

    def put(self, name: str, size: int) -> None:
        with self.store.write() as db:
            db.execute("INSERT INTO secrets VALUES (?, zeroblob(?))", (name, size))

    def take(self, name: str) -> None:
        with self.store.write(erases=True) as db:
            db.execute("DELETE FROM secrets WHERE name = ?", (name,))

    def names(self) -> list[str]:
        rows = self.store.read("SELECT name, value FROM secrets ORDER BY rowid")
        return [row["name"] for row in rows if row["name"] != "owner"]

    def failure(self) -> str:
        fault = self.store.status.fault
        return fault.technician if fault else ""

    def probe(self) -> None:
        self.store.probe()

    def forget(self) -> None:
        """What SQLite has in memory, so that the next reading asks the disk."""
        self.store._db.execute("PRAGMA shrink_memory")

    def damage(self) -> list[str]:
        return self.store.damage()

    def chain(self) -> list[Any]:
        return list(verdict(self.store))

    def audit(self) -> int:
        return Audit(self.store, SetClock()).head().number

    def reopened(self) -> int:
        if self.store._db is not self.connections[-1]:
            self.connections.append(self.store._db)
        return len(self.connections) - 1


def main(directory: Path) -> None:
    served = Served(directory)
    print("{}", flush=True)
    for line in sys.stdin:
        order, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(served, order)(*arguments)}
        except StoreError as error:
            answer = {"refused": error.technician, "sentence": error.sentence}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
