"""IPP over HTTP with deadlines (RFC 8010 section 4): one connection for each question.

http.client reads and writes the HTTP; below it stands a socket that knows until when, since the time-outs of the
standard library begin anew with every byte.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Disconnected, NoAnswer
from kiosk.devices.ipp_message import Operation, Reply, Tag, decode, encode

__all__ = ["IppWire"]

_LONGEST: Final = 1 << 20  # bytes of a reply; a printer's whole description has 30 KB
_PORT: Final = 631


class IppWire:
    """``uri`` is ipp:// or ipps://. Deadlines are points on ``clock.monotonic()``, in seconds.

    With ``local`` it is asked over that Unix socket, whatever host and port the URI has.
    """

    def __init__(self, uri: str, clock: Clock, *, local: Path | None = None) -> None:
        parts = urlsplit(uri)
        self._uri = uri
        self._path = parts.path or "/"
        self._host, self._port = parts.hostname or "", parts.port or _PORT
        self._tls = parts.scheme == "ipps"
        self._clock = clock
        self._local = local

    def ask(
        self, operation: Operation, attributes: Sequence[tuple[Tag, str, Sequence[int | str]]], deadline: float
    ) -> Reply:
        """Raises Disconnected, NoAnswer at the deadline, BadReply. What the printer refuses is a reply too."""
        request = encode(operation, [(Tag.URI, "printer-uri", [self._uri]), *attributes])
        try:
            return decode(self._post(request, deadline))
        except TimeoutError as error:
            raise NoAnswer(f"{self._uri}: nothing came back", sentence="打印机没反应") from error
        except ConnectionError as error:
            raise self._disconnected(error) from error
        except (ssl.SSLError, http.client.HTTPException, ValueError) as error:
            raise BadReply(f"{self._uri}: {type(error).__name__}") from error
        except OSError as error:
            raise self._disconnected(error) from error

    def _disconnected(self, error: OSError) -> Disconnected:
        return Disconnected(f"{self._uri}: {error.strerror or type(error).__name__}", sentence="打印机没连上")

    def _post(self, request: bytes, deadline: float) -> bytes:
        with self._connect(deadline) as plain:
            connection = http.client.HTTPConnection(self._host, self._port)
            connection.sock = _TimedSocket(plain, self._clock, deadline)
            connection.request("POST", self._path, request, {"Content-Type": "application/ipp"})
            with connection.getresponse() as response:
                body = response.read(_LONGEST + 1)
        if response.status != http.HTTPStatus.OK or len(body) > _LONGEST:
            raise BadReply(f"{self._uri}: HTTP {response.status}, {len(body)} bytes")
        return body

    def _connect(self, deadline: float) -> socket.socket:
        left = deadline - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError
        if self._local is not None:
            return _connect_local(self._local, left)
        plain = socket.create_connection((self._host, self._port), timeout=left)
        if not self._tls:
            return plain
        # A printer signs its own certificate. What is asked here is no secret; the document goes by CUPS.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            return context.wrap_socket(plain)
        except BaseException:
            plain.close()
            raise


def _connect_local(path: Path, seconds: float) -> socket.socket:
    plain = socket.socket(socket.AF_UNIX)
    try:
        plain.settimeout(seconds)
        plain.connect(str(path))
    except BaseException:
        plain.close()
        raise
    return plain


class _TimedSocket:
    """As much of a socket as http.client uses. Who opened the plain one closes it."""

    def __init__(self, plain: socket.socket, clock: Clock, deadline: float) -> None:
        self._plain = plain
        self._clock = clock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self.arm().sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self))

    def close(self) -> None: ...

    def arm(self) -> socket.socket:
        """With what is left of the time."""
        left = self._deadline - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError
        self._plain.settimeout(left)
        return self._plain


class _TimedReader(io.RawIOBase):
    def __init__(self, timed: _TimedSocket) -> None:
        super().__init__()
        self._timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._timed.arm().recv_into(buffer)
