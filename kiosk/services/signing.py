"""Signed calls: HMAC-SM3 (GM/T 0004-2012 in RFC 2104) over everything in a request that changes its meaning.

The canonical string is these eight lines in UTF-8, joined by LF, without one at the end:

    JINBAN1-HMAC-SM3
    <method>            POST
    <path>              /social/pension/certify: within the gateway, without what its base URL carries
    <body digest>       SM3 of the body as sent, 64 lower-case hexadecimal digits
    <terminal>          NB-YZ-0001
    <time>              2026-11-22T06:30:00Z: UTC, whole seconds
    <nonce>             32 hexadecimal digits, never used twice
    <idempotency key>   as in the Idempotency-Key header; an empty line for a query

The signature is the HMAC-SM3 of that string under the terminal's secret, in lower-case hexadecimal. The headers are
``Jinban-Terminal``, ``Jinban-Time``, ``Jinban-Nonce``, ``Jinban-Signature`` and, for an effect, ``Idempotency-Key``.
The gateway refuses a time that is more than ``CLOCK_WINDOW`` away from its own, and a nonce that it has seen within it.

What it answers to a call whose signature was right is signed too, in ``Jinban-Reply-Signature``, over these four lines:

    JINBAN1-HMAC-SM3-REPLY
    <status>            200
    <body digest>       SM3 of the reply's body
    <nonce>             of the request that it answers, so that it fits no other
"""

import hashlib
import hmac
import secrets
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

__all__ = ["CLOCK_WINDOW", "REPLY_SIGNATURE", "Signer", "read_secret"]

CLOCK_WINDOW: Final = timedelta(minutes=5)
REPLY_SIGNATURE: Final = "Jinban-Reply-Signature"
_SHORTEST_SECRET = 32  # characters: SM3's own 256 bits, written in hexadecimal or better


def read_secret(path: Path) -> bytes:
    """The secret in this file, without white space around it. Raises ValueError with a sentence for the technician."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise ValueError(f"{path}：读不到签名密钥（{error.strerror}）。检查路径和权限") from error
    if mode & 0o077:
        raise ValueError(f"{path}：别人也能读这个密钥。把权限改成 0600")
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"{path}：密钥太短，至少 {_SHORTEST_SECRET} 个字符")
    return secret


class Signer:
    """Makes the headers of a request, and checks what answers it.

    What is sent again is signed again, with a time and nonce of its own.
    """

    def __init__(self, terminal: str, secret: bytes) -> None:
        self._terminal = terminal
        self._secret = secret

    def headers(self, method: str, path: str, body: bytes, now: datetime, *, key: str | None = None) -> dict[str, str]:
        """``now`` is aware; ``key`` is the idempotency key of an effect."""
        time = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        nonce = secrets.token_hex(16)
        canonical = "\n".join(
            ("JINBAN1-HMAC-SM3", method, path, _sm3(body), self._terminal, time, nonce, key or ""),
        )
        headers = {
            "Jinban-Terminal": self._terminal,
            "Jinban-Time": time,
            "Jinban-Nonce": nonce,
            "Jinban-Signature": self._mac(canonical),
        }
        return headers if key is None else {**headers, "Idempotency-Key": key}

    def fits(self, signature: str, *, nonce: str, status: int, body: bytes) -> bool:
        """Whether the gateway has signed just this reply to the request with this nonce."""
        right = self._mac("\n".join(("JINBAN1-HMAC-SM3-REPLY", str(status), _sm3(body), nonce)))
        return hmac.compare_digest(right.encode(), signature.encode())

    def _mac(self, canonical: str) -> str:
        return hmac.new(self._secret, canonical.encode(), "sm3").hexdigest()


def _sm3(data: bytes) -> str:
    return hashlib.new("sm3", data).hexdigest()  # OpenSSL's, which is loaded anyway
