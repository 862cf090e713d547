"""Guide lights beside the slots of the terminal, on a small controller behind a serial port.

A line protocol of our own, since each maker has another one: plain enough for the firmware of any microcontroller.
ASCII, one request a line, each answered by one line; lines end with LF, and CR before it does not matter.

    V                 → V <version> <slots>     the protocol's version, 1, and how many lights there are
    L <slot> <mode>   → OK                      slot 1 to <slots>; mode 0 off, 1 on, 2 blinking about once a second
    anything else     → ERR <reason>

A mode that a light has already changes nothing, and so the blinking goes on evenly. After power comes on all are off.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Clearer, DeviceError, NoAnswer
from kiosk.core.slot import Slot
from kiosk.core.status import Health, Status
from kiosk.devices.identity import Identity
from kiosk.devices.line_trace import lights as explain
from kiosk.devices.wire import SerialWire, Wire

__all__ = ["Mode", "Options", "SerialLights", "explain", "identify", "open_device"]

VERSION: Final = 1
_ANSWER: Final = 0.3  # seconds; the longest request with its answer takes 0.02 s at 9600 baud
_LATE: Final = 0.001  # an answer that nobody waits for any more is looked for so long
_LONGEST: Final = 64  # bytes of an answer


class Mode(Enum):
    OFF = 0
    ON = 1
    BLINK = 2


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    port: Path = Field(description="灯控制板的串口，例如 /dev/ttyUSB0；会换名字的用 /dev/serial/by-id/ 下的名字")
    baud: Literal[9600, 19200, 38400, 57600, 115200] = Field(default=9600, description="波特率")
    slots: Mapping[Slot, Annotated[int, Field(ge=1, le=99)]] = Field(
        min_length=1, description="哪个口的灯接在第几路：id_card、scanner、receipt、camera、a4；没有灯的不写"
    )


def open_device(options: Options, clock: Clock) -> "SerialLights":
    return SerialLights(SerialWire(options.port, options.baud, clock), options.slots, clock)


def identify(wire: Wire, clock: Clock) -> Identity | None:
    """Asks for its version and the number of its lights. Raises Disconnected."""
    board = SerialLights(wire, {}, clock)
    for _ in range(2):  # the first may end a line that other questions had begun
        with suppress(NoAnswer, BadReply):
            count = board.count()
            some = ", ".join(f"{slot.value} = {number}" for number, slot in enumerate(Slot, 1) if number <= count)
            return Identity("lights", f"指示灯控制板，{count} 路灯", {"slots": f"{{ {some} }}   # 照接线改"})
    return None


class SerialLights:
    """``slots`` says which light each slot has; a slot without one is passed over."""

    def __init__(self, wire: Wire, slots: Mapping[Slot, int], clock: Clock) -> None:
        self._wire = wire
        self._slots = slots
        self._clock = clock

    def poll(self) -> Status:
        count, most = self.count(), max(self._slots.values())
        if count < most:
            error = _TooFew(f"{count} lights, but slots in config.toml goes up to {most}")
            return Status(Health.HARDWARE_ERROR, fault=error.fault())
        return Status(Health.ONLINE)

    def count(self) -> int:
        """How many lights the board has. Raises NoAnswer, BadReply for another protocol, Disconnected."""
        answer = self._ask("V", lambda line: line.startswith("V "))
        words = answer.split()
        if len(words) != 3 or not (words[1] + words[2]).isdecimal() or int(words[1]) != VERSION:
            raise BadReply(f"version {VERSION} of the protocol is due, not {answer!r}")
        return int(words[2])

    def fileno(self) -> int:
        return self._wire.fileno()

    def close(self) -> None:
        self._wire.close()

    def show(self, slot: Slot | None) -> None:
        """Puts every other light off, then blinks this slot's. Raises NoAnswer, BadReply, Disconnected."""
        meant = self._slots.get(slot) if slot is not None else None
        for number in self._slots.values():
            if number != meant:
                self._set(number, Mode.OFF)
        if meant is not None:
            self._set(meant, Mode.BLINK)

    def _set(self, number: int, mode: Mode) -> None:
        self._ask(f"L {number} {mode.value}", lambda line: line == "OK")

    def _ask(self, request: str, answers: Callable[[str], bool]) -> str:
        """Passes over lines that are no answer. Raises NoAnswer when there was none, BadReply when it was no good."""
        with suppress(NoAnswer):
            self._wire.read(self._clock.monotonic() + _LATE)
        deadline = self._clock.monotonic() + _ANSWER
        self._wire.write(f"{request}\n".encode(), deadline)
        heard, anything = bytearray(), False
        while True:
            while b"\n" in heard:
                line, _, heard = heard.partition(b"\n")
                text = line.decode("ascii", errors="replace").strip()
                if answers(text):
                    return text
                if text.startswith("ERR"):
                    raise BadReply(f"{request}: {text[:_LONGEST]!r}")
            try:
                heard = heard[-_LONGEST:] + self._wire.read(deadline)
                anything = True
            except NoAnswer:
                if not anything:
                    raise
                raise BadReply(f"{request}: no line that is an answer") from None


class _TooFew(DeviceError):
    code = "lights.too_few"
    sentence = "指示灯没接全"
    remedy = "可以接着办，看屏幕上的图"
    clearer = Clearer.ENGINEER
