"""The bench's two cameras: what stands before the one for faces and codes, and what lies under the one for paper."""

from enum import Enum
from typing import Any

from fastapi import APIRouter, Response

from kiosk.devices.simulators.mjpeg_camera import CameraFault, MjpegCameraSimulator
from kiosk.devices.simulators.phone import phone
from kiosk.devices.simulators.scenes import Scene, picture
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import OnStage, Order, device
from kiosk.sandbox.bench_scanner import PhoneCode, phone_code
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.stage import Stage

__all__ = ["camera_state", "router"]

_LONGEST = 1000  # characters; a QR code with more has modules too small for any camera

router = APIRouter(prefix="/camera", responses=ERRORS)


class Which(Enum):
    CAMERA = "camera"
    DOCUMENT = "document"


class CameraOrder(Order):
    """``text`` holds up a phone with that code, ``person`` a phone that shows a new ``code`` of that resident."""

    camera: Which = Which.CAMERA
    scene: Scene | None = None
    text: str | None = None
    person: str | None = None
    code: PhoneCode = PhoneCode.SOCIAL_SECURITY
    fault: CameraFault | None = None


@router.post("")
def camera(order: CameraOrder, desk: AtDesk, stage: OnStage) -> dict[str, Any]:
    """Changes what a camera sees; sets or clears a fault of it."""
    if sum(what is not None for what in (order.scene, order.text, order.person)) > 1:
        raise BenchError("scene、text 和 person 只能写一个")
    seen = _of(stage, order.camera)
    text = phone_code(order.person, order.code, desk) if order.person is not None else order.text
    if text is not None and not 0 < len(text) <= _LONGEST:
        raise BenchError(f"text 写 1 到 {_LONGEST} 个字")
    if text is not None:
        seen.show_jpeg(phone(text))
    if order.scene is not None:
        seen.show(order.scene)
    if text is not None or order.scene is not None:
        stage.held[seen] = text
    if "fault" in order.model_fields_set:
        seen.set_fault(order.fault)
    return _state(stage, seen)


@router.get("/{scene}.jpg")
def camera_scene(scene: Scene) -> Response:
    """What the camera would see."""
    return Response(picture(scene, 0), media_type="image/jpeg", headers={"Cache-Control": "max-age=86400"})


def camera_state(stage: Stage) -> dict[str, Any]:
    """``text`` is the code on the phone that is held before it; then no scene is seen."""
    return {"camera": _state(stage, stage.camera), "document_camera": _state(stage, stage.document_camera)}


def _state(stage: Stage, seen: MjpegCameraSimulator) -> dict[str, Any]:
    text = stage.held.get(seen)
    return device(seen.fault) | {"scene": seen.scene.value if text is None else None, "text": text}


def _of(stage: Stage, which: Which) -> MjpegCameraSimulator:
    return stage.camera if which is Which.CAMERA else stage.document_camera
