"""What every side of ``camera_preview.py`` sees, and how large it shows it."""

import io

from PIL import Image

from kiosk.devices.simulators.scenes import LOOP, Scene, picture

__all__ = ["VIEW", "pictures"]

VIEW = (540, 675)


def pictures(width: int, height: int) -> list[bytes]:
    """Two seconds of a face at 30 pictures a second, as JPEG."""
    found = []
    for number in range(LOOP):
        image = Image.open(io.BytesIO(picture(Scene.FACE, number)))
        buffer = io.BytesIO()
        image.resize((width, width * 3 // 4)).crop((0, 0, width, height)).save(buffer, "JPEG", quality=88)
        found.append(buffer.getvalue())
    return found
