"""Cameras by OpenCV: a USB camera's device file, or the MJPEG address of a network camera.

cv2 and numpy are loaded when the first picture is wanted, and the camera is let go when nobody has wanted one for a
minute: on most days most terminals take few pictures. Until then a poll only looks whether the camera could be opened.
"""

import socket
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import CameraError, Disconnected, Fault, NoAnswer
from kiosk.core.picture import Frame
from kiosk.core.status import Health, Status
from kiosk.devices.mjpeg_parts import BadStream
from kiosk.devices.opencv_pictures import NetworkPictures, Picture, Pictures, UsbPictures, fitting, middle, opencv

if TYPE_CHECKING:
    import numpy as np

    _Buffer = tuple[np.ndarray[Any, Any], Frame]
    _Form = tuple[int, int, float]  # height, width, shape

__all__ = ["OpencvCamera", "Options", "open_device"]

_KNOCK: Final = 0.5  # seconds; on loopback and in a terminal's own network a port answers in a millisecond
_LET_GO: Final = 60.0
_PAUSED: Final = 0.1  # not asked for so long, pictures have piled up
_BUFFERS: Final = 3  # one is painted, one is looked at, one is filled
_FORMS: Final = 2  # whole frames, and what is shown


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(
        description="摄像头：设备文件（例如 /dev/video0）、它的号（例如 0）或网络摄像头的 MJPEG 地址（http://…）",
        pattern=r"^(/.+|https?://.+|\d+)$",
    )
    width: int = Field(default=640, ge=320, le=4096, description="向 USB 摄像头要的画面宽度（像素）")
    height: int = Field(default=480, ge=240, le=4096, description="向 USB 摄像头要的画面高度（像素）")


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
        self._pictures: Pictures | None = None
        self._taken: Picture | None = None
        self._buffers: dict[_Form, deque[_Buffer]] = {}
        self._used = 0.0
        self._fault: Fault | None = None

    def poll(self) -> Status:
        """Raises Disconnected when the camera is not there. One that had stopped is tried again."""
        if self._pictures is not None and self._clock.monotonic() - self._used > _LET_GO:
            self._let_go()
        self._knock()
        if self._fault is not None:
            self._try_again()
        return Status(Health.HARDWARE_ERROR if self._fault is not None else Health.ONLINE, fault=self._fault)

    def close(self) -> None:
        self._let_go()

    def frame(self, shape: float | None = None) -> Frame:
        """See the port."""
        self._taken = self._newest()
        if shape is None:
            return self.whole()
        return self._frame(middle(self._taken.small(), shape), shape)

    def whole(self) -> Frame:
        """See the port."""
        return self._frame(fitting(self._last().small()))

    def jpeg(self) -> bytes:
        """See the port."""
        return _jpeg(fitting(self._last().small()), 90)

    def still(self) -> bytes:
        """See the port."""
        return _jpeg(self._last().whole(), 95)

    def _last(self) -> Picture:
        if self._taken is None:
            raise CameraError("no frame has been taken yet")
        return self._taken

    def _frame(self, picture: "np.ndarray[Any, Any]", shape: float = 0.0) -> Frame:
        """Where a picture of the form was three pictures ago."""
        cv2 = opencv()
        pixels, frame = self._buffer((*picture.shape[:2], shape))
        cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA, dst=pixels)
        return frame

    def _newest(self) -> Picture:
        """Raises CameraError and lets the camera go when no picture comes: the next call opens it anew."""
        paused = self._pictures is not None and self._clock.monotonic() - self._used > _PAUSED
        try:
            if self._pictures is None:
                self._pictures = self._open()
            taken = self._pictures.take(paused=paused)
        except Disconnected:
            self._let_go()
            self._knock()
            raise self._failed("the pictures stopped") from None
        except (NoAnswer, BadStream) as error:
            self._let_go()
            raise self._failed(str(error)) from None
        self._used = self._clock.monotonic()
        self._fault = None
        return taken

    def _open(self) -> Pictures:
        if self._source.startswith("/"):
            return UsbPictures(self._source, (self._options.width, self._options.height), self._clock)
        return NetworkPictures(self._source, self._clock)

    def _buffer(self, form: "_Form") -> "_Buffer":
        """Of those of this form the one that was handed out longest ago. Frames come in two forms by turns."""
        if form not in self._buffers and len(self._buffers) == _FORMS:
            self._buffers.clear()
        buffers = self._buffers.setdefault(form, deque(maxlen=_BUFFERS))
        buffers.append(buffers[0] if len(buffers) == _BUFFERS else _buffer(*form))
        return buffers[-1]

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
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None
        self._buffers.clear()

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


def _buffer(height: int, width: int, shape: float) -> "_Buffer":
    """Memory, and the frame that it is: making both anew for every picture takes as long as filling a third of it."""
    import numpy as np

    pixels: Any = np.empty((height, width, 4), np.uint8)
    return pixels, Frame(width, height, memoryview(pixels).cast("B").toreadonly(), shape)


def _jpeg(picture: "np.ndarray[Any, Any]", quality: int) -> bytes:
    cv2 = opencv()
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise CameraError("the frame could not be encoded")
    return bytes(encoded)
