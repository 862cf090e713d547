"""The wire between terminal and gateway, which can be cut, slowed, and made to lose what it carries.

A TCP relay: the terminal connects to it and it to the gateway, so that each fault is a true one on the wire. A
connection has the fault that was set when it began, and changing the fault cuts every connection there is.
"""

import asyncio
import socket
import struct
import threading
from contextlib import closing
from enum import Enum
from typing import Final

import h11

__all__ = ["NetworkFault", "Relay"]

SLOW_REPLY: Final = 1.5  # seconds before each reply: long enough to be seen, well under every deadline of the client
_PIECE = 64 * 1024
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: closing sends RST


class NetworkFault(Enum):
    DOWN = "down"  # every connection is reset
    SLOW = "slow"  # replies come late
    LOSE_REQUEST = "lose_request"  # the request is swallowed, then the connection ends
    LOSE_REPLY = "lose_reply"  # the request is handed on and done, then the connection ends
    ERROR_500 = "error_500"  # something on the way answers instead of the gateway
    DUPLICATE = "duplicate"  # each request for an effect is handed on twice; the first reply comes back


class Relay:
    """``listening`` is a bound socket that listens; ``gateway`` is host and port. Runs in a thread of its own."""

    def __init__(self, listening: socket.socket, gateway: tuple[str, int], *, slow: float = SLOW_REPLY) -> None:
        self._listening = listening
        self._gateway = gateway
        self._slow = slow
        self._fault: NetworkFault | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    @property
    def fault(self) -> NetworkFault | None:
        return self._fault

    def start(self) -> None:
        self._thread.start()

    def set_fault(self, fault: NetworkFault | None) -> None:
        """Returns when every connection under another fault is gone."""
        if fault is self._fault:
            return
        asyncio.run_coroutine_threadsafe(self._change(fault), self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        with closing(self._loop):
            server = self._loop.run_until_complete(asyncio.start_server(self._accept, sock=self._listening))
            self._loop.run_forever()
            server.close()
            self._loop.run_until_complete(self._cut())

    async def _change(self, fault: NetworkFault | None) -> None:
        self._fault = fault
        await self._cut()

    async def _cut(self) -> None:
        connections = tuple(self._connections)
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0)  # aborted transports close their sockets in the loop's next turn

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.ensure_future(self._serve(reader, writer))
        self._connections.add(connection)

        def ended(connection: asyncio.Task[None]) -> None:
            self._connections.discard(connection)
            if connection.cancelled():  # also when it was cut before it ran at all
                _reset(writer)
            writer.close()

        connection.add_done_callback(ended)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self._fault
        try:
            if fault is NetworkFault.DOWN:
                _reset(writer)
            elif fault in (NetworkFault.LOSE_REQUEST, NetworkFault.ERROR_500):
                await _swallow(reader, writer, answer=fault is NetworkFault.ERROR_500)
            elif fault is NetworkFault.DUPLICATE:
                await self._hand_on_twice(reader, writer)
            else:
                await self._hand_on(reader, writer, fault)
        except (OSError, h11.RemoteProtocolError):
            pass  # one of the two ends is gone, or speaks no HTTP: that ends the connection

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: NetworkFault | None
    ) -> None:
        from_gateway, to_gateway = await asyncio.open_connection(*self._gateway)
        asked = asyncio.Event()
        requests = asyncio.ensure_future(_pump(reader, to_gateway, asked))
        try:
            while piece := await from_gateway.read(_PIECE):
                if fault is NetworkFault.LOSE_REPLY:
                    return
                if fault is NetworkFault.SLOW and asked.is_set():
                    asked.clear()  # one delay for a reply, in however many pieces it comes
                    await asyncio.sleep(self._slow)
                writer.write(piece)
                await writer.drain()
        finally:
            to_gateway.transport.abort()
            requests.cancel()
            await asyncio.gather(requests, return_exceptions=True)

    async def _hand_on_twice(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head, request = await _take(h11.Connection(h11.SERVER), reader)
            if head is None:
                return
            reply = await self._exchange(request)
            if any(name == b"idempotency-key" for name, _ in head.headers):
                await self._exchange(request)
            writer.write(reply)
            await writer.drain()

    async def _exchange(self, request: bytes) -> bytes:
        """On a connection of its own."""
        from_gateway, to_gateway = await asyncio.open_connection(*self._gateway)
        try:
            to_gateway.write(request)
            await to_gateway.drain()
            http = h11.Connection(h11.CLIENT)
            for part in (h11.Request(method="GET", target="/", headers=[("Host", "any")]), h11.EndOfMessage()):
                http.send(part)  # so that it expects a reply
            return (await _take(http, from_gateway))[1]
        finally:
            to_gateway.transport.abort()


async def _take(http: h11.Connection, reader: asyncio.StreamReader) -> tuple[h11.Request | h11.Response | None, bytes]:
    """One whole message: its head and all its bytes; no head when the other end has gone."""
    head, data = None, bytearray()
    while not isinstance(event := http.next_event(), h11.EndOfMessage):
        if event is h11.NEED_DATA:
            piece = await reader.read(_PIECE)
            data += piece
            http.receive_data(piece)
        elif isinstance(event, h11.ConnectionClosed):
            return None, bytes(data)
        elif isinstance(event, h11.Request | h11.Response):
            head = event
    return head, bytes(data)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, moved: asyncio.Event) -> None:
    while piece := await reader.read(_PIECE):
        moved.set()
        writer.write(piece)
        await writer.drain()
    writer.write_eof()


async def _swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answer: bool) -> None:
    """Takes one whole request in, and answers it with 500 or not at all."""
    http = h11.Connection(h11.SERVER)
    head, _ = await _take(http, reader)
    if head is not None and answer:
        body = b"<h1>500 Internal Server Error</h1>"
        headers = [("Content-Type", "text/html"), ("Content-Length", str(len(body))), ("Connection", "close")]
        for part in (h11.Response(status_code=500, headers=headers), h11.Data(body), h11.EndOfMessage()):
            writer.write(http.send(part) or b"")
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
