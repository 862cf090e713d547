"""Frames of the SDT protocol that ID card readers with a SAM_V module speak. Pure functions and a buffer; no port.

Request   AA AA AA 96 69 | LEN, 2 bytes | CMD PARA DATA…    | CHK
Response  AA AA AA 96 69 | LEN, 2 bytes | SW1 SW2 SW3 DATA… | CHK

LEN counts what comes after it; CHK is the XOR of everything from LEN to the byte before CHK. Only SW3 tells success.
Source: softs.im/身份证阅读器通信协议 and the frames in qiwenming/IDCardDemo and hevz/hev-idcard-reader.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import xor

__all__ = ["FrameReader", "Response", "encode"]

SYNC = b"\xaa\xaa\xaa\x96\x69"
_HEAD = len(SYNC) + 2
_SHORTEST = 4  # SW1 SW2 SW3 CHK
_LONGEST = 4096  # the longest known answer, with two fingerprints, has 2314


@dataclass(frozen=True)
class Response:
    """One frame that checked out. ``data`` is without SW and CHK."""

    sw3: int
    data: bytes = field(default=b"", repr=False)


def encode(command: int, parameter: int, data: bytes = b"") -> bytes:
    """A request."""
    body = bytes((command, parameter)) + data
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return SYNC + counted + bytes((reduce(xor, counted),))


class FrameReader:
    """Finds frames in bytes as they arrive, in whatever pieces, with noise before, between and inside.

    A frame that does not check out costs one byte: the search goes on right behind its first one, so that a good frame
    is found even when a broken one seemed to swallow it.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self, *, over: bool = False) -> Response | None:
        """The next frame, or None until more bytes arrive. ``over``: none will, so what is incomplete is broken."""
        while self._seek():
            length = int.from_bytes(self._buffer[len(SYNC) : _HEAD], "big")
            whole = len(self._buffer) >= _HEAD and len(self._buffer) >= _HEAD + length
            possible = len(self._buffer) < _HEAD or _SHORTEST <= length <= _LONGEST
            if possible and not whole and not over:
                return None
            counted = bytes(self._buffer[len(SYNC) : _HEAD + length])
            if possible and whole and reduce(xor, counted) == 0:
                del self._buffer[: _HEAD + length]
                return Response(counted[4], counted[5:-1])
            del self._buffer[:1]
        return None

    def _seek(self) -> bool:
        """Brings SYNC to the front; keeps what may be its beginning."""
        start = self._buffer.find(SYNC)
        if start < 0:
            tail = next(size for size in range(len(SYNC) - 1, -1, -1) if self._buffer.endswith(SYNC[:size]))
            start = len(self._buffer) - tail
        del self._buffer[:start]
        return self._buffer.startswith(SYNC)
