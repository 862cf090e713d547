"""Takes ESC/POS commands off a buffer, one at a time, as a printer's own program does. Written apart from any encoder.

Source: the command lists of Epson (TM-T88V) and, for the Chinese ones under FS, of Gprinter and HPRT.
"""

from dataclasses import dataclass

__all__ = ["Command", "take_command"]

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10

# How many bytes follow the two that name a command.
_ARGUMENTS = {
    (prefix, ord(name)): count
    for prefix, counts in (
        (ESC, {0: "@2", 1: "!3adJEGMtR- {", 2: "$\\", 3: "p"}),
        (GS, {1: "!rBbaI", 2: "LW", 4: "g"}),
        (FS, {0: "&.", 1: "!W-C", 2: "S"}),
    )
    for count, names in counts.items()
    for name in names
} | {(DLE, 4): 1, (DLE, 5): 1}


@dataclass(frozen=True)
class Command:
    """``name`` is "text", "LF", "unknown", or the command's two bytes as in manuals: "GS V". ``data`` follows it."""

    name: str
    data: bytes = b""


def take_command(buffer: bytearray) -> tuple[Command, bytes] | None:
    """The next command and the bytes that it was; None until it is whole. Removes them from the buffer."""
    size, name, start = _measure(buffer)
    if size == 0 or size > len(buffer):
        return None
    raw = bytes(buffer[:size])
    del buffer[:size]
    return Command(name, raw[start:]), raw


def _measure(buffer: bytearray) -> tuple[int, str, int]:
    """How long the command is (0: not known yet), its name, and where its data begin."""
    if not buffer:
        return 0, "", 0
    first = buffer[0]
    if first == 0x0A:
        return 1, "LF", 1
    if first in (ESC, GS, FS, DLE):
        return _measure_escape(buffer)
    if first < 0x20:
        return 1, "nothing" if first in (0x00, 0x0D) else "unknown", 0
    return _measure_text(buffer)


def _measure_text(buffer: bytearray) -> tuple[int, str, int]:
    """Up to the next control character; half a Chinese character at the end waits for its other half."""
    size = 0
    while size < len(buffer) and buffer[size] >= 0x20:
        width = 2 if buffer[size] >= 0x81 else 1
        if size + width > len(buffer):
            break
        size += width
    return size, "text", 0


def _measure_escape(buffer: bytearray) -> tuple[int, str, int]:
    if len(buffer) < 2:
        return 0, "", 0
    pair = (buffer[0], buffer[1])
    prefix = {ESC: "ESC", GS: "GS", FS: "FS", DLE: "DLE"}[pair[0]]
    name = f"{prefix} {chr(pair[1]) if pair[1] > 0x20 else pair[1]}"
    if pair in _ARGUMENTS:
        return 2 + _ARGUMENTS[pair], name, 2
    if pair == (GS, ord("V")):
        return _measure_cut(buffer), name, 2
    if pair == (GS, ord("v")):
        return _measure_picture(buffer), name, 2
    if pair in ((GS, ord("(")), (FS, ord("("))):
        return (5 + int.from_bytes(buffer[3:5], "little") if len(buffer) >= 5 else 0), name, 2
    if pair == (GS, ord("8")):  # GS 8 L: as GS ( L, with four bytes of length
        return (7 + int.from_bytes(buffer[3:7], "little") if len(buffer) >= 7 else 0), name, 2
    return 2, "unknown", 0


def _measure_cut(buffer: bytearray) -> int:
    if len(buffer) < 3:
        return 0
    return 3 if buffer[2] in (0, 1, 48, 49) else 4


def _measure_picture(buffer: bytearray) -> int:
    """GS v 0 m xL xH yL yH, then the rows."""
    if len(buffer) < 8:
        return 0
    return 8 + int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")
