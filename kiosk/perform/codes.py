"""Where a code may be held up: before the scanner, or before the camera where no scanner works."""

from typing import Protocol

from kiosk.core.cancel import Cancel
from kiosk.core.code import ScannedCode
from kiosk.core.errors import CameraError, CodeError
from kiosk.core.job import Job, Preview
from kiosk.core.ports import Camera, CodeScanner, Device
from kiosk.core.ports_pictures import CodeReader
from kiosk.core.slot import Slot
from kiosk.core.timing import CODE_GONE, FRAME, SCAN_READ

__all__ = ["CodePlace", "code_places"]


class CodePlace(Protocol):
    slot: Slot

    def look(self) -> ScannedCode | None:
        """A code that was not there before. Raises CodeError for one that cannot be taken, DeviceError, Cancelled."""


def code_places(job: Job, *, show: bool) -> list[CodePlace]:
    """Those that the site has, the best one first. ``show`` reports what the camera sees, for the page to show."""
    kit = job.kit
    places: list[CodePlace] = []
    if kit.scanner is not None:
        places.append(_ScannerPlace(kit.scanner, job.cancel))
    if kit.camera is not None and kit.code_reader is not None:
        places.append(_CameraPlace(kit.camera, kit.code_reader, job, show=show))
    return places


class _ScannerPlace:
    slot = Slot.SCANNER

    def __init__(self, scanner: Device[CodeScanner], cancel: Cancel) -> None:
        self._scanner, self._cancel = scanner, cancel
        self._listening = False  # what was scanned before was not this citizen's

    def look(self) -> ScannedCode | None:
        return self._scanner.run(self._listen, cancel=self._cancel, deadline=SCAN_READ)

    def _listen(self, scanner: CodeScanner) -> ScannedCode | None:
        if not self._listening:
            scanner.forget()
            self._listening = True
        return scanner.read()


class _CameraPlace:
    """A code that is held there is one code, however many pictures show it: until it was gone for a moment."""

    slot = Slot.CAMERA

    def __init__(self, camera: Device[Camera], reader: CodeReader, job: Job, *, show: bool) -> None:
        self._camera, self._reader, self._job, self._show = camera, reader, job, show
        self._held: object = None  # the code, or the words of what is wrong with it
        self._seen_at = 0.0

    def look(self) -> ScannedCode | None:
        if not self._camera.status.usable:
            raise CameraError("it is known to be gone")  # to try it would keep a card on the reader waiting for seconds
        frame = self._camera.run(lambda driver: driver.frame(), cancel=self._job.cancel, deadline=FRAME)
        if self._show:
            self._job.report(Preview(frame))
        try:
            code = self._reader.read(frame)
        except CodeError as bad:
            if self._is_new(bad.technician):
                raise
            return None
        return code if self._is_new(code) else None

    def _is_new(self, what: object) -> bool:
        now, before = self._job.kit.clock.monotonic(), self._held
        if what is not None:
            self._held, self._seen_at = what, now
        elif now - self._seen_at >= CODE_GONE:
            self._held = None
        return what is not None and what != before
