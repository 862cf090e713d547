"""A name written by hand: strokes with their time, whether they are a signature, and the drawing of them as SVG.

Lengths are millimetres from the upper left corner of the pad, times milliseconds since the first touch. A stroke is
drawn as quadratic Bézier curves through the middles between its points, with the points as their controls: smooth
without a look ahead, so that it can be drawn while it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

__all__ = ["PEN", "Area", "Point", "Signature", "Stroke", "area", "problem"]

PEN: Final = 1.6  # mm, the width of the line: a name on a touch screen is written some 40 mm high
_MARGIN: Final = 2.0  # mm of white around the ink
_DOT: Final = 4.0  # mm; a finger that only rests there trembles by two or three
_MOST: Final = 20_000  # points: five minutes of writing; a name takes some hundred


class Point(NamedTuple):
    x: float
    y: float
    ms: int


Stroke = tuple[Point, ...]  # from touching down to lifting, at least one point


class Area(NamedTuple):
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Signature:
    """What the citizen wrote. ``png`` is the same picture as ``svg``: black on white, cut to ``area(strokes)``."""

    strokes: tuple[Stroke, ...] = field(repr=False)
    png: bytes = field(repr=False)

    @property
    def svg(self) -> str:
        """The drawing as an SVG document of its size in millimetres."""
        seen = area(self.strokes)
        box = " ".join(f"{number:.2f}" for number in seen)
        paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in self.strokes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{seen.width:.2f}mm" height="{seen.height:.2f}mm" '
            f'viewBox="{box}"><g fill="none" stroke="#000" stroke-width="{PEN}" stroke-linecap="round" '
            f'stroke-linejoin="round">{paths}</g></svg>'
        )


def problem(strokes: Sequence[Sequence[Point]]) -> str | None:
    """Why this is no signature, in words for the citizen; None when it is one."""
    if not any(strokes):
        return "还没写，先在框里写名字"
    if all(_extent(stroke) < _DOT for stroke in strokes):
        return "只有几个点，把名字写出来"
    if sum(map(len, strokes)) > _MOST:
        return "写得太多了，擦掉重写一遍"
    return None


def area(strokes: Sequence[Sequence[Point]]) -> Area:
    """Where the ink is, with a small margin. Raises ValueError when there is none."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        raise ValueError("nothing has been written")
    left, top = min(point.x for point in points), min(point.y for point in points)
    right, bottom = max(point.x for point in points), max(point.y for point in points)
    around = PEN / 2 + _MARGIN
    return Area(left - around, top - around, right - left + 2 * around, bottom - top + 2 * around)


def _extent(stroke: Sequence[Point]) -> float:
    """The longer side of the rectangle around the stroke; 0 for none."""
    if not stroke:
        return 0.0
    wide = max(point.x for point in stroke) - min(point.x for point in stroke)
    high = max(point.y for point in stroke) - min(point.y for point in stroke)
    return max(wide, high)


def _path(stroke: Stroke) -> str:
    """A stroke in the language of SVG paths. A single point is a line to itself, which round ends make a dot."""
    first, last = stroke[0], stroke[-1]
    path = [f"M{first.x:.2f} {first.y:.2f}"]
    for control, after in pairwise(stroke[1:]):
        middle_x, middle_y = (control.x + after.x) / 2, (control.y + after.y) / 2
        path.append(f"Q{control.x:.2f} {control.y:.2f} {middle_x:.2f} {middle_y:.2f}")
    path.append(f"L{last.x:.2f} {last.y:.2f}")
    return "".join(path)
