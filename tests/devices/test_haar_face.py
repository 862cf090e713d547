"""The gate before a picture of a face: what it says of every scene, and of a good picture that was spoilt."""

import io
import random

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from kiosk.core.picture import Frame
from kiosk.devices import face_gate
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.simulators.portrait import Looks
from kiosk.devices.simulators.scenes import LOOP, Scene, _hall, _person, picture

SENTENCES = {
    Scene.FACE: "",
    Scene.DARK: "太暗了，换个亮的地方站",
    Scene.FAR: "远了，走近一点",
    Scene.TWO: "不止一个人，让一个人站前面",
    Scene.NOBODY: "没看到人脸，看着镜头",
    Scene.PAPER: "没看到人脸，看着镜头",
    Scene.TURNED: "脸偏了，正对着镜头",
    Scene.CLOSED: "眼睛睁开，看着镜头",
    Scene.BRIGHT: "太亮了，避开灯光和窗户",
    Scene.BLURRED: "画面糊了，站稳别动",
}
BLINKING = (50, 51, 52)


@pytest.fixture(scope="module")
def detector():
    return HaarFaceDetector()


def _image(scene, number=0):
    return Image.open(io.BytesIO(picture(scene, number))).convert("RGB")


def _frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


@pytest.mark.parametrize("every", [12, pytest.param(4, marks=pytest.mark.whole)])
@pytest.mark.parametrize("scene", SENTENCES)
def test_every_picture_of_a_scene_is_judged_alike(detector, scene, every):
    numbers = [number for number in range(0, LOOP, every) if number not in BLINKING]
    assert {detector.check(_frame(_image(scene, number))).problem for number in numbers} == {SENTENCES[scene]}


@pytest.mark.parametrize("scene", [Scene.FACE, Scene.TURNED, Scene.CLOSED])
def test_a_mirrored_scene_is_judged_alike(detector, scene):
    mirrored = _image(scene).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert detector.check(_frame(mirrored)).problem == SENTENCES[scene]


def test_a_blink_is_a_fleeting_problem(detector):
    for number in BLINKING:
        finding = detector.check(_frame(_image(Scene.FACE, number)))
        assert (finding.problem, finding.fleeting) == (SENTENCES[Scene.CLOSED], True)


def _eyes_open(openness):
    image = _hall().copy()
    _person(image, Looks(), 320, 1.0, 1.0, openness)
    return image


@pytest.mark.parametrize("openness", [0.35, 0.5, 0.7, 1.0])
def test_narrow_eyes_are_not_called_closed(detector, openness):
    assert detector.check(_frame(_eyes_open(openness))).problem == ""


@pytest.mark.parametrize("light", [0.6, 0.8, 1.15])
@pytest.mark.parametrize("size", [0.8, 1.1])
@pytest.mark.parametrize("blur", [0, 1])
def test_light_distance_and_softness_raise_no_false_alarm(detector, light, size, blur):
    image = ImageEnhance.Brightness(_zoomed(_image(Scene.FACE), size)).enhance(light)
    assert detector.check(_frame(image.filter(ImageFilter.GaussianBlur(blur)))).problem == ""


def test_any_noise_is_somebody_or_nobody(detector):
    chance = random.Random(3)
    for size in ((640, 480), (33, 40), (2, 1), (1, 1)):
        image = Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))
        assert detector.check(_frame(image)).problem in _sentences()


def test_the_box_is_around_the_face_in_pixels_of_the_frame(detector):
    finding = detector.check(_frame(_image(Scene.FACE)))
    x, y, width, height = finding.box
    assert abs(x + width / 2 - 320) < 20
    assert 60 < y < y + height < 400
    assert 0 < finding.score <= 1


def _moved(image, right=0, down=0):
    moved = Image.new("RGB", (640, 480), (210, 214, 214))
    moved.paste(image, (right, down))
    return moved


def _zoomed(image, factor):
    large = image.resize((round(640 * factor), round(480 * factor)))
    left, top = (large.width - 640) // 2, round(30 * factor)
    return large.crop((left, top, left + 640, top + 480))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda image: _moved(image, right=-140), "偏了，站到中间来"),
        (lambda image: _moved(image, right=140), "偏了，站到中间来"),
        (lambda image: _moved(image.resize((384, 288)), right=128, down=230), "低了，站直一点"),
        (lambda image: _moved(image, down=-90), "高了，退后一点"),
        (lambda image: _zoomed(image, 1.5), "近了，退后一点"),
        (lambda image: image.filter(ImageFilter.GaussianBlur(9)), "画面糊了，站稳别动"),
        (lambda image: ImageEnhance.Brightness(image).enhance(4), "太亮了，避开灯光和窗户"),
    ],
    ids=["left", "right", "low", "high", "near", "blurred", "bright"],
)
def test_what_is_wrong_with_one_face_is_said(detector, spoil, sentence):
    assert detector.check(_frame(spoil(_image(Scene.FACE)))).problem == sentence


def test_a_face_in_the_shade_of_a_bright_window(detector):
    image = _image(Scene.FACE)
    x, y, width, height = detector.check(_frame(image)).box
    spot = (x - 30, y - 30, x + width + 30, y + height + 30)
    image.paste(ImageEnhance.Brightness(image.crop(spot)).enhance(0.3), spot)
    assert detector.check(_frame(image)).problem == "脸上太暗，转向亮的地方"


def test_a_sharper_and_larger_face_scores_more(detector):
    image = _image(Scene.FACE)
    softer = detector.check(_frame(image.filter(ImageFilter.GaussianBlur(2))))
    assert softer.problem == ""
    assert softer.score < detector.check(_frame(image)).score


def _sentences():
    return [value for name, value in vars(face_gate).items() if name.isupper() and isinstance(value, str)]


def test_every_sentence_is_short_and_plain():
    assert len(_sentences()) == 14
    assert all(len(sentence) <= 20 and "请" not in sentence for sentence in _sentences())
