"""YuNet: the file that is refused, and what OpenCV's detector says, put into the gate's words.

No model file is part of the project; the net here is drawn by hand, and runs in OpenCV's own FaceDetectorYN.
"""

import hashlib

import pytest
from PIL import Image, ImageDraw
from pydantic import ValidationError

from kiosk import config
from kiosk.core.clock import SystemClock
from kiosk.core.picture import Frame
from kiosk.devices import face_gate
from kiosk.devices.yunet import ModelRefused, Options, YunetFaceDetector, open_device
from tests.devices.onnx_drawing import SIDE, net


@pytest.fixture(scope="module")
def detector():
    return YunetFaceDetector(net())


def _frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


def _seen(*cells, factor=2):
    """A striped picture with those cells (column, row, colour) of 32 x 32 pixels at 320 across."""
    image = Image.new("RGB", (320 * factor, 240 * factor), (0, 120, 0))
    draw = ImageDraw.Draw(image)
    for x in range(0, image.width, 8):
        draw.rectangle((x, 0, x + 3, image.height), fill=(0, 190, 0))
    for column, row, colour in cells:
        x, y, side = column * 32 * factor, row * 32 * factor, 32 * factor
        draw.rectangle((x + 4, y + 4, x + side - 5, y + side - 5), fill=colour)
    return _frame(image)


@pytest.mark.parametrize("factor", [1, 2])
def test_the_box_is_in_pixels_of_the_frame(detector, factor):
    finding = detector.check(_seen((4, 3, (255, 60, 0)), factor=factor))
    assert finding.problem == ""
    x, y, width, height = finding.box
    assert (width, height) == (SIDE * factor, SIDE * factor)
    assert (x + width // 2, y + height // 2) == (144 * factor, 112 * factor)
    assert 0 < finding.score <= 1


def test_nobody_and_one_that_is_not_sure(detector):
    assert detector.check(_seen()).problem == face_gate.NOBODY
    assert detector.check(_seen((4, 3, (120, 60, 0)))).problem == face_gate.NOBODY


def test_the_largest_is_placed_and_a_second_one_is_said(detector):
    assert detector.check(_seen((0, 3, (255, 60, 0)))).problem == face_gate.NOT_CENTRED
    assert detector.check(_seen((2, 3, (255, 60, 0)), (7, 3, (255, 60, 0)))).problem == face_gate.SEVERAL


@pytest.mark.parametrize(("blue", "problem"), [(0, ""), (100, ""), (200, face_gate.TURNED), (255, face_gate.TURNED)])
def test_a_nose_beside_the_middle_of_the_eyes_is_a_turned_face(detector, blue, problem):
    assert detector.check(_seen((4, 3, (255, 60, blue)))).problem == problem


def _write(path, data):
    path.write_bytes(data)
    return Options(path=path, sha256=hashlib.sha256(data).hexdigest())


def test_the_file_that_is_meant_is_taken_and_later_changes_change_nothing(tmp_path):
    options = _write(tmp_path / "yunet.onnx", net())
    detector = open_device(options, SystemClock())
    options.path.write_bytes(b"something else")
    assert detector.check(_seen((4, 3, (255, 60, 0)))).problem == ""


def test_another_file_is_refused_in_one_sentence(tmp_path):
    options = _write(tmp_path / "yunet.onnx", net())
    options.path.write_bytes(net() + b"\0")
    with pytest.raises(ModelRefused, match="sha256 不一样") as raised:
        open_device(options, SystemClock())
    assert hashlib.sha256(net() + b"\0").hexdigest() in raised.value.technician
    assert "\n" not in raised.value.technician


def test_a_missing_and_an_enormous_file_are_refused(tmp_path):
    with pytest.raises(ModelRefused, match="读不到"):
        open_device(Options(path=tmp_path / "none.onnx", sha256="0" * 64), SystemClock())
    with pytest.raises(ModelRefused, match="读不到"):
        open_device(Options(path=tmp_path, sha256="0" * 64), SystemClock())
    with (tmp_path / "large").open("wb") as file:
        file.truncate(20 * 2**20)
    with pytest.raises(ModelRefused, match="16 MB"):
        open_device(Options(path=tmp_path / "large", sha256="0" * 64), SystemClock())


@pytest.mark.parametrize("data", [b"", b"no net", net()[:200]])
def test_a_file_that_is_no_net_is_refused_at_the_first_frame(tmp_path, data):
    detector = open_device(_write(tmp_path / "yunet.onnx", data), SystemClock())
    with pytest.raises(ModelRefused, match="装不进去"):
        detector.check(_seen())


@pytest.mark.parametrize("digest", ["", "0" * 63, "A" * 64, "g" * 64])
def test_a_digest_that_is_none_is_refused(digest):
    with pytest.raises(ValidationError):
        Options(path="yunet.onnx", sha256=digest)


def _config(tmp_path, section):
    text = (config.ROOT / "config.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("[devices.face_detector]\n")
    text = before + after[after.index("\n[") :]
    path = tmp_path / "config.toml"
    path.write_text(f"{text}\n{section}", encoding="utf-8")
    return config.load(path, state=tmp_path)


def test_the_detector_is_chosen_in_the_configuration(tmp_path):
    digest = hashlib.sha256(net()).hexdigest()
    section = f'[devices.face_detector]\nmodel = "yunet"\npath = "yunet.onnx"\nsha256 = "{digest}"'
    assert _config(tmp_path, section).devices["face_detector"].model == "yunet"
    assert _config(tmp_path, '[devices.face_detector]\nmodel = "haar_face"').devices["face_detector"].options == {}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('model = "opencv"', "可以写：haar_face、yunet"),
        ('model = "yunet"', "devices.face_detector.path 没有写"),
        ('model = "yunet"\npath = "yunet.onnx"\nsha256 = "1234"', "devices.face_detector.sha256"),
    ],
)
def test_a_wrong_choice_is_one_sentence(tmp_path, section, said):
    with pytest.raises(config.ConfigError, match=said):
        _config(tmp_path, f"[devices.face_detector]\n{section}")
