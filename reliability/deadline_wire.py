"""A wire that goes bad at any byte: between a driver and an honest device, in a process of its own.

``Wire`` starts the process, which passes bytes both ways until ``after`` of the device's have gone through, and then
does one of FAULTS. ``arm`` says which, and puts the device at the start of a new connection: a fresh pseudo-terminal
under the same name, a new conversation at the same port. The process is not the driver's, so that noise at full speed
takes nothing of the driver's interpreter.
"""

import contextlib
import multiprocessing
import os
import selectors
import socket
import time
import tty
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Final

__all__ = ["FAULTS", "Fault", "SerialEnd", "TcpEnd", "Wire", "wire"]

FAULTS: Final = ("none", "mute", "deaf", "stall", "trickle", "noise", "flood", "garble", "hang_up", "door")
DRIP: Final = 0.01  # seconds between the bytes of a trickle, the pieces of noise
PIECE: Final = 48  # bytes of noise at a time: about what 38400 baud carry
ROOM: Final = 65536


@dataclass(frozen=True)
class Fault:
    """``kind`` is one of FAULTS; it begins when ``after`` bytes of the device have gone through.

    mute: nothing passes either way. deaf: the same, and what is written is not even taken. stall: the device's answers
    stop. trickle: they go on byte by byte. noise: random bytes instead, a piece each 10 ms. flood: the same as fast as
    they are taken. garble: one byte in five is another. hang_up: the connection is cut. door: at TCP nobody lets in.
    """

    kind: str
    after: int
    seed: int


@dataclass
class _Talk:
    """All that was said since the wire was armed."""

    fault: Fault
    rng: Random = field(init=False)
    passed: int = 0
    waiting: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.rng = Random(self.fault.seed)  # noqa: S311 - nothing secret is drawn

    @property
    def bad(self) -> bool:
        return self.fault.kind not in ("none", "door") and self.passed >= self.fault.after


@dataclass
class _Pair:
    """One connection: the driver's end, and the device's."""

    driver: int
    device: int
    close: Callable[[], None]

    def answer(self, talk: _Talk, data: bytes) -> bool:
        """Passes on what the device says, as long and as far as the fault lets it. False: hang up now."""
        whole = len(data) if talk.fault.kind in ("none", "door") else max(0, talk.fault.after - talk.passed)
        talk.passed += len(data)
        _put(self.driver, data[:whole])
        rest = data[whole:]
        if talk.fault.kind == "trickle":
            talk.waiting += rest
        elif talk.fault.kind == "garble":
            _put(self.driver, bytes(talk.rng.randrange(256) if talk.rng.random() < 0.2 else byte for byte in rest))
        return not (talk.fault.kind == "hang_up" and talk.bad)

    def tick(self, talk: _Talk) -> None:
        if talk.fault.kind == "noise":
            _put(self.driver, talk.rng.randbytes(PIECE))
        elif talk.waiting:
            _put(self.driver, bytes((talk.waiting.pop(0),)))


class _End(ABC):
    """Where drivers connect. ``open`` begins anew; ``fileno`` is what to watch for who calls, -1 for nothing."""

    port: int | Path

    @abstractmethod
    def open(self, *, door: bool) -> Iterator[_Pair]:
        """The pairs that stand at once."""

    @abstractmethod
    def fileno(self) -> int: ...

    @abstractmethod
    def accept(self) -> _Pair | None: ...

    @abstractmethod
    def close(self) -> None: ...


