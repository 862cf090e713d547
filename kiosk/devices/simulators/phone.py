"""A phone with a QR code on its screen, held before a camera in the hall."""

import io

import segno
from PIL import Image, ImageDraw

from kiosk.devices.simulators.scenes import Scene, picture

__all__ = ["phone"]

_BODY = (190, 40, 450, 440)  # of the picture's 640 x 480
_SCREEN = (206, 70, 434, 410)
_CODE = 216  # pixels to a side, at most
_ANGLE = 5.0  # degrees: nobody holds it straight


def phone(text: str) -> bytes:
    """As JPEG."""
    hall = Image.open(io.BytesIO(picture(Scene.NOBODY, 0))).convert("RGB")
    held, mask = hall.copy(), Image.new("L", hall.size, 0)
    draw = ImageDraw.Draw(held)
    draw.rounded_rectangle(_BODY, 30, fill=(24, 26, 30))
    draw.rectangle(_SCREEN, fill=(246, 248, 250))
    ImageDraw.Draw(mask).rounded_rectangle(_BODY, 30, fill=255)
    code = _code(text)
    middle = (_SCREEN[0] + _SCREEN[2]) // 2, (_SCREEN[1] + _SCREEN[3]) // 2
    held.paste(code, (middle[0] - code.width // 2, middle[1] - code.height // 2))
    seen = Image.composite(
        held.rotate(_ANGLE, Image.Resampling.BICUBIC), hall, mask.rotate(_ANGLE, Image.Resampling.BICUBIC)
    )
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _code(text: str) -> Image.Image:
    code = segno.make(text, micro=False, error="l")
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=max(1, _CODE // code.symbol_size(border=2)[0]), border=2)
    return Image.open(buffer).convert("RGB")
