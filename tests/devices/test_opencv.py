"""The camera over a real stream of pictures on loopback."""

import io
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import CameraError, Disconnected
from kiosk.core.status import Health, Status
from kiosk.core.timing import FRAME
from kiosk.devices.opencv import Options, open_device
from kiosk.devices.opencv_pictures import middle
from kiosk.devices.owner import Owner, Pace
from kiosk.devices.simulators.mjpeg_camera import CameraFault, MjpegCameraSimulator
from kiosk.devices.simulators.scenes import LOOP, Scene, picture
from tests.busy import quickest_timed, raised, seconds

ONLINE = Status(Health.ONLINE)
SLACK = 0.05


class SteppedClock(SystemClock):
    def __init__(self):
        self.ahead = 0.0

    def monotonic(self):
        return super().monotonic() + self.ahead


@pytest.fixture
def bench():
    simulator = MjpegCameraSimulator()
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def stepped():
    return SteppedClock()


@pytest.fixture
def camera(bench, stepped):
    driver = open_device(Options(source=bench.url), stepped)
    yield driver
    driver.close()


def _rgb(frame):
    return Image.frombytes("RGB", (frame.width, frame.height), bytes(frame.pixels), "raw", "BGRX")


def _jpeg(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def _until_it_fails(camera):
    """What was on its way still arrives."""
    for _ in range(100):
        camera.frame()


def _difference(one, other):
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_a_frame_and_its_jpeg_are_as_the_camera_sees(bench, camera):
    bench.show(Scene.PAPER)
    frame = camera.frame()
    sent = Image.open(io.BytesIO(picture(Scene.PAPER, 0))).convert("RGB")
    assert (frame.width, frame.height, len(frame.pixels)) == (640, 480, 640 * 480 * 4)
    assert frame.pixels.readonly
    assert _difference(_rgb(frame), sent) < 3
    assert _difference(Image.open(io.BytesIO(camera.jpeg())), sent) < 3


def test_whole_frames_and_middles_are_not_in_each_others_memory(bench, camera):
    bench.show(Scene.PAPER)
    whole, middle = camera.frame(), camera.frame(4 / 5)
    before = bytes(whole.pixels), bytes(middle.pixels)
    bench.show(Scene.DARK)
    for shape in (None, 4 / 5, None, 4 / 5):
        camera.frame(shape)
    assert (bytes(whole.pixels), bytes(middle.pixels)) == before


def test_a_frame_keeps_its_pixels_while_the_next_two_are_taken(bench, camera):
    bench.show(Scene.PAPER)
    first = camera.frame()
    before = bytes(first.pixels)
    bench.show(Scene.DARK)
    camera.frame()
    camera.frame()
    assert bytes(first.pixels) == before


def test_after_a_pause_the_picture_is_new(bench, camera, stepped):
    bench.show(Scene.PAPER)
    camera.frame()
    threading.Event().wait(0.4)  # pictures pile up at both ends of the stream
    bench.show_jpeg(_jpeg(Image.new("RGB", (640, 480))))
    threading.Event().wait(0.1)
    assert ImageStat.Stat(_rgb(camera.frame())).mean[0] < 5


def test_a_large_picture_is_made_smaller_in_its_proportions(bench, camera):
    bench.show_jpeg(_jpeg(Image.new("RGB", (1280, 720), (10, 200, 30))))
    frame = camera.frame()
    assert (frame.width, frame.height) == (640, 360)
    assert _difference(_rgb(frame), Image.new("RGB", (640, 360), (10, 200, 30))) < 3
    assert Image.open(io.BytesIO(camera.jpeg())).size == (640, 360)
    assert Image.open(io.BytesIO(camera.still())).size == (1280, 720)


@pytest.mark.parametrize(
    "size", [(640, 480), (800, 600), (1279, 959), (1280, 960), (1920, 1080), (2593, 1945), (480, 640)]
)
def test_a_picture_of_any_size_is_the_same_picture_smaller(bench, camera, size):
    sheet = Image.open(io.BytesIO(picture(Scene.PAPER_FLAT, 0))).convert("RGB").resize(size)
    bench.show_jpeg(_jpeg(sheet))
    frame = camera.frame()
    assert frame.width <= 640
    assert frame.height <= 480
    assert max(frame.width / 640, frame.height / 480) == 1
    smaller = sheet.resize((frame.width, frame.height), Image.Resampling.BOX)
    assert _difference(_rgb(frame), smaller) < 4


@pytest.mark.parametrize("size", [(640, 480), (800, 600), (1280, 720), (1920, 1080), (480, 640), (2593, 1945)])
@pytest.mark.parametrize("shape", [4 / 5, 4 / 3])
def test_the_middle_of_a_frame_is_where_it_is_in_the_whole(bench, camera, size, shape):
    """And as high, to a rounded pixel: what is found in the whole is said of what is seen."""
    sheet = Image.open(io.BytesIO(picture(Scene.PAPER_FLAT, 0))).convert("RGB").resize(size)
    bench.show_jpeg(_jpeg(sheet))
    whole = camera.frame()
    frame = camera.frame(shape)
    wide = min(whole.width, whole.height * shape)
    high = wide / shape
    assert frame.width >= wide - 1
    assert abs(frame.height - high) <= 1
    assert (whole.shape, frame.shape) == (0, shape)
    left, top = (whole.width - wide) / 2, (whole.height - high) / 2
    there = _rgb(whole).resize((64, 48), Image.Resampling.BOX, (left, top, left + wide, top + high))
    assert _difference(_rgb(frame).resize((64, 48), Image.Resampling.BOX), there) < 4
    assert Image.open(io.BytesIO(camera.jpeg())).size == (whole.width, whole.height)


@pytest.mark.parametrize(("high", "every"), [(720, 2), (1080, 3)])
def test_a_middle_of_what_was_not_made_smaller_is_some_of_its_rows(high, every):
    """As a USB camera's picture comes."""
    rng = np.random.default_rng(high)
    picture = rng.integers(0, 256, (high, high * 16 // 9, 3), np.uint8)
    wide, left = high * 4 // 5, (high * 16 // 9 - high * 4 // 5) // 2
    assert np.array_equal(middle(picture, 4 / 5), picture[::every, left : left + wide])


def test_the_whole_of_the_picture_that_was_shown_can_be_judged(bench, camera):
    with pytest.raises(CameraError, match="no frame"):
        camera.whole()
    bench.show(Scene.PAPER)
    camera.frame(4 / 5)
    whole = camera.whole()
    assert (whole.width, whole.height, whole.shape) == (640, 480, 0)
    sent = Image.open(io.BytesIO(picture(Scene.PAPER, 0))).convert("RGB")
    assert _difference(_rgb(whole), sent) < 3


def test_what_is_no_picture_is_passed_over(bench, camera):
    whole = picture(Scene.FACE, 0)
    bench.show_jpeg(whole[: len(whole) // 2])
    camera.poll()
    threading.Timer(0.3, lambda: bench.show(Scene.FACE)).start()
    assert camera.frame().width == 640


def test_a_picture_that_says_to_be_enormous_is_none(bench, camera):
    whole = bytearray(picture(Scene.FACE, 0))
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = b"\xff\xdc\xff\xdc"
    bench.show_jpeg(bytes(whole))
    with pytest.raises(CameraError, match="no picture"):
        camera.frame()


def test_no_picture_before_the_first_frame(camera):
    with pytest.raises(CameraError):
        camera.jpeg()


def test_a_stalled_stream_is_said_in_two_seconds_and_tried_again(bench, camera):
    clock, most = SystemClock(), 2.0 + SLACK + 0.2  # what was on its way is shown before

    def stalls():
        bench.set_fault(None)
        camera.poll()
        camera.frame()
        bench.set_fault(CameraFault.STALL)
        started = clock.monotonic()
        with pytest.raises(CameraError):
            _until_it_fails(camera)
        return clock.monotonic() - started

    assert 1.9 < quickest_timed(stalls, most) < most
    assert camera.poll().fault == CameraError(camera.poll().fault.technician).fault()
    bench.set_fault(None)
    assert camera.poll() == ONLINE
    assert camera.frame().width == 640


def test_a_camera_that_takes_the_call_and_says_nothing_costs_the_opening_s_deadline(bench, stepped):
    bench.set_fault(CameraFault.STALL)

    def first_frame():
        camera = open_device(Options(source=bench.url), stepped)
        took = seconds(lambda: raised(CameraError, camera.frame))
        camera.close()
        return took

    assert quickest_timed(first_frame, FRAME + SLACK) < FRAME + SLACK
    bench.set_fault(None)


def test_an_unplugged_camera_is_disconnected(bench, camera, stepped):
    camera.frame()
    bench.set_fault(CameraFault.UNPLUGGED)
    with pytest.raises(Disconnected):
        _until_it_fails(camera)
    with pytest.raises(Disconnected):
        camera.poll()
    with pytest.raises(Disconnected):
        open_device(Options(source=bench.url), stepped)


def test_a_missing_device_file_is_disconnected_and_a_false_one_no_camera(tmp_path, stepped):
    with pytest.raises(Disconnected):
        open_device(Options(source=str(tmp_path / "video0")), stepped)
    with pytest.raises(Disconnected, match="/dev/video97"):
        open_device(Options(source="97"), stepped)
    (tmp_path / "video0").write_bytes(b"")
    with pytest.raises(CameraError):
        open_device(Options(source=str(tmp_path / "video0")), stepped).frame()


def test_it_is_let_go_after_a_minute_without_a_frame(bench, camera, stepped, until):
    camera.frame()
    until(lambda: bench.clients == 1)
    stepped.ahead += 59
    camera.poll()
    assert bench.clients >= 1
    stepped.ahead += 2
    camera.poll()
    until(lambda: bench.clients == 0)
    assert camera.frame().width == 640


def test_nothing_heavy_is_loaded_before_the_first_frame(bench):
    code = (
        "import sys; from kiosk.core.clock import SystemClock; from kiosk.devices.opencv import Options, open_device;"
        f"camera = open_device(Options(source={bench.url!r}), SystemClock());"
        "print('cv2' in sys.modules, 'numpy' in sys.modules); camera.frame(); print('cv2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
    assert done.stderr == ""


def test_it_comes_back_under_its_owner(bench, until):
    clock, options = SystemClock(), Options(source=bench.url)
    pace = Pace(poll=0.05, reconnect_first=0.02, reconnect_most=0.05)
    owner = Owner("camera", lambda: open_device(options, clock), clock=clock, pace=pace)
    until(lambda: owner.status == ONLINE)
    assert owner.run(lambda camera: camera.frame(), cancel=Cancel(), deadline=5).width == 640
    bench.set_fault(CameraFault.UNPLUGGED)
    until(lambda: owner.status.health is Health.OFFLINE)
    bench.set_fault(None)
    until(lambda: owner.status == ONLINE)
    assert owner.run(lambda camera: camera.frame(), cancel=Cancel(), deadline=5).width == 640
    owner.close()


@pytest.mark.parametrize("cycles", [30, pytest.param(1000, marks=pytest.mark.whole)])
def test_faults_and_closes_leave_nothing_behind(bench, stepped, until, cycles):
    options = Options(source=bench.url)
    camera = open_device(options, stepped)
    camera.frame()  # what OpenCV keeps for itself is there from now on
    camera.close()
    until(lambda: bench.clients == 0)
    descriptors, threads = _descriptors(), threading.active_count()
    for _ in range(cycles):
        camera = open_device(options, stepped)
        camera.frame()
        bench.set_fault(CameraFault.UNPLUGGED)
        with pytest.raises(Disconnected):
            camera.poll()
        camera.close()
        bench.set_fault(None)
    until(lambda: bench.clients == 0)
    assert threading.active_count() == threads
    assert _descriptors() == descriptors


def _descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_the_loop_has_no_jump():
    steps = [
        _difference(
            Image.open(io.BytesIO(picture(Scene.FACE, number))), Image.open(io.BytesIO(picture(Scene.FACE, after)))
        )
        for number, after in ((0, 1), (LOOP - 1, 0))
    ]
    assert max(steps) < 3
