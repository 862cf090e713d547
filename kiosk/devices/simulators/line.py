"""The far end of a serial cable: a pseudo-terminal under a name that stays, which can be pulled out and put back."""

import contextlib
import os
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

__all__ = ["SerialLine"]

_BITS_PER_BYTE = 10  # start, eight data bits, stop


class SerialLine:
    """``link`` names the port that a driver opens. ``on_bytes`` is called in the line's own thread.

    With a ``baud`` bytes leave no faster than such a line carries them; without, at once.
    """

    def __init__(self, link: Path, on_bytes: Callable[[bytes], None], *, baud: int | None = None) -> None:
        self._link = link
        self._on_bytes = on_bytes
        self._baud = baud
        self._lock = threading.Lock()
        self._ours: int | None = None
        self._theirs: int | None = None  # kept open, or the line would hang up whenever a driver closes it
        self._wake_read, self._wake_write = -1, -1
        self._thread: threading.Thread | None = None
        self._unplugged = threading.Event()

    def plug(self) -> None:
        if self._ours is not None:
            return
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._ours)
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self._wake_read, self._wake_write = os.pipe()
        self._unplugged = threading.Event()
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._theirs))
        listening = (self._ours, self._wake_read, self._unplugged)
        self._thread = threading.Thread(target=self._listen, args=listening, daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Both directions die at once, whatever was under way; the name is gone. May be called by the line itself."""
        with self._lock:
            if self._ours is None or self._theirs is None:
                return
            ours, theirs = self._ours, self._theirs
            self._ours = self._theirs = None
        self._unplugged.set()
        self._link.unlink(missing_ok=True)
        os.write(self._wake_write, b"x")
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        for fd in (ours, theirs, self._wake_read, self._wake_write):
            os.close(fd)

    def send(self, data: bytes) -> None:
        """Returns when all of it is on the line, or the line is gone."""
        started, sent = time.monotonic(), 0
        while sent < len(data):
            if self._baud is not None:
                due = started + sent * _BITS_PER_BYTE / self._baud
                if self._unplugged.wait(max(0.0, due - time.monotonic())):
                    return
            piece = data[sent : sent + 16] if self._baud is not None else data[sent:]
            count = self._write(piece)
            if count is None:
                return
            sent += count
        if self._baud is not None:
            self._unplugged.wait(max(0.0, started + sent * _BITS_PER_BYTE / self._baud - time.monotonic()))

    def _write(self, piece: bytes) -> int | None:
        """None when the line is gone. Nobody reading is no reason to wait: a UART sends into the open as well."""
        with self._lock:
            if self._ours is None:
                return None
            with contextlib.suppress(BlockingIOError):
                return os.write(self._ours, piece)
            return len(piece)

    def _listen(self, ours: int, wake: int, unplugged: threading.Event) -> None:
        poll = select.poll()
        poll.register(ours, select.POLLIN)
        poll.register(wake, select.POLLIN)
        while not unplugged.is_set():
            if any(fd == wake for fd, _ in poll.poll()):
                return
            with contextlib.suppress(BlockingIOError):
                self._on_bytes(os.read(ours, 4096))
