"""A network camera that does what its script says, byte for byte: no simulator's good manners."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Iterator
from itertools import chain, cycle

from kiosk.devices.simulators.scenes import Scene, picture

__all__ = ["FAULTS", "HEAD", "PICTURE", "Peer", "part"]

HEAD = b'HTTP/1.1 200 OK\r\nServer: a camera\r\ncontent-type: multipart/x-mixed-replace;boundary="--frame"\r\n\r\n'
PICTURE = picture(Scene.FACE, 0)
DRIP = 0.01  # seconds from one byte to the next

Script = Callable[[], Iterator[bytes | None]]  # None holds the line until the other end has gone


def part(jpeg: bytes = PICTURE, *, length: bool = True) -> bytes:
    said = b"Content-Length: %d\r\n" % len(jpeg) if length else b""
    return b"--frame\r\nContent-Type: image/jpeg\r\n" + said + b"\r\n" + jpeg + b"\r\n"


def _then_silent(*data: bytes) -> Script:
    return lambda: iter((*data, None))


def _then_closed(*data: bytes) -> Script:
    return lambda: iter(data)


def _for_ever(first: bytes, again: bytes) -> Script:
    return lambda: chain((first,), cycle((again,)))


def _dripping(first: bytes, slow: bytes) -> Script:
    def script() -> Iterator[bytes | None]:
        yield first
        for byte in slow:
            yield bytes((byte,))
        yield None

    return script


MIDDLE = len(part()) // 2
FAULTS: dict[str, Script] = {
    "silent when called": _then_silent(),
    "silent in the head": _then_silent(HEAD[:30]),
    "silent after the head": _then_silent(HEAD),
    "silent in a part's header": _then_silent(HEAD + part()[:30]),
    "silent in a picture": _then_silent(HEAD + part()[:MIDDLE]),
    "silent in a picture without a length": _then_silent(HEAD + part(length=False)[:MIDDLE]),
    "dripping its head": _dripping(b"", HEAD),
    "dripping a part's header": _dripping(HEAD, part()),
    "dripping a picture": _dripping(HEAD + part()[:MIDDLE], part()[MIDDLE:]),
    "closed when called": _then_closed(),
    "closed in the head": _then_closed(HEAD[:30]),
    "closed after the head": _then_closed(HEAD),
    "closed in a part's header": _then_closed(HEAD + part()[:30]),
    "closed in a picture": _then_closed(HEAD + part()[:MIDDLE]),
    "noise instead of a head": _for_ever(b"", b"\x00\xff\r\n" * 1000),
    "noise instead of parts": _for_ever(HEAD, b"\x00\xff\r\n" * 1000),
    "a part's header without an end": _for_ever(HEAD + b"--frame\r\n", b"X-Header: x\r\n" * 100),
    "a picture without an end": _for_ever(HEAD + part(length=False), PICTURE.replace(b"\r\n", b"") * 10),
    "a picture of an absurd length": _then_silent(HEAD + b"--frame\r\nContent-Length: 999999999\r\n\r\n"),
    "pictures that are none": _for_ever(HEAD + part(b"no picture"), part(b"\xff\xd8 still no picture \xff\xd9")),
    "pictures cut short": _for_ever(HEAD + part(PICTURE[:-200]), part(PICTURE[:MIDDLE])),
    "an error": _then_closed(b"HTTP/1.0 503 Busy\r\n\r\n"),
    "a page": _then_closed(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"),
    "chunks": _then_closed(HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n"),
    "no HTTP at all": _then_silent(b"RTSP/1.0 400 Bad Request\r\n\r\n"),
}


class Peer:
    """Serves each caller with the script that stands then. ``clients`` are those it still serves."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._clients: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()
        self._doorman = threading.Thread(target=self._let_in)
        self._doorman.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/video?size=1"

    @property
    def clients(self) -> int:
        return len(self._clients)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._doorman.join()
        self._listener.close()
        with self._lock:
            clients = dict(self._clients)
        for client in clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in clients.values():
            thread.join()

    def _let_in(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(client,))
                with self._lock:
                    self._clients[client] = thread
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            if asked := client.recv(4096):
                self.asked.append(asked)
                self._play(client)
        with self._lock:
            del self._clients[client]

    def _play(self, client: socket.socket) -> None:
        for data in self.script():
            if data is None:
                client.recv(1)
                return
            client.sendall(data)
            if len(data) == 1 and select.select([client], [], [], DRIP)[0]:
                return
