"""A sheet is taken by itself, once it lies well and still; what is wrong with it is said meanwhile."""

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from kiosk.core import timing
from kiosk.core.clock import SystemClock
from kiosk.core.errors import CameraError, Disconnected
from kiosk.core.job import Preview
from kiosk.core.picture import Corners, DocumentFinding, DocumentForm, Frame
from kiosk.core.step import KeepSheet, Route, ScanDocument, Sheet, Step
from kiosk.devices.document import GLARE, SheetScanner
from kiosk.devices.opencv import Options, open_device
from kiosk.devices.owner import Owner
from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.scenes import Scene
from kiosk.perform.document import scan_document
from tests.perform.kits import FakeClock, Played, job

FRAME = Frame(100, 75, memoryview(bytes(100 * 75 * 4)))
STEP = ScanDocument("诊断证明", DocumentForm.GREY_PNG)


def lying(x: float = 10.0, problem: str = "") -> DocumentFinding:
    corners: Corners = ((x, 10.0), (x + 50, 10.0), (x + 50, 60.0), (x, 60.0))
    return DocumentFinding(problem, corners, 0.0 if problem else 0.9)


class Scanner:
    """Finds in the next frame the next of these; ``scans`` are what comes of the stills, errors are raised."""

    def __init__(self, *found: DocumentFinding, scans: tuple[Any, ...] = (b"sheet",)) -> None:
        self._found, self._scans = iter(found), iter(scans)
        self.asked: list[tuple[bytes, DocumentForm]] = []

    def check(self, _frame: Frame) -> DocumentFinding:
        return next(self._found)

    def scan(self, jpeg: bytes, form: DocumentForm) -> bytes:
        self.asked.append((jpeg, form))
        scan = next(self._scans)
        if isinstance(scan, Exception):
            raise scan
        return bytes(scan)


def scanned(scanner: Scanner, frames: int = 30) -> tuple[Sheet, list[str]]:
    """With three frames in the time that a sheet has to lie still; and what was said of each."""
    camera = Played("frame", *[FRAME] * frames, still=lambda: b"still")
    clock = FakeClock(step=timing.SHEET_STEADY / 3 + 1e-6)
    work, said = job(clock, document_camera=camera, document_scanner=scanner)
    sheet = scan_document(STEP, work)
    previews = [event for event in said if isinstance(event, Preview) and isinstance(event.finding, DocumentFinding)]
    assert len(previews) == len(said)
    return sheet, [preview.finding.problem for preview in previews if preview.finding]


def test_it_is_taken_once_it_has_lain_still_in_the_form_that_the_step_asks_for() -> None:
    scanner = Scanner(*[lying()] * 5)
    sheet, said = scanned(scanner)
    assert sheet == Sheet(b"sheet")
    assert scanner.asked == [(b"still", DocumentForm.GREY_PNG)]
    assert said == [""] * 5  # it comes to rest with the first; the time runs from the second


def test_what_is_wrong_is_said_and_begins_anew() -> None:
    sheet, said = scanned(Scanner(lying(), lying(), DocumentFinding("没看到纸"), *[lying()] * 5))
    assert sheet.picture == b"sheet"
    assert said == ["", "", "没看到纸", *[""] * 5]


def test_a_sheet_that_is_being_moved_is_waited_for() -> None:
    _, said = scanned(Scanner(*[lying(x) for x in (10, 14, 18, 22)], *[lying(22.5)] * 5))
    assert len(said) == 8


def test_one_that_is_pushed_slowly_is_not_still() -> None:
    slow = [lying(10 + 0.6 * number) for number in range(12)]
    _, said = scanned(Scanner(*slow, *[lying(16.6)] * 6))
    assert len(said) > len(slow)


def test_what_the_whole_picture_shows_is_said_too() -> None:
    blurred = CameraError("x", sentence="字糊了，放平别动")
    sheet, said = scanned(Scanner(*[lying()] * 20, scans=(blurred, b"sheet")))
    assert sheet.picture == b"sheet"
    assert said.count("字糊了，放平别动") == 1


def test_a_camera_that_is_gone_is_trouble_and_none_at_all_too() -> None:
    work, _ = job(document_camera=Played("frame", FRAME, Disconnected("no wire")), document_scanner=Scanner(lying()))
    with pytest.raises(Disconnected):
        scan_document(STEP, work)
    for parts in ({}, {"document_camera": Played("frame", FRAME)}, {"document_scanner": Scanner()}):
        work, _ = job(**parts)
        with pytest.raises(CameraError, match="no document camera"):
            scan_document(STEP, work)


def _driven(*answers: Any) -> tuple[list[Step[Any]], Any]:
    """The steps that are asked for, and what the script gets in the end."""
    asked: list[Step[Any]] = []
    going = STEP.__await__()
    try:
        for answer in (None, *answers):
            asked += [going.send(answer)]
    except StopIteration as end:
        return asked, end.value
    return asked, None


def test_the_citizen_looks_at_it_and_may_take_another() -> None:
    one, two = Sheet(b"one"), Sheet(b"two")
    asked, kept = _driven(one, Route("again"), two, True)
    assert asked == [STEP, KeepSheet("诊断证明", one), STEP, KeepSheet("诊断证明", two)]
    assert kept is two


def test_who_has_none_goes_another_way() -> None:
    assert _driven(Route("staff")) == ([STEP], Route("staff"))


def test_over_the_wire_what_is_wrong_is_said_until_the_sheet_lies_well(until: Any) -> None:
    bench, clock = MjpegCameraSimulator(), SystemClock()
    said: list[Any] = []

    def lay_better(event: Any) -> None:
        said.append(event)
        bench.show(Scene.PAPER_SKEWED)

    bench.start()
    bench.show(Scene.PAPER_GLARE)
    camera = Owner("document_camera", lambda: open_device(Options(source=bench.url), clock), clock=clock)
    try:
        until(lambda: camera.status.usable)
        work, _ = job(document_camera=camera, document_scanner=SheetScanner())
        sheet = scan_document(
            ScanDocument("诊断证明"), replace(work, kit=replace(work.kit, clock=clock), report=lay_better)
        )
    finally:
        camera.close()
        bench.close()
    problems = [event.finding.problem for event in said]
    assert problems[0] == GLARE
    assert problems[-1] == ""
    width, height = Image.open(io.BytesIO(sheet.picture)).size
    assert height > width > 400  # alone and upright, in the size that the camera has, not the preview's
