"""Code scanners that send each code as a line over a serial port (RS-232, or USB as a virtual one), as nearly all can.

    prefix | code | suffix

Makers call them preamble and postamble or record suffix; CR alone is the usual end, some come with CR LF or with STX
before and ETX behind (examples: the serial interface pages of the manuals of Unitech, CipherLab and HPRT scanners). Set
the scanner to serial output and to scan by itself when something is held before it; nothing is ever sent to it.

Such a scanner cannot be asked how it is: one that says nothing looks like one that nobody uses. Its status says only
that the port is there.
"""

import unicodedata
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kiosk.core.clock import Clock
from kiosk.core.code import ScannedCode, classify
from kiosk.core.errors import CodeError, NoAnswer
from kiosk.core.status import Health, Status
from kiosk.devices.code_lines import CodeLines, TooLong
from kiosk.devices.line_trace import codes as explain
from kiosk.devices.wire import SerialWire, Wire

__all__ = ["LineScanner", "Options", "explain", "open_device"]

_LOOK: Final = 0.05  # seconds that one look for a code takes at most
_POLL_LOOK: Final = 0.002
_QUIET: Final = 0.3  # a line that stopped in the middle for so long will not go on
_STALE: Final = 3.0  # what was scanned while nobody asked for so long was not meant for who asks now; longer than a
# silent card reader keeps the same citizen's next question waiting
_NOT_PRINTED: Final = ("C", "Zl", "Zp")  # Unicode categories: controls, formats, private, unassigned; breaks of line

Mark = Annotated[str, StringConstraints(max_length=8, pattern=r"^[\x00-\x7f]*$")]


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    port: Path = Field(description="扫码器的串口，例如 /dev/ttyACM0；会换名字的用 /dev/serial/by-id/ 下的名字")
    baud: Literal[9600, 19200, 38400, 57600, 115200] = Field(default=9600, description="波特率，出厂多是 9600")
    prefix: Mark = Field(default="", description="每个码前面的字符，最多 8 个，没有就写空")
    suffix: Annotated[Mark, StringConstraints(min_length=1)] = Field(
        default="\r", description="每个码后面的字符，出厂多是回车"
    )
    shortest: int = Field(default=4, ge=1, le=64, description="最短几个字符，再短的不收")
    longest: int = Field(default=512, ge=64, le=4096, description="最长几个字符，再长的不收")
    charset: Literal["utf-8", "gb18030", "ascii"] = Field(default="utf-8", description="扫码器发文字用的编码")


def open_device(options: Options, clock: Clock) -> "LineScanner":
    return LineScanner(SerialWire(options.port, options.baud, clock), options, clock)


class LineScanner:
    """Implements ``core.ports.CodeScanner``."""

    def __init__(self, wire: Wire, options: Options, clock: Clock) -> None:
        self._wire = wire
        self._options = options
        self._clock = clock
        self._lines = CodeLines(options.prefix.encode(), options.suffix.encode(), options.longest * 4)
        self._heard_at = self._asked_at = clock.monotonic() - _STALE

    def poll(self) -> Status:
        """Tells whether the port is there, and keeps it from filling up. Raises Disconnected."""
        if self._stale:
            self.forget()
        else:
            self._hear(self._clock.monotonic() + _POLL_LOOK)
        return Status(Health.ONLINE)

    def fileno(self) -> int:
        return self._wire.fileno()

    def close(self) -> None:
        self._wire.close()

    def forget(self) -> None:
        """See the port."""
        self._hear(self._clock.monotonic() + _POLL_LOOK)
        self._lines.clear()

    def read(self) -> ScannedCode | None:
        """See the port."""
        if self._stale:
            self.forget()
        started = self._asked_at = self._clock.monotonic()
        while (code := self._next()) is None:
            if not self._hear(started + _LOOK):
                self._give_up_unfinished()
                return None
        return self._accept(code)

    @property
    def _stale(self) -> bool:
        return self._clock.monotonic() - self._asked_at >= _STALE

    def _hear(self, deadline: float) -> bool:
        """Whether anything came before the deadline."""
        try:
            self._lines.feed(self._wire.read(deadline))
        except NoAnswer:
            return False
        self._heard_at = self._clock.monotonic()
        return True

    def _next(self) -> bytes | None:
        try:
            return self._lines.next()
        except TooLong:
            raise _too_long(self._options.longest) from None

    def _give_up_unfinished(self) -> None:
        if self._clock.monotonic() - self._heard_at >= _QUIET and self._lines.clear():
            raise CodeError("a line without an end", sentence="码没扫全")

    def _accept(self, line: bytes) -> ScannedCode:
        try:
            text = line.decode(self._options.charset)
        except UnicodeDecodeError as error:
            raise CodeError(f"byte {error.start} of {len(line)} is not {self._options.charset}") from None
        if any(unicodedata.category(character).startswith(_NOT_PRINTED) for character in text):
            raise CodeError(f"a control character among {len(text)}", sentence="这个码里有不能用的字符")
        if len(text) > self._options.longest:
            raise _too_long(self._options.longest)
        if len(text) < self._options.shortest:
            raise CodeError(f"fewer than {self._options.shortest} characters", sentence="这个码太短了")
        return ScannedCode(text, classify(text))


def _too_long(longest: int) -> CodeError:
    return CodeError(f"more than {longest} characters", sentence="这个码太长了", remedy="换一个码再扫")
