"""Finds the face in a frame with the Haar cascade that OpenCV's wheel ships, and says in words what is wrong with it.

Shares are of the frame's width or height. Faces are searched in a small picture: 60 pixels of face are plenty.
"""

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.ports import FaceFinding, Frame

if TYPE_CHECKING:
    import numpy as np

__all__ = ["HaarFaceDetector"]

Box = tuple[int, int, int, int]

_LOOKED_AT: Final = 240  # pixels across
_SMALLEST: Final = 0.1  # a face smaller than this is not looked for
_SECOND: Final = 0.45  # of the largest face: so large a second one stands beside, not far behind
_FAR, _NEAR = 0.24, 0.57  # a square of more than 0.6 hardly fits into the height
_ASIDE: Final = 0.16  # from the middle
_HIGH, _LOW = 0.28, 0.66
_DARK, _BRIGHT = 45.0, 235.0  # mean grey of the whole picture, 0 to 255
_FACE_DARK, _FACE_BRIGHT = 60.0, 225.0
_BLURRED: Final = 25.0  # variance of the Laplacian over the face at 160 pixels
_FACE_PIXELS: Final = 160
_SHARP: Final = 400.0  # sharper than this is not better

_NOBODY = "没看到人脸，看着镜头"
_SEVERAL = "不止一个人，让一个人站前面"
_TOO_DARK = "太暗了，换个亮的地方站"
_TOO_BRIGHT = "太亮了，避开灯光和窗户"
_TOO_FAR = "远了，走近一点"
_TOO_NEAR = "近了，退后一点"
_TOO_LOW = "低了，站直一点"
_TOO_HIGH = "高了，退后一点"
_NOT_CENTRED = "偏了，站到中间来"
_FACE_TOO_DARK = "脸上太暗，转向亮的地方"
_FACE_TOO_BRIGHT = "脸上太亮，避开灯光"
_MOVING = "画面糊了，站稳别动"


class HaarFaceDetector:
    """Implements ``core.ports.FaceDetector``. The cascade is loaded at the first frame; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # the cascade keeps state while it searches

    def check(self, frame: Frame) -> FaceFinding:
        """See the port. ``score`` is the face's share of the width times its sharpness, 0 to 1 each."""
        grey = _grey(frame)
        light = float(grey.mean())
        if light < _DARK:
            return FaceFinding(_TOO_DARK)
        if light > _BRIGHT:
            return FaceFinding(_TOO_BRIGHT)
        with self._lock:
            faces = _search(grey)
        if not faces:
            return FaceFinding(_NOBODY)
        largest = faces[0]
        box = _scaled(largest, frame.width / grey.shape[1])
        if len(faces) > 1 and faces[1][2] >= _SECOND * largest[2]:
            return FaceFinding(_SEVERAL, box)
        problem = _placed_wrongly(box, frame)
        if problem:
            return FaceFinding(problem, box)
        problem, sharpness = _looks(frame, box)
        return FaceFinding(problem, box, 0.0 if problem else box[2] / frame.width * min(1.0, sharpness / _SHARP))


def _grey(frame: Frame) -> "np.ndarray[Any, Any]":
    """The frame in grey, at most ``_LOOKED_AT`` pixels across."""
    import cv2

    whole = cv2.cvtColor(_pixels(frame), cv2.COLOR_BGRA2GRAY)
    width = min(_LOOKED_AT, frame.width)
    return cv2.resize(whole, (width, round(frame.height * width / frame.width)), interpolation=cv2.INTER_AREA)


def _pixels(frame: Frame) -> "np.ndarray[Any, Any]":
    import numpy as np

    return np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 4)


@cache
def _cascade() -> Any:
    import cv2.data

    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_default.xml"))


def _search(grey: "np.ndarray[Any, Any]") -> list[Box]:
    """The faces in it, largest first."""
    least = round(grey.shape[1] * _SMALLEST)
    found = _cascade().detectMultiScale(grey, scaleFactor=1.1, minNeighbors=6, minSize=(least, least))
    return sorted(((int(x), int(y), int(w), int(h)) for x, y, w, h in found), key=lambda box: -box[2])


def _scaled(box: Box, factor: float) -> Box:
    x, y, width, height = (round(side * factor) for side in box)
    return x, y, width, height


def _placed_wrongly(box: Box, frame: Frame) -> str:
    x, y, width, height = box
    across, down = (x + width / 2) / frame.width, (y + height / 2) / frame.height
    problems = (
        (width < _FAR * frame.width, _TOO_FAR),
        (width > _NEAR * frame.width, _TOO_NEAR),
        (abs(across - 0.5) > _ASIDE, _NOT_CENTRED),
        (down < _HIGH, _TOO_HIGH),
        (down > _LOW, _TOO_LOW),
    )
    return next((words for wrong, words in problems if wrong), "")


def _looks(frame: Frame, box: Box) -> tuple[str, float]:
    """What is wrong with light and sharpness of the face itself ("" for nothing), and its sharpness."""
    import cv2

    x, y, width, height = box
    face = cv2.cvtColor(_pixels(frame)[y : y + height, x : x + width], cv2.COLOR_BGRA2GRAY)
    face = cv2.resize(face, (_FACE_PIXELS, _FACE_PIXELS), interpolation=cv2.INTER_AREA)
    light, sharpness = float(face.mean()), float(cv2.Laplacian(face, cv2.CV_64F).var())
    if light < _FACE_DARK:
        return _FACE_TOO_DARK, sharpness
    if light > _FACE_BRIGHT:
        return _FACE_TOO_BRIGHT, sharpness
    return (_MOVING if sharpness < _BLURRED else ""), sharpness
