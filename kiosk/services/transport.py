"""One HTTP request that nothing can make outlast its deadline, and that lets go of its caller at once when cancelled.

requests' time-outs start anew with every byte, and neither a name look-up nor a hanging read can be interrupted, so
each request runs in a thread of its own while the caller waits for whichever comes first: reply, deadline, cancel.
A thread that was left behind ends with its own time-out, and nobody hears of what it still gets.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Final

import requests
from requests.exceptions import ContentDecodingError, InvalidHeader
from urllib3.exceptions import DecodeError, HTTPError, InvalidChunkLength

from kiosk.core.cancel import Cancel
from kiosk.core.errors import BrokenReply, GatewayError, Unreachable
from kiosk.core.timing import GATEWAY_CONNECT

__all__ = ["MOST_REPLY", "Reply", "Transport"]

MOST_REPLY: Final = 16 * 1024 * 1024  # bytes: a certificate of some pages as PDF in base64, with room
_PIECE = 64 * 1024


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class _Attempt:
    """What the caller and the thread that works for it both know."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline  # on time.monotonic()
        self.over = threading.Event()
        self.reply: Reply | None = None
        self.error: GatewayError | None = None


class Transport:
    """Keeps a ``requests.Session`` for each request that is under way, and each for the next one: may be shared."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._idle: deque[requests.Session] = deque()
        self._closed = False

    def exchange(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        seconds: float,
        cancel: Cancel,
    ) -> Reply:
        """Sends once and returns what came back. Raises Cancelled, Unreachable, and BrokenReply for what is no HTTP."""
        attempt = _Attempt(time.monotonic() + seconds)
        request = requests.Request(method, self._url + path, headers=dict(headers), data=body or None)
        work = threading.Thread(target=self._work, args=(request, attempt), name="gateway", daemon=True)
        cancel.check()
        with cancel.waking(attempt.over.set):
            work.start()
            attempt.over.wait(seconds)
        cancel.check()
        attempt.over.set()
        if attempt.error is not None:
            raise attempt.error
        if attempt.reply is None:
            raise Unreachable(f"{path}: no reply within {seconds:g} s")
        return attempt.reply

    def close(self) -> None:
        """Gives the kept connections up; what is under way gives up its own when it ends."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _work(self, request: requests.Request, attempt: _Attempt) -> None:
        session = self._session()
        reusable = False
        try:
            attempt.reply = _send(session, request, attempt)
            reusable = True
        except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
            attempt.error = _translated(error)
        finally:
            if reusable:
                self._idle.append(session)
            if self._closed or not reusable:
                session.close()
            attempt.over.set()

    def _session(self) -> requests.Session:
        try:
            return self._idle.pop()
        except IndexError:
            session = requests.Session()
            session.trust_env = False  # no proxy or password that some environment variable names
            return session


def _send(session: requests.Session, request: requests.Request, attempt: _Attempt) -> Reply:
    seconds = max(0.001, attempt.deadline - time.monotonic())
    with session.send(
        session.prepare_request(request),
        timeout=(min(GATEWAY_CONNECT, seconds), seconds),
        allow_redirects=False,
        stream=True,
    ) as response:
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > MOST_REPLY:
                raise ContentDecodingError(f"more than {MOST_REPLY} bytes")
            if attempt.over.is_set() or time.monotonic() > attempt.deadline:
                raise requests.exceptions.ReadTimeout
        return Reply(response.status_code, response.headers, bytes(body))


def _translated(error: Exception) -> GatewayError:
    """Says the kind of failure only: the words of the libraries' own errors may quote what was sent."""
    chain = list(_chain(error))
    names = " < ".join(type(link).__name__ for link in chain)
    return BrokenReply(f"no proper HTTP: {names}") if any(map(_is_no_http, chain)) else Unreachable(names)


def _is_no_http(error: BaseException) -> bool:
    """Bytes came that are no HTTP; a connection that ended too early is another matter."""
    if isinstance(error, RemoteDisconnected | IncompleteRead) and not isinstance(error, InvalidChunkLength):
        return False
    return isinstance(error, HTTPException | ContentDecodingError | DecodeError | InvalidHeader)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
