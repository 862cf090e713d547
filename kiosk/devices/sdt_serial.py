"""ID card readers with a SAM_V module on a serial port, speaking SDT: find, select, read.

A card is found once: it must leave the field before the next find succeeds (waitingsong/node-idcard-reader). While it
lies there "read newest address" answers 90, or 91 for nothing stored, and an error as soon as it has gone; so
``present`` asks that, as the makers' own example does (RTN_ReadNewAppMsg in c786909486/JingLunReader, ReaderTask.java).
A find would tell nothing: it fails for a card that stays as well as for none.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, CardError, DeviceError, Disconnected, NoAnswer
from kiosk.core.person import Person
from kiosk.core.status import Health, Status
from kiosk.core.timing import CARD_READ
from kiosk.devices.identity import Identity
from kiosk.devices.sdt_answers import (
    FIND_FAILED,
    FOUND,
    GARBLED,
    NOTHING_STORED,
    OK,
    ModuleError,
    refusal,
)
from kiosk.devices.sdt_cards import TEXT_SIZE, check_card, decode_card
from kiosk.devices.sdt_frames import FrameReader, Response, encode
from kiosk.devices.sdt_trace import explain
from kiosk.devices.wire import SerialWire, Wire

__all__ = ["Options", "SdtReader", "explain", "identify", "open_device"]

_ANSWER: Final = 0.5  # everything but reading the whole card is answered in 0.1 s at any baud rate
_QUIET: Final = 0.2  # an answer that stopped in the middle for so long will not go on


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    port: Path = Field(description="读卡器的串口，例如 /dev/ttyS3；会换名字的用 /dev/serial/by-id/ 下的名字")
    baud: Literal[9600, 19200, 38400, 57600, 115200] = Field(default=115200, description="波特率，出厂是 115200")


def open_device(options: Options, clock: Clock) -> "SdtReader":
    return SdtReader(SerialWire(options.port, options.baud, clock), clock)


def identify(wire: Wire, clock: Clock) -> Identity | None:
    """Asks for its status, then its number. Raises Disconnected."""
    reader = SdtReader(wire, clock)
    try:
        reader.poll()
        return Identity("id_card", f"身份证阅读器，安全模块 {reader.sam_id()}")
    except (NoAnswer, BadReply):
        return None
    except Disconnected:
        raise
    except DeviceError as error:
        return Identity("id_card", f"身份证阅读器，有故障：{error.technician}")


@dataclass(frozen=True)
class _Request:
    """``done`` is the SW3 of its success, ``sizes`` the data bytes that a success brings."""

    command: int
    parameter: int
    done: int
    sizes: range

    def answered_by(self, response: Response) -> bool:
        """Whether it can be the answer; a late success of an earlier request is not."""
        if response.sw3 == self.done:
            return len(response.data) in self.sizes
        return response.sw3 not in (OK, FOUND)


_STATUS: Final = _Request(0x11, 0xFF, OK, range(1))
_SAM_ID: Final = _Request(0x12, 0xFF, OK, range(16, 17))
_FIND: Final = _Request(0x20, 0x01, FOUND, range(17))
_SELECT: Final = _Request(0x20, 0x02, OK, range(17))
_READ_BASE: Final = _Request(0x30, 0x01, OK, range(4 + TEXT_SIZE, 4 + TEXT_SIZE + 1024 + 1))
_READ_ADDRESS: Final = _Request(0x30, 0x03, OK, range(71))


class SdtReader:
    """Implements ``core.ports.IdCardReader``."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._lies_there = True  # perhaps: one that was read before the port was opened
        self._unread = False  # found, but an answer got lost: it will not be found again, so it is read without

    def poll(self) -> Status:
        response = self._ask(_STATUS, self._in(_ANSWER))
        if response.sw3 == OK:
            return Status(Health.ONLINE)
        error = refusal(response.sw3)
        if isinstance(error, ModuleError):
            return Status(Health.HARDWARE_ERROR, fault=error.fault())
        raise error

    def fileno(self) -> int:
        return self._wire.fileno()

    def close(self) -> None:
        self._wire.close()

    def read(self) -> Person | None:
        """See the port. Takes at most CARD_READ."""
        deadline = self._in(CARD_READ)
        found = self._once(_FIND, deadline)
        if found is not None and found.sw3 == FIND_FAILED and not self._unread:
            return None
        sure = found is not None and found.sw3 == FOUND
        try:
            text, photo = self._read_found(deadline, sure=sure)
        except CardError:
            self._unread = False
            if sure:
                raise
            return None
        self._unread, self._lies_there = False, True
        person = decode_card(text, photo)
        check_card(person, self._clock.now().date())
        return person

    def _read_found(self, deadline: float, *, sure: bool) -> tuple[bytes, bytes]:
        """Selects and reads the card that was found or, when an answer got lost, perhaps was: the reading tells."""
        self._unread = True
        selected = self._once(_SELECT, deadline)
        if sure and selected is not None:
            _expect(OK, selected)
        return _split(_expect(OK, self._ask(_READ_BASE, deadline)))

    def present(self) -> bool:
        """See the port."""
        if self._lies_there:
            answer = self._ask(_READ_ADDRESS, self._in(_ANSWER))
            self._lies_there = answer.sw3 in (OK, NOTHING_STORED)
            if not self._lies_there and not isinstance(error := refusal(answer.sw3), CardError):
                raise error
        return self._lies_there

    def sam_id(self) -> str:
        """The number printed on the reader's security module, for the technician."""
        data = _expect(OK, self._ask(_SAM_ID, self._in(_ANSWER)))
        numbers = [int.from_bytes(data[start : start + 4], "little") for start in (4, 8, 12)]
        return f"{data[0]:02d}.{data[2]:02d}-{numbers[0]}-{numbers[1]:010d}-{numbers[2]:010d}"

    def _ask(self, request: _Request, deadline: float) -> Response:
        """Asks once more when question or answer was damaged on the way. For what may be asked twice."""
        return self._once(request, deadline) or self._exchange(request, deadline)

    def _once(self, request: _Request, deadline: float) -> Response | None:
        """Asks; once more when only the question was damaged. None when the answer was: it may have been any."""
        deadline = deadline if request is _READ_BASE else self._in(_ANSWER, deadline)
        try:
            response = self._exchange(request, deadline)
            return self._exchange(request, deadline) if response.sw3 in GARBLED else response
        except BadReply:
            return None

    def _exchange(self, request: _Request, deadline: float) -> Response:
        """Raises NoAnswer when nothing came, BadReply when what came was no answer."""
        self._wire.read_waiting()  # late answers that nobody waits for any more
        self._wire.write(encode(request.command, request.parameter), deadline)
        frames, heard, over = FrameReader(), False, False
        while not over:
            try:
                frames.feed(self._wire.read(self._in(_QUIET, deadline) if heard else deadline))
                heard = True
            except NoAnswer:
                if not heard:
                    raise
                over = True
            while (response := frames.next(over=over)) is not None:
                if request.answered_by(response):
                    return response
        raise BadReply(f"no whole answer to {request.command:02X} {request.parameter:02X}")

    def _in(self, seconds: float, at_most: float | None = None) -> float:
        """The point in time so many seconds from now, or ``at_most`` if that comes first."""
        then = self._clock.monotonic() + seconds
        return then if at_most is None else min(then, at_most)


def _expect(done: int, response: Response) -> bytes:
    if response.sw3 != done:
        raise refusal(response.sw3)
    return response.data


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Text and photo of a base reading, which begins with their two lengths."""
    text_size, photo_size = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if len(data) != 4 + text_size + photo_size:
        raise BadReply("the lengths of text and photo do not add up")
    return data[4 : 4 + text_size], data[4 + text_size :]
