"""Finds faces and eyes with the Haar cascades that OpenCV's wheel ships: no model file is needed.

Faces are searched in a small picture: 60 pixels of face are plenty. A face is called turned aside when only one of its
eyes is found (from about 35 degrees; a turn that hides the face from the cascade is told as nobody), and its eyes are
called closed when both are lines rather than spots. The cascades find closed eyes as well as open ones, which is what
makes the second question one of shape. Both err on the side of saying nothing.
"""

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict

from kiosk.core.clock import Clock
from kiosk.core.picture import Frame
from kiosk.devices.face_gate import FACE_PIXELS, FaceGate, Found

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Eyes", "HaarFaceDetector", "Options", "open_device"]

_SMALLEST: Final = 0.1  # of the width: a face smaller than this is not looked for
_STEP: Final = 1.15  # from one size that is searched to the next: finds as many as 1.1 does, in two thirds of the time
_AGREED: Final = 4  # neighbours that must agree; there are fewer than with 1.1, where 6 did
_ROWS: Final = (24, 90)  # of the face's 160 pixels: where its eyes are
_HALF: Final = (8, 84)  # and the columns of the left one
_SURE: Final = 5  # neighbours that must agree: fewer find an eye where a turned head hides it
_EYE: Final = (28, 56)  # pixels across, smallest and largest
_PATCH: Final = (20, 16)  # around an eye's middle, to each side
_SPOT: Final = 4.0  # pixels: about an iris
_LINE: Final = 0.3  # curved across to curved along; open eyes 0.9, half closed ones 0.5, closed ones 0.2


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def open_device(_options: Options, _clock: Clock) -> "HaarFaceDetector":
    return HaarFaceDetector()


class HaarFaceDetector(FaceGate):
    """Implements ``core.ports_pictures.FaceDetector``. The cascades are loaded at the first frame."""

    def __init__(self) -> None:
        super().__init__(_HaarFinder())


class Eyes:
    """What the eyes tell. Serves every detector that finds upright faces."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a cascade keeps state while it searches

    def look(self, face: "np.ndarray[Any, Any]") -> tuple[bool | None, bool | None]:
        """See ``Finder.eyes``."""
        halves = face, face[:, ::-1]
        eyes = [(half, eye) for half, eye in zip(halves, self._both(face), strict=True) if eye]
        if len(eyes) < 2:
            return (True if eyes else None), None
        return False, all(_is_line(half, eye) for half, eye in eyes)

    def places(self, face: "np.ndarray[Any, Any]") -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The middles of the one on the left and the one on the right, in pixels of ``face``; None unless both show."""
        left, right = self._both(face)
        return (left, (FACE_PIXELS - 1 - right[0], right[1])) if left and right else None

    def _both(self, face: "np.ndarray[Any, Any]") -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """The right one as in a mirror."""
        with self._lock:
            return _eye(face), _eye(face[:, ::-1])


class _HaarFinder:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._eyes = Eyes()

    def faces(self, frame: Frame, grey: "np.ndarray[Any, Any]") -> list[Found]:
        least = max(1, round(grey.shape[1] * _SMALLEST))
        cascade = _cascade("frontalface_default")
        with self._lock:
            found = cascade.detectMultiScale(grey, scaleFactor=_STEP, minNeighbors=_AGREED, minSize=(least, least))
        factor = frame.width / grey.shape[1]
        boxes = [tuple(round(float(side) * factor) for side in box) for box in found]
        return [Found((x, y, width, height)) for x, y, width, height in sorted(boxes, key=lambda box: -box[2])]

    def eyes(self, face: "np.ndarray[Any, Any]", _found: Found) -> tuple[bool | None, bool | None]:
        return self._eyes.look(face)


@cache
def _cascade(name: str) -> Any:
    import cv2.data

    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / f"haarcascade_{name}.xml"))


def _eye(face: "np.ndarray[Any, Any]") -> tuple[int, int] | None:
    """The middle of the one on the left, which is the person's right; of both sides by the same cascade, mirrored."""
    import numpy as np

    part = np.ascontiguousarray(face[slice(*_ROWS), slice(*_HALF)])
    least, most = _EYE
    cascade = _cascade("righteye_2splits")
    found = cascade.detectMultiScale(part, 1.1, _SURE, minSize=(least, least), maxSize=(most, most))
    if not len(found):
        return None
    x, y, width, height = (int(side) for side in max(found, key=lambda box: box[2]))
    return _HALF[0] + x + width // 2, _ROWS[0] + y + height // 2


def _is_line(face: "np.ndarray[Any, Any]", eye: tuple[int, int]) -> bool:
    """Whether what is dark there is drawn out to a line: an iris curves both ways, a closed lid only across itself.

    By the eigenvalues of the Hessian, as in Frangi's filter for vessels (1998).
    """
    import cv2
    import numpy as np

    (x, y), (across, down) = eye, _PATCH
    patch = face[max(0, y - down) : y + down, max(0, x - across) : min(FACE_PIXELS, x + across)]
    smooth = cv2.GaussianBlur(patch.astype(np.float32), (0, 0), _SPOT)
    xx, yy, xy = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((2, 0), (0, 2), (1, 1)))
    mean, spread = (xx + yy) / 2, np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    inside = slice(4, -4), slice(6, -6)  # at the rim the smoothing has seen only half
    most = float((mean + spread)[inside].max())
    return most > 0 and float((mean - spread)[inside].max()) < _LINE * most
