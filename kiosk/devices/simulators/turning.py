"""Turns a flat drawing of a head to one side, as an egg with a nose would look."""

import bisect
import math
from functools import cache

from PIL import Image

__all__ = ["turned"]

_CELL = 5  # pixels of one piece of the picture that is moved as a whole
_NOSE = 58  # how far the nose stands out, in pixels of a head 380 wide
_NOSE_AT = 290  # its tip from the top
_AXIS = 0.55  # how far behind the face the neck lies that the head turns about, in half widths


@cache
def _outlines(width: int, row: int, degrees: float) -> tuple[list[float], list[float]]:
    """For one row: where each visible column of the flat drawing comes to lie, and the columns. From the middle."""
    half, turn = width * 0.44, math.radians(degrees)
    sides: list[float] = [-width / 2 + 2 * step for step in range(round(width * 0.94) // 2)]
    placed: list[float] = []
    for side in sides:
        round_part = half * math.sqrt(max(0.0, 1 - (side / half) ** 2)) * 0.9
        nose = _NOSE * math.exp(-((side / 34) ** 2) - ((row - _NOSE_AT) / 52) ** 2)
        placed.append(side * math.cos(turn) + (round_part + nose - _AXIS * half) * math.sin(turn))
    furthest = placed.index(max(placed))  # what lies beyond is on the far side
    return placed[: furthest + 1], sides[: furthest + 1]


def turned(head: Image.Image, degrees: float) -> Image.Image:
    """To the right of the picture. ``degrees`` 0 to 40: further round there is nothing drawn to see."""
    width, height = head.size

    def source(x: int, y: int) -> float:
        placed, sides = _outlines(width, y, degrees)
        at = bisect.bisect_left(placed, x - width / 2)
        return -width if at in (0, len(placed)) else sides[at] + width / 2

    mesh = []
    for y in range(0, height, _CELL):
        for x in range(0, width, _CELL):
            right, below = min(width, x + _CELL), min(height, y + _CELL)
            corners = [source(x, y), source(x, below), source(right, below), source(right, y)]
            if min(corners) < 0:
                continue
            flat = (corners[0], y, corners[1], below, corners[2], below, corners[3], y)
            mesh.append(((x, y, right, below), flat))
    return head.transform(head.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
