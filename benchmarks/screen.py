"""An X screen of one's own, and a watcher on it: sees from outside when a known picture stands there, and taps.

The watcher sleeps until the X server reports damage, then reads a few columns of pixels and compares them with the
picture that is waited for. Both sides of the benchmark are seen through it alike; neither is asked for anything.
Sources: Xlib, XTEST and DAMAGE protocol manuals of X.Org.
"""

import ctypes
import os
import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.tour.child import child, first_line

__all__ = ["Picture", "Screen", "virtual_screen"]

Pixels = NDArray[np.uint32]

COLUMNS = 5  # pixel columns read at each look: one in each fifth of the width
FINGER = 0.04  # s from press to release: a quick tap of a finger
_ALL_PLANES = 0xFFFFFFFF
_COLOUR = np.uint32(0xFFFFFF)
_ZPIXMAP = 2
_NON_EMPTY = 3
_READY = 20.0


class _Cookie(ctypes.Structure):
    """xcb_get_image_cookie_t"""

    _fields_ = (("sequence", ctypes.c_uint),)


class _X:
    """The few calls of Xlib, xcb, XTEST and DAMAGE that are used, with their types.

    Pictures are asked for by xcb: several questions go out before the first answer is waited for.
    """

    def __init__(self) -> None:
        self.free = ctypes.CDLL(None).free
        self.xcb = ctypes.CDLL("libxcb.so.1")
        self.bridge = ctypes.CDLL("libX11-xcb.so.1")
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.tst = ctypes.CDLL("libXtst.so.6")
        self.damage = ctypes.CDLL("libXdamage.so.1")
        pointer, ulong, integer, uint = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_uint
        self._type(self.x11.XOpenDisplay, pointer, ctypes.c_char_p)
        self._type(self.x11.XDefaultRootWindow, ulong, pointer)
        self._type(self.x11.XConnectionNumber, integer, pointer)
        self._type(self.x11.XPending, integer, pointer)
        self._type(self.x11.XNextEvent, integer, pointer, pointer)
        self._type(self.x11.XFlush, integer, pointer)
        self._type(self.x11.XSync, integer, pointer, integer)
        self._type(self.x11.XCloseDisplay, integer, pointer)
        short, byte = ctypes.c_short, ctypes.c_uint8
        self._type(self.free, None, pointer)
        self._type(self.bridge.XGetXCBConnection, pointer, pointer)
        self._type(self.xcb.xcb_get_image, _Cookie, pointer, byte, uint, short, short, short, short, uint)
        self._type(self.xcb.xcb_get_image_reply, pointer, pointer, _Cookie, pointer)
        self._type(self.xcb.xcb_get_image_data, pointer, pointer)
        self._type(self.xcb.xcb_get_image_data_length, integer, pointer)
        self._type(self.x11.XDefaultGC, pointer, pointer, integer)
        self._type(self.x11.XSetForeground, integer, pointer, pointer, ulong)
        self._type(self.x11.XFillRectangle, integer, pointer, ulong, pointer, integer, integer, uint, uint)
        self._type(self.tst.XTestFakeMotionEvent, integer, pointer, integer, integer, integer, ulong)
        self._type(self.tst.XTestFakeButtonEvent, integer, pointer, uint, integer, ulong)
        self._type(self.damage.XDamageQueryExtension, integer, pointer, pointer, pointer)
        self._type(self.damage.XDamageCreate, ulong, pointer, ulong, integer)
        self._type(self.damage.XDamageSubtract, None, pointer, ulong, ulong, ulong)

    @staticmethod
    def _type(function: Any, result: Any, *arguments: Any) -> None:
        function.restype, function.argtypes = result, list(arguments)


@dataclass(frozen=True)
class Picture:
    """A settled picture of the screen. Where ``still`` is False (a clock) it is not compared."""

    pixels: Pixels
    still: NDArray[np.bool_]


