"""Strokes of 2,000 characters of names and places, from KanjiVG, and the hand of a person who writes them."""

import json
import lzma
import math
import random
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["SIDE", "characters", "written_by_hand"]

SIDE = 109  # of KanjiVG's square
DATA = Path(__file__).parent / "data" / "kanjivg.json.xz"  # CC BY-SA 3.0, see THIRD_PARTY.md

Strokes = list[list[tuple[float, float]]]


@cache
def characters() -> dict[str, Strokes]:
    """Each with its strokes, the most frequent in names of people and places first.

    Those that the Japanese write as the Chinese do, of the 3,107 most frequent ones.
    """
    held: Any = json.loads(lzma.decompress(DATA.read_bytes()))
    return {
        character: [list(zip(stroke[::2], stroke[1::2], strict=True)) for stroke in strokes]
        for character, strokes in held["characters"].items()
    }


def written_by_hand(strokes: Strokes, seed: int) -> Strokes:
    """Aslant, turned by up to 8 degrees, wider or narrower, each stroke a little off its place and length, shaky."""
    chance = random.Random(seed)
    turn, slant, wide = math.radians(chance.uniform(-8, 8)), chance.uniform(-0.12, 0.12), chance.uniform(0.85, 1.15)
    written = []
    for stroke in strokes:
        off_x, off_y = chance.gauss(0, 0.02) * SIDE, chance.gauss(0, 0.02) * SIDE
        longer = chance.uniform(0.92, 1.08)
        middle_x, middle_y = (sum(axis) / len(stroke) for axis in zip(*stroke, strict=True))
        points = []
        for at_x, at_y in stroke:
            x = middle_x + (at_x - middle_x) * longer + off_x + chance.gauss(0, 0.006) * SIDE
            y = middle_y + (at_y - middle_y) * longer + off_y + chance.gauss(0, 0.006) * SIDE
            x = x * wide + slant * y
            points.append((x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)))
        written.append(points)
    return written
