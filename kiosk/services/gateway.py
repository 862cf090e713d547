"""The gateway's client: signed calls over HTTP, typed replies, and every failure as one of the errors of the house.

A reply 2xx with a body that fits the call is decoded. 4xx with ``{reason, sentence, remedy}`` is Refused, and with 401
or 403 Unauthorized: nothing was looked at. 5xx is ServerFault. Anything else that came back is BrokenReply, which
names the field and never its value. Nothing, or a connection that broke, is Unreachable: an effect may have happened.

A reply that settles something is believed only with the gateway's signature: without it, it is BrokenReply. 401, 403
and 5xx settle nothing, and may come from something on the way; the words of an unsigned one are not shown.
"""

import ipaddress
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_core import to_jsonable_python

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BrokenReply, GatewayError, Refused, ServerFault, Unauthorized, Unreachable
from kiosk.core.timing import GATEWAY_REPLY, QUERY_PAUSES
from kiosk.services.reading import reader
from kiosk.services.signing import REPLY_SIGNATURE, Signer, read_secret
from kiosk.services.transport import Reply, Transport

__all__ = ["HttpGateway", "Options", "open_gateway"]

R = TypeVar("R")

WITHDRAW: Final = "/effects/withdraw"


class Options(BaseModel):
    """What config.toml says under [gateway]. A relative path stands in the terminal's state directory.

    ``seal_root_file`` is the certificate, as PEM, by which the seals in certificates are trusted. Without it none is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.\[\]:-]+(/[A-Za-z0-9._~/-]*)?$")] = Field(
        description="政务平台的地址"
    )
    secret_file: Path = Field(description="签名密钥文件，权限 0600；写相对路径时在状态目录里")
    seal_root_file: Path | None = Field(default=None, description="证明上电子印章的根证书（PEM）；没有它，证明一律不打")
    reply_seconds: float = Field(default=GATEWAY_REPLY, gt=0, le=60, description="等平台回话最多几秒")

    @field_validator("url")
    @classmethod
    def _nobody_listens(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
            raise ValueError("要用 https://，只有本机才可以用 http://")
        return url


class _Refusal(BaseModel):
    """The body of every 4xx. ``reason`` is a word for machines and so never holds a citizen's data."""

    model_config = ConfigDict(strict=True)

    reason: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,63}$")]
    sentence: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    remedy: Annotated[str, StringConstraints(max_length=80)] = ""


@dataclass(frozen=True)
class _Request:
    """``body`` as ``encode`` made it; ``key`` is None for a query."""

    path: str
    body: bytes = field(repr=False)
    reply_type: Any
    key: str | None


class _Withdrawn(BaseModel, Generic[R]):
    receipt: R | None


def open_gateway(options: Options, *, terminal: str, state: Path, clock: Clock) -> "HttpGateway":
    """Raises ValueError with one sentence for the technician when the secret cannot be used."""
    return HttpGateway(options, terminal=terminal, secret=read_secret(state / options.secret_file), clock=clock)


