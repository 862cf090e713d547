"""What a camera sees, and what is found in it: a frame, a face, a sheet of paper."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["Corners", "DocumentFinding", "DocumentForm", "FaceFinding", "Frame"]


@dataclass(frozen=True)
class Frame:
    """One picture as 32-bit BGRX rows without padding: ``len(pixels) == width * height * 4``. Treat as read-only.

    ``shape`` is width to height of what is seen on it, which is that of its pixels only where those are square.
    """

    width: int
    height: int
    pixels: memoryview
    shape: float = 0.0  # 0: its pixels are square


@dataclass(frozen=True)
class FaceFinding:
    """What the gate says of one frame: ``problem`` in words for the citizen ("" when all is well) and the box found.

    ``box`` is x, y, width, height in pixels of the frame; ``score`` grows with size and sharpness. A ``fleeting``
    problem counts only when it lasts: a blink is none.
    """

    problem: str
    box: tuple[int, int, int, int] | None = None
    score: float = 0.0
    fleeting: bool = False


Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


class DocumentForm(Enum):
    """How a scanned sheet is kept."""

    COLOUR_JPEG = "colour_jpeg"
    GREY_JPEG = "grey_jpeg"
    COLOUR_PNG = "colour_png"
    GREY_PNG = "grey_png"

    @property
    def grey(self) -> bool:
        return self in (DocumentForm.GREY_JPEG, DocumentForm.GREY_PNG)

    @property
    def png(self) -> bool:
        return self in (DocumentForm.COLOUR_PNG, DocumentForm.GREY_PNG)


@dataclass(frozen=True)
class DocumentFinding:
    """What is wrong with a sheet before the camera, in words for the citizen ("" when it can be taken).

    ``corners`` are x and y in pixels of the frame, from the upper left one with the clock; ``score`` is 0 to 1.
    """

    problem: str
    corners: Corners | None = None
    score: float = 0.0
