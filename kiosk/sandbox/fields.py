"""Fields that many calls share, and what they must look like."""

import io
from typing import Annotated

from PIL import Image
from pydantic import Base64UrlBytes, BaseModel, ConfigDict, Field

from kiosk.sandbox.refusals import Refusal

__all__ = ["CallBody", "IdNumber", "Picture", "check_picture"]

_SMALLEST_SIDE = 100  # pixels

IdNumber = Annotated[str, Field(min_length=15, max_length=18)]  # 15: the foreigner's card of 2017
Picture = Annotated[Base64UrlBytes, Field(max_length=2 * 1024 * 1024)]


class CallBody(BaseModel):
    """What a terminal sends: nothing more than what is described."""

    model_config = ConfigDict(extra="forbid")


def check_picture(data: bytes) -> None:
    """JPEG of a useful size. Raises Refusal."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            picture.load()
            useful = min(picture.size) >= _SMALLEST_SIDE
    except (OSError, Image.DecompressionBombError):
        useful = False
    if not useful:
        raise Refusal(409, "picture", "这张照片用不了", "再拍一张")
