"""The far end of a serial cable: a pseudo-terminal under a name that stays, which can be pulled out and put back."""

import contextlib
import os
import select
import threading
import time
import tty
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SerialLine"]

_BITS_PER_BYTE = 10  # start, eight data bits, stop
_PIECE = 16  # bytes that come or leave at a time on a line of limited speed
_LATE = 0.02  # seconds: a pause longer than this was the sender's


@dataclass(frozen=True)
class _Cable:
    """One plugging: both ends of the pseudo-terminal, and a pipe that wakes the listener when it is pulled out.

    The driver's end is kept open here too, or the line would hang up whenever a driver closes it.
    """

    ours: int
    theirs: int
    wake_read: int
    wake_write: int
    pulled: threading.Event

    def close(self) -> None:
        for descriptor in (self.ours, self.theirs, self.wake_read, self.wake_write):
            os.close(descriptor)


class SerialLine:
    """``link`` names the port that a driver opens. ``on_bytes`` is called in the line's own thread.

    With a ``baud`` bytes come and leave no faster than such a line carries them; without, at once.
    """

    def __init__(self, link: Path, on_bytes: Callable[[bytes], None], *, baud: int | None = None) -> None:
        self._link = link
        self._on_bytes = on_bytes
        self._baud = baud
        self._lock = threading.Lock()  # over plugging and pulling, and over using a cable that may be pulled
        self._cable: _Cable | None = None
        self._listener: threading.Thread | None = None

    def plug(self) -> None:
        with self._lock:
            if self._cable is not None:
                return
            ours, theirs = os.openpty()
            tty.setraw(ours)
            tty.setraw(theirs)
            os.set_blocking(ours, False)
            self._cable = _Cable(ours, theirs, *os.pipe(), threading.Event())
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.ttyname(theirs))
            self._listener = threading.Thread(target=self._listen, args=(self._cable,), daemon=True)
            self._listener.start()

    def unplug(self) -> None:
        """Both directions die at once, whatever was under way; the name is gone. May be called by the line itself."""
        with self._lock:
            cable, listener = self._cable, self._listener
            if cable is None:
                return
            self._cable = self._listener = None
            self._link.unlink(missing_ok=True)
            cable.pulled.set()
            os.write(cable.wake_write, b"x")
        if listener is not None and listener is not threading.current_thread():
            listener.join()
        cable.close()

    def send(self, data: bytes) -> None:
        """Returns when all of it is on the line, or the line is gone."""
        cable = self._cable
        if cable is None:
            return
        if self._baud is None:
            self._write(cable, data)
            return
        started = time.monotonic()
        for sent in range(0, len(data), _PIECE):
            self._write(cable, data[sent : sent + _PIECE])
            due = started + min(sent + _PIECE, len(data)) * _BITS_PER_BYTE / self._baud
            if cable.pulled.wait(max(0.0, due - time.monotonic())):
                return

    def _write(self, cable: _Cable, data: bytes) -> None:
        """What nobody reads is lost, as on a UART that sends into the open."""
        while data:
            with self._lock:
                if self._cable is not cable:
                    return
                try:
                    data = data[os.write(cable.ours, data) :]
                except BlockingIOError:
                    return

    def _listen(self, cable: _Cable) -> None:
        poll = select.poll()
        poll.register(cable.ours, select.POLLIN)
        poll.register(cable.wake_read, select.POLLIN)
        free = 0.0  # when the line has carried what was read until now
        while not cable.pulled.is_set():
            if any(descriptor == cable.wake_read for descriptor, _ in poll.poll()):
                return
            with contextlib.suppress(BlockingIOError):
                data = os.read(cable.ours, 4096 if self._baud is None else _PIECE)
                if self._baud is not None:
                    now = time.monotonic()
                    begun = free if now - free < _LATE else now  # it has carried on while we overslept
                    free = begun + len(data) * _BITS_PER_BYTE / self._baud
                    if cable.pulled.wait(max(0.0, free - now)):
                        return
                self._on_bytes(data)
