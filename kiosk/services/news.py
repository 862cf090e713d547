"""What the terminal tells the gateway about itself: written down first, sent as soon as the gateway answers.

A thread sends them one by one in their order, each under its own key, so that one whose reply was lost, or whose
sending a crash cut off, is heard once. While the gateway cannot be reached they wait, for as long as ``KEPT_FOR``.
"""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import Cancelled, GatewayError, Refused, StoreError, Unauthorized, Unreachable
from kiosk.core.news import KINDS, Piece, Scalar, TellNews
from kiosk.core.ports import Gateway
from kiosk.core.timing import SWEEP
from kiosk.services.logs import NewsRefused, crash, log, without_numbers
from kiosk.services.store import Store

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["MOST_PHOTO", "News"]

KEPT_FOR: Final = timedelta(days=30)  # what nobody could be told for a month, nobody needs to hear any more
MOST_KEPT: Final = 2_000  # a loose plug makes one every few seconds, and a link may be down for days
MOST_WAITING: Final = 200  # that the store could not take yet
MOST_TEXT: Final = 300  # characters of one field
MOST_PHOTO: Final = 400_000  # bytes: a mobile link carries that in a few seconds
MOST_PHOTOS: Final = 20
BAD_ANSWERS: Final = 3  # after so many in one go the gateway is left alone for a while


class News:
    """A thread from ``start`` to ``close``."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, *, every: float = SWEEP) -> None:
        self._store, self._gateway, self._clock, self._every = store, gateway, clock, every
        self._cancel = Cancel()
        self._woken = threading.Event()
        self._woken.set()
        self._lock = threading.Lock()  # over what waits
        self._waiting: list[tuple[Piece, float]] = []
        self._thread = threading.Thread(target=self._live, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def tell(self, news: Piece | str, **given: Scalar) -> None:
        """Written down when it returns, as far as the store takes it, and sent by the thread. Not for the window.

        Either a Piece, or its kind and fields. Raises KeyError and TypeError for what is not declared.
        """
        piece = KINDS[news](**given) if isinstance(news, str) else news
        at = self._clock.now().timestamp()
        try:
            with self._store.write() as db:
                self._write(db, piece, at)
        except StoreError:  # told by the store
            with self._lock:
                self._waiting = [*self._waiting, (piece, at)][-MOST_WAITING:]
        self.wake()

    def enter(self, db: "Connection", piece: Piece, photo: bytes = b"") -> None:
        """Within a transaction of the caller's, who calls ``wake`` when it has succeeded. Raises ValueError for a photo
        of more than ``MOST_PHOTO`` bytes."""
        if len(photo) > MOST_PHOTO:
            raise ValueError(f"a photo of {len(photo)} bytes")
        self._write(db, piece, self._clock.now().timestamp(), photo)

    def wake(self) -> None:
        """Sends now, without waiting for it: there is something new, or the link is back."""
        self._woken.set()

    def waiting(self) -> int:
        """How many the gateway has not heard yet. Raises StoreError."""
        return int(self._store.read("SELECT count(*) FROM news")[0][0])

    def close(self) -> None:
        """Returns when the thread has ended; what is not sent stays."""
        self._cancel.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _write(self, db: "Connection", piece: Piece, at: float, photo: bytes = b"") -> None:
        if piece.subject:
            db.execute("DELETE FROM news WHERE subject = ? AND at <= ?", (piece.subject, at))
            if db.execute("SELECT 1 FROM news WHERE subject = ?", (piece.subject,)).fetchone():
                return  # written down late: a newer one is there already
        body = json.dumps({name: _clean(value) for name, value in piece.fields.items()}, ensure_ascii=False)
        db.execute(
            "INSERT INTO news (key, kind, subject, at, body, photo) VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, ?)",
            (piece.kind, piece.subject, at, body, photo),
        )
        db.execute("DELETE FROM news WHERE id <= (SELECT max(id) FROM news) - ?", (MOST_KEPT,))
        if photo:
            db.execute(
                "UPDATE news SET photo = x'' WHERE id IN"
                " (SELECT id FROM news WHERE length(photo) > 0 ORDER BY id DESC LIMIT -1 OFFSET ?)",
                (MOST_PHOTOS,),
            )

    # --- the thread ---

    def _live(self) -> None:
        pause: float | None = self._every
        while True:
            self._woken.wait(pause)
            self._woken.clear()
            if self._cancel.is_set:
                return
            pause = self._every
            try:
                pause = self._every if self._catch_up() else None
            except (StoreError, Cancelled):
                continue  # told by the store, which is tried again; the end is seen to above
            except Exception as error:  # noqa: BLE001 - one mistake must not silence the terminal
                log(crash(error))

    def _catch_up(self) -> bool:
        """Whether anything is left to be sent."""
        with self._lock:
            late, self._waiting = self._waiting, []
        try:
            self._write_late(late)
        except StoreError:
            with self._lock:
                self._waiting = [*late, *self._waiting][-MOST_WAITING:]
            raise
        last, bad = 0, 0
        while bad < BAD_ANSWERS and (row := self._next(last)) is not None:
            last = row["id"]
            try:
                self._send(row)
            except (Unreachable, Unauthorized):
                return True
            except (
                GatewayError
            ):  # this one's trouble, or the gateway's: the next may get through, ``number`` orders them
                bad += 1
        return bad > 0

    def _write_late(self, late: list[tuple[Piece, float]]) -> None:
        before = (self._clock.now() - KEPT_FOR).timestamp()
        if not late and not self._store.read("SELECT 1 FROM news WHERE at < ? LIMIT 1", (before,)):
            return
        with self._store.write() as db:
            for piece, at in late:
                self._write(db, piece, at)
            db.execute("DELETE FROM news WHERE at < ?", (before,))

    def _next(self, last: int) -> Any:
        rows = self._store.read("SELECT * FROM news WHERE id > ? ORDER BY id LIMIT 1", (last,))
        return rows[0] if rows else None

    def _send(self, row: Any) -> None:
        """Raises GatewayError; then it stays. What the gateway refuses is let go: it would not take it later."""
        at = datetime.fromtimestamp(row["at"], UTC)
        call = TellNews(row["id"], row["kind"], at, json.loads(row["body"]), row["photo"])
        try:
            self._gateway.call(call, key=row["key"], cancel=self._cancel)
        except Refused as refusal:
            log(NewsRefused(row["kind"], refusal.reason))
        with self._store.write(erases=bool(row["photo"])) as db:
            db.execute("DELETE FROM news WHERE id = ?", (row["id"],))


def _clean(value: Scalar) -> Scalar:
    """What staff have typed may be anything; an ID number it must not be."""
    return without_numbers(value)[:MOST_TEXT] if isinstance(value, str) else value
