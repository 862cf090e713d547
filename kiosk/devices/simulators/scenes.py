"""What a camera may see at a terminal, drawn as a loop of JPEG pictures of 640 x 480, sheets of 1280 x 960."""

import io
import math
from dataclasses import dataclass
from enum import Enum
from functools import cache

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from kiosk.devices.simulators import sheets
from kiosk.devices.simulators.expressions import Glasses, Mouth
from kiosk.devices.simulators.portrait import Looks, bust, head
from kiosk.devices.simulators.turning import turned

__all__ = ["LOOP", "Scene", "picture"]

SIZE = (640, 480)
_COUNTER = 330  # where the counter's upper edge lies
LOOP = 60  # pictures until the loop begins again: two seconds
_SECOND_PERSON = Looks(skin=(222, 182, 150), hair=(92, 88, 88), coat=(120, 74, 66), shirt=(226, 226, 218))


class Scene(Enum):
    FACE = "face"
    DARK = "dark"
    FAR = "far"
    TWO = "two"
    NOBODY = "nobody"
    TABLE = "table"
    PAPER = "paper"
    PAPER_FLAT = "paper_flat"
    PAPER_SKEWED = "paper_skewed"
    PAPER_GLARE = "paper_glare"
    PAPER_BLURRED = "paper_blurred"
    PAPER_CUT = "paper_cut"
    TURNED = "turned"
    CLOSED = "closed"
    BRIGHT = "bright"
    BLURRED = "blurred"
    ID_PHOTO = "id_photo"
    ID_LAUGH = "id_laugh"
    ID_OPEN = "id_open"
    ID_GLASSES = "id_glasses"
    ID_DARK_GLASSES = "id_dark_glasses"
    ID_GLARE = "id_glare"
    ID_SHADOW = "id_shadow"
    ID_SIDELONG = "id_sidelong"
    ID_FAR = "id_far"
    ID_NEAR = "id_near"


@dataclass(frozen=True)
class _Sitter:
    """Somebody before a white wall. ``shadow`` is how dark one side gets: of the wall, or of the face."""

    mouth: Mouth = Mouth.CALM
    glasses: Glasses = Glasses.NONE
    size: float = 1.0
    wall_shadow: float = 0.0
    face_shadow: float = 0.0


_SITTERS = {
    Scene.ID_PHOTO: _Sitter(),
    Scene.ID_LAUGH: _Sitter(Mouth.LAUGH),
    Scene.ID_OPEN: _Sitter(Mouth.OPEN),
    Scene.ID_GLASSES: _Sitter(glasses=Glasses.CLEAR),
    Scene.ID_DARK_GLASSES: _Sitter(glasses=Glasses.DARK),
    Scene.ID_GLARE: _Sitter(glasses=Glasses.GLARE),
    Scene.ID_SHADOW: _Sitter(wall_shadow=0.45),
    Scene.ID_SIDELONG: _Sitter(face_shadow=0.7),
    Scene.ID_FAR: _Sitter(size=0.76),
    Scene.ID_NEAR: _Sitter(size=1.08),
}
ALONE = (Scene.FACE, Scene.DARK, Scene.TURNED, Scene.CLOSED, Scene.BRIGHT, Scene.BLURRED)
_SHEETS = {
    Scene.PAPER_FLAT: sheets.Sheet.FLAT,
    Scene.PAPER_SKEWED: sheets.Sheet.SKEWED,
    Scene.PAPER_GLARE: sheets.Sheet.GLARE,
    Scene.PAPER_BLURRED: sheets.Sheet.BLURRED,
    Scene.PAPER_CUT: sheets.Sheet.CUT,
}
_STILL = (Scene.NOBODY, Scene.TABLE, Scene.PAPER)
_TABLE = (84, 76, 70)
_ASIDE = 40.0  # degrees


