"""What the house expects of those who look at a camera's pictures. They keep nothing, and any thread may ask."""

from typing import Protocol

from kiosk.core.code import ScannedCode
from kiosk.core.picture import DocumentFinding, DocumentForm, FaceFinding, Frame

__all__ = ["CodeReader", "DocumentScanner", "FaceDetector", "IdPhotoGate"]


class FaceDetector(Protocol):
    def check(self, frame: Frame) -> FaceFinding: ...


class IdPhotoGate(Protocol):
    """What makes a photo for an identity card (GA 461-2004)."""

    def check(self, frame: Frame) -> FaceFinding: ...

    def cut(self, jpeg: bytes) -> bytes:
        """The photo, 358 x 441 pixels as JPEG, out of a camera's ``still``. Raises CameraError with words."""


class DocumentScanner(Protocol):
    def check(self, frame: Frame) -> DocumentFinding: ...

    def scan(self, jpeg: bytes, form: DocumentForm) -> bytes:
        """The sheet alone, straightened, out of a camera's ``still``. Raises CameraError with words for the citizen."""


class CodeReader(Protocol):
    def read(self, frame: Frame) -> ScannedCode | None:
        """The code that is held before the camera; None for none. Raises CodeError for one that cannot be taken."""
