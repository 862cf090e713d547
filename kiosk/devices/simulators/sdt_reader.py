"""An ID card reader with its SAM_V module: answers SDT frames on a serial line as the real one does."""

import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from kiosk.devices.simulators.line import SerialLine

__all__ = ["ReaderFault", "SdtReaderSimulator"]

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_SAM_ID = bytes.fromhex("0500030085EC330187D61200B1CB7400")  # 05.03-20180101-0001234567-0007654321


class ReaderFault(Enum):
    """``UNPLUGGED`` pulls the cable; the others spoil what the reader answers."""

    UNPLUGGED = "unplugged"
    MUTE = "mute"
    NOISE = "noise"  # bytes that nobody sent, before and behind each answer
    WRONG_XOR = "wrong_xor"
    TRUNCATED = "truncated"
    MODULE = "module"  # the security module has failed its self-test


class _Card(Enum):
    FRESH = "fresh"
    FOUND = "found"
    SELECTED = "selected"


class SdtReaderSimulator:
    """``link`` is the port's name. ``lay`` and ``take`` move the card, ``set_fault`` and what follows spoil the wire.

    With ``baud`` the answers take the time that a wire of that speed takes.
    """

    def __init__(self, link: Path, *, baud: int | None = None) -> None:
        self._line = SerialLine(link, self._hear, baud=baud)
        self._lock = threading.Lock()
        self._heard = bytearray()
        self._card: tuple[bytes, bytes] | None = None
        self._state = _Card.FRESH
        self._fault: ReaderFault | None = None
        self._good_first = 0
        self._spoiled_answers: int | None = None
        self._refusals: list[int] = []
        self._cut: Callable[[bytes], tuple[bytes, ...]] = lambda frame: (frame,)

    def start(self) -> None:
        self._line.plug()

    def close(self) -> None:
        self._line.unplug()

    # --- what the bench does ---

    def lay(self, text: bytes, photo: bytes = bytes(1024)) -> None:
        """Lays a card with this 256-byte text on the reader."""
        with self._lock:
            self._card, self._state = (text, photo), _Card.FRESH

    def take(self) -> None:
        with self._lock:
            self._card = None

    @property
    def occupied(self) -> bool:
        return self._card is not None

    @property
    def fault(self) -> ReaderFault | None:
        return self._fault

    def set_fault(self, fault: ReaderFault | None, *, after: int = 0, answers: int | None = None) -> None:
        """From now on, or ``after`` so many good answers, or for so many ``answers`` only."""
        with self._lock:
            self._fault, self._good_first, self._spoiled_answers = fault, after, answers
            self._heard.clear()
        if fault is ReaderFault.UNPLUGGED:
            self._line.unplug()
        else:
            self._line.plug()

    def refuse_next(self, *codes: int) -> None:
        """The next requests are refused with these SW3 codes, one each."""
        with self._lock:
            self._refusals.extend(codes)

    def cut_answers(self, cut: Callable[[bytes], tuple[bytes, ...]]) -> None:
        """Each answer leaves in the pieces that ``cut`` makes of it."""
        self._cut = cut

    # --- the wire ---

    def _hear(self, data: bytes) -> None:
        self._heard += data
        while (request := self._next_request()) is not None:
            with self._lock:
                answer = self._spoil(self._answer(request))
            for piece in self._cut(answer) if answer else ():
                self._line.send(piece)

    def _next_request(self) -> bytes | None:
        """CMD, PARA and data of the next whole request; a request with a wrong XOR comes back as nothing."""
        start = self._heard.find(_PREAMBLE)
        if start < 0 or len(self._heard) < start + 7:
            return None
        size = int.from_bytes(self._heard[start + 5 : start + 7], "big")
        if len(self._heard) < start + 7 + size:
            return None
        body = bytes(self._heard[start + 5 : start + 7 + size])
        del self._heard[: start + 7 + size]
        return body[2:-1] if _xor(body) == 0 else b""

    def _answer(self, request: bytes) -> bytes:
        if self._refusals:
            return _frame(self._refusals.pop(0))
        if not request:
            return _frame(0x10)
        answers = {
            b"\x11\xff": self._status,
            b"\x10\xff": self._status,
            b"\x12\xff": lambda: _frame(0x90, _SAM_ID),
            b"\x20\x01": self._find,
            b"\x20\x02": self._select,
            b"\x30\x01": self._read,
            b"\x30\x03": self._read_address,
        }
        answer = answers.get(request[:2])
        return answer() if answer is not None else _frame(0x21)

    def _status(self) -> bytes:
        return _frame(0x60 if self._fault is ReaderFault.MODULE else 0x90)

    def _find(self) -> bytes:
        if self._card is None or self._state is _Card.SELECTED:
            return _frame(0x80)
        self._state = _Card.FOUND
        return _frame(0x9F, bytes(4))

    def _select(self) -> bytes:
        if self._card is None or self._state is not _Card.FOUND:
            return _frame(0x81)
        self._state = _Card.SELECTED
        return _frame(0x90, bytes(8))

    def _read(self) -> bytes:
        if self._card is None or self._state is not _Card.SELECTED:
            return _frame(0x41)
        text, photo = self._card
        return _frame(0x90, len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo)

    def _read_address(self) -> bytes:
        return _frame(0x91 if self._card is not None and self._state is _Card.SELECTED else 0x41)

    def _spoil(self, frame: bytes) -> bytes:
        if self._good_first > 0:
            self._good_first -= 1
            return frame
        if self._spoiled_answers is not None:
            if self._spoiled_answers == 0:
                return frame
            self._spoiled_answers -= 1
        if self._fault is ReaderFault.MUTE:
            return b""
        if self._fault is ReaderFault.NOISE:
            return b"\x00\xff\xaa\xaa\x96" + frame + b"\xaa\xaa\xaa\x96\x69\x05"
        if self._fault is ReaderFault.WRONG_XOR:
            return frame[:-1] + bytes((frame[-1] ^ 0x01,))
        if self._fault is ReaderFault.TRUNCATED:
            return frame[: len(frame) * 2 // 3]
        return frame


def _frame(sw3: int, data: bytes = b"") -> bytes:
    counted = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    return _PREAMBLE + counted + bytes((_xor(counted),))


def _xor(data: bytes) -> int:
    result = 0
    for byte in data:
        result ^= byte
    return result
