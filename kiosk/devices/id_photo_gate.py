"""Whether a picture will do for an identity card, in words; and the cut of one that does.

GA 461-2004 居民身份证制证用数字相片技术要求: 358 x 441 pixels at 350 dots an inch, 24-bit colour, JPEG of quality 70;
white background; the face 207 pixels wide, give or take 14; 7 to 21 pixels above the hair; the eyes at least 207 above
the lower edge, which goes before the hair. Who always wears glasses wears them, unless they are dark or shine.

The size is told by the eyes' distance: the boxes of a face's cascade differ by a fifth from one frame to the next, the
eyes by a thirtieth. Measures were tried on the pictures of ``simulators/scenes.py``; what they gave stands beside each.
"""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.errors import CameraError
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.ports_pictures import FaceDetector
from kiosk.devices.face_gate import FACE_PIXELS, NOT_CENTRED, TOO_FAR, TOO_LOW, TOO_NEAR, Box, pixels_of
from kiosk.devices.haar_face import Eyes
from kiosk.devices.id_photo_looks import looks_wrong, worn_wrong
from kiosk.devices.opencv_pictures import fitting

if TYPE_CHECKING:
    import numpy as np

__all__ = ["HEIGHT", "WIDTH", "IdPhotoGate"]

WIDTH, HEIGHT = 358, 441
FACE_WIDTH: Final = 207
ABOVE_HAIR: Final = 14
EYES_AT_MOST: Final = HEIGHT - 207  # from the upper edge
FACE_IN_EYES: Final = 2.15  # a face's width in distances of its pupils: 2.09 drawn, about 2.2 of adults (GB/T 2428)
EYE_DISTANCE: Final = FACE_WIDTH / FACE_IN_EYES
QUALITY: Final = 70
DOTS: Final = 350  # an inch
ENLARGED: Final = 1.25  # more pixels than that are not there to be had
_LOOKED_AT: Final = 4  # pixels of the frame to one in which the hair's upper edge is searched
_HAIR_IN_EYES: Final = 1.75  # distances of the eyes from them up to the hair's edge, where it cannot be seen
_HAIR: Final = 12.0  # steps of 8-bit L*a*b* from the background: grey hair before the white wall 20 and more
_HAIR_SHARE: Final = 0.3  # of the row above the face
_EYES_IN_BOX: Final = (0.34, 0.34)  # of a box's side, from its corner: where eyes are that nobody can see

HEAD_CUT = "头顶没拍全，退后一点"
EYES_HIDDEN = "眼睛没看清，看着镜头"


@dataclass(frozen=True)
class _Place:
    """Where the photo lies in the frame: x and y of its upper left corner, and how many of its pixels one of the
    frame's makes. ``eyes`` is the eyes' line, in the photo's pixels."""

    left: float
    top: float
    scale: float
    eyes: float


