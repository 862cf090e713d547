"""What changes in the drawn face: the mouth, and what is worn before the eyes. In the coordinates of ``portrait``."""

from enum import Enum

from PIL import Image

from kiosk.devices.simulators.drawing import Points, Sheet, arc, mirrored, oval, smooth, stroke

__all__ = ["Glasses", "Mouth", "draw_glasses", "draw_mouth"]

_X = 380
_EYE_Y = 428
_FOLD = (142, 90, 68)
_LIP = (198, 108, 100)
_LINE = (112, 48, 46)


class Mouth(Enum):
    SMILE = "smile"  # with closed lips
    CALM = "calm"
    LAUGH = "laugh"  # with teeth
    OPEN = "open"  # speaking


class Glasses(Enum):
    NONE = "none"
    CLEAR = "clear"
    DARK = "dark"
    GLARE = "glare"  # clear ones in which a lamp is seen


def draw_mouth(sheet: Sheet, face: Image.Image, mouth: Mouth) -> None:
    {Mouth.SMILE: _smile, Mouth.CALM: _calm, Mouth.LAUGH: _laugh, Mouth.OPEN: _open}[mouth](sheet, face)


def draw_glasses(sheet: Sheet, glasses: Glasses) -> None:
    if glasses is Glasses.NONE:
        return
    corners: Points = [(176, 372), (346, 372), (352, 460), (300, 506), (214, 506), (170, 452)]
    lens = smooth(corners)
    for points in (lens, mirrored(lens, _X)):
        if glasses is Glasses.DARK:
            sheet.fill(points, colour=(24, 24, 28), blur=1.5, alpha=0.96)
        if glasses is Glasses.GLARE:
            left = min(x for x, _ in points)
            shine: Points = [(left + x, y) for x, y in ((20, 384), (74, 384), (40, 486), (8, 470))]
            sheet.fill(smooth(shine, 2), colour=(255, 255, 255), blur=3, alpha=0.97)
        sheet.fill(*_rim(points), colour=(46, 40, 40), blur=1.2, alpha=0.92)
    sheet.fill(stroke(arc((344, 404), (_X, 388), (416, 404)), 16), colour=(46, 40, 40), blur=1.2, alpha=0.92)
    arm = arc((176, 404), (150, 398), (122, 404))
    for side in (arm, mirrored(arm, _X)):
        sheet.fill(stroke(side, 16), colour=(46, 40, 40), blur=1.2, alpha=0.92)


def _rim(lens: Points) -> list[Points]:
    """As short pieces around the lens: a polygon has no hole."""
    size = 4.5
    return [oval(x, y, 2 * size, 2 * size) for x, y in _close_together(lens)]


def _close_together(points: Points) -> Points:
    """So that dots on them make a line."""
    close: Points = []
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        count = max(1, round((abs(bx - ax) + abs(by - ay)) / 3))
        close += [(ax + (bx - ax) * step / count, ay + (by - ay) * step / count) for step in range(count)]
    return close


def _smile(sheet: Sheet, face: Image.Image) -> None:
    left, right = (276, 650), (484, 650)
    lips = arc(left, (_X, 672), right) + arc(right, (_X, 762), left)
    sheet.fill(lips, colour=_LIP, blur=4, alpha=0.85, within=face)
    sheet.fill(stroke(arc((268, 644), (_X, 722), (492, 644)), 11), colour=_LINE, blur=2.5, alpha=0.9, within=face)
    sheet.fill(oval(_X - 8, 706, 84, 11), colour=(242, 180, 168), blur=6, alpha=0.7, within=face)
    sheet.fill(stroke(arc((318, 738), (_X, 758), (442, 738)), 12), colour=_FOLD, blur=8, alpha=0.5, within=face)
    sheet.fill(*_corners(268, 645), colour=(124, 66, 54), blur=6, alpha=0.5)


def _calm(sheet: Sheet, face: Image.Image) -> None:
    left, right = (302, 676), (458, 676)
    lips = arc(left, (_X, 640), right) + arc(right, (_X, 728), left)
    sheet.fill(lips, colour=_LIP, blur=4, alpha=0.85, within=face)
    sheet.fill(stroke(arc(left, (_X, 686), right), 9), colour=_LINE, blur=2.5, alpha=0.9, within=face)
    sheet.fill(stroke(arc((330, 724), (_X, 736), (430, 724)), 12), colour=_FOLD, blur=8, alpha=0.5, within=face)


def _laugh(sheet: Sheet, face: Image.Image) -> None:
    left, right = (256, 632), (504, 632)
    sheet.fill(arc(left, (_X, 640), right) + arc(right, (_X, 806), left), colour=_LIP, blur=4, alpha=0.9, within=face)
    inside = arc((272, 644), (_X, 664), (488, 644)) + arc((488, 644), (_X, 780), (272, 644))
    sheet.fill(inside, colour=(92, 30, 34), blur=2, within=face)
    teeth = arc((280, 648), (_X, 666), (480, 648)) + arc((480, 648), (_X, 738), (280, 648))
    sheet.fill(teeth, colour=(246, 242, 234), blur=2, within=face)
    sheet.fill(*_corners(252, 630), colour=(124, 66, 54), blur=6, alpha=0.6)


def _open(sheet: Sheet, face: Image.Image) -> None:
    sheet.fill(oval(_X, 692, 156, 104), colour=_LIP, blur=4, alpha=0.9, within=face)
    sheet.fill(oval(_X, 692, 118, 68), colour=(54, 18, 20), blur=3, within=face)


def _corners(x: float, y: float) -> tuple[Points, Points]:
    corner = oval(x, y, 22, 20)
    return corner, mirrored(corner, _X)
