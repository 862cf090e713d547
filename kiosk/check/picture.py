"""Is a camera's picture any good: neither dark nor glaring, and sharp; and can a sheet be taken."""

from typing import Final

import cv2
import numpy as np

from kiosk.check.finding import Finding
from kiosk.core.errors import CameraError
from kiosk.core.picture import DocumentForm, Frame
from kiosk.devices.document import NOTHING, SheetScanner

__all__ = ["judge", "judge_sheet"]

DARK, BRIGHT = 45.0, 235.0  # mean grey, 0 to 255: beyond these the face gate turns everybody away
SHARP: Final = 25.0  # variance of the Laplacian, 320 pixels across; a lens with a finger's grease on it stays below
_ACROSS: Final = 320


def judge(frame: Frame, *, somebody_there: bool) -> Finding:
    """Of an empty room nobody can say whether it is sharp: then a soft picture is no finding."""
    grey = cv2.cvtColor(
        np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 4), cv2.COLOR_BGRA2GRAY
    )
    small = cv2.resize(grey, (_ACROSS, round(frame.height * _ACROSS / frame.width)), interpolation=cv2.INTER_AREA)
    light, sharpness = float(grey.mean()), float(cv2.Laplacian(small, cv2.CV_64F).var())
    measured = f"{frame.width}×{frame.height}，亮度 {light:.0f}，清晰度 {sharpness:.0f}"
    if light < DARK:
        return Finding("摄像头", False, f"画面太暗（{measured}）。打开镜头盖，开灯")
    if light > BRIGHT:
        return Finding("摄像头", False, f"画面太亮（{measured}）。避开窗户和灯")
    if sharpness >= SHARP:
        return Finding("摄像头", True, f"画面清楚（{measured}）")
    if somebody_there:
        return Finding("摄像头", False, f"画面不清楚（{measured}）。擦擦镜头")
    return Finding("摄像头", None, f"有画面（{measured}）；前面没有人，看不出清不清楚")


def judge_sheet(label: str, frame: Frame, still: bytes, *, sheet_there: bool) -> Finding:
    """Of an empty table nobody can say more than that there is a picture."""
    scanner = SheetScanner()
    problem = scanner.check(frame).problem
    if problem == NOTHING and not sheet_there:
        return Finding(label, None, f"有画面（{frame.width}×{frame.height}）；镜头下没有纸，看不出清不清楚")
    try:
        sheet = scanner.scan(still, DocumentForm.GREY_PNG)
    except CameraError as bad:
        return Finding(label, False, f"拍不好纸：{bad.sentence}")
    return Finding(label, True, f"拍下一张纸，拉正了（{len(sheet) // 1024} KB）")