@cache
def picture(scene: Scene, number: int) -> bytes:
    """Number 0 to ``LOOP`` - 1 of the loop, as JPEG; drawn and encoded once. What is no person is still."""
    if number and (scene in _SHEETS or scene in _STILL):
        return picture(scene, 0)
    buffer = io.BytesIO()
    _draw(scene, math.tau * number / LOOP, blinking=number in (50, 51, 52)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _draw(scene: Scene, turn: float, *, blinking: bool) -> Image.Image:
    if scene in _SHEETS:
        return sheets.draw(_SHEETS[scene])
    if scene in _SITTERS:
        return _sitting(_SITTERS[scene], turn, 0.1 if blinking else 1.0)
    image = _hall().copy()
    eyes = 0.0 if scene is Scene.CLOSED else 0.1 if blinking else 1.0
    if scene in ALONE:
        _person(image, Looks(), 320, 1.0, turn, eyes, aside=_ASIDE if scene is Scene.TURNED else 0.0)
    elif scene is Scene.FAR:
        _person(image, Looks(), 330, 0.3, turn, eyes)
    elif scene is Scene.TWO:
        _person(image, _SECOND_PERSON, 478, 0.68, turn + 2, 1.0)
        _person(image, Looks(), 190, 0.78, turn, eyes)
    elif scene is Scene.TABLE:
        image.paste(_TABLE, (0, 0, *SIZE))
    elif scene is Scene.PAPER:
        _sheet_of_paper(image)
    return _spoilt(image, scene)


def _spoilt(image: Image.Image, scene: Scene) -> Image.Image:
    """As light and focus of that scene make it."""
    if scene is Scene.BLURRED:
        return image.filter(ImageFilter.GaussianBlur(9))
    light = {Scene.DARK: 0.1, Scene.BRIGHT: 4.0}.get(scene)
    return ImageEnhance.Brightness(image).enhance(light) if light else image


def _sitting(sitter: _Sitter, turn: float, eyes: float) -> Image.Image:
    image = Image.new("RGB", SIZE, (234, 236, 236))
    shade = Image.linear_gradient("L").rotate(90).resize(SIZE)
    _darken(image, shade, sitter.wall_shadow)
    face = _head(Looks(), eyes, 0.0, sitter.mouth, sitter.glasses)
    if sitter.face_shadow:
        face, alpha = face.copy(), face.getchannel("A")
        _darken(face, Image.linear_gradient("L").rotate(90).resize(face.size), sitter.face_shadow)
        face.putalpha(alpha)
    _stand(image, Looks(), face, 320, sitter.size, turn)
    return image


def _darken(image: Image.Image, where: Image.Image, share: float) -> None:
    """By that share where the mask is white."""
    if share:
        image.paste((0, 0, 0), (0, 0), where.point([round(value * share) for value in range(256)]))


def _person(
    image: Image.Image, looks: Looks, x: float, size: float, turn: float, eyes: float, aside: float = 0.0
) -> None:
    _stand(image, looks, _head(looks, eyes, aside), x, size, turn)


def _stand(image: Image.Image, looks: Looks, face: Image.Image, x: float, size: float, turn: float) -> None:
    """Near ones are cut off by the picture's lower edge, far ones stand behind the counter. All sway a little."""
    sway, nod = 4 * size * math.sin(turn), 2.5 * size * math.sin(2 * turn + 0.5)
    foot = SIZE[1] + 130 * (1 - size) if size > 0.5 else _COUNTER + 20
    _paste(image, bust(looks), size, x + sway / 2, foot - 210 * size)
    _paste(image, face, size * 0.82, x + sway, foot - 478 * size + nod)
    if size <= 0.5:
        counter = (0, _COUNTER, *SIZE)
        image.paste(_hall().crop(counter), counter)


@cache
def _head(
    looks: Looks, eyes: float, aside: float, mouth: Mouth = Mouth.SMILE, glasses: Glasses = Glasses.NONE
) -> Image.Image:
    return turned(head(looks, eyes), aside) if aside else head(looks, eyes, mouth, glasses)


def _paste(image: Image.Image, layer: Image.Image, size: float, middle: float, top: float) -> None:
    """Scaled, at a place between the pixels: whole pixels would make it tremble."""
    left = middle - layer.width * size / 2
    corner = math.floor(left), math.floor(top)
    shift = (corner[0] - left) / size, (corner[1] - top) / size
    room = math.ceil(layer.width * size) + 1, math.ceil(layer.height * size) + 1
    scale = (1 / size, 0, shift[0], 0, 1 / size, shift[1])
    placed = layer.transform(room, Image.Transform.AFFINE, scale, Image.Resampling.BILINEAR)
    image.paste(placed, corner, placed)


@cache
def _hall() -> Image.Image:
    """A service hall out of focus: a bright window, a wall, a counter, a plant."""
    image = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, (198, 206, 208)), Image.new("RGB", SIZE, (226, 230, 228)), image)
    draw = ImageDraw.Draw(image)
    for left in (28, 152):
        draw.rectangle((left, -20, left + 104, 250), fill=(240, 246, 248))
    draw.rectangle((470, 60, 610, 170), fill=(164, 186, 198))
    draw.rectangle((486, 78, 594, 90), fill=(230, 236, 238))
    draw.rectangle((486, 104, 560, 114), fill=(230, 236, 238))
    draw.rectangle((-10, _COUNTER, 650, 500), fill=(178, 160, 140))
    draw.rectangle((-10, _COUNTER - 8, 650, _COUNTER + 6), fill=(204, 190, 172))
    for x, y in ((572, 300), (600, 276), (618, 310), (586, 330), (628, 286)):
        draw.ellipse((x - 26, y - 34, x + 26, y + 34), fill=(112, 146, 112))
    return image.filter(ImageFilter.GaussianBlur(14))


def _sheet_of_paper(image: Image.Image) -> None:
    """A written sheet that lies askew on a dark table."""
    image.paste(_TABLE, (0, 0, *SIZE))
    draw = ImageDraw.Draw(image)
    draw.polygon([(176, 52), (470, 70), (452, 446), (150, 424)], fill=(240, 238, 232))
    for line in range(11):
        y = 110 + line * 26
        draw.line([(206 - line * 2, y), (430 - line * 2 - (line % 3) * 30, y + 14)], fill=(70, 70, 78), width=5)