class IdPhotoGate:
    """Implements ``core.ports_pictures.IdPhotoGate``. Keeps nothing of a picture; any thread may ask."""

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._eyes = Eyes()
        self._lock = threading.Lock()  # a cascade keeps state while it searches

    def check(self, frame: Frame) -> FaceFinding:
        """See the port."""
        return self._judged(frame)[0]

    def cut(self, jpeg: bytes) -> bytes:
        """See the port."""
        import cv2
        import numpy as np

        whole = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        if whole is None:
            raise CameraError("the camera's picture cannot be decoded")
        small = fitting(whole)
        pixels = cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)
        frame = Frame(small.shape[1], small.shape[0], memoryview(pixels.tobytes()))
        finding, place = self._judged(frame, whole.shape[1] / small.shape[1])
        if finding.problem or place is None:
            raise CameraError("the picture is no good for a card", sentence=finding.problem, remedy="站好再拍一次")
        factor = whole.shape[1] / small.shape[1]
        larger = _Place(place.left * factor, place.top * factor, place.scale / factor, place.eyes)
        done, encoded = cv2.imencode(".jpg", _photo(whole, larger), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not done:
            raise CameraError("the photo could not be encoded")
        return _with_density(bytes(encoded))

    def _judged(self, frame: Frame, sharper: float = 1.0) -> tuple[FaceFinding, _Place | None]:
        """``sharper``: pixels of the camera's own picture to one of the frame."""
        import cv2

        found = self._detector.check(frame)
        if found.box is None or (found.problem and not found.fleeting):
            return found, None
        picture = cv2.cvtColor(pixels_of(frame), cv2.COLOR_BGRA2BGR)
        eyes = self._eyes.places(_face(picture, found.box))
        place = _placed(picture, found.box, eyes)
        problem = worn_wrong(_photo(picture, place), place.eyes)
        if problem:
            return FaceFinding(problem, found.box), None
        if found.problem:
            return found, None
        if eyes is None:
            return FaceFinding(EYES_HIDDEN, found.box, fleeting=True), None
        problem = _wrong_size(frame, place, sharper)
        if not problem:
            with self._lock:
                problem = looks_wrong(_photo(picture, place), place.eyes)
        problem = problem or _cut_off(frame, place)
        return FaceFinding(problem, found.box, 0.0 if problem else found.score), None if problem else place


def _face(picture: "np.ndarray[Any, Any]", box: Box) -> "np.ndarray[Any, Any]":
    import cv2

    x, y, width, height = box
    face = cv2.cvtColor(picture[max(0, y) : y + height, max(0, x) : x + width], cv2.COLOR_BGR2GRAY)
    return cv2.resize(face, (FACE_PIXELS, FACE_PIXELS), interpolation=cv2.INTER_AREA)


def _placed(picture: "np.ndarray[Any, Any]", box: Box, eyes: tuple[tuple[int, int], tuple[int, int]] | None) -> _Place:
    """By the eyes; where they are hidden, by where they would be in the box."""
    x, y, width, height = box
    across, down = _EYES_IN_BOX
    left, right = eyes or (
        (round(across * FACE_PIXELS), round(down * FACE_PIXELS)),
        (round((1 - across) * FACE_PIXELS), round(down * FACE_PIXELS)),
    )
    distance = (right[0] - left[0]) * width / FACE_PIXELS
    middle = max(0, x) + (left[0] + right[0]) / 2 * width / FACE_PIXELS
    line = max(0, y) + (left[1] + right[1]) / 2 * height / FACE_PIXELS
    scale = EYE_DISTANCE / max(1.0, distance)
    guess = _Place(middle - WIDTH / 2 / scale, line - _HAIR_IN_EYES * distance - ABOVE_HAIR / scale, scale, 0.0)
    hair = _hair(picture, _Place(guess.left, guess.top, scale, (line - guess.top) * scale))
    top = guess.top if hair is None else hair - ABOVE_HAIR / scale
    top = max(top, line - EYES_AT_MOST / scale)
    return _Place(guess.left, top, scale, (line - top) * scale)


def _hair(picture: "np.ndarray[Any, Any]", place: _Place) -> float | None:
    """The hair's upper edge in pixels of the frame, 0 where it touches the frame's, None where none can be seen.

    It is where a third of the row above the face is no longer like what lies to both sides of the head.
    """
    import cv2
    import numpy as np

    height, width = (max(1, side // _LOOKED_AT) for side in picture.shape[:2])
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    seen = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
    middle = (place.left + WIDTH / 2 / place.scale) / _LOOKED_AT
    reach = EYE_DISTANCE / place.scale / _LOOKED_AT
    rows = slice(0, max(1, round((place.top + (place.eyes - EYE_DISTANCE / 2) / place.scale) / _LOOKED_AT)))
    above = seen[rows, max(0, round(middle - reach / 2)) : max(1, round(middle + reach / 2))]
    left = seen[rows, max(0, round(middle - 1.8 * reach)) : max(1, round(middle - 1.5 * reach))]
    right = seen[rows, round(middle + 1.5 * reach) : max(1, round(middle + 1.8 * reach))]
    sides = np.concatenate((left.reshape(-1, 3), right.reshape(-1, 3)))
    if not sides.size or not above.size:
        return None
    differs = np.abs(above - np.median(sides, axis=0)).max(axis=2) > _HAIR
    found = np.flatnonzero(differs.mean(axis=1) > _HAIR_SHARE)
    return float(found[0]) * _LOOKED_AT if found.size else None


def _wrong_size(frame: Frame, place: _Place, sharper: float) -> str:
    across, down = WIDTH / place.scale, HEIGHT / place.scale
    if place.scale / sharper > ENLARGED:
        return TOO_FAR
    if down > frame.height or across > frame.width:
        return TOO_NEAR
    return NOT_CENTRED if place.left < 0 or place.left + across > frame.width else ""


def _cut_off(frame: Frame, place: _Place) -> str:
    if place.top < 0:
        return HEAD_CUT
    return TOO_LOW if place.top + HEIGHT / place.scale > frame.height else ""


def _photo(picture: "np.ndarray[Any, Any]", place: _Place) -> "np.ndarray[Any, Any]":
    """358 x 441 in BGR; what lies outside of the picture is as its rim."""
    import cv2
    import numpy as np

    scale = place.scale
    if scale < 0.5:  # an area of the picture to each pixel, not a point of it
        shrunk = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return _photo(shrunk, _Place(place.left * scale, place.top * scale, 1.0, place.eyes))
    move = np.array(((scale, 0, -place.left * scale), (0, scale, -place.top * scale)), np.float32)
    size, rim = (WIDTH, HEIGHT), cv2.BORDER_REPLICATE
    return cv2.warpAffine(picture, move, size, flags=cv2.INTER_LINEAR, borderMode=rim)


def _with_density(jpeg: bytes) -> bytes:
    """JFIF's header with dots an inch: unit 1, across, down, from byte 13 on (ITU-T T.871 clause 10.1)."""
    if jpeg[6:11] != b"JFIF\0":
        return jpeg
    dots = DOTS.to_bytes(2, "big")
    return jpeg[:13] + b"\1" + dots + dots + jpeg[18:]
