"""Receipt lines to the bytes of an ESC/POS printer in Chinese mode.

Commands are built with python-escpos. Its text is not used: it turns punctuation and rare characters into question
marks and never enters Chinese mode; so text is GB18030 of our own. Printers have the two-byte areas of GB18030 only,
and a line with any other character (㐀, 䶮, 𬭛 in a name) is sent as a picture, at a hundred times the bytes.
"""

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.devices.receipt_layout import Align, Code, Element, Line, cells

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["ASK_CUTS", "ASK_DONE", "CLEAR", "END", "SETTLE", "encode", "length", "logo_bytes"]

ASK_DONE: Final = b"\x1d\x72\x01"  # GS r 1: answered in turn, when all before it has been done
_CUT: Final = b"\x1d\x56\x00"  # GS V 0
END: Final = ASK_DONE + _CUT + ASK_DONE  # printed? cut?
ASK_CUTS: Final = b"\x1d\x67\x32\x00\xb2\x00"  # GS g 2, counter 178: how often the knife has cut in its life
_CHINESE: Final = b"\x1c\x26"  # FS &: two bytes make a character
_CELL, _LINE, _BASELINE = 12, 30, 21  # dots
_GLYPH: Final = 23  # pixel size at which a drawn character looks as large as the printer's own 24 dots
_GLYPH_HIGH: Final = 24  # dots that a large line has more
_CODE: Final = 200  # dots: 33 modules of 6, as for an address of 40 to 60 characters
_DOTS_PER_MM: Final = 8
_FEED: Final = 6  # lines from the print head to the knife
_GETA: Final = "〓"  # stands for a character that can be neither sent nor drawn
_LOGO: Final = (384, 96)  # dots it fits in: at most 4.6 kB or 0.4 s at 115200 baud, and each receipt carries it
_BAND: Final = 30  # rows of one picture command
SETTLE: Final = bytes(576 // 8 * _BAND)  # ends a picture that broke off; alone these bytes mean nothing to a printer
# What hangs torn under the head goes past the knife and is cut off: the next sheet begins on clean paper.
CLEAR: Final = SETTLE + b"\x1b\x40\n" + bytes((0x1B, 0x64, _FEED)) + END


def encode(
    elements: Iterable[Element], *, columns: int, font: Path, native_qr: bool, logo: Path | None = None
) -> bytes:
    """Everything from reset to ``END``. ``font`` draws what the printer has no character for."""
    printer = _printer()
    printer.hw("INIT")
    _send(printer, _CHINESE)
    if logo is not None:
        _send(printer, logo_bytes(logo))
    for element in elements:
        if isinstance(element, Code):
            _add_code(printer, element.text, native=native_qr)
        elif _has_codes(element.text) or not font.is_file():
            _add_text(printer, element)
        else:
            printer.set(align="left")
            printer.image(_drawn(element, columns, font), impl="bitImageRaster", fragment_height=_BAND)
    printer.print_and_feed(_FEED)
    return bytes(printer.output) + END


def length(elements: Iterable[Element]) -> int:
    """How many millimetres of the roll they take, about: a code by what most of them need, and no logo."""
    dots = sum(_CODE if isinstance(element, Code) else _LINE + _GLYPH_HIGH * element.large for element in elements)
    return round((dots + _FEED * _LINE) / _DOTS_PER_MM)


@lru_cache(maxsize=1)
def logo_bytes(file: Path) -> bytes:
    """The picture in the middle of its own lines, made smaller where it must be; nothing where it cannot be read."""
    from PIL import Image

    try:
        with Image.open(file) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""  # the receipt counts, and its printer's status tells of the logo
    picture.thumbnail(_LOGO)
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    printer = _printer()
    printer.set(align="center")
    printer.image(white.convert("1"), impl="bitImageRaster", fragment_height=_BAND)
    return bytes(printer.output)


def _printer() -> Any:
    from escpos.printer import Dummy

    return Dummy(profile="TM-T20II")  # 576 dots, 48 columns; no Chinese profile exists, and none is needed


def _send(printer: Any, data: bytes) -> None:
    printer._raw(data)  # noqa: SLF001 - the library's own way for bytes that it has no method for


def _add_text(printer: Any, line: Line) -> None:
    """GS ! sizes both scripts on most printers, FS W the Chinese on the others; where both do, the later one counts."""
    size = 2 if line.large else 1
    printer.set(align=line.align.value, bold=line.bold, custom_size=True, width=size, height=size)
    text = "".join(character if _has_codes(character) else _GETA for character in line.text)
    _send(printer, bytes((0x1C, 0x57, size - 1)) + text.encode("gb18030") + b"\n")


def _add_code(printer: Any, text: str, *, native: bool) -> None:
    printer.set(align="center")
    if native:
        printer.qr(text, native=True, size=6)
    else:
        printer.image(_drawn_code(text), impl="bitImageRaster", fragment_height=_BAND)


def _has_codes(text: str) -> bool:
    return all(len(character.encode("gb18030")) <= 2 and not _private(character) for character in text)


def _private(character: str) -> bool:
    """The areas for users' own characters have two bytes as well, and nothing in them."""
    return "\ue000" <= character <= "\uf8ff"


def _drawn(line: Line, columns: int, font: Path) -> "Image.Image":
    """The line as the printer would print it: each character at its cell."""
    from PIL import Image, ImageDraw

    size = 2 if line.large else 1
    image = Image.new("1", (columns * _CELL, _LINE * size), 1)
    draw = ImageDraw.Draw(image)
    x = (image.width - cells(line.text) * _CELL * size) // 2 if line.align is Align.CENTER else 0
    for character in line.text:
        draw.text((x, _BASELINE * size), character, 0, _face(font, _GLYPH * size), anchor="ls")
        x += cells(character) * _CELL * size
    return image


@lru_cache(maxsize=2)
def _face(font: Path, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font), size)


def _drawn_code(text: str) -> "Image.Image":
    import segno
    from PIL import Image

    buffer = io.BytesIO()
    segno.make_qr(text).save(buffer, kind="png", scale=6, border=1)
    return Image.open(buffer).convert("1")
