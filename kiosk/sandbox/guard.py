"""Who may call the stand-in gateway: checks each call's signature and clock, and that it comes once; signs the reply.

Written from the description in ``kiosk/services/signing.py``, apart from its code, so that each checks the other.
"""

import hmac
import re
import threading
from collections.abc import Callable, Coroutine, Mapping, MutableMapping
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.core.clock import Clock
from kiosk.sandbox.faults import Faults, GatewayFault
from kiosk.sandbox.refusals import Refusal

__all__ = ["Guard", "SignedReplies", "SignedRoute"]

WINDOW: Final = timedelta(minutes=5)
_NONCE_OF_REQUEST = "signed_nonce"  # in the request's state
_NONCE = re.compile(r"[0-9a-f]{32}")
_NOT_TRUSTED = "政务平台没认出这台机器"
_REMEDY = "点「找人帮忙」，今天先去窗口办"


class Guard:
    """One secret for every terminal: this is a stand-in.

    A nonce is kept for twice the window after it came: signed ahead of our clock, it is accepted that long.
    """

    def __init__(self, secret: bytes, clock: Clock, faults: Faults) -> None:
        self._secret = secret
        self._clock = clock
        self._faults = faults
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}  # nonce → when it came

    def check(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        state: MutableMapping[str, Any] | None = None,
    ) -> None:
        """Header names in lower case. Raises Refusal with 401.

        ``state`` gets the nonce as soon as the signature was right: from then on the reply is to be signed.
        """
        terminal, time, nonce, signature = (
            headers.get(f"jinban-{name}", "") for name in ("terminal", "time", "nonce", "signature")
        )
        if not (terminal and time and _NONCE.fullmatch(nonce) and signature):
            raise Refusal(401, "unsigned", _NOT_TRUSTED, _REMEDY)
        key = headers.get("idempotency-key", "")
        lines = ("JINBAN1-HMAC-SM3", method, path, _sm3(body), terminal, time, nonce, key)
        if not hmac.compare_digest(self._mac("\n".join(lines)).encode(), signature.encode()):
            raise Refusal(401, "signature", _NOT_TRUSTED, _REMEDY)
        if state is not None:
            state[_NONCE_OF_REQUEST] = nonce
        self._check_time(time)
        self._check_once(nonce)

    def reply_signature(self, nonce: str, status: int, body: bytes) -> str:
        """Wrong while that is the gateway's fault."""
        if self._faults.fault is GatewayFault.BAD_SIGNATURE:
            nonce = nonce[::-1]
        return self._mac("\n".join(("JINBAN1-HMAC-SM3-REPLY", str(status), _sm3(body), nonce)))

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
            raise Refusal(401, "clock", "机器和平台的时间对不上", _REMEDY)

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
            state = request.scope["state"]
            guard.check(request.method, request.url.path, request.headers, await request.body(), state)
            return await handle(request)

        return checked


class SignedReplies:
    """Middleware: signs what answers a call whose signature was right, refusals too, and nothing else."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        start: Message = {}
        body = bytearray()

        async def signing(message: Message) -> None:
            nonlocal start
            nonce = state.get(_NONCE_OF_REQUEST)
            if nonce is None:
                await send(message)
            elif message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    signature = self._guard.reply_signature(nonce, start["status"], bytes(body))
                    headers = [*start["headers"], (b"jinban-reply-signature", signature.encode())]
                    await send({**start, "headers": headers})
                    await send({"type": "http.response.body", "body": bytes(body)})

        await self._app(scope, receive, signing)


def _sm3(data: bytes) -> str:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()
