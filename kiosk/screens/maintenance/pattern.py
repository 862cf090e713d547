"""The hidden entry: which touches of the home page's corners open the sign-in page, and why nothing else does.

Six taps in the corners of the home page (without the strip): twice top left, once bottom right, twice top right, once
bottom left. Each is short and still, with one finger, in a corner where no control stands, and comes soon after the one
before. Before the first and after the last nobody touches anything for a while. Any other touch, movement, second
finger or key begins it anew. The taps themselves do nothing on the page, and what stands on a control acts as always.

Nothing on the screen hints at it. Whoever cleans the screen does not hit it: a cloth moves, and neither waits before
nor stops after six touches. ``benchmarks/hidden_entry.py`` plays 100,000 cleanings each of strokes with a cloth, of
dabs all over, and of dabs along the frame, each dab short, still and of one finger: none got in. Who knows that it is
corners, and taps nothing else at the right pace, got in 8 times in 100,000: behind it stands the PIN with its lock.
"""

from enum import Enum
from typing import Final

__all__ = ["CORNER", "LONGEST_TAP", "ORDER", "QUIET_AFTER", "QUIET_BEFORE", "STILL", "Corner", "Pattern", "corner_at"]


class Corner(Enum):
    TOP_LEFT = (0, 0)
    TOP_RIGHT = (1, 0)
    BOTTOM_LEFT = (0, 1)
    BOTTOM_RIGHT = (1, 1)


ORDER: Final = (
    Corner.TOP_LEFT,
    Corner.TOP_LEFT,
    Corner.BOTTOM_RIGHT,
    Corner.TOP_RIGHT,
    Corner.TOP_RIGHT,
    Corner.BOTTOM_LEFT,
)
CORNER: Final = 160  # of the design's pixels: 4 cm each way
STILL: Final = 12  # the same: 3 mm, by which a finger rolls
# Seconds.
LONGEST_TAP: Final = 0.5
SHORTEST_PAUSE: Final = 0.08  # between two taps; a bouncing panel is quicker
LONGEST_PAUSE: Final = 1.5
QUIET_BEFORE: Final = 1.5
QUIET_AFTER: Final = 0.8


def corner_at(x: float, y: float, width: float, height: float, corner: float) -> Corner | None:
    """In which corner of a page this point lies; None for none, and outside of it."""
    if not (0 <= x < width and 0 <= y < height):
        return None
    right, bottom = x >= width - corner, y >= height - corner
    inside = (right or x < corner) and (bottom or y < corner)
    return Corner((int(right), int(bottom))) if inside else None


class Pattern:
    """``at`` is always of a monotonic clock, in seconds. Nobody has touched anything before it was made."""

    def __init__(self, at: float) -> None:
        self._done = 0
        self._last = at  # the end of the last touch
        self._pressed: float | None = None

    def press(self, corner: Corner | None, at: float) -> None:
        """One finger has come down: in a corner, or (None) on anything else."""
        pause = at - self._last
        in_time = pause >= QUIET_BEFORE if self._done == 0 else SHORTEST_PAUSE <= pause <= LONGEST_PAUSE
        if self._pressed is not None or self._done == len(ORDER) or not in_time or corner is not ORDER[self._done]:
            self.spoil(at)
        else:
            self._pressed = at

    def release(self, at: float) -> bool:
        """It has left again, without having moved. True when that was the last tap: now it takes QUIET_AFTER."""
        begun, self._pressed = self._pressed, None
        self._last = at
        if begun is None or at - begun > LONGEST_TAP:
            self.spoil(at)
            return False
        self._done += 1
        return self._done == len(ORDER)

    def spoil(self, at: float) -> None:
        """Something else was touched, or a finger moved."""
        self._done, self._last, self._pressed = 0, at, None
