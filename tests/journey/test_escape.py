"""Two hundred inputs of a desktop, from five pages of the real window: none leads out of it, into the menu, or leaves
anything of a citizen behind."""

import ctypes
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.sandbox.residents import RESIDENTS
from tests.journey.world import World

MENU = ("screen.staff", "screen.challenge", "screen.maintenance", "screen.assist")


def keys(*names: str) -> list[tuple[str, ...]]:
    return [("key", name) for name in names]


def pressed(x: int, y: int, button: int, *between: str) -> tuple[str, ...]:
    return ("mousemove", str(x), str(y), "mousedown", str(button), *between, "mouseup", str(button))


def swept(x: int, y: int, to_x: int, to_y: int) -> tuple[str, ...]:
    half = ("mousemove", str((x + to_x) // 2), str((y + to_y) // 2))
    return pressed(x, y, 1, *half, "mousemove", str(to_x), str(to_y))


DESKTOP = keys(
    "alt+Tab", "alt+shift+Tab", "alt+F4", "alt+F2", "alt+space", "alt+Escape", "ctrl+alt+F1", "ctrl+alt+F2",
    "ctrl+alt+F7", "ctrl+alt+Delete", "ctrl+alt+BackSpace", "ctrl+alt+t", "super", "super+d", "super+l", "super+r",
    "super+Tab", "ctrl+Escape", "ctrl+shift+Escape", "Print", "alt+Print", "Menu", "shift+F10", "XF86HomePage",
)  # fmt: skip
PROGRAM = keys(
    "ctrl+q", "ctrl+w", "ctrl+shift+q", "ctrl+F4", "ctrl+n", "ctrl+o", "ctrl+p", "ctrl+s", "ctrl+shift+i", "ctrl+a",
    "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+z", "alt+Left", "alt+Right", "Escape", "F1", "F2", "F5", "F10", "F11", "F12",
    "ctrl+plus", "ctrl+Home", "BackSpace", "Delete", "Insert", "Num_Lock",
)  # fmt: skip
POINTER = [
    pressed(540, 60, 3),  # on the page, on words, on a control
    pressed(200, 500, 3),
    pressed(540, 1000, 2),  # pastes, on a desktop
    pressed(540, 60, 8),
    pressed(540, 60, 9),
    ("mousemove", "540", "900", "click", "--repeat", "5", "4"),
    ("mousemove", "540", "900", "click", "--repeat", "5", "5"),
    ("keydown", "ctrl", "click", "--repeat", "3", "4", "keyup", "ctrl"),
    swept(0, 900, 500, 900),  # from each edge
    swept(1079, 900, 500, 900),
    swept(540, 0, 540, 900),
    swept(540, 1919, 540, 900),
    swept(0, 0, 1079, 1919),
    swept(200, 500, 900, 1500),  # what lies there is dragged away
    pressed(540, 60, 1, "sleep", "1.2"),  # long
    pressed(100, 30, 1, "sleep", "0.8"),
    ("mousemove", "540", "40", "click", "--repeat", "4", "--delay", "60", "1"),
    ("keydown", "alt", *pressed(540, 700, 1, "mousemove", "700", "800"), "keyup", "alt"),  # moves a desktop's window
    ("keydown", "super", *pressed(540, 60, 1), "keyup", "super"),
    ("mousemove", "1079", "0", "click", "1"),
    ("mousemove", "0", "0", "click", "1"),
]
TYPED: list[tuple[str, ...]] = [
    ("type", "9001926481"),
    ("type", "9001\n926481\n"),
    ("type", "hello; rm -rf / && staff:close"),
    ("type", "\t\t\t"),
    ("key", "--repeat", "30", "Tab"),
    ("key", "--repeat", "40", "x"),
]
SCANNED = [
    "\x1b[2J\x1b]0;x\x07", "\x03\x04\x1a", "\x00\x01\x02", "staff:close", "sign_in:challenge", "9001926481",
    "https://example.com/?a=b", "x" * 500, "\x7f\x08\x08", "\u202e\ufeff换行\n第二行",
]  # fmt: skip
INPUTS = len(DESKTOP) + len(PROGRAM) + len(POINTER) + len(TYPED) + len(SCANNED)


def visible_windows(world: World) -> list[str]:
    """Those that the screen's root has, after the root itself."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--maxdepth", "1", "--name", ""],
        env=world.desktop.env, capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    return found.stdout.split()[1:]


def geometry(world: World, window: str) -> tuple[str, ...]:
    said = subprocess.run(
        ["xdotool", "getwindowgeometry", "--shell", window],
        env=world.desktop.env, capture_output=True, text=True, check=True, timeout=20,
    ).stdout  # fmt: skip
    values = dict(line.split("=") for line in said.split())
    return tuple(values[name] for name in ("X", "Y", "WIDTH", "HEIGHT"))


class Watch:
    """What must be so after every input."""

    def __init__(self, world: World, secrets: tuple[str, ...]) -> None:
        self.world, self.secrets = world, secrets
        self.process = world.demo.window_process_id()
        self.windows = visible_windows(world)
        assert len(self.windows) == 1, "one window, and nothing else on the screen"
        assert geometry(world, self.windows[0]) == ("0", "0", "1080", "1920")

    def check(self, what: object) -> None:
        world = self.world
        names = [control.name for control in world.terminal.showing()]
        assert any(name.startswith("screen.") for name in names), what
        assert not [name for name in names if name.startswith(MENU)], what
        assert world.demo.window_process_id() == self.process, what
        assert Path("/proc", str(self.process)).exists(), what
        assert visible_windows(world) == self.windows, what
        assert geometry(world, self.windows[0]) == ("0", "0", "1080", "1920"), what
        if "screen.home" in names:
            words = world.terminal.everything()
            assert not [text for text in words for secret in self.secrets if secret in text], what


def go_home(world: World) -> None:
    world.bench.take_card()
    if world.terminal.find("screen.home") is None:
        world.terminal.tap("nav.home")
    world.citizen.arrive("home")


def to_review(world: World, person: str) -> None:
    world.citizen.go_to("review", person)


def to_keypad(world: World, _person: str) -> None:
    world.citizen.go_to("identify", "")
    world.terminal.tap("alternative.keypad")
    world.terminal.wait_for("screen.keypad")
    world.terminal.tap("keypad.3")


def to_help(world: World, person: str) -> None:
    to_review(world, person)
    world.terminal.tap("nav.help")
    world.terminal.wait_for("screen.help")


WAYS: dict[str, Callable[[World, str], None]] = {
    "home": lambda world, _person: world.citizen.arrive("home"),
    "identify": lambda world, _person: world.citizen.go_to("identify", ""),
    "keypad": to_keypad,
    "review": to_review,
    "help": to_help,
}


def test_there_are_two_hundred_inputs() -> None:
    assert INPUTS * len(WAYS) >= 200


@pytest.mark.parametrize(
    "page",
    [page if page in ("home", "review") else pytest.param(page, marks=pytest.mark.whole) for page in WAYS],
)
@pytest.mark.parametrize("kind", ["desktop", "program", "pointer", "typed", "scanned"])
def test_no_input_leads_out_or_in(world: World, page: str, kind: str) -> None:
    go_home(world)
    person = "r01"
    card = next(one.card for one in RESIDENTS if one.id == person)
    watch = Watch(world, (card.name, card.number, card.number[-4:]))
    WAYS[page](world, person)
    if kind == "scanned":
        for text in SCANNED:
            world.bench.scan(text=text)
            watch.check(repr(text))
    else:
        for actions in {"desktop": DESKTOP, "program": PROGRAM, "pointer": POINTER, "typed": TYPED}[kind]:
            world.desktop.pointer(*actions)
            watch.check(actions)
    go_home(world)
    watch.check("home again")


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent of Xlib.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


def ask_to_close(display: str, window: str) -> None:
    """What a desktop's window manager sends on Alt+F4 (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
    event = ctypes.create_string_buffer(192)
    message = ClientMessage.from_buffer(event)
    message.type, message.window, message.format = 33, int(window), 32
    message.message_type = x.XInternAtom(connection, b"WM_PROTOCOLS", 0)
    message.data[0] = x.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
    x.XSendEvent(connection, ctypes.c_ulong(message.window), 0, 0, event)
    x.XSync(connection, 0)
    x.XCloseDisplay(connection)


def test_a_window_manager_that_closes_it_closes_nothing(world: World) -> None:
    go_home(world)
    watch = Watch(world, ())
    for _ in range(3):
        ask_to_close(world.desktop.display, watch.windows[0])
    world.terminal.tap("nav.help")  # it is there still, and has heard of it by now
    world.terminal.wait_for("screen.help")
    watch.check("WM_DELETE_WINDOW")
    world.terminal.tap("nav.back")
