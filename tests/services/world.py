"""What the tests of store and effects stand on: a clock that is set by hand, the gateway's books with faults to order,
and a look at the store's pages as whoever holds the key could read them."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.errors import BrokenReply, Refused, ServerFault, Unauthorized, Unreachable
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.store import Store

KEY = bytes(range(32))
TERMINAL = "NB-YZ-0001"


class SetClock:
    def __init__(self) -> None:
        self._now = datetime(2026, 7, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def advance(self, *, seconds: float = 0.0, days: float = 0.0) -> None:
        self._now += timedelta(days=days, seconds=seconds)


class PatientCancel(Cancel):
    """Its waits pass on the clock that is set by hand; ``waits`` are their lengths."""

    def __init__(self, clock: SetClock) -> None:
        super().__init__()
        self._clock = clock
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.check()
        self.waits.append(seconds)
        self._clock.advance(seconds=seconds)


class TimedEvent(threading.Event):
    """``waits`` are the limits of the waits for it; None is one without end."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return super().wait(timeout)


@dataclass(frozen=True)
class Certify(Call[Receipt]):
    path = "/social/pension/certify"
    id_number: str = field(repr=False)
    picture: bytes = field(repr=False)


class Crash(BaseException):
    """The process is gone here: nothing after it runs."""


class Books:
    """The gateway's side, which outlives the terminal: one submission for each key, and keys that are void."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.submissions: dict[str, Receipt] = {}
        self.void: set[str] = set()
        self.bodies: dict[str, bytes] = {}
        self.on_the_way: list[tuple[str, bytes]] = []  # requests that the network still holds
        self.turned_down: set[str] = set()  # keys that are refused for good
        self.requests = 0

    def hand_in(self, key: str, body: bytes) -> Receipt:
        self.requests += 1
        assert self.bodies.setdefault(key, body) == body, "the same key came with another body"
        if key in self.void:
            raise Refused("withdrawn", sentence="这件事已经撤回了")
        if key in self.turned_down:
            raise Refused("not_entitled", sentence="没查到您领养老金", remedy="打电话问一问")
        if key not in self.submissions:
            number = f"R{len(self.submissions) + 1:06}"
            self.submissions[key] = Receipt(
                number, "养老金认证", ReceiptState.DONE, self._clock.now(), rows=(("姓名", "张*芳"),)
            )
        return self.submissions[key]

    def take_back(self, key: str) -> Receipt | None:
        if key not in self.submissions:
            self.void.add(key)
        return self.submissions.get(key)

    def deliver(self) -> None:
        """What the network held arrives now, and nobody waits for the answer."""
        for key, body in self.on_the_way:
            try:
                self.hand_in(key, body)
            except Refused:
                continue
        self.on_the_way.clear()


NEVER_ARRIVED: dict[str, BaseException] = {
    "lost_request": Unreachable("no reply"),
    "late": Unreachable("no reply"),
    "error_500": ServerFault("HTTP 500"),
    "unauthorized": Unauthorized("HTTP 401"),
    "crash_before": Crash(),
}
ARRIVED: dict[str, BaseException] = {
    "lost_reply": Unreachable("no reply"),
    "done_500": ServerFault("HTTP 500"),
    "broken": BrokenReply("field number: missing"),
    "crash_after": Crash(),
}


class Line:
    """A client on the books, as ``effects.Sender``. Each request meets the next of ``faults``, or none.

    A fault is one of NEVER_ARRIVED or ARRIVED, ``ok``, ``cancelled``, or a callable that is called first. ``late``
    arrives when the books ``deliver``. ``seconds`` is what a request without an answer takes.
    """

    def __init__(self, books: Books, clock: SetClock, seconds: float = 8.0) -> None:
        self.books = books
        self.faults: deque[str | Callable[[], None]] = deque()
        self.always: str | None = None
        self.asked: list[str] = []
        self.on_crash: Callable[[], None] = lambda: None
        self._clock = clock
        self._seconds = seconds

    def meet(self, *faults: str | Callable[[], None]) -> None:
        self.faults = deque(faults)

    def encode(self, call: Call[Any]) -> bytes:
        assert isinstance(call, Certify)
        return b'{"id_number":"' + call.id_number.encode() + b'","picture":"' + call.picture + b'"}'

    def send(self, path: str, body: bytes, reply_type: Any, *, key: str | None, cancel: Cancel) -> Any:
        assert path == Certify.path
        assert reply_type is Receipt
        assert key is not None
        self.asked.append(key)
        return self._through(lambda: self.books.hand_in(key, body), cancel, held=(key, body))

    def withdraw(self, key: str, reply_type: Any, *, cancel: Cancel) -> Receipt | None:
        assert reply_type is Receipt
        self.asked.append(f"withdraw {key}")
        return self._through(lambda: self.books.take_back(key), cancel)

    def _through(self, do: Callable[[], Any], cancel: Cancel, held: tuple[str, bytes] | None = None) -> Any:
        fault = self.faults.popleft() if self.faults else self.always or "ok"
        if callable(fault):
            fault()
            fault = "ok"
        if fault == "cancelled":
            cancel.set()
            cancel.check()
        if fault == "late" and held:
            self.books.on_the_way.append(held)
        self._fail(fault, NEVER_ARRIVED)
        answer = do()
        self._fail(fault, ARRIVED)
        return answer

    def _fail(self, fault: str, failures: dict[str, BaseException]) -> None:
        if fault in failures:
            if isinstance(failures[fault], Unreachable):
                self._clock.advance(seconds=self._seconds)
            if isinstance(failures[fault], Crash):
                self.on_crash()
            raise failures[fault]


PAGE, RESERVED, SALT = 4096, 80, 16


def decrypted_pages(directory: Path, key: bytes) -> bytes:
    """Every page of the database and of its log, free ones and overwritten ones too, as plain bytes one after another.

    SQLCipher 4: AES-256-CBC over all but the last 80 bytes of a page, of which the first 16 are the IV; page 1 begins
    with 16 bytes of salt. Source: zetetic.net/sqlcipher/design.
    """
    database = (directory / "store.db").read_bytes()
    pages = [database[at : at + PAGE] for at in range(0, len(database), PAGE)]
    plain = [_decrypted(page, key, first=index == 0) for index, page in enumerate(pages)]
    log = directory / "store.db-wal"
    frames = log.read_bytes()[32:] if log.exists() else b""
    for at in range(0, len(frames), 24 + PAGE):
        header, page = frames[at : at + 24], frames[at + 24 : at + 24 + PAGE]
        plain.append(_decrypted(page, key, first=int.from_bytes(header[:4], "big") == 1))
    return b"".join(plain)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    content, iv = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(content) + decryptor.finalize()


def raw_bytes(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(directory.iterdir()) if path.is_file())


def states(rows: Iterable[Any]) -> dict[str, str]:
    return {row["key"]: row["state"] for row in rows}


def rot_a_free_page(store: Store) -> None:
    """Closes the store and spoils a page that nothing uses: opening it, no table is found wanting."""
    with store.write() as db:
        db.execute("INSERT INTO secrets VALUES ('long', zeroblob(100000))")
    with store.write() as db:
        db.execute("DELETE FROM secrets WHERE name = 'long'")
    path = Path(store.read("PRAGMA database_list")[0]["file"])
    store.close()
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
