"""A desktop of one's own: X screen, session bus and accessibility bus, for one window that is driven from outside.

Several may stand side by side. Nothing of the caller's own desktop is used, and what is started here is ended by its
process id, also when the caller dies.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import Proxy, open_dbus_connection
from PIL import Image, ImageGrab

from kiosk.tour.child import child, first_line

__all__ = ["Desktop", "DesktopError", "virtual_desktop"]

_READY = 20.0  # s: each program is there within half a second; a loaded machine may take much longer

# What of the caller's environment would lead a window to another screen, bus or platform than ours.
_FOREIGN = ("WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "QT_QPA_PLATFORM", "DBUS_SYSTEM_BUS_ADDRESS")


class DesktopError(Exception):
    """The desktop could not be made; the text says which program is missing or did not answer."""


@dataclass(frozen=True)
class Desktop:
    """``env`` is the whole environment for child processes; width and height are in pixels."""

    display: str
    width: int
    height: int
    env: Mapping[str, str]

    def picture(self) -> Image.Image:
        """What stands on the screen now, as RGB."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def still_picture(self, seconds: float = 1.0) -> Image.Image:
        """What stands on the screen once it stands still; what never does is taken as it is after so many seconds."""
        deadline, before = time.monotonic() + seconds, self.picture()
        while (now := self.picture()) != before and time.monotonic() < deadline:
            before = now
        return now

    def click(self, x: int, y: int) -> None:
        """Presses and releases the first button at a point of the screen, as a finger does."""
        self.pointer("mousemove", str(x), str(y), "mousedown", "1", "mouseup", "1")

    def pointer(self, *actions: str) -> None:
        """Plays xdotool's actions in one go, e.g. ``"mousemove", "10", "10", "mousedown", "1"``."""
        subprocess.run(["xdotool", *actions], env=self.env, check=True, timeout=_READY)


@contextmanager
def virtual_desktop(width: int = 1080, height: int = 1920) -> Iterator[Desktop]:
    """Gives a desktop for as long as the block lasts. Raises DesktopError."""
    with ExitStack() as stack:
        runtime = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-desktop-")))
        display = _screen(stack, width, height)
        env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        env |= {
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",  # Qt speaks AT-SPI without asking whether a screen reader runs
        }
        env["DBUS_SESSION_BUS_ADDRESS"] = _session_bus(stack, runtime, env)
        _accessibility_bus(stack, env)
        yield Desktop(display, width, height, env)


def _screen(stack: ExitStack, width: int, height: int) -> str:
    """Starts Xvfb on the first free display and returns its name."""
    reader, writer = _pipe(stack)
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-dpi", "96", "-noreset"]
    process = _start(stack, [*command, "-nolisten", "tcp"], os.environ, pass_fds=(writer,))
    os.close(writer)
    return f":{_ready(reader, process, 'Xvfb')}"


def _session_bus(stack: ExitStack, runtime: Path, env: Mapping[str, str]) -> str:
    """Starts dbus-daemon and returns the address that it prints."""
    reader, writer = _pipe(stack)
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:dir={runtime}"]
    process = _start(stack, [*command, f"--print-address={writer}"], env, pass_fds=(writer,))
    os.close(writer)
    return _ready(reader, process, "dbus-daemon")


def _accessibility_bus(stack: ExitStack, env: Mapping[str, str]) -> None:
    """Starts the launcher of the accessibility bus, and waits until that bus has an address.

    Nobody asks the launcher's name for anything before the launcher has it: the session bus would start a second one,
    which is not ours to end.
    """
    owned = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
    owned.add_arg_condition(0, "org.a11y.Bus")
    asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session, session.filter(owned) as changes:
        Proxy(message_bus, session).AddMatch(owned)
        _start(stack, ["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], env)
        try:
            session.recv_until_filtered(changes, timeout=_READY)
            session.send_and_get_reply(asked, timeout=_READY)
        except TimeoutError:
            raise DesktopError("at-spi-bus-launcher 没有准备好：apt-get install at-spi2-core") from None


def _pipe(stack: ExitStack) -> tuple[int, int]:
    """A pipe whose reading end is closed with the stack; the writing end is the child's."""
    reader, writer = os.pipe()
    stack.callback(os.close, reader)
    return reader, writer


def _start(
    stack: ExitStack, command: Sequence[str], env: Mapping[str, str], pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Starts a program that ends with the stack."""
    try:
        return stack.enter_context(child(command, env, pass_fds=pass_fds))
    except FileNotFoundError as missing:
        raise DesktopError(f"没有 {missing.filename} 这个程序") from None


def _ready(reader: int, process: subprocess.Popen[bytes], name: str) -> str:
    """The line by which the program says that it is ready."""
    try:
        return first_line(reader, _READY)
    except TimeoutError:
        raise DesktopError(f"{name} 在 {_READY:g} 秒里没有准备好") from None
    except EOFError:
        raise DesktopError(f"{name} 没有启动成（退出码 {process.wait()}）：见 system-packages.txt") from None
