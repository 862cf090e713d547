"""Motion JPEG over HTTP, as network cameras send it: an endless ``multipart/x-mixed-replace`` of JPEG pictures.

The pictures stay encoded: whoever wants one small has it decoded small, at a fraction of the time, which FFmpeg does
not do. And each call ends at its deadline, whatever comes: nothing, half a picture, a byte now and then.
"""

import base64
import re
import socket
import ssl
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from kiosk.core.clock import Clock
from kiosk.core.errors import Disconnected, NoAnswer
from kiosk.devices.mjpeg_parts import BadStream, Parts

__all__ = ["BadStream", "MjpegStream"]

_CHUNK: Final = 65536
_HEAD: Final = 16384  # bytes; longer is no answer to a question as short as ours
_WAITED: Final = 0.005  # seconds; a picture that came quicker was lying there
_BOUNDARY: Final = re.compile(r'^multipart/[^;]+;.*\bboundary="?-*([^\s";]{1,70})"?', re.IGNORECASE)


class MjpegStream:
    """``deadline`` is a point on the clock. Raises Disconnected, NoAnswer at the deadline, BadStream for anything else.

    After any of them it is of no use any more, and is to be closed.
    """

    def __init__(self, url: str, clock: Clock, deadline: float) -> None:
        address = urlsplit(url)
        self._clock = clock
        self._name = f"{address.hostname}:{address.port or 80}"
        self._socket = self._connected(address, deadline)
        try:
            self._send(_request(address), deadline)
            self._parts = self._opened(deadline)
        except BaseException:
            self.close()
            raise

    def next(self, deadline: float) -> bytes:
        """The next picture, as the camera encoded it."""
        while (picture := self._parts.next()) is None:
            self._parts.feed(self._receive(deadline))
        return picture

    def newest(self, deadline: float) -> bytes:
        """Passes over what has piled up while nobody asked: both ends of a connection keep some."""
        waited = 0
        while True:
            began = self._clock.monotonic()
            picture = self.next(deadline)
            waited = waited + 1 if self._clock.monotonic() - began > _WAITED else 0
            if waited == 2:  # in a row: one may just have been slow to come through
                return picture

    def close(self) -> None:
        self._socket.close()

    def _connected(self, address: SplitResult, deadline: float) -> socket.socket:
        tls = address.scheme == "https"
        try:
            plain = socket.create_connection(
                (address.hostname or "", address.port or (443 if tls else 80)), timeout=self._left(deadline)
            )
        except OSError as error:
            raise Disconnected(f"{self._name}: {error.strerror or 'nobody answers'}") from error
        if not tls:
            return plain
        try:
            plain.settimeout(self._left(deadline))
            return ssl.create_default_context().wrap_socket(plain, server_hostname=address.hostname)
        except (OSError, NoAnswer) as error:
            plain.close()
            raise Disconnected(f"{self._name}: {getattr(error, 'reason', None) or 'no secure connection'}") from error

    def _opened(self, deadline: float) -> Parts:
        """Reads the answer's head."""
        heard = b""
        while (end := heard.find(b"\r\n\r\n")) < 0:
            if len(heard) > _HEAD:
                raise BadStream("its answer has no end of the head")
            heard += self._receive(deadline)
        status, *lines = heard[:end].decode("latin-1").split("\r\n")
        if not re.match(r"HTTP/\d\.\d 200\b", status):
            raise BadStream(f"it answers {status[:40]!r}")
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        boundary = _BOUNDARY.match(fields.get("content-type", ""))
        if boundary is None or "chunked" in fields.get("transfer-encoding", "").lower():
            raise BadStream(f"it sends {fields.get('content-type', 'nothing known')[:40]!r}, no Motion JPEG")
        parts = Parts(boundary[1].encode("latin-1"))
        parts.feed(heard[end + 4 :])
        return parts

    def _send(self, data: bytes, deadline: float) -> None:
        self._socket.settimeout(self._left(deadline))
        try:
            self._socket.sendall(data)
        except TimeoutError:
            raise NoAnswer(f"{self._name}: it takes no question") from None
        except OSError as error:
            raise Disconnected(f"{self._name}: {error.strerror or 'gone'}") from error

    def _receive(self, deadline: float) -> bytes:
        self._socket.settimeout(self._left(deadline))
        try:
            data = self._socket.recv(_CHUNK)
        except TimeoutError:
            raise NoAnswer(f"{self._name}: no picture came") from None
        except OSError as error:
            raise Disconnected(f"{self._name}: {error.strerror or 'gone'}") from error
        if not data:
            raise Disconnected(f"{self._name}: closed by the other end")
        return data

    def _left(self, deadline: float) -> float:
        left = deadline - self._clock.monotonic()
        if left <= 0:  # a stream that never falls silent must not outlive the deadline
            raise NoAnswer(f"{self._name}: no picture came")
        return left


def _request(address: SplitResult) -> bytes:
    """In HTTP 1.0, so that nothing is sent in chunks."""
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    lines = [f"GET {path} HTTP/1.0", f"Host: {address.netloc.rpartition('@')[2]}", "Accept: multipart/x-mixed-replace"]
    if address.username is not None:
        who = f"{unquote(address.username)}:{unquote(address.password or '')}"
        lines.append(f"Authorization: Basic {base64.b64encode(who.encode()).decode()}")
    return "\r\n".join([*lines, "", ""]).encode()
