"""The gate before a picture of a face: what it says of every scene, and of a good picture that was spoilt."""

import io

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from kiosk.core.ports import Frame
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.simulators.scenes import LOOP, Scene, picture

SENTENCES = {
    Scene.FACE: "",
    Scene.DARK: "太暗了，换个亮的地方站",
    Scene.FAR: "远了，走近一点",
    Scene.TWO: "不止一个人，让一个人站前面",
    Scene.NOBODY: "没看到人脸，看着镜头",
    Scene.PAPER: "没看到人脸，看着镜头",
}


@pytest.fixture(scope="module")
def detector():
    return HaarFaceDetector()


def _image(scene, number=0):
    return Image.open(io.BytesIO(picture(scene, number))).convert("RGB")


def _frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


@pytest.mark.parametrize("scene", Scene)
def test_every_picture_of_a_scene_is_judged_alike(detector, scene):
    found = {detector.check(_frame(_image(scene, number))).problem for number in range(0, LOOP, 5)}
    assert found == {SENTENCES[scene]}


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


def test_every_sentence_is_short_and_plain(detector):
    from kiosk.devices import haar_face

    said = [
        value
        for name, value in vars(haar_face).items()
        if name.startswith("_") and isinstance(value, str) and "，" in value
    ]
    assert len(said) == 12
    assert all(len(sentence) <= 20 and "请" not in sentence for sentence in said)
