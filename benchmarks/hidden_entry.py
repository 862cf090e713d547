"""How often cleaning the screen hits the hidden entry: simulated wipes and taps, with the pattern that the window uses.

    .venv/bin/python -m benchmarks.hidden_entry [cleanings]

Four ways of touching, each with generous luck for whoever touches: every touch of the last three is one finger, short
enough and perfectly still. Times between touches are as people make them (log-normal around half a second).
"""

import random
import sys
from collections.abc import Callable, Iterator

from kiosk.screens.maintenance.pattern import CORNER, QUIET_AFTER, Corner, Pattern, corner_at

WIDTH, HEIGHT = 1080, 1700  # the home page over its strip, upright
Touch = tuple[float, Corner | None, float, bool]  # pause before it, where, how long, still


def pause(luck: random.Random) -> float:
    return luck.lognormvariate(-0.7, 0.6)


def anywhere(luck: random.Random) -> Corner | None:
    return corner_at(luck.uniform(0, WIDTH), luck.uniform(0, HEIGHT), WIDTH, HEIGHT, CORNER)


def wiping(luck: random.Random) -> Iterator[Touch]:
    """Strokes with a cloth: long contacts that move, in between short ones of a fold of the cloth."""
    for _ in range(luck.randint(10, 60)):
        moves = luck.random() < 0.9
        yield pause(luck), anywhere(luck), luck.uniform(0.3, 3.0) if moves else luck.uniform(0.02, 0.3), not moves


def dabbing(luck: random.Random) -> Iterator[Touch]:
    """A finger in a cloth, at one spot after the other."""
    for _ in range(luck.randint(10, 80)):
        yield pause(luck), anywhere(luck), luck.uniform(0.05, 0.6), True


def edging(luck: random.Random) -> Iterator[Touch]:
    """Along the frame, where dirt collects: corners and edges in turn."""
    for _ in range(luck.randint(10, 80)):
        corner = luck.choice((*Corner, None, None, None, None))
        yield pause(luck), corner, luck.uniform(0.05, 0.6), True


def corners_only(luck: random.Random) -> Iterator[Touch]:
    """Somebody who knows that it is the corners, and nothing more."""
    yield 2.0, luck.choice(tuple(Corner)), 0.1, True
    for _ in range(luck.randint(4, 12)):
        yield pause(luck), luck.choice(tuple(Corner)), 0.1, True


def opened(touches: Iterator[Touch]) -> bool:
    now, pattern, asked = 0.0, Pattern(-10.0), False
    for after, corner, held, still in touches:
        if asked and after >= QUIET_AFTER:
            return True
        now += after
        pattern.press(corner, now)
        now += held
        asked = pattern.release(now) if still else False
        if not still:
            pattern.spoil(now)
    return asked  # whoever stops is quiet


def hits(how: Callable[[random.Random], Iterator[Touch]], times: int, seed: int = 1) -> int:
    luck = random.Random(seed)
    return sum(opened(how(luck)) for _ in range(times))


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for how in (wiping, dabbing, edging, corners_only):
        print(f"{how.__name__:14} {hits(how, times):6} of {times}   {(how.__doc__ or '').strip()}")


if __name__ == "__main__":
    main()
