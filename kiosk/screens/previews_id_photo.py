"""Previews of a photo for an identity card: before the camera, and taken."""

from collections.abc import Iterator

from kiosk.core.job import Preview
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.step import CaptureIdPhoto, KeepIdPhoto, Sheet
from kiosk.screens.content import Page
from kiosk.screens.preview_pictures import face, portrait
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

LONGEST = "背后要是白墙，换个地方站"
WHAT = "身份证照片"


def samples() -> Iterator[Sample]:
    def page(step: object) -> Page:
        return Page(step, "换身份证", can_go_back=True)

    yield Sample("id-photo", "id_photo", page(CaptureIdPhoto()))
    yield Sample("id-photo-problem", "id_photo", page(CaptureIdPhoto()), (_preview(LONGEST),))
    yield Sample("id-photo-good", "id_photo", page(CaptureIdPhoto()), (_preview(""),))
    yield Sample("id-photo-again", "id_photo", page(CaptureIdPhoto("没对上，脸正对着镜头再拍一张")))
    yield Sample("id-photo-taken", "attached", page(KeepIdPhoto(WHAT, Sheet(face().jpeg), 3)))
    yield Sample("id-photo-last", "attached", page(KeepIdPhoto(WHAT, Sheet(face().jpeg))))


def _preview(problem: str) -> Preview:
    image = portrait(640, 540).copy(0, 30, 640, 480)  # where the oval is
    return Preview(Frame(640, 480, memoryview(bytes(image.constBits()))), FaceFinding(problem))