class Screen:
    """``tapped`` is when the last tap's release was sent, in seconds of ``time.perf_counter``."""

    def __init__(self, display: str, width: int, height: int) -> None:
        self.display, self.width, self.height = display, width, height
        self.tapped = 0.0
        self._x = _X()
        self._connection = self._x.x11.XOpenDisplay(display.encode())
        if not self._connection:
            raise OSError(f"no X server at {display}")
        self._xcb = self._x.bridge.XGetXCBConnection(self._connection)
        self._root = self._x.x11.XDefaultRootWindow(self._connection)
        base, errors = ctypes.c_int(), ctypes.c_int()
        if not self._x.damage.XDamageQueryExtension(self._connection, ctypes.byref(base), ctypes.byref(errors)):
            raise OSError("the X server has no DAMAGE extension")
        self._damage = self._x.damage.XDamageCreate(self._connection, self._root, _NON_EMPTY)
        self._event = ctypes.create_string_buffer(192)
        self._poll = select.poll()
        self._poll.register(self._x.x11.XConnectionNumber(self._connection), select.POLLIN)
        self._x.x11.XSync(self._connection, 0)

    def close(self) -> None:
        self._x.x11.XCloseDisplay(self._connection)

    # --- looking ---

    def grab(self) -> Pixels:
        """Pixels of the screen as 0xRRGGBB, rows first."""
        return self._picture(self._ask(0, self.width)).reshape(self.height, self.width)

    def columns(self, places: Sequence[int]) -> list[Pixels]:
        """The columns of pixels at these x, asked for in one go."""
        return [self._picture(cookie) for cookie in [self._ask(x, 1) for x in places]]

    def _ask(self, x: int, width: int) -> _Cookie:
        cookie: _Cookie = self._x.xcb.xcb_get_image(
            self._xcb, _ZPIXMAP, self._root, x, 0, width, self.height, _ALL_PLANES
        )
        return cookie

    def _picture(self, cookie: _Cookie) -> Pixels:
        reply = self._x.xcb.xcb_get_image_reply(self._xcb, cookie, None)
        if not reply:
            raise OSError("the X server gave no picture")
        length = self._x.xcb.xcb_get_image_data_length(reply)
        raw = ctypes.string_at(self._x.xcb.xcb_get_image_data(reply), length)
        self._x.free(reply)
        return np.frombuffer(raw, np.uint32) & _COLOUR

    def study(self, seconds: float = 1.0, *, moving_rows: slice = slice(0)) -> Picture:
        """What stands here now. What changes within these seconds (a light that pulses), and the given rows (a clock),
        is not compared later on.
        """
        pixels = self.grab()
        still = np.ones_like(pixels, dtype=np.bool_)
        still[moving_rows] = False
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self.wait_for_drawing(deadline - time.perf_counter())
            still &= pixels == self.grab()
        return Picture(pixels, still)

    def rest(self, quiet: float = 1.0, timeout: float = 30.0) -> None:
        """Returns when nothing was drawn for ``quiet`` seconds. Raises TimeoutError."""
        deadline = time.perf_counter() + timeout
        self._forget_damage()
        while self.wait_for_drawing(quiet):
            if time.perf_counter() > deadline:
                raise TimeoutError("the screen does not come to rest")

    def watch(self, wanted: Picture, other: Pixels, timeout: float = 30.0) -> "Watch":
        """Makes ready to see ``wanted`` come up in place of ``other``; then call it."""
        return Watch(self, wanted, other, timeout)

    def _forget_damage(self) -> None:
        """Everything until now is known; what comes from now on is reported."""
        while self._x.x11.XPending(self._connection):
            self._x.x11.XNextEvent(self._connection, self._event)
        self._x.damage.XDamageSubtract(self._connection, self._damage, 0, 0)
        self._x.x11.XFlush(self._connection)

    def wait_for_drawing(self, seconds: float) -> bool:
        """Waits for drawing. False when there was none for so long."""
        deadline = time.perf_counter() + seconds
        while not self._x.x11.XPending(self._connection):
            left = deadline - time.perf_counter()
            if left <= 0 or not self._poll.poll(left * 1000):
                return False
        self._forget_damage()
        return True

    # --- doing ---

    def tap(self, x: int, y: int) -> None:
        """Presses and releases as a finger does."""
        self._x.tst.XTestFakeMotionEvent(self._connection, -1, x, y, 0)
        self._x.tst.XTestFakeButtonEvent(self._connection, 1, 1, 0)
        self._x.x11.XFlush(self._connection)
        time.sleep(FINGER)  # how long a finger stays is part of the tap
        self._x.tst.XTestFakeButtonEvent(self._connection, 1, 0, 0)
        self._forget_damage()
        self.tapped = time.perf_counter()
        self._x.x11.XFlush(self._connection)

    def resolution(self, rounds: int = 200) -> list[float]:
        """Seconds from drawing one line across the screen to its being seen: what the watcher adds to every time."""
        context = self._x.x11.XDefaultGC(self._connection, 0)
        times = []
        for number in range(rounds):
            before = self.grab()
            colour = 0x123456 if number % 2 else 0x654321
            pixels = before.copy()
            pixels[0] = colour
            watch = self.watch(Picture(pixels, np.ones_like(pixels, dtype=np.bool_)), before)
            self._forget_damage()
            began = time.perf_counter()
            self._x.x11.XSetForeground(self._connection, context, colour)
            self._x.x11.XFillRectangle(self._connection, self._root, context, 0, 0, self.width, 1)
            self._x.x11.XFlush(self._connection)
            times.append(watch() - began)
        return times


