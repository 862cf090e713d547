"""Wires, where every driver relies on the same."""

import socket

from kiosk.core.clock import SystemClock
from kiosk.devices.wire import TcpWire


def test_what_waits_is_read_a_few_pieces_at_a_time():
    """A peer that floods the line is never read empty: who asks must come to its question nevertheless."""
    sent = bytes(range(256)) * 400
    with socket.create_server(("127.0.0.1", 0)) as listener:
        clock = SystemClock()
        wire = TcpWire(*listener.getsockname(), clock, clock.monotonic() + 1.0)
        peer, _ = listener.accept()
        with peer:
            peer.sendall(sent)
            heard = wire.read(clock.monotonic() + 1.0)
            pieces = [heard]
            while sum(map(len, pieces)) < len(sent):
                pieces.append(wire.read_waiting() or wire.read(clock.monotonic() + 1.0))
            assert wire.read_waiting() == b""
        wire.close()
    assert b"".join(pieces) == sent
    assert max(map(len, pieces)) <= 5 * 4096
