"""IPP requests and replies as bytes (RFC 8010 section 3). Pure functions.

Read is what a printer's state is made of: numbers, keywords, names. The members of a collection end up flat among its
values, and nothing here asks for one.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.core.errors import BadReply

__all__ = ["Attributes", "Operation", "Reply", "Tag", "Value", "decode", "encode", "number", "words"]

Value = int | bool | str | bytes
Attributes = dict[str, list[Value]]

_VERSION: Final = b"\x01\x01"  # what every IPP printer understands
_END: Final = 3


class Operation(IntEnum):
    """RFC 8011 table 19."""

    CANCEL_JOB = 0x08
    GET_JOBS = 0x0A
    GET_PRINTER_ATTRIBUTES = 0x0B


class Tag(IntEnum):
    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48


_NUMBERS: Final = (Tag.INTEGER, Tag.ENUM)
_STRINGS: Final = range(0x40, 0x4A)  # text, name, keyword, URI, charset, language, MIME type
_WITH_LANGUAGE: Final = (0x35, 0x36)  # text and name with the language before them
_OUT_OF_BAND: Final = range(0x10, 0x20)  # no-value, unknown, unsupported


def number(said: Attributes, name: str) -> int | None:
    """The first value, where it is a number."""
    value: Value | None = next(iter(said.get(name, [])), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def words(said: Attributes, name: str) -> list[str]:
    return [value for value in said.get(name, []) if isinstance(value, str)]


@dataclass(frozen=True)
class Reply:
    """``groups`` as they came: the group's tag and its attributes."""

    status: int
    groups: tuple[tuple[int, Attributes], ...]

    def all(self, tag: Tag) -> list[Attributes]:
        return [attributes for group, attributes in self.groups if group == tag]

    @property
    def refused(self) -> bool:
        return self.status >= 0x0400


def encode(operation: Operation, attributes: Sequence[tuple[Tag, str, Sequence[int | str]]]) -> bytes:
    """Charset and language first, as every request must have them."""
    first: list[tuple[Tag, str, Sequence[int | str]]] = [
        (Tag.CHARSET, "attributes-charset", ["utf-8"]),
        (Tag.LANGUAGE, "attributes-natural-language", ["en"]),
    ]
    body = bytearray(_VERSION + struct.pack(">HIB", operation, 1, Tag.OPERATION))
    for tag, name, values in [*first, *attributes]:
        for place, value in enumerate(values):
            data = struct.pack(">i", value) if isinstance(value, int) else value.encode()
            label = name.encode() if place == 0 else b""  # a further value has no name
            body += struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(data)) + data
    return bytes(body) + bytes((_END,))


def decode(data: bytes) -> Reply:
    """Raises BadReply for whatever is no IPP reply."""
    try:
        return _decode(data)
    except (struct.error, IndexError) as error:
        raise BadReply("an IPP reply that breaks off") from error


def _decode(data: bytes) -> Reply:
    _, status, _ = struct.unpack_from(">HHI", data)
    groups: list[tuple[int, Attributes]] = []
    values: list[Value] | None = None
    place = 8
    while (tag := data[place]) != _END:
        place += 1
        if tag < 0x10:
            groups.append((tag, {}))
            values = None
            continue
        name, place = _field(data, place)
        value, place = _field(data, place)
        if name:
            if not groups:
                raise BadReply("an IPP attribute outside every group")
            values = groups[-1][1].setdefault(name.decode(errors="replace"), [])
        if values is None:
            raise BadReply("an IPP value without a name")
        if tag not in _OUT_OF_BAND:
            values.append(_value(tag, value))
    return Reply(status, tuple(groups))


def _field(data: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, place)
    end = place + 2 + length
    if end > len(data):
        raise IndexError
    return data[place + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag in _NUMBERS:
        return int(struct.unpack(">i", value)[0])
    if tag == Tag.BOOLEAN:
        return value != b"\x00"
    if tag in _WITH_LANGUAGE:
        _, after = _field(value, 0)
        return _field(value, after)[0].decode(errors="replace")
    return value.decode(errors="replace") if tag in _STRINGS else value
