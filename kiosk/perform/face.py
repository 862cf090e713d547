"""Taking the picture of a face: the best of the good frames, by itself, with words about what is wrong."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from kiosk.core.errors import CameraError
from kiosk.core.job import Job, Preview
from kiosk.core.picture import FaceFinding
from kiosk.core.ports import Camera, Device
from kiosk.core.ports_pictures import FaceDetector, IdPhotoGate
from kiosk.core.step import CaptureFace, CaptureIdPhoto, Face
from kiosk.core.timing import BLINK, FACE_LOOK, FACE_STEADY, FRAME

__all__ = ["SHOWN", "capture_face", "capture_id_photo"]

Gate = FaceDetector | IdPhotoGate

SHOWN: Final = 4 / 5  # width to height of what the page shows of a picture


def capture_face(_step: CaptureFace, job: Job) -> Face:
    """Raises CameraError and DeviceError."""
    camera, detector = job.kit.camera, job.kit.face_detector
    if camera is None or detector is None:
        raise _no_camera()
    return Face(_best(job, camera, detector, lambda driver: driver.jpeg()))


def capture_id_photo(_step: CaptureIdPhoto, job: Job) -> Face:
    """A frame that looked good may not do seen as large as the camera has it: then it goes on.

    Raises CameraError and DeviceError.
    """
    camera, gate = job.kit.camera, job.kit.id_photo_gate
    if camera is None or gate is None:
        raise _no_camera()
    while True:
        still = _best(job, camera, gate, lambda driver: driver.still())
        with suppress(CameraError):  # the next frames say in words what it is
            return Face(gate.cut(still))


def _no_camera() -> CameraError:
    return CameraError("this terminal has no camera", sentence="这台机器没有摄像头", remedy="换一种办法")


def _best(job: Job, camera: Device[Camera], gate: Gate, take: Callable[[Camera], bytes]) -> bytes:
    """Takes the best frame once the face was good for FACE_STEADY seconds; a blink is passed over.

    Every picture is shown, and one in FACE_LOOK seconds is judged: only that is wanted whole.
    """
    clock = job.kit.clock
    good_since: float | None = None
    last_good = -math.inf
    best, best_score = b"", 0.0
    looked_at, shown = -math.inf, FaceFinding("")
    while True:
        asked_at = clock.monotonic()
        frame = camera.run(lambda driver: driver.frame(SHOWN), cancel=job.cancel, deadline=FRAME)
        if asked_at - looked_at < FACE_LOOK:
            job.report(Preview(frame, shown))
            continue
        whole = camera.run(lambda driver: driver.whole(), cancel=job.cancel, deadline=FRAME)
        now = clock.monotonic()
        looked_at, finding = asked_at, gate.check(whole)
        blinks = finding.fleeting and now - last_good < BLINK
        shown = replace(finding, problem="") if blinks else finding
        job.report(Preview(frame, shown))
        if blinks:
            continue
        if finding.problem:
            good_since, best, best_score = None, b"", 0.0
            continue
        last_good = now
        good_since = now if good_since is None else good_since
        if not best or finding.score > best_score:
            best = camera.run(take, cancel=job.cancel, deadline=FRAME)
            best_score = finding.score
        if now - good_since >= FACE_STEADY:
            return best
