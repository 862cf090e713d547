"""Says in words what is wrong with the face in a frame, whichever detector found it.

Shares are of the frame's width or height. What a detector cannot tell it leaves open, and nothing is said of it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.core.picture import FaceFinding, Frame

if TYPE_CHECKING:
    import numpy as np

__all__ = ["FACE_PIXELS", "Box", "FaceGate", "Finder", "Found", "pixels_of"]

Box = tuple[int, int, int, int]  # x, y, width, height

FACE_PIXELS: Final = 160  # to a side: so large is the face when light, sharpness and eyes are looked at
_LOOKED_AT: Final = 240  # pixels across, for the light of the whole picture
_SECOND: Final = 0.45  # of the largest face: so large a second one stands beside, not far behind
_FAR, _NEAR = 0.24, 0.57  # a square of more than 0.6 hardly fits into the height
_ASIDE: Final = 0.16  # from the middle
_HIGH, _LOW = 0.28, 0.66
_DARK, _BRIGHT = 45.0, 235.0  # mean grey of the whole picture, 0 to 255
_FACE_DARK, _FACE_BRIGHT = 60.0, 225.0
_BLURRED: Final = 25.0  # variance of the Laplacian over the face
_SHARP: Final = 400.0  # sharper than this is not better

NOBODY = "没看到人脸，看着镜头"
SEVERAL = "不止一个人，让一个人站前面"
TOO_DARK = "太暗了，换个亮的地方站"
TOO_BRIGHT = "太亮了，避开灯光和窗户"
TOO_FAR = "远了，走近一点"
TOO_NEAR = "近了，退后一点"
TOO_LOW = "低了，站直一点"
TOO_HIGH = "高了，退后一点"
NOT_CENTRED = "偏了，站到中间来"
FACE_TOO_DARK = "脸上太暗，转向亮的地方"
FACE_TOO_BRIGHT = "脸上太亮，避开灯光"
MOVING = "画面糊了，站稳别动"
TURNED = "脸偏了，正对着镜头"
CLOSED = "眼睛睁开，看着镜头"


@dataclass(frozen=True)
class Found:
    """A face in pixels of the frame, and what its detector has seen of it: None where it cannot tell."""

    box: Box
    turned: bool | None = None


class Finder(Protocol):
    """What a detector does. May be asked from any thread."""

    def faces(self, frame: Frame, grey: "np.ndarray[Any, Any]") -> list[Found]:
        """Largest first. ``grey`` is the frame at most 240 pixels across."""

    def eyes(self, face: "np.ndarray[Any, Any]", found: Found) -> tuple[bool | None, bool | None]:
        """Whether the face is turned aside, whether both eyes are closed. ``face`` is grey, ``FACE_PIXELS`` square."""


class FaceGate:
    """Implements ``core.ports_pictures.FaceDetector`` on a finder."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def check(self, frame: Frame) -> FaceFinding:
        """See the port. ``score`` is the face's share of the width times its sharpness, 0 to 1 each."""
        grey = _grey(frame)
        light = float(grey.mean())
        if light < _DARK:
            return FaceFinding(TOO_DARK)
        if light > _BRIGHT:
            return FaceFinding(TOO_BRIGHT)
        faces = self._finder.faces(frame, grey)
        if not faces:
            return FaceFinding(NOBODY)
        largest = faces[0]
        if len(faces) > 1 and faces[1].box[2] >= _SECOND * largest.box[2]:
            return FaceFinding(SEVERAL, largest.box)
        problem = _placed_wrongly(largest.box, frame)
        if problem:
            return FaceFinding(problem, largest.box)
        return self._looked_at(frame, largest)

    def _looked_at(self, frame: Frame, found: Found) -> FaceFinding:
        face = _face(frame, found.box)
        problem, sharpness = _looks(face)
        if problem:
            return FaceFinding(problem, found.box)
        turned, closed = self._finder.eyes(face, found)
        if turned or closed:
            return FaceFinding(TURNED if turned else CLOSED, found.box, fleeting=True)
        return FaceFinding("", found.box, found.box[2] / frame.width * min(1.0, sharpness / _SHARP))


def pixels_of(frame: Frame) -> "np.ndarray[Any, Any]":
    """Height x width x 4, not copied."""
    import numpy as np

    return np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 4)


def _grey(frame: Frame) -> "np.ndarray[Any, Any]":
    """The frame in grey, at most ``_LOOKED_AT`` pixels across."""
    import cv2

    whole = cv2.cvtColor(pixels_of(frame), cv2.COLOR_BGRA2GRAY)
    width = min(_LOOKED_AT, frame.width)
    height = max(1, round(frame.height * width / frame.width))
    return cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)


def _placed_wrongly(box: Box, frame: Frame) -> str:
    x, y, width, height = box
    across, down = (x + width / 2) / frame.width, (y + height / 2) / frame.height
    problems = (
        (width < _FAR * frame.width, TOO_FAR),
        (width > _NEAR * frame.width, TOO_NEAR),
        (abs(across - 0.5) > _ASIDE, NOT_CENTRED),
        (down < _HIGH, TOO_HIGH),
        (down > _LOW, TOO_LOW),
    )
    return next((words for wrong, words in problems if wrong), "")


def _face(frame: Frame, box: Box) -> "np.ndarray[Any, Any]":
    import cv2

    x, y, width, height = box
    face = cv2.cvtColor(pixels_of(frame)[max(0, y) : y + height, max(0, x) : x + width], cv2.COLOR_BGRA2GRAY)
    return cv2.resize(face, (FACE_PIXELS, FACE_PIXELS), interpolation=cv2.INTER_AREA)


def _looks(face: "np.ndarray[Any, Any]") -> tuple[str, float]:
    """What is wrong with light and sharpness of the face itself ("" for nothing), and its sharpness."""
    import cv2

    light, sharpness = float(face.mean()), float(cv2.Laplacian(face, cv2.CV_64F).var())
    if light < _FACE_DARK:
        return FACE_TOO_DARK, sharpness
    if light > _FACE_BRIGHT:
        return FACE_TOO_BRIGHT, sharpness
    return (MOVING if sharpness < _BLURRED else ""), sharpness
