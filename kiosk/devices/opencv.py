"""Cameras by OpenCV: a USB camera's device file, or the MJPEG address of a network camera.

cv2 and numpy are loaded when the first picture is wanted, and the camera is let go when nobody has wanted one for a
minute: on most days most terminals take few pictures. Until then a poll only looks whether the camera could be opened.
"""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import CameraError, Disconnected, Fault
from kiosk.core.picture import Frame
from kiosk.core.status import Health, Status

if TYPE_CHECKING:
    import numpy as np

__all__ = ["OpencvCamera", "Options", "open_device"]

_MOST: Final = (640, 480)
_OPEN_MS: Final = 1500
_READ_MS: Final = 2000
_KNOCK: Final = 0.5  # on loopback and in a terminal's own network a port answers in a millisecond
_LET_GO: Final = 60.0
_THREADS: Final = 2  # for a picture: more wait for each other, in a loop, at a third more of the processor's time
_PAUSED: Final = 0.1  # not asked for so long, pictures have piled up
_PILED_UP: Final = 0.005  # a picture that comes quicker than this was waiting
_MOST_PILED_UP: Final = 120
_BUFFERS: Final = 3  # one is painted, one is looked at, one is filled


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(
        description="摄像头：设备文件（例如 /dev/video0）、它的号（例如 0）或网络摄像头的地址（http://…）",
        pattern=r"^(/.+|https?://.+|\d+)$",
    )
    width: int = Field(default=640, ge=320, le=4096, description="向 USB 摄像头要的画面宽度（像素）")
    height: int = Field(default=480, ge=240, le=4096, description="向 USB 摄像头要的画面高度（像素）")
    mirror: bool = Field(default=True, description="像镜子一样左右翻过来给人看；拍纸的摄像头写 false")


def open_device(options: Options, clock: Clock) -> "OpencvCamera":
    camera = OpencvCamera(options, clock)
    camera.poll()
    return camera


class OpencvCamera:
    """Implements ``core.ports.Camera``. A frame's pixels stay as they are until three more have been taken."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._options = options
        self._source = f"/dev/video{options.source}" if options.source.isdigit() else options.source
        self._clock = clock
        self._capture: Any = None
        self._picture: np.ndarray[Any, Any] | None = None
        self._whole: np.ndarray[Any, Any] | None = None
        self._buffers: list[np.ndarray[Any, Any]] = []
        self._used = 0.0
        self._fault: Fault | None = None

    def poll(self) -> Status:
        """Raises Disconnected when the camera is not there. One that had stopped is tried again."""
        if self._capture is not None and self._clock.monotonic() - self._used > _LET_GO:
            self._let_go()
        self._knock()
        if self._fault is not None:
            self._try_again()
        return Status(Health.HARDWARE_ERROR if self._fault is not None else Health.ONLINE, fault=self._fault)

    def close(self) -> None:
        self._let_go()

    def frame(self) -> Frame:
        """See the port."""
        cv2 = _cv2()
        picture = self._whole = self._newest()
        height, width = picture.shape[:2]
        factor = min(1.0, _MOST[0] / width, _MOST[1] / height)
        if factor < 1.0:
            size = round(width * factor), round(height * factor)
            picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        self._picture = picture
        shown = cv2.flip(picture, 1) if self._options.mirror else picture
        pixels = cv2.cvtColor(shown, cv2.COLOR_BGR2BGRA, dst=self._buffer(picture.shape[:2]))
        return Frame(picture.shape[1], picture.shape[0], memoryview(pixels).cast("B").toreadonly())

    def jpeg(self) -> bytes:
        """See the port."""
        return _jpeg(self._picture, 90)

    def still(self) -> bytes:
        """See the port."""
        return _jpeg(self._whole, 95)

    def _newest(self) -> "np.ndarray[Any, Any]":
        """Raises CameraError and lets the camera go when no picture comes: the next call opens it anew."""
        if self._capture is None:
            self._capture = self._open()
        elif self._clock.monotonic() - self._used > _PAUSED:
            self._skip_piled_up()
        got, picture = self._capture.read()
        self._used = self._clock.monotonic()
        if not got:
            self._let_go()
            self._knock()
            raise self._failed("no picture came")
        self._fault = None
        return picture  # type: ignore[no-any-return]  # cv2 says only Any here

    def _open(self) -> Any:
        cv2 = _cv2()
        source, in_time = self._source, [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MS]
        if source.startswith("/"):
            wanted = [cv2.CAP_PROP_FRAME_WIDTH, self._options.width, cv2.CAP_PROP_FRAME_HEIGHT, self._options.height]
            capture = cv2.VideoCapture(source, cv2.CAP_V4L2, wanted)
        else:
            # One thread: a picture takes a millisecond, and more threads would each hold one back.
            wanted = [*in_time, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_MS, cv2.CAP_PROP_N_THREADS, 1]
            capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, wanted)
        if not capture.isOpened():
            capture.release()
            self._knock()
            raise self._failed("it could not be opened")
        return capture

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

    def _buffer(self, size: tuple[int, int]) -> "np.ndarray[Any, Any]":
        """The buffer that was handed out longest ago; all of them new when the camera's size has changed."""
        import numpy as np

        if not self._buffers or self._buffers[0].shape[:2] != size:
            self._buffers = [np.empty((*size, 4), np.uint8) for _ in range(_BUFFERS)]
        self._buffers.append(self._buffers.pop(0))
        return self._buffers[-1]

    def _try_again(self) -> None:
        try:
            self._newest()
        except CameraError as error:
            self._fault = error.fault()

    def _failed(self, technician: str) -> CameraError:
        error = CameraError(f"{self._source}: {technician}")
        self._fault = error.fault()
        return error

    def _let_go(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _knock(self) -> None:
        """Whether the device file exists or somebody listens at the address. Raises Disconnected."""
        source = self._source
        if source.startswith("/"):
            if not Path(source).exists():
                raise Disconnected(f"{source}: no such device")
            return
        address = urlsplit(source)
        port = address.port or (443 if address.scheme == "https" else 80)
        try:
            socket.create_connection((address.hostname or "", port), timeout=_KNOCK).close()
        except OSError as error:
            raise Disconnected(f"{source}: {error.strerror or 'nobody answers'}") from error


def _jpeg(picture: "np.ndarray[Any, Any] | None", quality: int) -> bytes:
    if picture is None:
        raise CameraError("no frame has been taken yet")
    cv2 = _cv2()
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise CameraError("the frame could not be encoded")
    return bytes(encoded)


def _cv2() -> Any:
    """Loads OpenCV; it shall say nothing itself, wait no ten seconds for a USB camera, and start few threads."""
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(_READ_MS // 1000))
    import cv2

    if cv2.getNumThreads() > _THREADS:
        cv2.setNumThreads(_THREADS)
    return cv2
