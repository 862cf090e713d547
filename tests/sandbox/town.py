"""The sandbox in this process with its bench at hand, and servers that misbehave as told."""

import hashlib
import hmac
import io
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from kiosk.core.clock import Clock, SystemClock
from kiosk.sandbox.head_office import write_head_office
from kiosk.sandbox.residents import RESIDENTS, Case, Resident
from kiosk.sandbox.seals import Seals
from kiosk.sandbox.world import world
from kiosk.services.gateway import HttpGateway, Options, open_gateway

TERMINAL = "NB-YZ-0001"


def jpeg(width: int = 320, height: int = 240) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "gray").save(buffer, "JPEG")
    return buffer.getvalue()


PICTURE = jpeg()


def someone(case: Case, which: int = 0) -> Resident:
    return [resident for resident in RESIDENTS if resident.case is case][which]


class SkewedClock:
    """The machine's clock, off by so much."""

    def __init__(self, off: timedelta) -> None:
        self.off = off
        self._clock = SystemClock()

    def now(self) -> datetime:
        return self._clock.now() + self.off

    def monotonic(self) -> float:
        return self._clock.monotonic()


@dataclass
class Town:
    """``ready`` is what the sandbox says of itself. A terminal reaches the gateway through the relay."""

    state: Path
    ready: dict[str, Any]
    gateways: list[HttpGateway]

    def gateway(self, *, clock: Clock | None = None, reply_seconds: float = 8.0) -> HttpGateway:
        url = self.ready["wires"]["gateway"]
        options = Options(url=url, secret_file=Path("gateway.key"), reply_seconds=reply_seconds)
        self.gateways.append(open_gateway(options, terminal=TERMINAL, state=self.state, clock=clock or SystemClock()))
        return self.gateways[-1]

    def post(self, path: str, body: Any) -> requests.Response:
        return requests.post(self.ready["bench"] + path, json=body, timeout=10)

    def order(self, path: str, **body: Any) -> dict[str, Any]:
        """One call of the bench that must succeed."""
        reply = self.post(path, body)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def afresh(self) -> None:
        """As at the start, for whoever only talks to the gateway: the wire mended, the books empty; numbers go on."""
        for part in ("network", "gateway", "documents"):
            self.order(f"/{part}", fault=None)
        self.order("/reset")

    def photo(self, number: str) -> bytes:
        """That came with one of the news."""
        return requests.get(f"{self.ready['bench']}/news/{number}.jpg", timeout=10).content

    def get(self, path: str) -> Any:
        reply = requests.get(self.ready["bench"] + path, timeout=10)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def submissions(self) -> list[dict[str, Any]]:
        return list(self.get("/books")["submissions"])

    def pension(self, person: str) -> str:
        return str(next(one["pension"] for one in self.get("/state")["people"] if one["id"] == person))


@cache
def _keys() -> Path:
    """A folder with the keys of seals and head office: to look for large primes takes as long as a town's all else."""
    folder = Path(tempfile.mkdtemp(prefix="keys-"))
    Seals(folder).signer()
    write_head_office(folder)
    return folder


@contextmanager
def town(state: Path, **options: Any) -> Iterator[Town]:
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in _keys().iterdir():
        if not (state / path.name).exists():
            shutil.copy(path, state)
    with world(state, **options) as ready:
        made = Town(state, ready, [])
        try:
            yield made
        finally:
            for gateway in made.gateways:
                gateway.close()


@contextmanager
def misbehaving(answer: Callable[[socket.socket, int], None]) -> Iterator[str]:
    """A server that does ``answer(connection, number)`` for each connection, 0 for the first. Yields its URL.

    ``answer`` runs in a thread of its own; the connection is shut when the block ends, so that it never hangs.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket, number: int) -> None:
        with connection, suppress(OSError):
            answer(connection, number)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                connections.append(connection)
                threads.append(threading.Thread(target=serve, args=(connection, len(threads)), daemon=True))
                threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def read_request(connection: socket.socket) -> bytes:
    """One whole request, head and body; less when the other end is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length and (piece := connection.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body


def http(status: int, body: bytes, *more: str) -> bytes:
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Content-Type: application/json", *more)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def signed(request: bytes, reply: bytes, secret: bytes) -> bytes:
    """The reply with the gateway's signature for this request; what is no HTTP stays as it is."""
    status, nonce = re.match(rb"HTTP/1\.1 (\d+)", reply), re.search(rb"Jinban-Nonce: (\w+)", request)
    if status is None or nonce is None or b"\r\n\r\n" not in reply:
        return reply
    head, _, body = reply.partition(b"\r\n\r\n")
    digest = hashlib.new("sm3", body).hexdigest().encode()
    canonical = b"\n".join((b"JINBAN1-HMAC-SM3-REPLY", status[1], digest, nonce[1]))
    signature = hmac.new(secret, canonical, "sm3").hexdigest().encode()
    return head + b"\r\nJinban-Reply-Signature: " + signature + b"\r\n\r\n" + body
