"""The far end of a network cable on loopback: one client at a time, as receipt printers take them."""

import contextlib
import socket
import threading
from collections.abc import Callable

__all__ = ["TcpLine"]


class TcpLine:
    """Port 0 takes a free one and keeps it over unplugging. ``on_bytes`` is called in the line's own thread."""

    def __init__(self, port: int, on_bytes: Callable[[bytes], None]) -> None:
        self._port = port
        self._on_bytes = on_bytes
        self._lock = threading.Lock()  # over plugging and pulling
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self._port

    def plug(self) -> None:
        with self._lock:
            if self._listener is not None:
                return
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._port = self._listener.getsockname()[1]
            self._thread = threading.Thread(target=self._serve, args=(self._listener,), daemon=True)
            self._thread.start()

    def unplug(self) -> None:
        """May be called by the line itself."""
        with self._lock:
            listener, client, thread = self._listener, self._client, self._thread
            self._listener = self._thread = None
        if listener is not None:
            _wake(listener)
        if client is not None:
            _wake(client)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def send(self, data: bytes) -> None:
        client = self._client
        if client is not None:
            with contextlib.suppress(OSError):  # who has gone hears nothing
                client.sendall(data)

    def _serve(self, listener: socket.socket) -> None:
        with listener, contextlib.suppress(OSError):
            while self._listener is listener:
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each answer leaves when it is given
                with client, contextlib.suppress(OSError):
                    self._hear(listener, client)

    def _hear(self, listener: socket.socket, client: socket.socket) -> None:
        """Only while this plugging lasts: the next one may have a client of its own already."""
        with self._lock:
            if self._listener is not listener:
                return
            self._client = client
        try:
            while self._listener is listener and (data := client.recv(4096)):
                self._on_bytes(data)
        finally:
            with self._lock:
                if self._client is client:
                    self._client = None


def _wake(connection: socket.socket) -> None:
    """Ends what waits on it, which closing alone would not."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
