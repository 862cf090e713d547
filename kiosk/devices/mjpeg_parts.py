"""The pictures out of a multipart of JPEG, in whatever pieces its bytes come. No socket and no clock.

--boundary | header lines | empty line | JPEG | --boundary | …        (RFC 2046, as ``multipart/x-mixed-replace``)

Most cameras say in ``Content-Length`` how long a picture is; of the others it ends where the next boundary begins.
"""

import re
import struct
from typing import Final

__all__ = ["BadStream", "Parts", "jpeg_size"]

_LARGEST: Final = 16 * 2**20  # bytes of one picture
_HEAD: Final = 4096  # bytes of a part's header lines
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD9)))  # markers of JPEG without a length
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15


class BadStream(ValueError):
    """What came is no Motion JPEG."""


class Parts:
    """``next`` gives the body of each part. Holds no more than one part, and what was fed since it was last asked."""

    def __init__(self, boundary: bytes) -> None:
        self._boundary = b"--" + boundary
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> bytes | None:
        """The next whole body, or None until more bytes arrive. Raises BadStream."""
        buffer = self._buffer
        start = buffer.find(self._boundary)
        if start < 0:
            del buffer[: max(0, len(buffer) - len(self._boundary) + 1)]
            return None
        head_end = buffer.find(b"\r\n\r\n", start)
        if head_end - start > _HEAD or (head_end < 0 and len(buffer) - start > _HEAD):
            raise BadStream("a part's header has no end")
        if head_end < 0:
            return None
        body = head_end + 4
        end = self._end(start, body)
        if end is None:
            if len(buffer) - body > _LARGEST:
                raise BadStream("a picture has no end")
            return None
        found = bytes(buffer[body:end])
        del buffer[:end]
        return found

    def _end(self, start: int, body: int) -> int | None:
        """Where the body that begins at ``body`` ends; None while that has not come."""
        length = _LENGTH.search(self._buffer, start, body)
        if length is None:
            end = self._buffer.find(b"\r\n" + self._boundary, body)
            return end if end >= 0 else None
        end = body + int(length[1])
        if end - body > _LARGEST:
            raise BadStream(f"a picture of {end - body} bytes")
        return end if end <= len(self._buffer) else None


def jpeg_size(jpeg: bytes) -> tuple[int, int] | None:
    """Width and height by its frame header (ITU-T T.81, B.2.2), without decoding; None for what is no whole JPEG."""
    if not jpeg.startswith(b"\xff\xd8") or jpeg.rfind(b"\xff\xd9", -64) < 0:
        return None
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return (width, height) if width and height else None
        at += 1 if marker == 0xFF else 2 if marker in _ALONE else 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return None