class HttpGateway:
    """Implements ``core.ports.Gateway``; may be used from any number of threads at once."""

    def __init__(self, options: Options, *, terminal: str, secret: bytes, clock: Clock) -> None:
        self._transport = Transport(options.url)
        self._signer = Signer(terminal, secret)
        self._seconds = options.reply_seconds
        self._clock = clock
        self._on_bad_reply: Callable[[str, str], None] = lambda _path, _code: None

    def on_bad_reply(self, tell: Callable[[str, str], None]) -> None:
        """``tell(path, code)`` is called, from any thread, for each reply that is BrokenReply or Unauthorized."""
        self._on_bad_reply = tell

    def call(self, call: Call[R], *, key: str | None = None, cancel: Cancel | None = None) -> R:
        """Without a key it is a query, asked again a few times when it fails. With one it is an effect, sent once."""
        reply: R = self.send(call.path, self.encode(call), call.reply_type, key=key, cancel=cancel)
        return reply

    def encode(self, call: Call[Any]) -> bytes:
        """The body of a call as canonical JSON: keys in order, no white space, bytes as URL-safe base64, UTF-8."""
        fields = to_jsonable_python(call, bytes_mode="base64")
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()

    def send(
        self,
        path: str,
        body: bytes,
        reply_type: Any,
        *,
        key: str | None,
        cancel: Cancel | None = None,
    ) -> Any:
        """The second half of ``call``, for a body that was stored: what ``encode`` made is sent again as it is."""
        request = _Request(path, body, reply_type, key)
        send = self._again if key is None else self._once
        return send(request, self._seconds, cancel or Cancel())

    def withdraw(self, key: str, reply_type: Any, *, cancel: Cancel | None = None) -> Any:
        """Takes back an effect whose outcome is unknown: its reply if it was done, else None and it never will be."""
        body = json.dumps({"key": key}, separators=(",", ":")).encode()
        return self.send(WITHDRAW, body, _Withdrawn[reply_type], key=None, cancel=cancel).receipt

    def close(self) -> None:
        self._transport.close()

    def _again(self, request: _Request, seconds: float, cancel: Cancel) -> Any:
        """Asks until the time of one reply is used up: what hung is not asked again, what broke off is."""
        until = time.monotonic() + seconds
        for pause in QUERY_PAUSES:
            try:
                return self._once(request, until - time.monotonic(), cancel)
            except (Unreachable, ServerFault):
                if time.monotonic() + pause >= until:
                    raise
            cancel.wait(pause)
        return self._once(request, until - time.monotonic(), cancel)

    def _once(self, request: _Request, seconds: float, cancel: Cancel) -> Any:
        try:
            return self._exchange(request, seconds, cancel)
        except (BrokenReply, Unauthorized) as error:
            self._on_bad_reply(request.path, error.code)
            raise

    def _exchange(self, request: _Request, seconds: float, cancel: Cancel) -> Any:
        """Signed anew each time: the gateway has seen the nonce of a request whose reply was lost."""
        path, body = request.path, request.body
        signed = self._signer.headers("POST", path, body, self._clock.now(), key=request.key)
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **signed}
        reply = self._transport.exchange("POST", path, headers=headers, body=body, seconds=seconds, cancel=cancel)
        if reply.status >= 500:
            raise ServerFault(f"{path}: HTTP {reply.status}")
        genuine = self._signer.fits(
            reply.headers.get(REPLY_SIGNATURE, ""), nonce=signed["Jinban-Nonce"], status=reply.status, body=reply.body
        )
        if not genuine:
            raise _unsigned(path, reply)
        if 200 <= reply.status < 300:
            return _decode(path, reply.body, request.reply_type)
        raise _refusal(path, reply)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _unsigned(path: str, reply: Reply) -> GatewayError:
    """Of the body of a 401 only the machine's word is taken, for the technician."""
    if reply.status not in (401, 403):
        return BrokenReply(f"{path}: HTTP {reply.status} without the gateway's signature")
    return Unauthorized(_refusal(path, reply).technician)


def _refusal(path: str, reply: Reply) -> GatewayError:
    if not 400 <= reply.status < 500:
        return BrokenReply(f"{path}: HTTP {reply.status}")
    refusal: _Refusal = _decode(f"{path}: HTTP {reply.status}", reply.body, _Refusal)
    technician = f"{path}: HTTP {reply.status}, {refusal.reason}"
    if reply.status in (401, 403):
        return Unauthorized(technician, sentence=refusal.sentence, remedy=refusal.remedy or None)
    return Refused(refusal.reason, technician, sentence=refusal.sentence, remedy=refusal.remedy or None)


def _decode(where: str, body: bytes, reply_type: Any) -> Any:
    try:
        return reader(reply_type).validate_json(body, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    # Outside of the except, so that no error of the house drags the citizen's data along as its context.
    place = ".".join(map(str, first["loc"]))
    raise BrokenReply(f"{where}: {f'field {place}: ' if place else ''}{first['type']}")
