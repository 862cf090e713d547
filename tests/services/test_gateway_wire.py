"""The gateway's client against servers that answer nonsense, too late, too much, or nothing at all."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BrokenReply, Cancelled, GatewayError, Refused, ServerFault, Unauthorized, Unreachable
from kiosk.core.receipt import Receipt
from kiosk.flows.pension_certification import PensionRecord, PensionStatus
from kiosk.services import transport
from kiosk.services.gateway import HttpGateway, Options
from tests.sandbox.town import http, misbehaving, read_request, signed

LONG = 60.0  # seconds: a test that waits for it has failed
SECRET = b"0123456789abcdef0123456789abcdef"
STATUS = PensionStatus("330212195203179801")
GOOD = json.dumps({"standing": "due", "year": 2026}).encode()

Answer = Callable[[socket.socket, int], None]


@contextmanager
def client(answer: Answer, reply_seconds: float = LONG) -> Iterator[HttpGateway]:
    with misbehaving(answer) as url:
        options = Options(url=url, secret_file=Path("unused"), reply_seconds=reply_seconds)
        gateway = HttpGateway(options, terminal="T", secret=SECRET, clock=SystemClock())
        yield gateway
        gateway.close()


def answering(reply: bytes, secret: bytes = SECRET) -> Answer:
    """Reads the request, sends these bytes with the signature that they need, and closes."""

    def answer(connection: socket.socket, number: int) -> None:
        connection.sendall(signed(read_request(connection), reply, secret))

    return answer


def silent(connection: socket.socket, number: int) -> None:
    while connection.recv(65536):
        pass


# --- replies that do not fit ---


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (http(200, b""), BrokenReply),
        (http(200, b"<html>"), BrokenReply),
        (http(200, b'{"standing": "due"'), BrokenReply),
        (http(200, b'{"standing": "due"}'), BrokenReply),
        (http(200, b'{"standing": "dead", "year": 2026}'), BrokenReply),
        (http(200, b'{"standing": "due", "year": "2026"}'), BrokenReply),
        (http(200, b"[]"), BrokenReply),
        (http(200, b"\xff\xfe"), BrokenReply),
        (http(200, b"[" * 100_000), BrokenReply),
        (http(204, b""), BrokenReply),
        (http(302, b"", "Location: http://127.0.0.1:9/"), BrokenReply),
        (http(400, b"no"), BrokenReply),
        (http(404, b'{"detail": "Not Found"}'), BrokenReply),
        (http(409, b'{"reason": "Not A Word", "sentence": "no"}'), BrokenReply),
        (http(409, b'{"reason": "no", "sentence": ""}'), BrokenReply),
        (http(409, '{"reason": "no", "sentence": "不行"}'.encode()), Refused),
        (http(401, '{"reason": "clock", "sentence": "不行"}'.encode()), Unauthorized),
        (http(403, '{"reason": "unknown", "sentence": "不行"}'.encode()), Unauthorized),
        (http(500, b""), ServerFault),
        (http(503, b"<h1>busy</h1>"), ServerFault),
        (http(200, b"not gzip", "Content-Encoding: gzip"), BrokenReply),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", BrokenReply),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", Unreachable),
        (b"SSH-2.0-OpenSSH_9.2\r\n", BrokenReply),
        (b"HTTP/1.1 ", BrokenReply),
        (b"", Unreachable),
    ],
    ids=lambda value: repr(value)[:50] if isinstance(value, bytes) else value.__name__,
)
def test_reply_and_its_error(reply: bytes, error: type[GatewayError]) -> None:
    with client(answering(reply)) as gateway, pytest.raises(error) as caught:
        gateway.send(STATUS.path, b"{}", PensionRecord, key="k" * 32)
    assert type(caught.value) is error


def test_broken_reply_names_the_field_and_never_its_value() -> None:
    @dataclass(frozen=True)
    class Household:
        members: tuple[PensionRecord, ...]

    body = json.dumps({"members": [{"standing": "due", "year": "张桂兰330212195203179801"}]}).encode()
    with client(answering(http(200, body))) as gateway, pytest.raises(BrokenReply) as caught:
        gateway.send("/household", b"{}", Household, key="k" * 32)
    assert str(caught.value) == "/household: field members.0.year: int_type"
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_redirect_is_not_followed() -> None:
    visited = threading.Event()
    with misbehaving(lambda connection, number: visited.set()) as elsewhere:
        reply = http(307, b"", f"Location: {elsewhere}/")
        with client(answering(reply)) as gateway, pytest.raises(BrokenReply):
            gateway.send(STATUS.path, b"{}", PensionRecord, key="k" * 32)
    assert not visited.is_set()


def test_reply_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_REPLY", 1024 * 1024)
    bomb = http(200, gzip.compress(bytes(8 * 1024 * 1024)), "Content-Encoding: gzip")
    with client(answering(bomb)) as gateway, pytest.raises(BrokenReply):
        gateway.send(STATUS.path, b"{}", PensionRecord, key="k" * 32)


def outcome(gateway: HttpGateway, reply_type: type[Any]) -> Any:
    """The reply, or the error of the house; anything else escapes and fails the test."""
    try:
        return gateway.send("/p", b"{}", reply_type, key="k" * 32)
    except GatewayError as error:
        return error


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda junk: b"HTTP/1.1 200 OK\r\n" + junk))
def test_any_bytes_are_a_reply_or_a_gateway_error(reply: bytes) -> None:
    with client(answering(reply)) as gateway:
        assert isinstance(outcome(gateway, PensionRecord), PensionRecord | GatewayError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
RECEIPT = st.fixed_dictionaries(
    {
        "number": JSON,
        "title": JSON,
        "state": st.just("done") | JSON,
        "issued_at": st.just("2026-11-22T06:00:00Z") | JSON,
    },
    optional=dict.fromkeys(("agency", "rows", "note", "code", "related", "more"), JSON),
)


@given(st.sampled_from([200, 409, 401]), JSON | RECEIPT)
def test_any_json_is_a_reply_or_a_gateway_error(status: int, content: Any) -> None:
    with client(answering(http(status, json.dumps(content).encode()))) as gateway:
        receipt = outcome(gateway, Receipt)
    assert isinstance(receipt, Receipt | GatewayError)
    if isinstance(receipt, Receipt):
        assert isinstance(receipt.number, str)
        assert all(len(row) == 2 for row in receipt.rows)


# --- who says it ---


def sent_back(answer: Answer) -> Any:
    with client(answer) as gateway:
        return outcome(gateway, PensionRecord)


REFUSAL = '{"reason": "no", "sentence": "不行"}'.encode()


@pytest.mark.parametrize("reply", [http(200, GOOD), http(409, REFUSAL)])
@pytest.mark.parametrize("secret", [b"", SECRET[:-1] + b"x"])
def test_a_reply_that_settles_something_needs_the_gateway_s_own_signature(reply: bytes, secret: bytes) -> None:
    assert type(sent_back(answering(reply, secret))) is BrokenReply
    assert type(sent_back(answering(reply))) is not BrokenReply


def test_no_signature_at_all() -> None:
    def answer(connection: socket.socket, number: int) -> None:
        read_request(connection)
        connection.sendall(http(200, GOOD))

    broken = sent_back(answer)
    assert type(broken) is BrokenReply
    assert str(broken) == "/p: HTTP 200 without the gateway's signature"


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"due"', b'"none"'), (b"HTTP/1.1 200", b"HTTP/1.1 201"), (b"Content-Length: 33", b"Content-Length: 32")],
)
def test_a_reply_that_was_changed_on_the_way(before: bytes, after: bytes) -> None:
    def answer(connection: socket.socket, number: int) -> None:
        reply = signed(read_request(connection), http(200, GOOD), SECRET)
        assert before in reply
        connection.sendall(reply.replace(before, after))

    assert type(sent_back(answer)) is BrokenReply


def test_a_reply_to_another_request() -> None:
    requests: list[bytes] = []

    def answer(connection: socket.socket, number: int) -> None:
        requests.append(read_request(connection))
        reply = http(200, GOOD, "Connection: close")  # or the second request meets its end on the way
        connection.sendall(signed(requests[0], reply, SECRET))

    with client(answer) as gateway:
        assert isinstance(outcome(gateway, PensionRecord), PensionRecord)
        assert type(outcome(gateway, PensionRecord)) is BrokenReply


def test_the_words_of_an_unsigned_401_are_not_shown() -> None:
    reply = http(401, '{"reason": "clock", "sentence": "打这个电话转账"}'.encode())
    forged, genuine = sent_back(answering(reply, b"x" * 32)), sent_back(answering(reply))
    assert type(forged) is type(genuine) is Unauthorized
    assert genuine.sentence == "打这个电话转账"
    assert forged.sentence == Unauthorized.sentence
    assert forged.technician == genuine.technician == "/p: HTTP 401, clock"


# --- time ---


def test_silence_ends_at_the_deadline_and_a_query_that_hung_is_not_asked_again() -> None:
    asked = []

    def answer(connection: socket.socket, number: int) -> None:
        asked.append(number)
        silent(connection, number)

    with client(answer, reply_seconds=0.2) as gateway, pytest.raises(Unreachable):
        gateway.call(STATUS)
    assert asked == [0]


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_reply_that_drips_ends_at_the_deadline_too(head: bytes) -> None:
    closing = threading.Event()

    def drip(connection: socket.socket, number: int) -> None:
        read_request(connection)
        connection.sendall(head)
        while not closing.wait(0.02):
            connection.sendall(b"x")

    started = time.monotonic()
    with client(drip, reply_seconds=0.3) as gateway:
        with pytest.raises(Unreachable):
            gateway.call(STATUS)
        assert time.monotonic() - started < LONG / 2
        closing.set()


def test_cancel_lets_go_at_once_while_the_socket_hangs() -> None:
    cancel, asked = Cancel(), threading.Event()

    def answer(connection: socket.socket, number: int) -> None:
        asked.set()
        silent(connection, number)

    def cancelling() -> None:
        asked.wait()
        cancel.set()

    with client(answer) as gateway:
        other = threading.Thread(target=cancelling)
        other.start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            gateway.call(STATUS, cancel=cancel)
        assert time.monotonic() - started < LONG / 2
        other.join()


def test_cancel_between_two_tries_lets_go_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.gateway.QUERY_PAUSES", (LONG / 2,))
    cancel = Cancel()

    def answer(connection: socket.socket, number: int) -> None:
        read_request(connection)
        threading.Timer(0.05, cancel.set).start()

    started = time.monotonic()
    with client(answer) as gateway, pytest.raises(Cancelled):
        gateway.call(STATUS, cancel=cancel)
    assert time.monotonic() - started < LONG / 2


# --- once or again ---


def test_query_is_asked_again_and_signed_anew() -> None:
    nonces = []

    def answer(connection: socket.socket, number: int) -> None:
        request = read_request(connection)
        head = request.decode()
        nonces.append(next(line for line in head.splitlines() if line.startswith("Jinban-Nonce")))
        if number == 1:
            connection.sendall(http(503, b""))
        if number == 2:
            connection.sendall(signed(request, http(200, GOOD), SECRET))

    with client(answer) as gateway:
        assert gateway.call(STATUS).year == 2026
    assert len(set(nonces)) == 3


def test_effect_is_sent_once_and_left_to_whoever_keeps_it() -> None:
    requests = []

    def answer(connection: socket.socket, number: int) -> None:
        requests.append(read_request(connection))

    with client(answer) as gateway, pytest.raises(Unreachable):
        gateway.send(STATUS.path, b"{}", PensionRecord, key="k" * 32)
    assert len(requests) == 1
    assert b"Idempotency-Key: " + b"k" * 32 in requests[0]


def test_connection_is_kept_for_the_next_call() -> None:
    connections = []

    def answer(connection: socket.socket, number: int) -> None:
        connections.append(number)
        while request := read_request(connection):
            connection.sendall(signed(request, http(200, GOOD), SECRET))

    with client(answer) as gateway:
        for _ in range(5):
            gateway.call(STATUS)
    assert connections == [0]


def test_nothing_is_left_behind_after_many_calls_of_every_kind() -> None:
    kinds = [http(200, GOOD), http(500, b""), b"", b"garbage\r\n\r\n"]

    def answer(connection: socket.socket, number: int) -> None:
        request = read_request(connection)
        connection.sendall(signed(request, kinds[number % len(kinds)], SECRET))

    with client(answer) as gateway:
        for _ in range(40):
            outcome(gateway, PensionRecord)
        for thread in threading.enumerate():
            if thread.name == "gateway":
                thread.join()
    assert not [thread for thread in threading.enumerate() if thread.name == "gateway"]


# --- what is sent ---


@dataclass(frozen=True)
class Everything(Call[Receipt]):
    path = "/everything"
    zeta: str = field(repr=False)
    alpha: bytes
    when: date | None
    many: tuple[str, ...]


def test_body_is_canonical_json() -> None:
    gateway = HttpGateway(
        Options(url="http://127.0.0.1:1", secret_file=Path("unused")), terminal="T", secret=SECRET, clock=SystemClock()
    )
    body = gateway.encode(Everything('中 "', b"\xfb\xff\x00", date(2026, 1, 2), ("b", "a")))
    assert body.decode() == '{"alpha":"-_8A","many":["b","a"],"when":"2026-01-02","zeta":"中 \\""}'


@pytest.mark.parametrize(
    "url",
    ["http://gateway.example", "ftp://127.0.0.1", "127.0.0.1:8701", "http://127.0.0.1/?a=1", "http://10.0.0.1", ""],
)
def test_urls_that_no_terminal_may_use(url: str) -> None:
    with pytest.raises(ValidationError):
        Options(url=url, secret_file=Path("gateway.key"))


@pytest.mark.parametrize("url", ["https://gateway.example/v1", "http://localhost:8701", "http://[::1]:8701/v1"])
def test_urls_that_a_terminal_may_use(url: str) -> None:
    assert Options(url=url, secret_file=Path("gateway.key")).url == url
