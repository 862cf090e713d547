"""What is wrong with a photo for an identity card that was cut to 358 x 441: background, light, glasses, mouth.

The eyes are 96 pixels apart there, on both sides of the middle. L is 8-bit CIE lightness, a and b 128 for grey.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

__all__ = ["lenses", "looks_wrong", "mouth", "one_side", "wall", "worn_wrong"]

_MIDDLE, _EYE = 179, 48  # the middle line, and how far from it the eyes are
_SHINING: Final = 250  # of 255

NOT_WHITE = "背后要是白墙，换个地方站"
SHADOW = "背后有影子，离墙远一点"
ONE_SIDE = "脸上一边暗，正对着灯站"
DARK_GLASSES = "摘下深色眼镜"
GLARE = "眼镜反光，摘下来再拍"
MOUTH = "嘴闭上，不笑"

# Beside each: what it came to before the white wall, and where it should be told.
_WALL_LIGHT: Final = 190.0  # L: 238; a wall that a camera sees as grey is no white one
_WALL_COLOUR: Final = 10.0  # a, b off grey: 1.0
_WALL_UNEVEN: Final = 24.0  # L: 0 to 13 with noise; 42 and more in the hall, 52 where it lies half in the shade
_ONE_SIDE: Final = 0.2  # of the lighter cheek: 0.03; 0.27 and more with light from one side
_DARK_LENS: Final = 0.6  # of the eye's window: 0.22, 0.34 with a rim around it; 0.97 behind dark glasses
_SHINE: Final = 0.03  # of a wider window: 0; 0.06 and more
_SMILE: Final = 350  # windows: 108 to 201, 291 for a smile with closed lips, which is natural; 467 for a laugh
_OPEN: Final = 0.2  # of the mouth's window: 0.02; 0.35 and more when it speaks


def looks_wrong(photo: "np.ndarray[Any, Any]", eyes: float) -> str:
    """In words, "" for nothing. ``eyes`` is the line of the eyes, in pixels from the upper edge."""
    import cv2

    problem = _wall_wrong(photo, eyes)
    if problem:
        return problem
    grey = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY)
    if one_side(grey, eyes) > _ONE_SIDE:
        return ONE_SIDE
    agreeing, opened = mouth(grey, eyes)
    return MOUTH if agreeing > _SMILE or opened > _OPEN else ""


def worn_wrong(photo: "np.ndarray[Any, Any]", eyes: float) -> str:
    """Whether glasses hide the eyes, in words; "" when they do not."""
    import cv2

    dark, shine = lenses(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), eyes)
    if dark > _DARK_LENS:
        return DARK_GLASSES
    return GLARE if shine > _SHINE else ""


def _wall_wrong(photo: "np.ndarray[Any, Any]", eyes: float) -> str:
    left, right = wall(photo, eyes)
    if max(left.uneven, right.uneven) > _WALL_UNEVEN or max(left.colour, right.colour) > _WALL_COLOUR:
        return NOT_WHITE
    if abs(left.light - right.light) > _WALL_UNEVEN:
        return SHADOW
    return NOT_WHITE if min(left.light, right.light) < _WALL_LIGHT else ""


@dataclass(frozen=True)
class Wall:
    """One side of it: the mean of L, how far the means of a and b are from grey, L's 5th to 95th percentile."""

    light: float
    colour: float
    uneven: float


def wall(photo: "np.ndarray[Any, Any]", eyes: float) -> tuple[Wall, Wall]:
    """What is to be seen of the background to the left and to the right of the head, above the shoulders."""
    rows = slice(4, max(24, round(eyes)))
    return _wall(photo[rows, 4:36]), _wall(photo[rows, -36:-4])


def _wall(piece: "np.ndarray[Any, Any]") -> Wall:
    import cv2
    import numpy as np

    light, a, b = (channel.astype(np.float32) for channel in cv2.split(cv2.cvtColor(piece, cv2.COLOR_BGR2LAB)))
    low, high = np.percentile(light, (5, 95))
    return Wall(float(light.mean()), float(max(abs(a.mean() - 128), abs(b.mean() - 128))), float(high - low))


def one_side(grey: "np.ndarray[Any, Any]", eyes: float) -> float:
    """How much darker one cheek is than the other: 0 for alike."""
    import numpy as np

    rows = slice(round(eyes) + 45, round(eyes) + 85)
    left, right = (float(np.median(grey[rows, middle - 18 : middle + 18])) for middle in (_MIDDLE - 52, _MIDDLE + 52))
    return 1 - min(left, right) / max(left, right, 1.0)


def lenses(grey: "np.ndarray[Any, Any]", eyes: float) -> tuple[float, float]:
    """Before the eyes: the share that is dark, of the eye with less of it; and that shines, of the one with more."""
    import numpy as np

    line = min(max(40, round(eyes)), grey.shape[0] - 120)
    skin = float(np.median(grey[line + 45 : line + 85, _MIDDLE - 70 : _MIDDLE + 70]))
    both = _MIDDLE - _EYE, _MIDDLE + _EYE
    dark = min(float((grey[line - 14 : line + 18, x - 26 : x + 26] < 0.5 * skin).mean()) for x in both)
    shine = max(float((grey[line - 30 : line + 36, x - 36 : x + 36] > _SHINING).mean()) for x in both)
    return dark, shine


def mouth(grey: "np.ndarray[Any, Any]", eyes: float) -> tuple[int, float]:
    """How many windows of the smile's cascade agree, unmerged, as in OpenCV's own sample; and the share that is dark.

    Not for two threads at once: the cascade keeps state while it searches.
    """
    import numpy as np

    top = round(eyes) + 70
    lower = np.ascontiguousarray(grey[top : top + 84, _MIDDLE - 70 : _MIDDLE + 70])
    found = _smile().detectMultiScale(lower, 1.1, 0, minSize=(46, 23))
    dark = lower[26:62, 38:102] < 0.45 * float(np.median(lower))
    return len(found), float(dark.mean())


@cache
def _smile() -> Any:
    import cv2.data

    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / "haarcascade_smile.xml"))
