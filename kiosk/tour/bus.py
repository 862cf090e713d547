"""The accessibility bus of a desktop: many questions sent in one go, and the news that something has changed."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

__all__ = ["ACCESSIBLE", "AccessibilityBus", "Call", "NotThere", "property_of"]

ACCESSIBLE = "org.a11y.atspi.Accessible"
_REGISTRY = "org.a11y.atspi.Registry"
_EVENTS = ("object:state-changed", "object:children-changed", "object:property-change", "window")
_ANSWER = 10.0  # s: a window that says nothing for so long is stuck


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


class AccessibilityBus:
    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

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
        waiting: dict[int, int] = {}
        answers: list[Any | None] = [None] * len(calls)
        for index, call in enumerate(calls):
            serial = next(self._connection.outgoing_serial)
            waiting[serial] = index
            address = DBusAddress(call.path, call.bus, call.interface)
            self._connection.send(new_method_call(address, call.member, call.signature, call.body), serial=serial)
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
        """Returns when a window tells of a change, or after so many seconds.

        What it tells is dropped: whoever waits looks afresh.
        """
        try:
            self._connection.receive(timeout=seconds)
            while True:
                self._connection.receive(timeout=0)
        except TimeoutError:
            return

    def _listen(self) -> None:
        daemon = Proxy(message_bus, self._connection, timeout=_ANSWER)
        for kind in ("Object", "Window"):
            daemon.AddMatch(MatchRule(type="signal", interface=f"org.a11y.atspi.Event.{kind}"))
        # Qt sends only what somebody has registered for.
        self.ask(
            [Call(_REGISTRY, "/org/a11y/atspi/registry", _REGISTRY, "RegisterEvent", "s", (name,)) for name in _EVENTS]
        )
