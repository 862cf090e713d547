"""Taking the picture of a sheet of paper: by itself, once it has lain well and still for a moment."""

from kiosk.core.errors import CameraError
from kiosk.core.job import Job, Preview
from kiosk.core.picture import Corners, DocumentFinding
from kiosk.core.step import ScanDocument, Sheet
from kiosk.core.timing import FRAME, SHEET_STEADY

__all__ = ["scan_document"]

_STILL = 0.01  # of the frame's width: so far may a corner seem to move while nobody touches the sheet


def scan_document(step: ScanDocument, job: Job) -> Sheet:
    """Raises CameraError and DeviceError. What is wrong with the sheet as it lies is said, and waited for."""
    camera, scanner, clock = job.kit.document_camera, job.kit.document_scanner, job.kit.clock
    if camera is None or scanner is None:
        raise CameraError("this terminal has no document camera", sentence="这台机器拍不了纸", remedy="换一种办法")
    since: float | None = None
    lain: Corners | None = None
    while True:
        frame = camera.run(lambda driver: driver.frame(), cancel=job.cancel, deadline=FRAME)
        finding = scanner.check(frame)
        job.report(Preview(frame, finding))
        now = clock.monotonic()
        if finding.problem or finding.corners is None or _moved(lain, finding.corners, frame.width):
            since, lain = None, finding.corners
            continue
        since = now if since is None else since
        if now - since < SHEET_STEADY:
            continue
        still = camera.run(lambda driver: driver.still(), cancel=job.cancel, deadline=FRAME)
        try:
            return Sheet(scanner.scan(still, step.form))
        except CameraError as bad:  # seen as large as it is, it is not as good as it looked
            job.report(Preview(frame, DocumentFinding(bad.sentence, finding.corners)))
            since = None


def _moved(before: Corners | None, corners: Corners, width: int) -> bool:
    """Against where it lay when it came to rest: whoever pushes it slowly is not done."""
    if before is None:
        return True
    return any(
        abs(one - other) > _STILL * width
        for corner, there in zip(before, corners, strict=True)
        for one, other in zip(corner, there, strict=True)
    )