@dataclass
class SerialEnd(_End):
    """``port`` is what the driver opens, ``device`` the simulator's own pseudo-terminal."""

    port: Path
    device: Path

    def open(self, *, door: bool) -> Iterator[_Pair]:
        del door  # a serial line has none
        ours, theirs = os.openpty()
        for end in (ours, theirs):
            tty.setraw(end)
        os.set_blocking(ours, False)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(theirs))
        device = os.open(self.device, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

        def close() -> None:
            for end in (ours, theirs, device):
                os.close(end)

        yield _Pair(ours, device, close)

    def fileno(self) -> int:
        return -1

    def accept(self) -> None:
        return None

    def close(self) -> None:
        self.port.unlink(missing_ok=True)


def _free_port() -> int:
    """Outside of what the system gives out by itself: it is let go of and taken again."""
    for port in Random().sample(range(15000, 32000), 100):  # noqa: S311 - nothing secret is drawn
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise RuntimeError("no free port")


@dataclass
class TcpEnd(_End):
    """``device`` is the port, or the path, at which the simulator listens; ``port`` the driver's own."""

    device: int | Path
    port: int | Path = field(default_factory=_free_port)
    _listener: socket.socket | None = None
    _fillers: list[socket.socket] = field(default_factory=list)

    def open(self, *, door: bool) -> Iterator[_Pair]:
        self.close()
        if isinstance(self.port, Path):
            self._listener = socket.socket(socket.AF_UNIX)
            self.port.unlink(missing_ok=True)
            self._listener.bind(str(self.port))
        else:
            self._listener = socket.socket()
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(0 if door else 64)
        for _ in range(4 if door else 0):
            filler = socket.socket(self._listener.family)
            filler.setblocking(False)
            with contextlib.suppress(OSError):
                filler.connect(self._listener.getsockname())
            self._fillers.append(filler)
        yield from ()

    def fileno(self) -> int:
        return -1 if self._listener is None or self._fillers else self._listener.fileno()

    def accept(self) -> _Pair | None:
        if self._listener is None:
            return None
        driver, _ = self._listener.accept()
        device = socket.socket(socket.AF_UNIX if isinstance(self.device, Path) else socket.AF_INET)
        address = str(self.device) if isinstance(self.device, Path) else ("127.0.0.1", self.device)
        try:
            device.connect(address)
        except OSError:
            driver.close()
            device.close()
            return None
        for end in (driver, device):
            end.setblocking(False)
            if end.family == socket.AF_INET:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def close() -> None:
            driver.close()
            device.close()

        return _Pair(driver.fileno(), device.fileno(), close)

    def close(self) -> None:
        for one in (self._listener, *self._fillers):
            if one is not None:
                one.close()
        self._listener, self._fillers = None, []


Start = Callable[[], tuple[_End, Callable[[Random], None]]]


class Wire:
    """The driver's side of the process. ``port`` is the path or the TCP port at which drivers find it."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.port: int | Path = line.recv()

    def arm(self, fault: Fault) -> None:
        """Returns when the wire lies as it says; ``serve`` has let go of every connection of before."""
        self._line.send(fault)
        self._line.recv()


@contextmanager
def wire(start: Start) -> Iterator[Wire]:
    """``start`` runs in the process: it starts the device, and gives the end and what to do at the device each time."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, start))
    process.start()
    theirs.close()
    try:
        yield Wire(ours)
    finally:
        ours.close()
        process.join(10.0)
        process.kill()


def serve(line: Connection, start: Start) -> None:
    end, prepare = start()
    talk, pairs = _Talk(Fault("none", 0, 0)), list[_Pair]()
    line.send(end.port)
    ticked = 0.0
    with contextlib.suppress(EOFError, OSError):
        while True:
            if _pass(line, end, talk, pairs):
                fault: Fault = line.recv()
                for pair in pairs:
                    pair.close()
                talk = _Talk(fault)
                pairs[:] = end.open(door=fault.kind == "door")
                prepare(talk.rng)
                line.send("armed")
            if talk.bad and time.monotonic() - ticked >= DRIP:
                ticked = time.monotonic()
                for pair in pairs:
                    pair.tick(talk)
    end.close()


def _pass(line: Connection, end: _End, talk: _Talk, pairs: list[_Pair]) -> bool:
    """Waits for bytes and passes them on. Whether the other process has something to say."""
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        if end.fileno() >= 0:
            selector.register(end.fileno(), selectors.EVENT_READ)
        for pair in pairs:
            if not (talk.bad and talk.fault.kind == "deaf"):
                flood = talk.bad and talk.fault.kind == "flood"
                selector.register(pair.driver, selectors.EVENT_READ | (selectors.EVENT_WRITE if flood else 0), pair)
            selector.register(pair.device, selectors.EVENT_READ, pair)
        ready = selector.select(DRIP if talk.bad else None)
        said = False
        for key, events in ready:
            if key.fileobj is line:
                said = True
            elif key.data is None:
                pair = end.accept()
                pairs += [pair] if pair is not None else []
            elif key.data in pairs and not _carry(key.fd, events, key.data, talk):
                key.data.close()
                pairs.remove(key.data)
    return said


def _carry(descriptor: int, events: int, pair: _Pair, talk: _Talk) -> bool:
    """False when this connection is over."""
    if events & selectors.EVENT_WRITE:
        _put(pair.driver, talk.rng.randbytes(4096) * 16)
    if not events & selectors.EVENT_READ:
        return True
    try:
        data = os.read(descriptor, ROOM)
    except BlockingIOError:
        return True
    except OSError:
        return False
    if descriptor == pair.driver:
        if not data:
            return False
        if not (talk.bad and talk.fault.kind == "mute"):
            _put(pair.device, data)
        return not (talk.fault.kind == "hang_up" and talk.bad)
    return pair.answer(talk, data) if data else False


def _put(descriptor: int, data: bytes) -> None:
    """What does not fit is lost: a device that does not wait."""
    with contextlib.suppress(OSError):
        os.write(descriptor, data)
