"""Finds faces with YuNet (Wu et al. 2023), where the site has put its model file: better than Haar at odd light.

The file is ``face_detection_yunet_2023mar.onnx`` of OpenCV's model zoo, 230 kB. It is read once, compared with the
SHA-256 in config.toml, and what was compared is what is run: a file that is changed later changes nothing.
"""

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, KioskError
from kiosk.core.picture import Frame
from kiosk.devices.face_gate import FaceGate, Found, pixels_of
from kiosk.devices.haar_face import Eyes

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ModelRefused", "Options", "YunetFaceDetector", "open_device"]

_LARGEST_FILE: Final = 16 * 2**20  # bytes; the real one has 230 000
_LOOKED_AT: Final = 320  # pixels across, as it was trained
_SURE: Final = 0.8  # score of a face, 0 to 1
_OVERLAP: Final = 0.3
_ASIDE: Final = 0.3  # the nose's tip off the middle of the eyes, in distances of the eyes: about 25 degrees


class ModelRefused(KioskError):
    code = "face_model"
    sentence = "这台机器还没有装好"
    clearer = Clearer.ENGINEER


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path = Field(description="YuNet 模型文件（.onnx）；写相对路径时在状态目录里")
    sha256: str = Field(description="模型文件的 SHA-256，64 位小写十六进制", pattern=r"^[0-9a-f]{64}$")


def open_device(options: Options, _clock: Clock) -> "YunetFaceDetector":
    """Raises ModelRefused, with one sentence for the technician, when the file is not the one that is meant."""
    return YunetFaceDetector(_model(options))


class YunetFaceDetector(FaceGate):
    """Implements ``core.ports_pictures.FaceDetector``. The model is loaded at the first frame; any thread may ask.

    Raises ModelRefused from the first frame when OpenCV cannot load the model.
    """

    def __init__(self, model: bytes) -> None:
        super().__init__(_YunetFinder(model))


class _YunetFinder:
    def __init__(self, model: bytes) -> None:
        self._model = model
        self._net: Any = None
        self._lock = threading.Lock()  # the net keeps its input
        self._eyes = Eyes()

    def faces(self, frame: Frame, _grey: "np.ndarray[Any, Any]") -> list[Found]:
        import cv2

        width = min(_LOOKED_AT, frame.width)
        height = max(1, round(frame.height * width / frame.width))
        picture = cv2.cvtColor(pixels_of(frame), cv2.COLOR_BGRA2BGR)
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        with self._lock:
            found = self._detect(picture)
        return sorted((_found(row, frame.width / width) for row in found), key=lambda face: -face.box[2])

    def eyes(self, face: "np.ndarray[Any, Any]", found: Found) -> tuple[bool | None, bool | None]:
        return found.turned, self._eyes.look(face)[1]

    def _detect(self, picture: "np.ndarray[Any, Any]") -> Any:
        import cv2
        import numpy as np

        try:
            if self._net is None:
                none = np.empty(0, np.uint8)
                model = np.frombuffer(self._model, np.uint8)
                self._net = cv2.FaceDetectorYN.create("onnx", model, none, picture.shape[1::-1], _SURE, _OVERLAP)
            self._net.setInputSize(picture.shape[1::-1])
            found = self._net.detect(picture)[1]
        except cv2.error as error:
            raise ModelRefused(f"人脸模型不能用：OpenCV 装不进去（{error.code}）。换成 YuNet 的模型文件") from error
        return [] if found is None else found[np.isfinite(found).all(axis=1)]


def _model(options: Options) -> bytes:
    path = options.path
    try:
        with path.open("rb") as file:
            model = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise ModelRefused(f"人脸模型 {path}：读不到（{error.strerror}）。放好文件，或改用 haar_face") from error
    if len(model) > _LARGEST_FILE:
        raise ModelRefused(f"人脸模型 {path}：比 {_LARGEST_FILE >> 20} MB 还大，不是 YuNet。换成它的模型文件")
    digest = hashlib.sha256(model).hexdigest()
    if digest != options.sha256:
        raise ModelRefused(f"人脸模型 {path}：内容和配置的 sha256 不一样，实际是 {digest}。换回原来的文件")
    return model


def _found(row: "np.ndarray[Any, Any]", factor: float) -> Found:
    """One row of FaceDetectorYN: box, right eye, left eye, nose's tip, corners of the mouth, score."""
    x, y, width, height = (round(float(side) * factor) for side in row[:4])
    right, left, nose = row[4:6], row[6:8], row[8:10]
    across = left - right
    apart = float(across @ across)
    aside = float((nose - (right + left) / 2) @ across) / apart if apart > 0 else 0.0
    return Found((x, y, max(1, width), max(1, height)), turned=abs(aside) > _ASIDE)
