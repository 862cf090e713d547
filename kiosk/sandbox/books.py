"""The stand-in gateway's own books: what was done under which key, in SQLite, so that a restart changes nothing.

Persons stand in them by the id of ``residents.py`` and replies are masked: the file holds no name and no number.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from kiosk.sandbox.refusals import Refusal, RefusalBody

__all__ = ["BOOKS", "Book", "Books"]

Book = Literal[
    "submissions", "orders", "charges", "refunds", "postings", "certificates", "authorisations", "news", "past_orders"
]
BOOKS: Final[tuple[Book, ...]] = (
    "submissions", "orders", "charges", "refunds", "postings", "certificates", "authorisations", "news",
)  # fmt: skip

_SCHEMA = """
CREATE TABLE IF NOT EXISTS effects (
    key TEXT PRIMARY KEY,
    fingerprint TEXT,               -- digest of path and body; NULL for a key that was withdrawn before it came
    status INTEGER NOT NULL,        -- of the reply
    reply TEXT NOT NULL             -- JSON
) STRICT;
CREATE TABLE IF NOT EXISTS entries (
    number TEXT NOT NULL,
    book TEXT NOT NULL,
    at TEXT NOT NULL,               -- ISO 8601
    body TEXT NOT NULL,             -- JSON
    PRIMARY KEY (book, number)
) STRICT;
CREATE TABLE IF NOT EXISTS numbers (last INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
"""


class Books:
    """May be used from any thread; one transaction at a time."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA synchronous = FULL")  # and no WAL: the SQLite of Debian 12 can corrupt one
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def effect(self, key: str, fingerprint: str, do: Callable[[], str], *, keep_refusal: bool = True) -> str:
        """Does it once for each key and keeps the reply. Returns its JSON; raises Refusal.

        ``do`` runs within the transaction and may call ``enter``, ``amend`` and ``numbered``. A refusal is final
        for its key, unless it was of one that may be asked for again when things stand otherwise.
        """
        with self._lock:
            known = self._db.execute("SELECT fingerprint, status, reply FROM effects WHERE key = ?", (key,)).fetchone()
            if known is None:
                known = (fingerprint, *self._do(key, fingerprint, do, keep_refusal))
        kept, status, reply = known
        if kept not in (fingerprint, None):
            raise Refusal(422, "key_reused", "这个办件号已经用过了", "点「找人帮忙」")
        if status != 200:
            body = RefusalBody.model_validate_json(reply)
            raise Refusal(status, body.reason, body.sentence, body.remedy)
        return str(reply)

    def _do(self, key: str, fingerprint: str, do: Callable[[], str], keep_refusal: bool) -> tuple[int, str]:
        insert = "INSERT INTO effects VALUES (?, ?, ?, ?)"
        try:
            with self.transaction():
                reply = do()
                self._db.execute(insert, (key, fingerprint, 200, reply))
                return 200, reply
        except Refusal as refusal:
            answer = refusal.status, refusal.body.model_dump_json()
            if not keep_refusal:
                raise
            self._db.execute(insert, (key, fingerprint, *answer))
            return answer

    def withdraw(self, key: str) -> str | None:
        """The reply's JSON when it was done; None when not, and then it never will be."""
        withdrawn = RefusalBody(reason="withdrawn", sentence="这件事已经撤回了", remedy="要办就重新办一次")
        with self._lock:
            self._db.execute(
                "INSERT OR IGNORE INTO effects VALUES (?, NULL, 410, ?)",
                (key, withdrawn.model_dump_json()),
            )
            status, reply = self._db.execute("SELECT status, reply FROM effects WHERE key = ?", (key,)).fetchone()
        return str(reply) if status == 200 else None

    def reply(self, key: str) -> str | None:
        """The JSON that was answered to the effect with this key, when it was done."""
        with self._lock:
            row = self._db.execute("SELECT reply FROM effects WHERE key = ? AND status = 200", (key,)).fetchone()
        return None if row is None else str(row[0])

    def enter(self, book: Book, number: str, at: datetime, body: dict[str, Any]) -> None:
        self._db.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?)",
            (number, book, at.isoformat(), json.dumps(body, ensure_ascii=False)),
        )

    def amend(self, book: Book, number: str, body: dict[str, Any]) -> None:
        """Gives an entry another body; number and time stay."""
        self._db.execute(
            "UPDATE entries SET body = ? WHERE book = ? AND number = ?",
            (json.dumps(body, ensure_ascii=False), book, number),
        )

    def next_number(self) -> int:
        """1, 2, 3 …; never twice, not even after a reset."""
        return int(self._db.execute("INSERT INTO numbers DEFAULT VALUES").lastrowid or 0)

    def numbered(self, prefix: str, now: datetime) -> str:
        """A new number as it stands on paper."""
        return f"{prefix}{now:%Y%m%d}-{self.next_number():06}"

    def entries(self, book: Book, *, person: str | None = None, order: str | None = None) -> list[dict[str, Any]]:
        """Oldest first, each with ``number`` and ``at``; all of a book, or those of one person or one order."""
        select = """
            SELECT number, at, body FROM entries
            WHERE book = ?1 AND (?2 IS NULL OR json_extract(body, '$.person') = ?2)
                AND (?3 IS NULL OR json_extract(body, '$.order') = ?3) ORDER BY rowid
        """
        with self._lock:
            rows = self._db.execute(select, (book, person, order)).fetchall()
        return [_entry(*row) for row in rows]

    def entry(self, book: Book, number: str) -> dict[str, Any] | None:
        select = "SELECT number, at, body FROM entries WHERE book = ? AND number = ?"
        with self._lock:
            row = self._db.execute(select, (book, number)).fetchone()
        return None if row is None else _entry(*row)

    def count(self, book: Book) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM entries WHERE book = ?", (book,)).fetchone()[0])

    def reset(self) -> None:
        """Empties every book and forgets every key; numbers go on.

        A terminal may still ask about the orders: they are laid aside as ``past_orders``.
        """
        with self.transaction():
            self._db.execute("UPDATE OR REPLACE entries SET book = 'past_orders' WHERE book = 'orders'")
            self._db.execute("DELETE FROM entries WHERE book <> 'past_orders'")
            self._db.execute("DELETE FROM effects")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; nobody else comes between."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _entry(number: str, at: str, body: str) -> dict[str, Any]:
    return {"number": number, "at": at, **json.loads(body)}
