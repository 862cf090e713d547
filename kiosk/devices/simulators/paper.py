"""A strip of receipt paper: what was printed on it, row by row, and how it looks."""

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

__all__ = ["DOTS", "Paper", "Picture", "QrCode", "Row", "Space", "Span", "TextRow"]

DOTS = 576  # across the printable 72 mm of 80 mm paper
_MARGIN = 32
_TEETH = 8
_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc")
_MONO_SC = 7  # the fixed-width simplified Chinese face in the collection
_PAPER, _INK, _DESK = (252, 251, 247), (38, 38, 42), (226, 228, 230)


@dataclass(frozen=True)
class Span:
    text: str
    wide: int = 1
    high: int = 1
    bold: bool = False


@dataclass(frozen=True)
class TextRow:
    spans: tuple[Span, ...]
    align: int  # 0 left, 1 middle, 2 right
    height: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Picture:
    """Bits as the printer got them, a set one is black."""

    width: int
    height: int
    bits: bytes = field(repr=False)
    align: int = 0


@dataclass(frozen=True)
class QrCode:
    text: str
    dots: int
    align: int = 0


@dataclass(frozen=True)
class Space:
    height: int


Row = TextRow | Picture | QrCode | Space


@dataclass(frozen=True)
class Paper:
    """One sheet, cut off. ``data`` is all that the printer took for it."""

    data: bytes = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """What is printed as text, line by line; pictures have none."""
        return "\n".join(row.text for row in self.rows if isinstance(row, TextRow))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(row.text for row in self.rows if isinstance(row, QrCode))

    def png(self) -> bytes:
        """As it lies on the desk: torn edge, faint shadow."""
        ink = _stack([_draw(row) for row in self.rows])
        buffer = io.BytesIO()
        _on_desk(ink).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def _draw(row: Row) -> Image.Image:
    """The row's ink as a mask, as wide as the paper prints."""
    if isinstance(row, Space):
        return Image.new("L", (DOTS, row.height))
    if isinstance(row, TextRow):
        return _placed(_draw_text(row), row.align)
    if isinstance(row, QrCode):
        return _placed(_draw_code(row), row.align)
    drawn = Image.frombytes("1", ((row.width + 7) // 8 * 8, row.height), row.bits).convert("L")
    return _placed(drawn, row.align)


def _draw_text(row: TextRow) -> Image.Image:
    width = sum(_cells(span.text) * 12 * span.wide for span in row.spans)
    image = Image.new("L", (max(1, width), row.height))
    x, baseline = 0, 21 * max((span.high for span in row.spans), default=1)
    for span in row.spans:
        size = 24 * max(span.wide, span.high)
        line = Image.new("L", (_cells(span.text) * size // 2 or 1, size + size // 3))
        draw, at = ImageDraw.Draw(line), 0
        for character in span.text:
            draw.text((at, size), character, 255, _face(size, span.bold), anchor="ls", stroke_width=0)
            at += _cells(character) * size // 2
        high = round(line.height * 24 * span.high / size)
        line = line.resize((_cells(span.text) * 12 * span.wide or 1, high))
        image.paste(line, (x, baseline - 24 * span.high))
        x += _cells(span.text) * 12 * span.wide
    return image


def _draw_code(row: QrCode) -> Image.Image:
    buffer = io.BytesIO()
    segno.make_qr(row.text, error="l").save(buffer, kind="png", scale=row.dots, border=1)
    return ImageChops.invert(Image.open(buffer).convert("L"))


def _placed(image: Image.Image, align: int) -> Image.Image:
    row = Image.new("L", (DOTS, image.height))
    row.paste(image, ((0, (DOTS - image.width) // 2, DOTS - image.width)[align % 3], 0))
    return row


def _stack(rows: list[Image.Image]) -> Image.Image:
    ink = Image.new("L", (DOTS, max(1, sum(row.height for row in rows))))
    y = 0
    for row in rows:
        ink.paste(row, (0, y))
        y += row.height
    return ink


def _on_desk(ink: Image.Image) -> Image.Image:
    width, height = DOTS + 2 * _MARGIN, ink.height + 3 * _MARGIN
    edge = Image.new("L", (width + 2 * _MARGIN, height + 2 * _MARGIN))
    draw = ImageDraw.Draw(edge)
    left, top, right, bottom = _MARGIN, _MARGIN, _MARGIN + width, _MARGIN + height
    teeth = [(x, bottom - (_TEETH if number % 2 else 0)) for number, x in enumerate(range(right, left - 1, -_TEETH))]
    draw.polygon([(left, top), (right, top), *teeth], fill=255)
    picture = Image.new("RGB", edge.size, _DESK)
    shadow = (
        ImageChops.offset(edge, 3, 6)
        .filter(ImageFilter.GaussianBlur(9))
        .point([value * 2 // 5 for value in range(256)])
    )
    picture.paste((60, 62, 66), (0, 0), shadow)
    picture.paste(_PAPER, (0, 0), edge)
    picture.paste(_INK, (2 * _MARGIN, 2 * _MARGIN), ink)
    return picture


def _cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


@cache
def _face(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT).format("Bold" if bold else "Regular"), size - 1, index=_MONO_SC)
