"""What each device is made to do for whoever tests it: the trials of ``kiosk check``, one at a time, by touch."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kiosk.check import devices
from kiosk.check.finding import Choices, Finding
from kiosk.core import timing
from kiosk.core.board import Action, Confirm, Photo
from kiosk.core.cancel import Cancel
from kiosk.core.errors import DeviceError, StoreError
from kiosk.core.slot import Slot
from kiosk.core.timing import LIGHT_TEST
from kiosk.kit import Services

__all__ = ["LIGHT", "PRINTERS", "Tested", "actions", "run"]

PRINTERS: Final = ("receipt_printer", "a4_printer")  # whose test site staff may do
LIGHT: Final = "light_"
NOT_KEPT: Final = "只在这里看一眼，离开就没有了，不存"
SLOTS: Final = {
    Slot.ID_CARD: "读卡的灯",
    Slot.SCANNER: "扫码的灯",
    Slot.RECEIPT: "出回执的灯",
    Slot.CAMERA: "摄像头的灯",
    Slot.A4: "出 A4 纸的灯",
    Slot.DOCUMENT: "放纸的灯",
}
TESTS: Final[Mapping[str, Action]] = {
    "id_card": Action(
        "test",
        "读一张卡",
        "mdi6.card-account-details",
        Confirm("放一张身份证在读卡的地方", "放好了，开始读", "20 秒以内；读到的不显示，也不存"),
        primary=True,
    ),
    "scanner": Action(
        "test",
        "扫一个码",
        "mdi6.qrcode-scan",
        Confirm("拿一个码，点了就扫", "开始扫", "20 秒以内；扫到的不显示，也不存"),
        primary=True,
    ),
    "camera": Action("test", "拍一张看看", "mdi6.camera", primary=True),
    "document_camera": Action("test", "拍一张看看", "mdi6.camera", primary=True),
    "receipt_printer": Action("test", "试打一张回执", "mdi6.receipt", primary=True),
    "a4_printer": Action("test", "试打一张 A4", "mdi6.printer", primary=True),
}


@dataclass(frozen=True)
class Tested:
    """``photo`` may have somebody on it: it is shown once and kept nowhere."""

    finding: Finding
    photo: Photo | None = None


def actions(device: str, lights: Mapping[str, Any]) -> tuple[Action, ...]:
    """``lights`` are those that have a slot, by its value."""
    if device == "lights":
        each = (Action(LIGHT + slot.value, words, "mdi6.lightbulb-on") for slot, words in SLOTS.items())
        return tuple(one for one in each if one.name.removeprefix(LIGHT) in lights)
    return (TESTS[device],) if device in TESTS else ()


def run(services: Services, device: str, action: str, cancel: Cancel) -> Tested:
    """Takes as long as a card needs to be found, or a sheet to be printed. Raises Cancelled."""
    if device == "lights":
        return Tested(_light(services, Slot(action.removeprefix(LIGHT)), cancel))
    if device == "receipt_printer":
        with suppress(StoreError):  # it would count the test sheet as the one that a crash left open
            services.kit.effects.settle_paper(cancel=cancel)
    choices = Choices(prints=True, ask=lambda _sentence: None, cancel=cancel)
    *_, last = devices.findings(device, services.owners[device], choices)
    if device in PRINTERS and last.ok and services.staff.paper.trays.keys() & {device}:
        services.staff.paper.test_out(device)
    return Tested(last, _photo(services, device) if device in ("camera", "document_camera") else None)


def _light(services: Services, slot: Slot, cancel: Cancel) -> Finding:
    lights = services.kit.lights
    if lights is None or not services.usable("lights"):
        return Finding(SLOTS[slot], False, "指示灯没连上")
    try:
        lights.show(slot)
        cancel.wait(LIGHT_TEST)
    finally:
        lights.show(None)
    return Finding(SLOTS[slot], True, f"亮了 {LIGHT_TEST:.0f} 秒；没看见亮就查灯和接线")


def _photo(services: Services, device: str) -> Photo | None:
    try:
        data = services.owners[device].run(lambda camera: camera.jpeg(), cancel=Cancel(), deadline=timing.FRAME)
    except DeviceError:
        return None
    return Photo(data, NOT_KEPT)
