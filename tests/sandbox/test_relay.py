"""The wire between terminal and gateway, fault by fault, with an upstream that keeps what it hears."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.sandbox.ports import listen
from kiosk.sandbox.relay import NetworkFault, Relay
from tests.sandbox.town import http, misbehaving, read_request

REQUEST = b"POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000
REPLY = http(200, b"y" * 100_000)


class Wire:
    """``heard`` is what the upstream got whole, ``arrived`` is set at each."""

    def __init__(self, relay: Relay, port: int) -> None:
        self.relay = relay
        self.port = port
        self.heard: list[bytes] = []

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, connection: socket.socket) -> bytes:
        """Sends the request, and returns all that comes back until the end or the whole reply."""
        try:
            connection.sendall(REQUEST)
            data = b""
            while len(data) < len(REPLY) and (piece := connection.recv(65536)):
                data += piece
            return data
        except ConnectionError:
            return b"reset"


@contextmanager
def wire(slow: float = 0.05) -> Iterator[Wire]:
    def answer(connection: socket.socket, number: int) -> None:
        while request := read_request(connection):
            made.heard.append(request)
            connection.sendall(REPLY)

    others = set(threading.enumerate())  # a town of another test's file may stand here, with a relay of its own
    with misbehaving(answer) as url:
        listening = listen(0)
        relay = Relay(listening, ("127.0.0.1", int(url.rpartition(":")[2])), slow=slow)
        made = Wire(relay, listening.getsockname()[1])
        relay.start()
        yield made
        relay.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "relay" and thread not in others]


def test_without_a_fault_everything_goes_through_unchanged() -> None:
    with wire() as made, made.connect() as connection:
        for _ in range(3):
            assert made.ask(connection) == REPLY
        assert made.heard == [REQUEST] * 3


def test_down() -> None:
    with wire() as made:
        made.relay.set_fault(NetworkFault.DOWN)
        try:
            with made.connect() as connection:
                assert made.ask(connection) == b"reset"
        except ConnectionError:
            pass
        assert made.heard == []


def test_slow_is_late_once_for_each_reply() -> None:
    with wire(slow=0.2) as made:
        made.relay.set_fault(NetworkFault.SLOW)
        with made.connect() as connection:
            for _ in range(2):
                started = time.monotonic()
                assert made.ask(connection) == REPLY
                assert time.monotonic() - started >= 0.2


def test_lose_request() -> None:
    with wire() as made:
        made.relay.set_fault(NetworkFault.LOSE_REQUEST)
        with made.connect() as connection:
            assert made.ask(connection) == b""
        assert made.heard == []


def test_lose_reply() -> None:
    with wire() as made:
        made.relay.set_fault(NetworkFault.LOSE_REPLY)
        with made.connect() as connection:
            assert made.ask(connection) == b""
        assert made.heard == [REQUEST]


def test_error_500() -> None:
    with wire() as made:
        made.relay.set_fault(NetworkFault.ERROR_500)
        with made.connect() as connection:
            assert made.ask(connection).startswith(b"HTTP/1.1 500 ")
        assert made.heard == []


@pytest.mark.parametrize(("head", "times"), [(b"", 1), (b"idempotency-Key: k\r\n", 2)])
def test_duplicate_hands_on_twice_what_has_a_key_and_brings_one_reply(head: bytes, times: int) -> None:
    request = REQUEST.replace(b"\r\n\r\n", b"\r\n" + head + b"\r\n", 1)
    with wire() as made:
        made.relay.set_fault(NetworkFault.DUPLICATE)
        with made.connect() as connection:
            for _ in range(2):
                connection.sendall(request)
                reply = b""
                while len(reply) < len(REPLY) and (piece := connection.recv(65536)):
                    reply += piece
                assert reply == REPLY
        assert made.heard == [request] * 2 * times


@pytest.mark.parametrize("fault", NetworkFault)
def test_a_change_cuts_what_stands_and_what_hangs(fault: NetworkFault) -> None:
    with wire() as made, made.connect() as idle, made.connect() as busy:
        assert made.ask(idle) == REPLY
        busy.sendall(REQUEST[:-1])
        made.relay.set_fault(fault)
        for connection in (idle, busy):
            with pytest.raises(ConnectionResetError):
                connection.recv(1)
        made.relay.set_fault(None)
        with made.connect() as connection:
            assert made.ask(connection) == REPLY


def test_no_change_cuts_nothing() -> None:
    with wire() as made, made.connect() as connection:
        assert made.ask(connection) == REPLY
        made.relay.set_fault(None)
        assert made.ask(connection) == REPLY


@pytest.mark.parametrize("fault", [NetworkFault.LOSE_REQUEST, NetworkFault.ERROR_500, NetworkFault.DUPLICATE])
def test_what_is_no_http_ends_the_connection(fault: NetworkFault) -> None:
    with wire() as made:
        made.relay.set_fault(fault)
        with made.connect() as connection:
            connection.sendall(b"\x00\x01\r\n\r\n")
            assert connection.recv(1) == b""


def test_no_gateway_behind_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: it refuses
        listening = listen(0)
        relay = Relay(listening, taken.getsockname())
        relay.start()
        with socket.create_connection(listening.getsockname(), timeout=10) as connection:
            assert connection.recv(1) == b""
        relay.close()
