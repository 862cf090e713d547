"""An invented older person, drawn with soft shading: nobody's photograph, and yet a face that a detector finds.

Everything is drawn at twice the size and made smaller, so that edges are smooth; coordinates are in that larger space.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageFilter

from kiosk.devices.simulators.drawing import Colour, Points, Sheet, arc, mirrored, oval, smooth, stroke, tint
from kiosk.devices.simulators.expressions import Glasses, Mouth, draw_glasses, draw_mouth

__all__ = ["Looks", "bust", "head"]

_HEAD = (760, 900)
_X = 380  # the middle of the head
_EYES = 424
_SHADOW = (74, 46, 38)
_FOLD = (142, 90, 68)
_LIGHT = (255, 238, 222)


@dataclass(frozen=True)
class Looks:
    skin: Colour = (236, 199, 170)
    hair: Colour = (200, 202, 208)
    coat: Colour = (58, 96, 112)
    shirt: Colour = (238, 241, 245)


@cache
def head(looks: Looks, eyes: float = 1.0, mouth: Mouth = Mouth.SMILE, glasses: Glasses = Glasses.NONE) -> Image.Image:
    """380 x 450 pixels, transparent around it. ``eyes`` is how far they are open, 0 to 1."""
    sheet = Sheet(_HEAD)
    face = sheet.mask(_outline(), blur=1)
    _hair_behind(sheet, looks)
    ear = smooth([(98, 400), (132, 372), (150, 440), (146, 560), (112, 530)])
    sheet.fill(*_both(ear), colour=tint(looks.skin, 0.9), blur=2)
    sheet.fill(*_both(smooth([(112, 420), (134, 410), (140, 520), (122, 510)])), colour=_SHADOW, blur=8, alpha=0.35)
    sheet.fill(_outline(), colour=looks.skin)
    _shading(sheet, face)
    _wrinkles(sheet, face)
    _nose(sheet, face)
    draw_mouth(sheet, face, mouth)
    for turn in (list, _other_side):
        _eye(sheet, face, eyes, turn)
    brow = stroke(arc((184, 374), (250, 322), (336, 364)), 25)
    sheet.fill(*_both(brow), colour=tint(looks.hair, 0.62), blur=5, alpha=0.85, within=face)
    draw_glasses(sheet, glasses)
    _hair_in_front(sheet, looks)
    return sheet.halved()


@cache
def bust(looks: Looks) -> Image.Image:
    """Neck and shoulders, 640 x 280 pixels; the neck comes in at the middle of the upper edge."""
    sheet, x = Sheet((1280, 560)), 640
    left = [(0, 640), (60, 330), (250, 215), (520, 130)]
    shoulders = smooth(left + mirrored(left[::-1], x))
    coat = sheet.mask(shoulders, blur=1)
    sheet.fill(shoulders, colour=looks.coat)
    for turn in (list, lambda points: mirrored(points, x)):
        sheet.fill(turn(smooth([(-60, 640), (30, 250), (260, 640)])), colour=(0, 0, 0), blur=60, alpha=0.4, within=coat)
    sheet.fill(smooth([(300, 260), (480, 180), (400, 420)]), colour=(255, 255, 255), blur=45, alpha=0.2, within=coat)
    sheet.fill([(500, 120), (780, 120), (700, 600), (580, 600)], colour=looks.shirt)
    sheet.fill(stroke([(x - 1, 300), (x, 420), (x + 1, 560)], 6), colour=(120, 130, 142), alpha=0.5)
    neck = smooth([(530, -40), (750, -40), (760, 120), (640, 300), (520, 120)], 2)
    sheet.fill(neck, colour=tint(looks.skin, 0.88), blur=2)
    chin = smooth([(500, -60), (780, -60), (740, 70), (640, 120), (540, 70)])
    sheet.fill(chin, colour=_SHADOW, blur=26, alpha=0.55, within=sheet.mask(neck, blur=2))
    for turn in (list, lambda points: mirrored(points, x)):
        under = [(508, 96), (470, 150), (560, 340), (640, 256)]
        sheet.fill(turn(under), colour=(110, 120, 132), blur=8, alpha=0.4)
        sheet.fill(turn([(512, 92), (478, 140), (568, 320), (640, 250)]), colour=looks.shirt, blur=1.2)
        lapel = [(470, 140), (400, 176), (430, 330), (590, 600), (610, 600), (566, 330)]
        sheet.fill(turn(lapel), colour=tint(looks.coat, 1.15))
        sheet.fill(turn(stroke([(470, 146), (566, 334), (606, 600)], 7)), colour=(20, 34, 42), alpha=0.5)
    return sheet.halved()


def _outline() -> Points:
    right = [(_X, 150), (505, 160), (592, 240), (618, 380), (612, 510), (592, 616), (536, 716), (456, 776), (_X, 786)]
    return smooth(right + mirrored(right[-2:0:-1], _X))


def _other_side(points: Points) -> Points:
    return mirrored(points, _X)


def _both(points: Points) -> tuple[Points, Points]:
    return points, _other_side(points)


def _shading(sheet: Sheet, face: Image.Image) -> None:
    """Light from the upper left: the rim darkens, most on the right; forehead, cheeks and chin shine."""
    rim = ImageChops.subtract(face, face.filter(ImageFilter.GaussianBlur(46)))
    everywhere = [(0.0, 0.0), (_HEAD[0], 0.0), _HEAD, (0.0, _HEAD[1])]
    sheet.fill(everywhere, colour=(150, 92, 66), alpha=0.95, within=rim)
    right = smooth([(560, 200), (640, 300), (640, 600), (480, 800), (560, 560)])
    sheet.fill(right, colour=(140, 84, 60), blur=40, alpha=0.4, within=face)
    sheet.fill(oval(330, 262, 300, 120), colour=_LIGHT, blur=42, alpha=0.6, within=face)
    sheet.fill(oval(_X, 738, 130, 46), colour=_LIGHT, blur=22, alpha=0.35, within=face)
    cheeks = oval(248, 566, 124, 88), oval(514, 566, 116, 88)
    sheet.fill(*cheeks, colour=(226, 128, 108), blur=34, alpha=0.46, within=face)
    sheet.fill(oval(244, 528, 104, 46), oval(516, 528, 92, 46), colour=_LIGHT, blur=20, alpha=0.5, within=face)


def _wrinkles(sheet: Sheet, face: Image.Image) -> None:
    forehead = [arc((_X - reach, y + 8), (_X, y - 12), (_X + reach, y + 8)) for y, reach in ((270, 132), (300, 120))]
    sheet.fill(*(stroke(line, 6) for line in forehead), colour=_FOLD, blur=3, alpha=0.32, within=face)
    folds = (
        arc((316, 590), (258, 630), (254, 690)),  # from nose to mouth
        arc((168, 420), (150, 404), (140, 388)),  # of laughter, beside the eyes
        arc((168, 434), (148, 434), (134, 426)),
        arc((170, 448), (152, 458), (140, 466)),
    )
    for fold in folds:
        sheet.fill(*_both(stroke(fold, 8)), colour=_FOLD, blur=4, alpha=0.45, within=face)


def _nose(sheet: Sheet, face: Image.Image) -> None:
    side = smooth([(352, 400), (362, 440), (344, 560), (318, 596), (330, 500)])
    sheet.fill(*_both(side), colour=_FOLD, blur=15, alpha=0.42)
    sheet.fill(
        smooth([(368, 400), (392, 400), (398, 560), (362, 560)]), colour=_LIGHT, blur=12, alpha=0.75, within=face
    )
    sheet.fill(oval(_X - 4, 576, 50, 40), colour=_LIGHT, blur=12, alpha=0.6, within=face)
    sheet.fill(*_both(smooth([(318, 572), (300, 600), (322, 622), (344, 612)])), colour=_FOLD, blur=9, alpha=0.5)
    sheet.fill(*_both(oval(350, 612, 28, 14)), colour=(86, 44, 36), blur=4, alpha=0.75)
    sheet.fill(stroke(arc((330, 618), (_X, 640), (430, 618)), 9), colour=_FOLD, blur=5, alpha=0.6, within=face)


def _eye(sheet: Sheet, face: Image.Image, openness: float, turn: Callable[[Points], Points]) -> None:
    """The one on the left of the picture, or what ``turn`` makes of it."""
    x, corner = 266, _EYES + 8
    socket = smooth([(182, 396), (330, 384), (340, 450), (266, 476), (190, 456)])
    sheet.fill(turn(socket), colour=(122, 72, 56), blur=20, alpha=0.56, within=face)
    upper, lower = _EYES + 2 - 50 * openness, _EYES + 2 + 30 * openness
    ball = turn(arc((206, corner), (x, upper), (326, corner)) + arc((326, corner), (x, lower), (206, corner)))
    if openness > 0.3:
        inside, middle = sheet.mask(ball, blur=1), turn([(x + 2, _EYES)])[0][0]
        sheet.fill(ball, colour=(243, 238, 232), within=face)
        sheet.fill(oval(middle, _EYES - 1, 46, 46), colour=(92, 62, 44), blur=1.5, within=inside)
        sheet.fill(oval(middle, _EYES - 1, 24, 24), colour=(22, 16, 16), within=inside)
        sheet.fill(oval(middle - 8, _EYES - 9, 11, 11), colour=(255, 255, 255), within=inside)
        lid_shadow = stroke(arc((206, _EYES - 2), (x, upper - 2), (326, _EYES - 4)), 22)
        sheet.fill(turn(lid_shadow), colour=(40, 24, 22), blur=8, alpha=0.4, within=inside)
    lines = (
        (arc((204, 478), (262, 502), (322, 472)), 10, _FOLD, 0.5),  # the bag under it
        (arc((208, _EYES + 10), (x, lower + 2), (326, corner)), 5, (126, 78, 64), 0.6),
        (arc((200, _EYES - 16), (x, upper - 30), (328, _EYES - 18)), 7, _FOLD, 0.6),
        (arc((196, _EYES + 12), (x, upper - 2), (332, _EYES + 6)), 11, (54, 34, 30), 0.95),
    )
    for points, width, colour, alpha in lines:
        sheet.fill(turn(stroke(points, width)), colour=colour, blur=2 if alpha > 0.5 else 5, alpha=alpha, within=face)


def _hair_behind(sheet: Sheet, looks: Looks) -> None:
    left: Points = [(_X, 60), (250, 70), (150, 140), (104, 260), (100, 400), (140, 470)]
    sheet.fill(smooth(left + mirrored(left[:0:-1], _X)), colour=tint(looks.hair, 0.72), blur=3)


def _hair_in_front(sheet: Sheet, looks: Looks) -> None:
    """Short and grey, combed to the side; strands of slightly different greys, the same every time."""
    over: Points = [
        (128, 350),
        (108, 250),
        (156, 130),
        (270, 62),
        (400, 50),
        (524, 76),
        (614, 150),
        (654, 260),
        (634, 350),
    ]
    under: Points = [(606, 300), (572, 228), (470, 186), (370, 196), (270, 186), (196, 230), (156, 300)]
    cap = smooth(over + under)
    crown = sheet.mask(cap, blur=2)
    sheet.fill(
        *_both(smooth([(122, 300), (154, 280), (160, 380), (146, 430), (126, 400)])),
        colour=tint(looks.hair, 0.8),
        blur=4,
    )
    sheet.fill(cap, colour=looks.hair, blur=2.5)
    chance = random.Random(7)  # noqa: S311 - the same head of hair every time, no secret
    for shade in (0.74, 0.84, 0.92, 1.1, 1.18):
        strands = [stroke(_strand(chance), chance.uniform(3, 8)) for _ in range(34)]
        sheet.fill(*strands, colour=tint(looks.hair, shade), blur=1.6, alpha=0.5, within=crown)
    sheet.fill(oval(330, 118, 220, 60), colour=(255, 255, 255), blur=30, alpha=0.35, within=crown)
    sheet.fill(
        smooth([(600, 130), (670, 240), (640, 340), (590, 240)]), colour=_SHADOW, blur=26, alpha=0.3, within=crown
    )


def _strand(chance: random.Random) -> Points:
    start = 236 + chance.uniform(-20, 20), 84 + chance.uniform(-20, 30)
    reach = chance.uniform(-130, 410)
    end = start[0] + reach, 196 + max(0.0, abs(reach - 120) - 40) * 0.42 + chance.uniform(-60, 40)
    return arc(start, (start[0] + reach * 0.6, 60 + chance.uniform(-20, 40)), end)
