"""The accessibility bus of a desktop: many questions sent in one go, and the news that something has changed."""

import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

__all__ = ["ACCESSIBLE", "AccessibilityBus", "Call", "NotThere", "property_of"]

ACCESSIBLE = "org.a11y.atspi.Accessible"
_REGISTRY = "org.a11y.atspi.Registry"
_EVENTS = ("object:state-changed", "object:children-changed", "object:property-change", "window")
_ANSWER = 10.0  # s: a window that says nothing for so long is stuck
_LULL = 0.01  # s: changes come in bursts, and there is nothing to look at before they are over
_SERIAL = 8  # byte at which a message has its number, 32 bits (D-Bus Specification, Message Format)
_NEWS = new_signal(DBusAddress("/", interface="org.a11y.atspi.Event.Object"), "Any")


class NotThere(AssertionError):
    """What was waited for did not come. ``what`` says so in one sentence, ``screen`` what stands there instead."""

    def __init__(self, what: str, screen: str = "") -> None:
        super().__init__(f"{what}。现在屏幕上是：\n{screen}" if screen else what)
        self.what = what
        self.screen = screen


@dataclass(frozen=True)
class Call:
    bus: str
    path: str
    interface: str
    member: str
    signature: str | None = None
    body: tuple[Any, ...] = ()


def property_of(bus: str, path: str, name: str) -> Call:
    """Answered with (signature, value). Qt answers Get only; GetAll is a warning in its log."""
    return Call(bus, path, "org.freedesktop.DBus.Properties", "Get", "ss", (ACCESSIBLE, name))


class _Answers:
    """In the place of the connection's parser: reads answers. Of a signal it matters only that it came, and a new page
    sends hundreds."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self.add_data = parser.add_data
        self.news = False

    def get_next_message(self) -> Message | None:
        parser = self._parser
        if parser.bytes_desired() > 0:
            return None
        if parser.buf.peek(2)[1] != MessageType.signal.value:
            return parser.get_next_message()
        parser.buf.read(parser.next_msg_size)
        parser.next_msg_size = None
        self.news = True
        return _NEWS


class AccessibilityBus:
    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._answers = connection.parser = _Answers(connection.parser)

    @classmethod
    @contextmanager
    def open(cls, env: Mapping[str, str]) -> Iterator["AccessibilityBus"]:
        """Asks the session bus where the accessibility bus is, connects, and listens for changes."""
        with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            address = session.send_and_get_reply(asked, timeout=_ANSWER).body[0]
        with open_dbus_connection(address) as connection:
            bus = cls(connection)
            bus._listen()
            yield bus

    def windows(self) -> list[tuple[str, str]]:
        """Bus name and path of every application that has registered."""
        return self.ask([Call(_REGISTRY, "/org/a11y/atspi/accessible/root", ACCESSIBLE, "GetChildren")])[0] or []

    def process_id(self, bus_name: str) -> int | None:
        daemon = "org.freedesktop.DBus"
        pid: int | None = self.ask([Call(daemon, "/", daemon, "GetConnectionUnixProcessID", "s", (bus_name,))])[0]
        return pid

    def ask(self, calls: Sequence[Call]) -> list[Any | None]:
        """Sends all calls at once; the answers in their order, None where the object or its process has gone."""
        waiting = {next(self._connection.outgoing_serial): index for index in range(len(calls))}
        answers: list[Any | None] = [None] * len(calls)
        self._connection.sock.sendall(
            b"".join(_numbered(call, serial) for call, serial in zip(calls, waiting, strict=True))
        )
        deadline = time.monotonic() + _ANSWER
        while waiting:
            try:
                message = self._connection.receive(timeout=max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                raise NotThere(f"窗口 {_ANSWER:g} 秒没有回答，它卡住了") from None
            at = waiting.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
            if at is not None and message.header.message_type is MessageType.method_return:
                answers[at] = message.body[0] if message.body else ()
        return answers

    def wait_for_change(self, seconds: float) -> None:
        """Returns when a window has told of changes since the last time and is done telling, or after so many seconds.

        What it tells is dropped: whoever waits looks afresh.
        """
        deadline = time.monotonic() + seconds
        try:
            while (left := deadline - time.monotonic()) > 0:
                self._connection.receive(timeout=min(left, _LULL) if self._answers.news else left)
        except TimeoutError:
            pass
        self._answers.news = False

    def _listen(self) -> None:
        daemon = Proxy(message_bus, self._connection, timeout=_ANSWER)
        for kind in ("Object", "Window"):
            daemon.AddMatch(MatchRule(type="signal", interface=f"org.a11y.atspi.Event.{kind}"))
        # Qt sends only what somebody has registered for.
        self.ask(
            [Call(_REGISTRY, "/org/a11y/atspi/registry", _REGISTRY, "RegisterEvent", "s", (name,)) for name in _EVENTS]
        )


def _numbered(call: Call, serial: int) -> bytes:
    written = bytearray(_written(call))
    struct.pack_into("<I", written, _SERIAL, serial)
    return bytes(written)


@lru_cache(maxsize=4096)
def _written(call: Call) -> bytes:
    """The same is asked of the same control again and again: writing it down costs more than sending it."""
    address = DBusAddress(call.path, call.bus, call.interface)
    written: bytes = new_method_call(address, call.member, call.signature, call.body).serialise(serial=1)
    return written
