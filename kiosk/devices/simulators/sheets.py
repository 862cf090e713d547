"""A written sheet of A4 under a document camera, drawn as 1280 x 960 pixels: as it lies, as the light falls."""

from enum import Enum

from PIL import Image, ImageDraw, ImageFilter

__all__ = ["Sheet", "draw"]

SIZE = (1280, 960)
_PAGE = (594, 840)  # A4 at 72 dots an inch
_TABLE = (84, 76, 70)
_PAPER = (240, 238, 232)
_INK = (60, 60, 70)


class Sheet(Enum):
    FLAT = "flat"
    SKEWED = "skewed"
    GLARE = "glare"
    BLURRED = "blurred"
    CUT = "cut"  # one corner lies outside the picture


# The corners of the sheet, from the upper left one, with the clock.
_PLACES = {
    Sheet.SKEWED: ((352, 104), (940, 140), (904, 892), (300, 848)),
    Sheet.CUT: ((620, 130), (1180, 250), (1010, 1050), (430, 920)),
}
_FLAT = ((343, 60), (937, 60), (937, 900), (343, 900))


def corners(sheet: Sheet) -> tuple[tuple[int, int], ...]:
    return _PLACES.get(sheet, _FLAT)


def draw(sheet: Sheet) -> Image.Image:
    table = Image.new("RGB", SIZE, _TABLE)
    shadow = Image.new("L", SIZE)
    ImageDraw.Draw(shadow).polygon([(x + 8, y + 10) for x, y in corners(sheet)], fill=120)
    table.paste((30, 26, 24), (0, 0), shadow.filter(ImageFilter.GaussianBlur(10)))
    laid, mask = _laid(page(), corners(sheet))
    table.paste(laid, (0, 0), mask)
    if sheet is Sheet.GLARE:
        return _shone_on(table)
    return table.filter(ImageFilter.GaussianBlur(5)) if sheet is Sheet.BLURRED else table


def page() -> Image.Image:
    """The sheet itself: a heading, lines of words, a red seal. Nothing in it can be read."""
    image = Image.new("RGB", _PAGE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((190, 70, 404, 92), fill=_INK)
    for line in range(22):
        y, at = 140 + line * 26, 70
        for word in range(9):
            wide = 26 + (line * 7 + word * 13) % 34
            if at + wide > 524 - (line % 5 == 4) * 200:
                break
            pen.rectangle((at, y, at + wide, y + 9), fill=_INK)
            at += wide + 10
    pen.ellipse((380, 690, 500, 810), outline=(190, 40, 44), width=6)
    return image


def _laid(image: Image.Image, places: tuple[tuple[int, int], ...]) -> tuple[Image.Image, Image.Image]:
    """The page with its corners there, and where it lies."""
    numbers = _perspective(places, image.size)
    how = Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).polygon(list(places), fill=255)
    return image.transform(SIZE, *how), mask.filter(ImageFilter.GaussianBlur(0.8))


def _shone_on(image: Image.Image) -> Image.Image:
    light = Image.new("L", SIZE)
    ImageDraw.Draw(light).ellipse((520, 300, 800, 500), fill=255)
    image.paste((255, 255, 255), (0, 0), light.filter(ImageFilter.GaussianBlur(30)))
    return image


def _perspective(places: tuple[tuple[int, int], ...], size: tuple[int, int]) -> list[float]:
    """The eight numbers that take a point of the picture to one of the page, by Gauss's elimination."""
    width, height = size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(places, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                rows[row] = [a - rows[row][at] * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[8] for row in rows]
