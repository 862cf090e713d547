"""A code scanner on a serial line: sends each code that is held before it as a line, and listens to nothing."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from kiosk.devices.simulators.line import SerialLine

__all__ = ["CodeScannerSimulator", "ScannerFault"]


class ScannerFault(Enum):
    """``UNPLUGGED`` pulls the cable; the others spoil what the scanner sends."""

    UNPLUGGED = "unplugged"
    MUTE = "mute"  # it beeps and sends nothing
    NOISE = "noise"  # bytes that nobody sent, before each code
    TRUNCATED = "truncated"  # the end of each line is lost


class CodeScannerSimulator:
    """``link`` is the port's name. ``prefix`` and ``suffix`` are what the scanner was set to, ``charset`` as in Python.

    With ``baud`` a code takes the time that a wire of that speed takes.
    """

    def __init__(
        self,
        link: Path,
        *,
        prefix: bytes = b"",
        suffix: bytes = b"\r",
        charset: str = "utf-8",
        baud: int | None = None,
    ) -> None:
        self._line = SerialLine(link, lambda _: None, baud=baud)
        self._prefix, self._suffix, self._charset = prefix, suffix, charset
        self._fault: ScannerFault | None = None
        self._cut: Callable[[bytes], tuple[bytes, ...]] = lambda line: (line,)
        self.scanned: str | None = None

    def start(self) -> None:
        self._line.plug()

    def close(self) -> None:
        self._line.unplug()

    @property
    def fault(self) -> ScannerFault | None:
        return self._fault

    def set_fault(self, fault: ScannerFault | None) -> None:
        self._fault = fault
        if fault is ScannerFault.UNPLUGGED:
            self._line.unplug()
        else:
            self._line.plug()

    def scan(self, text: str) -> None:
        """Holds a code with this text before it; ``scanned`` is the last one."""
        self.scanned = text
        self.send(self._prefix + text.encode(self._charset) + self._suffix)

    def send(self, line: bytes) -> None:
        """Sends these bytes under the fault and the cut that are set."""
        if self._fault is ScannerFault.MUTE:
            return
        if self._fault is ScannerFault.NOISE:
            line = b"\x00\xfe\x7f" + line
        if self._fault is ScannerFault.TRUNCATED:
            line = line[: len(line) * 2 // 3]
        for piece in self._cut(line):
            self._line.send(piece)

    def cut_lines(self, cut: Callable[[bytes], tuple[bytes, ...]]) -> None:
        """Each line leaves in the pieces that ``cut`` makes of it."""
        self._cut = cut
