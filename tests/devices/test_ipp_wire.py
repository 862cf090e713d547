"""IPP over HTTP, from peers that do not keep to it: nothing outlives its deadline, nothing stays open."""

import contextlib
import socket
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadReply, DeviceError, Disconnected, NoAnswer
from kiosk.devices.ipp_message import Operation
from kiosk.devices.ipp_wire import IppWire
from tests.busy import SLACK, quickest

CLOCK = SystemClock()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
GOOD = b"\x01\x01\x00\x00\x00\x00\x00\x01\x03"


class Peer:
    """Takes each connection, and does with it what the test wants."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.behave = lambda connection: None
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def uri(self):
        return f"ipp://127.0.0.1:{self.listener.getsockname()[1]}/ipp/print"

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self.behave(connection)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()


@pytest.fixture(scope="module")
def peer():
    peer = Peer()
    yield peer
    peer.close()


def hear(connection):
    """The whole request: headers, and the message, which ends with 03."""
    heard = b""
    while b"\r\n\r\n" not in heard or not heard.endswith(b"\x03"):
        piece = connection.recv(65536)
        if not piece:
            return
        heard += piece


def says(*pieces):
    def behave(connection):
        hear(connection)
        for piece in pieces:
            connection.sendall(piece)

    return behave


def ask(uri, seconds=0.4):
    answers = []

    def asks():
        try:
            answers.append(IppWire(uri, CLOCK).ask(Operation.GET_PRINTER_ATTRIBUTES, [], CLOCK.monotonic() + seconds))
        except DeviceError as error:
            answers.append(error)

    assert quickest(asks, seconds + SLACK) < seconds + SLACK
    if isinstance(answers[-1], DeviceError):
        raise answers[-1]
    return answers[-1]


def hold(connection):
    while connection.recv(65536):
        pass  # until it is closed from the other end


def dribble(*, head):
    def behave(connection):
        hear(connection)
        connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n" if head else b"")
        tick = threading.Event()
        while True:
            connection.sendall(b"x")
            tick.wait(0.01)

    return behave


def test_a_good_answer(peer):
    peer.behave = says(HEAD + b"Content-Length: 9\r\n\r\n" + GOOD)
    assert ask(peer.uri).status == 0
    chunks = b"".join(b"1\r\n" + bytes((byte,)) + b"\r\n" for byte in GOOD) + b"0\r\n\r\n"
    peer.behave = says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunks)
    assert ask(peer.uri).status == 0


@pytest.mark.parametrize("behave", [hold, dribble(head=False), dribble(head=True)])
def test_one_that_never_comes_to_an_end(peer, behave):
    peer.behave = behave
    with pytest.raises(NoAnswer) as said:
        ask(peer.uri)
    assert said.value.sentence == "打印机没反应"


def test_one_that_says_continue_for_ever(peer):
    def behave(connection):
        hear(connection)
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    peer.behave = behave
    with pytest.raises((NoAnswer, BadReply)):
        ask(peer.uri)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"Content-Length: 3\r\n\r\nabc",
        HEAD + b"Content-Length: 2000000\r\n\r\n" + bytes(2_000_000),
        HEAD + b"Content-Length: minus\r\n\r\nabc",
        HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_ipp_is_a_bad_reply(peer, answer):
    peer.behave = says(answer)
    with pytest.raises((BadReply, Disconnected)):
        ask(peer.uri)


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Disconnected) as said:
        ask(f"ipp://127.0.0.1:{port}/ipp/print")
    assert said.value.sentence == "打印机没连上"


def test_one_that_takes_no_connection(peer):
    """Its waiting room is full: the connection itself must end in time."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, contextlib.ExitStack() as waiting:
        for _ in range(4):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        with pytest.raises((NoAnswer, Disconnected)):
            ask(f"ipp://127.0.0.1:{listener.getsockname()[1]}/ipp/print", 0.2)


def test_one_that_speaks_no_tls(peer):
    peer.behave = lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    with pytest.raises((BadReply, Disconnected)):
        ask(peer.uri.replace("ipp://", "ipps://"))
    peer.behave = hold
    with pytest.raises(NoAnswer):
        ask(peer.uri.replace("ipp://", "ipps://"), 0.2)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.booleans(), st.lists(st.integers(1, 40), max_size=4))
def test_any_bytes_in_any_pieces(peer, data, framed, cuts):
    whole = (HEAD + b"Content-Length: %d\r\n\r\n" % len(data) if framed else b"") + data
    pieces, rest = [], whole
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    peer.behave = says(*pieces, rest)
    with contextlib.suppress(BadReply, Disconnected, NoAnswer):
        ask(peer.uri)


def open_things():
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))


def test_a_thousand_questions_leave_nothing_open(peer):
    answers = [says(HEAD + b"Content-Length: 9\r\n\r\n" + GOOD), says(b""), says(HEAD)]
    before = open_things()
    for number in range(1000):
        peer.behave = answers[number % 3]
        with contextlib.suppress(BadReply, Disconnected):
            ask(peer.uri)
    assert open_things() == before
