"""Who may call the stand-in gateway: checks the signature of each call, its clock, and that it comes once.

Written from the description in ``kiosk/services/signing.py``, apart from its code, so that each checks the other.
"""

import hmac
import re
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from fastapi import Request, Response
from fastapi.routing import APIRoute

from kiosk.core.clock import Clock
from kiosk.sandbox.refusals import Refusal

__all__ = ["Guard", "SignedRoute"]

WINDOW: Final = timedelta(minutes=5)
_NONCE = re.compile(r"[0-9a-f]{32}")
_NOT_TRUSTED = "政务平台没认出这台机器"
_REMEDY = "点「找人帮忙」，今天先去窗口办"


class Guard:
    """One secret for every terminal: this is a stand-in.

    A nonce is kept for twice the window after it came: signed ahead of our clock, it is accepted that long.
    """

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}  # nonce → when it came

    def check(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Header names in lower case. Raises Refusal with 401."""
        terminal, time, nonce, signature = (
            headers.get(f"jinban-{name}", "") for name in ("terminal", "time", "nonce", "signature")
        )
        if not (terminal and time and _NONCE.fullmatch(nonce) and signature):
            raise Refusal(401, "unsigned", _NOT_TRUSTED, _REMEDY)
        key = headers.get("idempotency-key", "")
        lines = ("JINBAN1-HMAC-SM3", method, path, _sm3(body), terminal, time, nonce, key)
        if not hmac.compare_digest(self._mac("\n".join(lines)).encode(), signature.encode()):
            raise Refusal(401, "signature", _NOT_TRUSTED, _REMEDY)
        self._check_time(time)
        self._check_once(nonce)

    def _mac(self, text: str) -> str:
        mac = HMAC(self._secret, SM3())
        mac.update(text.encode())
        return mac.finalize().hex()

    def _check_time(self, text: str) -> None:
        try:
            signed_at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
        except ValueError:
            raise Refusal(401, "unsigned", _NOT_TRUSTED, _REMEDY) from None
        if abs(self._clock.now() - signed_at) > WINDOW:
            raise Refusal(401, "clock", "机器的时间不对", _REMEDY)

    def _check_once(self, nonce: str) -> None:
        now = self._clock.now()
        with self._lock:
            while self._seen and now - next(iter(self._seen.values())) > 2 * WINDOW:  # oldest first
                del self._seen[next(iter(self._seen))]
            if nonce in self._seen:
                raise Refusal(401, "replayed", _NOT_TRUSTED, _REMEDY)
            self._seen[nonce] = now


class SignedRoute(APIRoute):
    """Checks the call before its body is even parsed. The guard is ``app.state.desk.guard``."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            guard: Guard = request.app.state.desk.guard
            guard.check(request.method, request.url.path, request.headers, await request.body())
            return await handle(request)

        return checked


def _sm3(data: bytes) -> str:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()
