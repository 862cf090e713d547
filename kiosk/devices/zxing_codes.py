"""Reads codes that are held before the camera, by zxing-cpp: QR codes of phones, Code 128 and Data Matrix of papers.

A phone's screen that shines is read best with the code filling a third of the picture; all sizes down to two pixels a
module are tried.
"""

from functools import cache
from typing import Any, Final

from kiosk.core.code import ScannedCode, classify
from kiosk.core.errors import CodeError
from kiosk.core.picture import Frame

__all__ = ["ZxingCodeReader"]

_LONGEST: Final = 512  # characters, as the serial scanner's


class ZxingCodeReader:
    """Implements ``core.ports_pictures.CodeReader``. Keeps nothing of a frame; any thread may ask."""

    def read(self, frame: Frame) -> ScannedCode | None:
        """See the port."""
        zxing = _zxing()
        image = zxing.ImageView(frame.pixels, frame.width, frame.height, zxing.ImageFormat.BGRA)
        found = zxing.read_barcode(image, formats=_formats(), text_mode=zxing.TextMode.Plain)
        if found is None:
            return None
        text: str = found.text.strip("\r\n")
        if not text or len(text) > _LONGEST or not text.isprintable():
            raise CodeError(
                f"a {found.format} of {len(text)} characters that are too many or not all printable",
                remedy="换一个码，对准镜头",
            )
        return ScannedCode(text, classify(text))


@cache
def _formats() -> Any:
    kinds = _zxing().BarcodeFormat
    return kinds.QRCode, kinds.Code128, kinds.DataMatrix


def _zxing() -> Any:
    import zxingcpp

    return zxingcpp
