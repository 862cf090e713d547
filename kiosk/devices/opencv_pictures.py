"""Where a camera's pictures come from, and how they are decoded: V4L2 by OpenCV, Motion JPEG by libjpeg-turbo in it.

A network camera's picture is decoded at half its size, or a quarter, where that is still as large as a frame may be.
"""

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.core.clock import Clock
from kiosk.core.errors import CameraError, NoAnswer
from kiosk.devices.mjpeg_parts import jpeg_size
from kiosk.devices.mjpeg_stream import MjpegStream

if TYPE_CHECKING:
    import numpy as np

__all__ = ["NetworkPictures", "Picture", "Pictures", "UsbPictures", "fitting", "middle", "opencv"]

_MOST: Final = (640, 480)
_LARGEST: Final = 8192  # pixels to a side; a header that says more would have gigabytes made ready for it
_OPEN: Final = 1.5  # seconds
_READ: Final = 2.0
_PILED_UP: Final = 0.005  # a picture that comes quicker than this was waiting
_MOST_PILED_UP: Final = 120


class Picture(Protocol):
    def small(self) -> "np.ndarray[Any, Any]":
        """In BGR, at least as large as a frame may be, or as the camera has it."""

    def whole(self) -> "np.ndarray[Any, Any]":
        """In BGR, as large as the camera has it. Raises CameraError."""


class Pictures(Protocol):
    """An open camera. Whatever it raises ends it."""

    def take(self, *, paused: bool) -> Picture:
        """The newest picture, within two seconds; ``paused`` when others have piled up.

        Raises NoAnswer, Disconnected, BadStream.
        """

    def close(self) -> None: ...


@cache
def opencv() -> Any:
    """OpenCV, loaded; it says nothing itself, waits no ten seconds for a USB camera, and starts no threads.

    Threads gain nothing here: what is large enough for them takes a tenth of a millisecond, the cascades use none, and
    between two pictures they would wait in a loop.
    """
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(round(_READ)))
    import cv2

    cv2.setNumThreads(1)
    return cv2


def fitting(picture: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """At most as large as a frame may be, in its proportions: made smaller by the filter that counts every pixel."""
    height, width = picture.shape[:2]
    return _resized(picture, min(1.0, _MOST[0] / width, _MOST[1] / height), opencv().INTER_AREA)


def middle(picture: "np.ndarray[Any, Any]", shape: float) -> "np.ndarray[Any, Any]":
    """What is to be seen of it: as wide to its height as ``shape``, and as high as in ``fitting``.

    At half or a third of its height it is every second or third row, uncopied and as wide as before: the pixels of the
    others are never fetched, and to fetch them is most of what a filter takes.
    """
    height, width = picture.shape[:2]
    smaller = max(1.0, width / _MOST[0], height / _MOST[1])
    wide = max(1, min(width, round(height * shape)))
    high = max(1, min(height, round(wide / shape)))
    left, top = (width - wide) // 2, (height - high) // 2
    seen = picture[top : top + high, left : left + wide]
    if smaller in (2, 3):
        return seen[:: int(smaller)]
    cv2 = opencv()
    # A filter of two by two pixels takes a fifth of the time, and leaves none out down to half the size.
    return _resized(seen, 1 / smaller, cv2.INTER_LINEAR if smaller < 2 else cv2.INTER_AREA)


def _resized(picture: "np.ndarray[Any, Any]", factor: float, how: int) -> "np.ndarray[Any, Any]":
    if factor == 1.0:
        return picture
    height, width = picture.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return opencv().resize(picture, size, interpolation=how)  # type: ignore[no-any-return]  # cv2 says only Any


class UsbPictures:
    """Raises NoAnswer when the device cannot be opened."""

    def __init__(self, device: str, size: tuple[int, int], clock: Clock) -> None:
        cv2 = opencv()
        wanted = [cv2.CAP_PROP_FRAME_WIDTH, size[0], cv2.CAP_PROP_FRAME_HEIGHT, size[1]]
        self._clock = clock
        self._capture = cv2.VideoCapture(device, cv2.CAP_V4L2, wanted)
        if not self._capture.isOpened():
            self._capture.release()
            raise NoAnswer("it could not be opened")

    def take(self, *, paused: bool) -> Picture:
        if paused:
            self._skip_piled_up()
        got, picture = self._capture.read()
        if not got:
            raise NoAnswer("no picture came")
        return _Decoded(picture)

    def close(self) -> None:
        self._capture.release()

    def _skip_piled_up(self) -> None:
        """Up to the second picture in a row that had to be waited for: one may just have been slow to decode."""
        waited = 0
        for _ in range(_MOST_PILED_UP):
            started = self._clock.monotonic()
            if not self._capture.grab():
                return
            waited = waited + 1 if self._clock.monotonic() - started > _PILED_UP else 0
            if waited == 2:
                return


class NetworkPictures:
    """Raises NoAnswer, Disconnected, BadStream."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._clock = clock
        self._stream = MjpegStream(url, clock, clock.monotonic() + _OPEN)

    def take(self, *, paused: bool) -> Picture:
        """Passes over pictures that are none."""
        deadline = self._clock.monotonic() + _READ
        jpeg = self._stream.newest(deadline) if paused else self._stream.next(deadline)
        while (picture := _encoded(jpeg)) is None:
            jpeg = self._stream.next(deadline)
        return picture

    def close(self) -> None:
        self._stream.close()


class _Decoded:
    def __init__(self, picture: "np.ndarray[Any, Any]") -> None:
        self._picture = picture

    def small(self) -> "np.ndarray[Any, Any]":
        return self._picture

    def whole(self) -> "np.ndarray[Any, Any]":
        return self._picture


class _Encoded:
    """``small`` is decoded at once: a picture that cannot be is none."""

    def __init__(self, jpeg: bytes, small: "np.ndarray[Any, Any]") -> None:
        self._jpeg, self._small = jpeg, small

    def small(self) -> "np.ndarray[Any, Any]":
        return self._small

    def whole(self) -> "np.ndarray[Any, Any]":
        picture = _decoded(self._jpeg, opencv().IMREAD_COLOR)
        if picture is None:
            raise CameraError("a picture that can only be decoded small")
        return picture


def _encoded(jpeg: bytes) -> _Encoded | None:
    size = jpeg_size(jpeg)
    if size is None or max(size) > _LARGEST:
        return None
    cv2 = opencv()
    shrunk = {2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4, 8: cv2.IMREAD_REDUCED_COLOR_8}
    enough = max(size[0] / _MOST[0], size[1] / _MOST[1])
    how = next((shrunk[times] for times in (8, 4, 2) if times <= enough), cv2.IMREAD_COLOR)
    small = _decoded(jpeg, how)
    return None if small is None else _Encoded(jpeg, small)


def _decoded(jpeg: bytes, how: int) -> "np.ndarray[Any, Any] | None":
    """As it lies in the camera, whatever it says of its orientation. None for what cannot be decoded.

    Of a picture that is damaged inside, libjpeg shows what it can, and says so on stderr.
    """
    import numpy as np

    cv2 = opencv()
    try:
        return cv2.imdecode(np.frombuffer(jpeg, np.uint8), how | cv2.IMREAD_IGNORE_ORIENTATION)  # type: ignore[no-any-return]  # cv2 says only Any
    except cv2.error:
        return None
