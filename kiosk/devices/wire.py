"""Byte wires with deadlines: a serial port, a TCP connection, a USB printer's file.

What the operating system says becomes our errors here.

pyserial opens and sets up the port, but its ``write`` with a timeout neither tells how much went out nor ends in time
when the last byte has gone into a full buffer, so both directions wait with ``poll`` and move what fits.
"""

import fcntl
import os
import select
import socket
import termios
from pathlib import Path
from typing import Final, Literal, Protocol

import serial

from kiosk.core.clock import Clock
from kiosk.core.errors import Disconnected, NoAnswer
from kiosk.devices.trace import of_this_thread

__all__ = ["Flow", "SerialWire", "TcpWire", "UsbWire", "Wire"]

_PIECE: Final = 4096  # bytes read at a time: whoever sorts them does so in a millisecond
_MOST_WAITING: Final = 4 * _PIECE  # a line that sends faster than it is read would never be empty

Flow = Literal["none", "rtscts", "xonxoff"]  # how the other end says that it takes no more just now


class _Port(Protocol):
    """The non-blocking ends of one open port."""

    def fileno(self) -> int: ...

    def recv(self) -> bytes | None:
        """What has arrived. None: nothing, although there seemed to be something; empty: the other end is gone."""

    def send(self, data: memoryview) -> int:
        """How many bytes were taken, perhaps none."""

    def close(self) -> None: ...


class Wire:
    """Deadlines are points on ``clock.monotonic()``, in seconds. Any error of the port itself is Disconnected."""

    def __init__(self, port: _Port, name: str, clock: Clock) -> None:
        self._port = port
        self._name = name
        self._clock = clock
        self._trace = of_this_thread()

    def read(self, deadline: float) -> bytes:
        """What has arrived, at least one byte. Raises NoAnswer at the deadline, Disconnected."""
        data: bytes | None = None
        try:
            while data is None:
                self._wait(select.POLLIN, deadline)
                data = self._port.recv()
        except OSError as error:  # pyserial's SerialException is one; on hang-up some calls raise the plain kind
            raise self._disconnected(error) from error
        if not data:
            raise Disconnected(f"{self._name}: closed by the other end")
        self._tell(data, sent=False)
        return data

    def write(self, data: bytes, deadline: float) -> None:
        """Hands all of it to the port. Raises NoAnswer at the deadline, Disconnected; part of it may be out then."""
        rest = memoryview(data)
        while rest:
            rest = rest[self.write_some(rest, deadline) :]

    def write_some(self, data: memoryview, deadline: float) -> int:
        """Hands over as much as the port takes now, at least one byte, and returns how many."""
        sent = 0
        try:
            while not sent:
                self._wait(select.POLLOUT, deadline)
                sent = self._port.send(data)
            self._tell(data[:sent], sent=True)
            return sent
        except OSError as error:
            raise self._disconnected(error) from error

    def read_waiting(self) -> bytes:
        """What has arrived already, perhaps nothing, and no more of it than a few pieces. Raises Disconnected."""
        heard = bytearray()
        try:
            while len(heard) < _MOST_WAITING and self._ready(select.POLLIN, 0.0):
                data = self._port.recv()
                if data == b"":
                    raise Disconnected(f"{self._name}: closed by the other end")
                heard += data or b""
        except OSError as error:
            raise self._disconnected(error) from error
        self._tell(heard, sent=False)
        return bytes(heard)

    def fileno(self) -> int:
        return self._port.fileno()

    def close(self) -> None:
        try:
            self._port.close()
        except OSError as error:
            raise self._disconnected(error) from error

    def _tell(self, data: bytes | bytearray | memoryview, *, sent: bool) -> None:
        if self._trace is not None:
            self._trace.note(data, sent=sent)

    def _wait(self, event: int, deadline: float) -> None:
        left = deadline - self._clock.monotonic()
        if left <= 0 or not self._ready(event, left):  # a line that never falls silent must not outlive the deadline
            what = "nothing came back" if event == select.POLLIN else "it takes no more data"
            raise NoAnswer(f"{self._name}: {what}")

    def _ready(self, event: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._port.fileno(), event)
        return bool(poll.poll(seconds * 1000))

    def _disconnected(self, error: OSError) -> Disconnected:
        return Disconnected(f"{self._name}: {error.strerror or type(error).__name__}")


class SerialWire(Wire):
    """8N1, locked against a second program. Raises Disconnected when it cannot be opened."""

    def __init__(self, port: Path, baud: int, clock: Clock, *, flow: Flow = "none") -> None:
        try:
            opened = serial.Serial(
                str(port),
                baud,
                timeout=0,
                write_timeout=0,
                exclusive=True,
                rtscts=flow == "rtscts",
                xonxoff=flow == "xonxoff",
            )
        except (OSError, termios.error) as error:
            raise Disconnected(f"{port}: {getattr(error, 'strerror', None) or 'cannot be opened'}") from error
        self._opened = opened
        super().__init__(_SerialPort(opened), str(port), clock)

    def set_baud(self, baud: int) -> None:
        """From now on. What arrived at the speed before is dropped. Raises Disconnected."""
        try:
            self._opened.baudrate = baud
            self._opened.reset_input_buffer()
        except (OSError, ValueError, termios.error) as error:
            raise Disconnected(f"{self._opened.port}: it does not take {baud} baud") from error


class TcpWire(Wire):
    """Raises Disconnected when nobody listens there within the deadline."""

    def __init__(self, host: str, port: int, clock: Clock, deadline: float) -> None:
        name = f"{host}:{port}"
        try:
            opened = socket.create_connection((host, port), timeout=max(0.001, deadline - clock.monotonic()))
        except OSError as error:
            raise Disconnected(f"{name}: {error.strerror or 'nobody answers'}") from error
        opened.setblocking(False)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # single status bytes, each waited for
        super().__init__(_TcpPort(opened), name, clock)


class UsbWire(Wire):
    """The file of a USB printer of the printer class, such as /dev/usb/lp0. Raises Disconnected without it.

    Linux lets a second program open it too; a lock keeps out whoever asks for one.
    """

    def __init__(self, file: Path, clock: Clock) -> None:
        descriptor = -1
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if descriptor >= 0:
                os.close(descriptor)
            raise Disconnected(f"{file}: {error.strerror or 'cannot be opened'}") from error
        super().__init__(_FilePort(descriptor), str(file), clock)


class _SerialPort:
    def __init__(self, port: serial.Serial) -> None:
        self._port = port

    def fileno(self) -> int:
        return int(self._port.fileno())

    def recv(self) -> bytes:
        return bytes(self._port.read(max(1, min(_PIECE, self._port.in_waiting))))

    def send(self, data: memoryview) -> int:
        return int(self._port.write(data) or 0)

    def close(self) -> None:
        self._port.close()


class _TcpPort:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def fileno(self) -> int:
        return self._connection.fileno()

    def recv(self) -> bytes:
        return self._connection.recv(_PIECE)

    def send(self, data: memoryview) -> int:
        return self._connection.send(data)

    def close(self) -> None:
        self._connection.close()


class _FilePort:
    """A USB printer sends an empty packet where a file would be at its end; gone is what has hung up."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def recv(self) -> bytes | None:
        try:
            return os.read(self._descriptor, _PIECE) or (b"" if self._hung_up() else None)
        except BlockingIOError:
            return None

    def send(self, data: memoryview) -> int:
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0

    def close(self) -> None:
        os.close(self._descriptor)

    def _hung_up(self) -> bool:
        poll = select.poll()
        poll.register(self._descriptor, 0)  # hanging up is told unasked
        return bool(poll.poll(0))
