"""Messages between a printer's driver and its child process: JSON, and bytes behind it, each with its length before."""

import json
import struct
from collections.abc import Callable
from typing import Any, Final

__all__ = ["pack", "unpack"]

_LENGTHS: Final = struct.Struct("!II")


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def unpack(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """``read(count)`` returns so many bytes. Raises EOFError when it returns fewer: the other end is gone."""

    def exactly(count: int) -> bytes:
        data = read(count)
        if len(data) < count:
            raise EOFError
        return data

    text, body = _LENGTHS.unpack(exactly(_LENGTHS.size))
    header: dict[str, Any] = json.loads(exactly(text))
    return header, exactly(body)
