"""A network camera: an endless multipart of JPEG pictures over HTTP on loopback, 30 a second."""

import contextlib
import socket
import threading
import time
from enum import Enum

from kiosk.devices.simulators.scenes import LOOP, Scene, picture

__all__ = ["CameraFault", "MjpegCameraSimulator"]

_BOUNDARY = b"picture"
_HEAD = (
    b"HTTP/1.0 200 OK\r\nCache-Control: no-store\r\n"
    b"Content-Type: multipart/x-mixed-replace; boundary=" + _BOUNDARY + b"\r\n\r\n"
)
_PACE = 1 / 30


class CameraFault(Enum):
    UNPLUGGED = "unplugged"  # nobody listens any more, and who was connected is cut off
    STALL = "stall"  # connected, but no picture comes


class MjpegCameraSimulator:
    """``url`` is what a driver opens. Port 0 takes a free one and keeps it over unplugging. Idle it costs nothing."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._scene = Scene.FACE
        self._other: bytes | None = None
        self._changed = threading.Condition()  # over scene, fault and clients
        self._fault: CameraFault | None = None
        self._listener: socket.socket | None = None
        self._clients: dict[socket.socket, threading.Thread] = {}
        self._doorman: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/camera.mjpeg"

    @property
    def scene(self) -> Scene:
        return self._scene

    @property
    def fault(self) -> CameraFault | None:
        return self._fault

    @property
    def clients(self) -> int:
        return len(self._clients)

    def start(self) -> None:
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        self._doorman = threading.Thread(target=self._let_in, args=(self._listener,), daemon=True)
        self._doorman.start()

    def close(self) -> None:
        listener, self._listener = self._listener, None
        if listener is None:
            return
        with self._changed:
            clients = dict(self._clients)
            self._changed.notify_all()
        _shut(listener)
        for client in clients:
            _shut(client)
        if self._doorman is not None:
            self._doorman.join()
        for thread in clients.values():
            thread.join()
        listener.close()

    def show(self, scene: Scene) -> None:
        with self._changed:
            self._scene, self._other = scene, None

    def show_jpeg(self, jpeg: bytes) -> None:
        """Holds another picture before the camera, until the next scene."""
        with self._changed:
            self._other = jpeg

    def set_fault(self, fault: CameraFault | None) -> None:
        with self._changed:
            self._fault = fault
            self._changed.notify_all()
        if fault is CameraFault.UNPLUGGED:
            self.close()
        else:
            self.start()

    def _let_in(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                thread = threading.Thread(target=self._serve, args=(listener, client), daemon=True)
                self._clients[client] = thread
            thread.start()

    def _serve(self, listener: socket.socket, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            if client.recv(4096):  # one request, whatever it asks for; a mere look at the port sends none
                client.sendall(_HEAD)
                self._stream(listener, client)
        with self._changed:
            del self._clients[client]

    def _stream(self, listener: socket.socket, client: socket.socket) -> None:
        due, number = time.monotonic(), 0
        while self._listener is listener:
            with self._changed:
                self._changed.wait_for(lambda: self._listener is not listener, max(0.0, due - time.monotonic()))
                self._changed.wait_for(lambda: self._listener is not listener or self._fault is None)
                scene, other = self._scene, self._other
            jpeg = other or picture(scene, number % LOOP)
            length = str(len(jpeg)).encode()
            part = b"--" + _BOUNDARY + b"\r\nContent-Type: image/jpeg\r\nContent-Length: " + length + b"\r\n\r\n"
            client.sendall(part + jpeg + b"\r\n")
            due, number = max(due + _PACE, time.monotonic()), number + 1


def _shut(connection: socket.socket) -> None:
    """Wakes whoever waits on it; closing alone would not."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