class Watch:
    """Called, it returns the moment (``time.perf_counter``) at which the wanted picture was seen whole.

    The columns are those in which the two pictures differ most, one in each fifth of the width.
    """

    def __init__(self, screen: Screen, wanted: Picture, other: Pixels, timeout: float) -> None:
        self._screen, self._timeout = screen, timeout
        differs = ((wanted.pixels != other) & wanted.still).sum(axis=0)
        edges = np.linspace(0, screen.width, COLUMNS + 1).astype(int)
        best = [int(a + differs[a:b].argmax()) for a, b in pairwise(edges)]
        self._places = [x for x in best if differs[x]]
        if not self._places:
            raise ValueError("the two pictures are the same")
        self._still = [wanted.still[:, x] for x in self._places]
        self._wanted = [wanted.pixels[:, x][still] for x, still in zip(self._places, self._still, strict=True)]

    def __call__(self) -> float:
        """Raises TimeoutError when the picture does not come."""
        deadline = time.perf_counter() + self._timeout
        while not self.there():
            left = deadline - time.perf_counter()
            if left <= 0:
                raise TimeoutError("the picture that was waited for did not come")
            self._screen.wait_for_drawing(left)
        return time.perf_counter()

    def gone(self) -> None:
        """Returns when the wanted picture is no longer there."""
        while self.there():
            if not self._screen.wait_for_drawing(self._timeout):
                raise TimeoutError("the picture does not go")

    def there(self) -> bool:
        seen = zip(self._screen.columns(self._places), self._still, self._wanted, strict=True)
        return all(np.array_equal(column[still], wanted) for column, still, wanted in seen)


@contextmanager
def virtual_screen(width: int, height: int) -> Iterator[Screen]:
    """Starts Xvfb on a free display and ends it with the block."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-dpi", "96", "-noreset"]
    with child([*command, "-nolisten", "tcp"], os.environ, pass_fds=(writer,)):
        os.close(writer)
        try:
            display = f":{first_line(reader, _READY)}"
        finally:
            os.close(reader)
        screen = Screen(display, width, height)
        try:
            yield screen
        finally:
            screen.close()
