"""Lines as a code scanner sends them, prefix, code, suffix, out of bytes in whatever pieces. No port and no clock."""

__all__ = ["CodeLines", "TooLong"]

_LINE_ENDS = b"\r\n"


class TooLong(ValueError):
    """A line went on past the longest code that may come; what of it is still to come is passed over."""


class CodeLines:
    """``next`` gives the code of each line. Never holds more than what was fed since it was last asked, and one line.

    A line without the prefix is noise and passed over; so is noise before the prefix. Line ends around a code are not
    part of it: a scanner that was set to CR LF is understood when CR is expected, and the other way round.
    """

    def __init__(self, prefix: bytes, suffix: bytes, longest: int) -> None:
        self._prefix = prefix
        self._suffix = suffix
        self._longest = longest + len(prefix) + len(_LINE_ENDS)
        self._buffer = bytearray()
        self._overlong = False

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def clear(self) -> bool:
        """Gives up a line that has begun, so that the next one is not taken for its end. Whether there was one.

        One that was refused as too long does not count.
        """
        begun = bool(self._buffer.strip(_LINE_ENDS)) and not self._overlong
        self._buffer.clear()
        self._overlong = False
        return begun

    def next(self) -> bytes | None:
        """The next code, or None until more bytes arrive. Raises TooLong once for each line that is."""
        while (end := self._buffer.find(self._suffix)) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + len(self._suffix)]
            tail, self._overlong = self._overlong, False
            if tail:
                continue
            if len(line) > self._longest:
                raise TooLong
            if code := self._code(line):
                return code
        self._bound()
        return None

    def _code(self, line: bytes) -> bytes:
        _, found, code = line.strip(_LINE_ENDS).partition(self._prefix) if self._prefix else (b"", True, line)
        return code.strip(_LINE_ENDS) if found else b""

    def _bound(self) -> None:
        """Of a line that is too long already, only the end may matter: it may hold the beginning of the suffix."""
        if len(self._buffer) < self._longest + len(self._suffix):
            return
        del self._buffer[: len(self._buffer) - (len(self._suffix) - 1)]
        if not self._overlong:
            self._overlong = True
            raise TooLong
