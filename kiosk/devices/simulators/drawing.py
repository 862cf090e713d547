"""A sheet to draw smooth shapes on with soft edges and shading."""

import math
from collections.abc import Iterable
from functools import reduce

from PIL import Image, ImageChops, ImageDraw, ImageFilter

__all__ = ["Colour", "Points", "Sheet", "arc", "mirrored", "oval", "smooth", "stroke", "tint"]

Colour = tuple[int, int, int]
Points = list[tuple[float, float]]


class Sheet:
    """Transparent at first. Shapes are closed polygons; ``blur`` is a radius in pixels, ``alpha`` 0 to 1."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("RGBA", size)

    def mask(self, *shapes: Points, blur: float = 0.0) -> Image.Image:
        mask = Image.new("L", self.image.size)
        draw = ImageDraw.Draw(mask)
        for points in shapes:
            draw.polygon(points, fill=255)
        return mask.filter(ImageFilter.GaussianBlur(blur)) if blur else mask

    def fill(
        self,
        *shapes: Points,
        colour: Colour,
        blur: float = 1.0,
        alpha: float = 1.0,
        within: Image.Image | None = None,
    ) -> None:
        """Touches only the pixels around the shapes: blurring a whole sheet for a nostril takes its time."""
        box = self._around(shapes, blur)
        left, top, right, bottom = box
        piece = Sheet((right - left, bottom - top))
        mask = piece.mask(*([(x - left, y - top) for x, y in points] for points in shapes), blur=blur)
        if alpha < 1.0:
            mask = mask.point([round(value * alpha) for value in range(256)])
        layer = Image.new("RGBA", mask.size, colour)
        layer.putalpha(ImageChops.multiply(mask, within.crop(box)) if within is not None else mask)
        self.image.alpha_composite(layer, (left, top))

    def _around(self, shapes: tuple[Points, ...], blur: float) -> tuple[int, int, int, int]:
        xs, ys = zip(*(point for points in shapes for point in points), strict=True)
        reach = 3 * blur + 2
        width, height = self.image.size
        left, top = max(0, math.floor(min(xs) - reach)), max(0, math.floor(min(ys) - reach))
        return left, top, min(width, math.ceil(max(xs) + reach)), min(height, math.ceil(max(ys) + reach))

    def halved(self) -> Image.Image:
        width, height = self.image.size
        return self.image.resize((width // 2, height // 2), Image.Resampling.LANCZOS)


def oval(x: float, y: float, across: float, down: float) -> Points:
    """Around its middle."""
    turns = [math.tau * step / 72 for step in range(72)]
    return [(x + across / 2 * math.cos(turn), y + down / 2 * math.sin(turn)) for turn in turns]


def arc(start: tuple[float, float], bend: tuple[float, float], end: tuple[float, float]) -> Points:
    """A quadratic curve as 24 points."""
    steps = [step / 23 for step in range(24)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
        )
        for t in steps
    ]


def stroke(points: Points, width: float) -> Points:
    """The line as a shape, thickest in the middle and tapered to both ends, as a brush does."""
    upper, lower = [], []
    for place, (x, y) in enumerate(points):
        half = width / 2 * math.sin(math.pi * (0.12 + 0.76 * place / (len(points) - 1)))
        upper.append((x, y - half))
        lower.append((x, y + half))
    return upper + lower[::-1]


def smooth(points: Points, rounds: int = 3) -> Points:
    """The closed polygon with its corners cut off again and again (Chaikin)."""

    def cut(corners: Points, _: int) -> Points:
        ends = zip(corners, corners[1:] + corners[:1], strict=True)
        return [
            point
            for (ax, ay), (bx, by) in ends
            for point in (
                (ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25),
                (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75),
            )
        ]

    return reduce(cut, range(rounds), points)


def mirrored(points: Iterable[tuple[float, float]], middle: float) -> Points:
    """On the other side of the upright line through ``middle``."""
    return [(2 * middle - x, y) for x, y in points]


def tint(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, round(part * factor)) for part in colour)
    return red, green, blue
