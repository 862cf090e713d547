"""The paper that is under the print head: ESC/POS commands become rows on it until it is cut."""

from collections.abc import Callable

from kiosk.devices.simulators.escpos_commands import Command
from kiosk.devices.simulators.paper import DOTS, Paper, Picture, QrCode, Row, Space, Span, TextRow

__all__ = ["Strip"]

_SPACING = 30
_SILENT = tuple(
    "nothing|GS g|GS r|DLE 4|DLE 5|ESC t|ESC R|ESC M|ESC 2|ESC 3|ESC G|ESC 32|ESC {|ESC -|GS a|GS B|GS L|GS W|GS V"
    "|FS -|FS C|FS S|FS (".split("|")
)


class Strip:
    """``take`` returns by how many dots the paper moved."""

    def __init__(self) -> None:
        self.strange: list[bytes] = []
        self._rows: list[Row] = []
        self._raw = bytearray()
        self._code = ""
        self._code_dots = 3
        self._reset()

    def take(self, command: Command, raw: bytes) -> int:
        if not command.name.startswith(("DLE", "GS g", "nothing")):  # questions of the moment are no part of the sheet
            self._raw += raw
        before = len(self._rows)
        action = self._actions().get(command.name)
        if action is not None:
            action(command.data)
        elif command.name not in _SILENT:
            self.strange.append(raw)
        return sum(_height(row) for row in self._rows[before:])

    @property
    def begun(self) -> bool:
        """Whether anything stands on the paper since the last cut."""
        return bool(self._rows or self._line)

    def cut(self) -> Paper:
        self._end_line(force=False)
        paper = Paper(bytes(self._raw), tuple(self._rows))
        self._rows.clear()
        self._raw.clear()
        return paper

    def _reset(self) -> None:
        self._line: list[Span] = []
        self._align = 0
        self._wide = self._high = 1
        self._bold = False
        self._chinese = False
        self._graphic: Picture | None = None

    def _actions(self) -> dict[str, Callable[[bytes], None]]:
        return {
            "text": self._text,
            "LF": lambda _: self._end_line(force=True),
            "ESC @": lambda _: self._reset(),
            "ESC !": lambda data: self._size(2 if data[0] & 0x20 else 1, 2 if data[0] & 0x10 else 1),
            "GS !": lambda data: self._size((data[0] >> 4) + 1, (data[0] & 0x0F) + 1),
            "FS W": lambda data: self._size(2, 2) if data[0] & 1 else self._size(1, 1),
            "ESC E": lambda data: setattr(self, "_bold", bool(data[0] & 1)),
            "ESC a": lambda data: setattr(self, "_align", data[0] % 48),
            "ESC d": self._feed_lines,
            "ESC J": lambda data: self._rows.append(Space(data[0])),
            "FS &": lambda _: setattr(self, "_chinese", True),
            "FS .": lambda _: setattr(self, "_chinese", False),
            "GS v": self._picture,
            "GS (": self._two_dimensional,
            "GS 8": self._graphics,
            "ESC $": lambda data: self._move_to(int.from_bytes(data, "little")),
            "ESC \\": lambda data: self._move_to(self._used() + int.from_bytes(data, "little", signed=True)),
        }

    def _size(self, wide: int, high: int) -> None:
        self._wide, self._high = wide, high

    def _text(self, data: bytes) -> None:
        """Two bytes a character in Chinese mode, never four: longer codes come out as rubbish, as on real ones.

        Single bytes beyond ASCII are some code page's: it has none, and prints a question mark.
        """
        text, at = "", 0
        while at < len(data):
            width = 2 if self._chinese and data[at] >= 0x81 else 1
            text += (
                data[at : at + 2].decode("gb18030", "replace")
                if width == 2
                else chr(data[at])
                if data[at] < 0x80
                else "?"
            )
            at += width
        for character in text:
            if self._used() + _cells(character) * 12 * self._wide > DOTS:
                self._end_line(force=True)
            self._line.append(Span(character, self._wide, self._high, self._bold))

    def _used(self) -> int:
        return sum(_cells(span.text) * 12 * span.wide for span in self._line)

    def _end_line(self, *, force: bool) -> None:
        if self._line or force:
            high = max((span.high for span in self._line), default=1)
            self._rows.append(TextRow(_joined(self._line), self._align, _SPACING + 24 * (high - 1)))
            self._line = []

    def _feed_lines(self, data: bytes) -> None:
        self._end_line(force=False)
        self._rows.append(Space(data[0] * _SPACING))

    def _picture(self, data: bytes) -> None:
        self._end_line(force=False)
        width, height = int.from_bytes(data[2:4], "little") * 8, int.from_bytes(data[4:6], "little")
        self._rows.append(Picture(width, height, data[6:], self._align))

    def _move_to(self, dots: int) -> None:
        """To the right, in whole characters: what is between stays white."""
        blank = (dots - self._used()) // 12
        if blank > 0:
            self._line.append(Span(" " * blank))

    def _graphics(self, data: bytes) -> None:
        """GS 8 L p1 p2 p3 p4 48 fn …: 112 store a picture, 50 print the one that was stored."""
        function, rest = data[6:7], data[7:]
        if data[:1] != b"L" or data[5:6] != b"0":
            self.strange.append(b"\x1d\x38" + data)
        elif function == b"p":  # a bx by c xL xH yL yH
            width, height = (int.from_bytes(rest[at : at + 2], "little") for at in (4, 6))
            self._graphic = Picture(width, height, rest[8:], self._align)
        elif function == b"2" and self._graphic is not None:
            self._end_line(force=False)
            self._rows.append(self._graphic)

    def _two_dimensional(self, data: bytes) -> None:
        """GS ( k pL pH 49 fn …: 67 size of a module, 80 store, 81 print."""
        kind, function, rest = data[3:4], data[4:5], data[5:]
        if data[:1] == b"L":  # the short form of GS 8 L
            self._graphics(data[:3] + bytes(2) + data[3:])
        elif data[:1] != b"k" or kind != b"1":
            self.strange.append(b"\x1d\x28" + data)
        elif function == b"C":
            self._code_dots = rest[0]
        elif function == b"P":
            self._code = rest[1:].decode("utf-8", "replace")
        elif function == b"Q":
            self._rows.append(QrCode(self._code, self._code_dots, self._align))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbours of the same look as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and (joined[-1].wide, joined[-1].high, joined[-1].bold) == (span.wide, span.high, span.bold):
            joined[-1] = Span(joined[-1].text + span.text, span.wide, span.high, span.bold)
        else:
            joined.append(span)
    return tuple(joined)


def _height(row: Row) -> int:
    return row.height if not isinstance(row, QrCode) else 30 * row.dots


def _cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)
