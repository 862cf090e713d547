"""Previews of what is taken to be handed in: a sheet of paper under the document camera, a photo for a card."""

from collections.abc import Iterator

from kiosk.core.job import Preview
from kiosk.core.picture import DocumentFinding, Frame
from kiosk.core.step import KeepSheet, ScanDocument, Sheet
from kiosk.screens.content import Page
from kiosk.screens.preview_pictures import CORNERS, paper_on_a_table, paper_taken
from kiosk.screens.preview_sample import Sample
from kiosk.screens.previews_id_photo import samples as id_photo_samples

__all__ = ["samples"]

WHAT, LONGEST = "诊断证明", "病历和出院小结"


def samples() -> Iterator[Sample]:
    def page(step: object) -> Page:
        return Page(step, "交医保", can_go_back=True)

    yield Sample("attach", "attach", page(ScanDocument(WHAT)))
    yield Sample("attach-problem", "attach", page(ScanDocument(LONGEST)), (_preview("纸没放全，往中间挪一挪"),))
    yield Sample("attach-good", "attach", page(ScanDocument(WHAT)), (_preview(""),))
    yield Sample("attached", "attached", page(KeepSheet(LONGEST, Sheet(paper_taken()))))
    yield from id_photo_samples()


def _preview(problem: str) -> Preview:
    image = paper_on_a_table()
    frame = Frame(image.width(), image.height(), memoryview(bytes(image.constBits())))
    return Preview(frame, DocumentFinding(problem, CORNERS))
