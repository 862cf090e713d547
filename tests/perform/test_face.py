"""The best of the good frames is taken, and a bad one begins anew."""

import pytest

from kiosk.core import timing
from kiosk.core.errors import CameraError, Cancelled
from kiosk.core.job import Preview
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.step import CaptureFace, CaptureIdPhoto, Face
from kiosk.perform.face import SHOWN, capture_face, capture_id_photo
from kiosk.widgets.live import FaceView
from tests.perform.kits import FakeClock, Played, job

FRAMES = [Frame(1, 1, memoryview(bytes([number, 0, 0, 0]))) for number in range(40)]


class Gate:
    """Judges frames by their number: a score, or the words of what is wrong."""

    def __init__(self, *findings: float | str | FaceFinding) -> None:
        self._findings = findings

    def check(self, frame: Frame) -> FaceFinding:
        finding = self._findings[frame.pixels[0] % len(self._findings)]
        if isinstance(finding, FaceFinding):
            return finding
        return FaceFinding(finding) if isinstance(finding, str) else FaceFinding("", (0, 0, 1, 1), finding)


def camera() -> Played:
    shown: list[int] = []

    def jpeg() -> bytes:
        return b"jpeg %d" % (shown[-1])

    class Shown(Played):
        def _play(self, *_: object) -> Frame:
            frame = super()._play()
            shown.append(frame.pixels[0])
            return frame

    return Shown("frame", *FRAMES, whole=lambda: FRAMES[shown[-1]], jpeg=jpeg, still=lambda: b"still %d" % shown[-1])


def capture(*findings: float | str | FaceFinding, frames_needed: int = 3) -> tuple[Face, list[Preview]]:
    clock = FakeClock(step=(timing.FACE_STEADY / frames_needed + 1e-6) / 2)
    work, said = job(clock, camera=camera(), face_detector=Gate(*findings))
    return capture_face(CaptureFace(), work), said


def test_the_best_of_the_good_frames_is_taken() -> None:
    face, said = capture(1.0, 3.0, 2.0, 1.0)
    assert face == Face(b"jpeg 1")
    assert [preview.frame.pixels[0] for preview in said] == [0, 1, 2, 3]


def test_a_bad_frame_begins_anew() -> None:
    face, said = capture(9.0, "太暗了，往亮处站", 1.0, 2.0, 1.0, 1.0)
    assert face == Face(b"jpeg 3")
    assert said[1].finding.problem == "太暗了，往亮处站"


SHUT = FaceFinding("眼睛睁开，看着镜头", (0, 0, 1, 1), fleeting=True)


def test_a_blink_is_passed_over_and_never_taken() -> None:
    face, said = capture(1.0, SHUT, 2.0, 1.0, 1.0, 1.0, frames_needed=4)
    assert face == Face(b"jpeg 2")
    assert [preview.finding.problem for preview in said] == [""] * 5


def test_eyes_that_stay_shut_begin_anew() -> None:
    face, said = capture(9.0, SHUT, SHUT, SHUT, 1.0, 1.0, 2.0, 1.0, 1.0, frames_needed=4)
    assert face == Face(b"jpeg 6")
    assert [preview.finding.problem for preview in said][:4] == ["", "", SHUT.problem, SHUT.problem]


@pytest.mark.parametrize("parts", [{}, {"camera": camera()}, {"face_detector": Gate(1.0)}])
def test_without_a_camera_it_says_so(parts: dict[str, object]) -> None:
    work, _ = job(**parts)
    with pytest.raises(CameraError, match="no camera"):
        capture_face(CaptureFace(), work)


class Cutting(Gate):
    """Cuts what its camera took, but for those that are ``spoilt``."""

    def __init__(self, *findings: float | str | FaceFinding, spoilt: bytes = b"") -> None:
        super().__init__(*findings)
        self._spoilt = spoilt

    def cut(self, jpeg: bytes) -> bytes:
        if jpeg == self._spoilt:
            raise CameraError("no good as large as it is")
        return b"cut from " + jpeg


def id_photo(gate: Gate) -> tuple[Face, list[Preview]]:
    clock = FakeClock(step=(timing.FACE_STEADY / 3 + 1e-6) / 2)
    work, said = job(clock, camera=camera(), id_photo_gate=gate)
    return capture_id_photo(CaptureIdPhoto(), work), said


def test_a_photo_is_cut_from_the_cameras_own_picture_of_the_best_frame() -> None:
    face, said = id_photo(Cutting("嘴闭上，不笑", 1.0, 3.0, 2.0, 1.0))
    assert face == Face(b"cut from still 2")
    assert said[0].finding.problem == "嘴闭上，不笑"


def test_what_is_no_good_as_large_as_it_is_is_taken_anew() -> None:
    face, said = id_photo(Cutting(1.0, 3.0, 2.0, 1.0, 1.0, 5.0, 1.0, 1.0, spoilt=b"still 1"))
    assert face == Face(b"cut from still 5")
    assert len(said) == 8


def test_a_camera_that_gives_no_picture_is_told_and_not_tried_for_ever() -> None:
    work, _ = job(camera=Played("frame", CameraError("no picture")), id_photo_gate=Cutting(1.0))
    with pytest.raises(CameraError, match="no picture"):
        capture_id_photo(CaptureIdPhoto(), work)


@pytest.mark.parametrize("parts", [{}, {"camera": camera()}, {"id_photo_gate": Cutting(1.0)}])
def test_without_a_camera_no_photo_is_taken(parts: dict[str, object]) -> None:
    work, _ = job(**parts)
    with pytest.raises(CameraError, match="no camera"):
        capture_id_photo(CaptureIdPhoto(), work)


def test_every_frame_is_shown_and_only_some_are_judged() -> None:
    """Five frames from one look to the next: the clock is asked once for each, and twice for one that is judged."""
    seen: list[int] = []

    class Seeing(Gate):
        def check(self, frame: Frame) -> FaceFinding:
            seen.append(frame.pixels[0])
            return super().check(frame)

    clock = FakeClock(step=timing.FACE_LOOK / 6 + 1e-6)
    work, said = job(clock, camera=camera(), face_detector=Seeing("太暗了", "太远了"))
    with pytest.raises(Cancelled):
        capture_face(CaptureFace(), work)
    assert seen == list(range(0, 40, 5))
    shown = [event for event in said if isinstance(event, Preview)]
    assert [preview.frame.pixels[0] for preview in shown] == list(range(40))
    assert all(preview.finding == shown[number // 5 * 5].finding for number, preview in enumerate(shown))


def test_what_is_made_of_a_picture_is_what_the_page_shows_of_it() -> None:
    assert FaceView.ASPECT == SHOWN
