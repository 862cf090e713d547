"""The gate before a photo for an identity card: every scene, sizes, light and noise; and the cut by the standard."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageEnhance

from kiosk.core.errors import CameraError
from kiosk.core.picture import FaceFinding, Frame
from kiosk.devices import face_gate, id_photo_gate, id_photo_looks
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.id_photo_gate import FACE_WIDTH, HEIGHT, WIDTH, IdPhotoGate
from kiosk.devices.simulators.expressions import Glasses, Mouth
from kiosk.devices.simulators.portrait import Looks
from kiosk.devices.simulators.scenes import LOOP, Scene, _head, _stand, picture
from kiosk.widgets.live import IdPhotoView

SENTENCES = {
    Scene.ID_PHOTO: "",
    Scene.ID_GLASSES: "",
    Scene.ID_DARK_GLASSES: "摘下深色眼镜",
    Scene.ID_GLARE: "眼镜反光，摘下来再拍",
    Scene.ID_LAUGH: "嘴闭上，不笑",
    Scene.ID_OPEN: "嘴闭上，不笑",
    Scene.ID_SHADOW: "背后有影子，离墙远一点",
    Scene.ID_SIDELONG: "脸上一边暗，正对着灯站",
    Scene.ID_FAR: "远了，走近一点",
    Scene.ID_NEAR: "头顶没拍全，退后一点",
    Scene.FACE: "背后要是白墙，换个地方站",
    Scene.NOBODY: "没看到人脸，看着镜头",
    Scene.DARK: "太暗了，换个亮的地方站",
    Scene.TWO: "不止一个人，让一个人站前面",
    Scene.TURNED: "脸偏了，正对着镜头",
    Scene.CLOSED: "眼睛睁开，看着镜头",
    Scene.BLURRED: "画面糊了，站稳别动",
}
WALL = (234, 236, 236)


@pytest.fixture(scope="module")
def gate():
    return IdPhotoGate(HaarFaceDetector())


def _image(scene, number=0):
    return Image.open(io.BytesIO(picture(scene, number))).convert("RGB")


def _frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


def _jpeg(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _sitter(size=1.0, wall=WALL, x=320, turn=0.0, looks=None, drawn=(640, 480), **face):
    """As the scenes draw one, with anything about it changed."""
    looks = looks or Looks()
    image = Image.new("RGB", (640, 480), wall)
    worn = {"mouth": Mouth.CALM, "glasses": Glasses.NONE} | face
    _stand(image, looks, _head(looks, 1.0, 0.0, worn["mouth"], worn["glasses"]), x, size, turn)
    return image.resize(drawn, Image.Resampling.LANCZOS) if drawn != image.size else image


@pytest.mark.parametrize("every", [15, pytest.param(6, marks=pytest.mark.whole)])
@pytest.mark.parametrize("scene", SENTENCES)
def test_every_picture_of_a_scene_is_judged_alike(gate, scene, every):
    numbers = [number for number in range(0, LOOP, every) if number not in (48, 54)]
    assert {gate.check(_frame(_image(scene, number))).problem for number in numbers} == {SENTENCES[scene]}


def test_a_blink_is_a_fleeting_problem(gate):
    finding = gate.check(_frame(_image(Scene.ID_PHOTO, 51)))
    assert (finding.problem, finding.fleeting) == ("眼睛睁开，看着镜头", True)


@pytest.mark.parametrize("scene", [Scene.ID_PHOTO, Scene.ID_SHADOW, Scene.ID_SIDELONG])
def test_a_mirrored_scene_is_judged_alike(gate, scene):
    mirrored = _image(scene).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert gate.check(_frame(mirrored)).problem == SENTENCES[scene]


# Of the drawn head, 380 x 450 pixels: its face without the ears and with them; hair and eyes, from above.
FACE_DRAWN, EARS_DRAWN, HAIR_DRAWN, EYES_DRAWN = 238, 282, 25, 212


def _bounds(photo):
    """The upper edge of what is not wall, and the width between the ears' outer edges, in pixels of the photo."""
    wall = Image.new("RGB", photo.size, photo.getpixel((3, 3)))
    differs = ImageChops.difference(photo, wall).convert("L").point(lambda value: 255 * (value > 12))
    top = next(y for y in range(HEIGHT) if sum(map(bool, differs.crop((120, y, 240, y + 1)).tobytes())) > 30)
    rows = [differs.crop((0, y, WIDTH, y + 1)).tobytes() for y in range(150, 215)]
    return top, max(WIDTH - row.index(255) - row[::-1].index(255) for row in rows)


@pytest.mark.parametrize("size", [0.84, 0.92, 1.0])
@pytest.mark.parametrize("turn", [0.0, 1.0, 2.5, 4.0])
def test_a_photo_is_cut_by_the_standard(gate, size, turn):
    """GA 461-2004: 358 x 441, face 207 wide give or take 14, 7 to 21 above the hair, eyes at least 207 from below."""
    data = gate.cut(_jpeg(_sitter(size, turn=turn)))
    photo = Image.open(io.BytesIO(data))
    assert (photo.format, photo.size, photo.mode) == ("JPEG", (358, 441), "RGB")
    assert photo.info["dpi"] == (350, 350)
    assert 5_000 < len(data) < 30_000
    top, ears = _bounds(photo)
    scale = ears / EARS_DRAWN
    assert 7 <= top <= 21
    assert abs(FACE_DRAWN * scale - FACE_WIDTH) <= 14
    assert HEIGHT - (top + (EYES_DRAWN - HAIR_DRAWN) * scale) >= 207


@pytest.mark.parametrize("drawn", [(1280, 960), (2560, 1920)])
def test_a_larger_camera_gives_its_own_pixels(gate, drawn):
    small, large = _sitter(), _sitter(drawn=drawn)
    taken = Image.open(io.BytesIO(gate.cut(_jpeg(large)))).convert("RGB")
    beside = Image.open(io.BytesIO(gate.cut(_jpeg(small)))).convert("RGB")
    assert taken.size == (WIDTH, HEIGHT)
    assert abs(_bounds(taken)[0] - _bounds(beside)[0]) <= 5


def test_who_stands_far_is_near_enough_for_a_camera_with_more_pixels(gate):
    assert gate.check(_frame(_sitter(0.74))).problem == "远了，走近一点"
    assert Image.open(io.BytesIO(gate.cut(_jpeg(_raised(0.74).resize((1280, 960)))))).size == (WIDTH, HEIGHT)


def _raised(size):
    """With the shoulders at the lower edge, as one who sits."""
    image, sitter = Image.new("RGB", (640, 480), WALL), _sitter(size)
    image.paste(sitter, (0, -110))
    image.paste(sitter.crop((0, 470, 640, 480)).resize((640, 110)), (0, 370))
    return image


def test_who_sits_so_near_that_the_photo_does_not_fit_is_told(gate):
    """In a picture that is wide and low the face itself is none too large."""
    assert gate.check(_frame(_sitter().crop((0, 10, 640, 400)))).problem == "近了，退后一点"


def test_what_is_no_good_is_not_cut(gate):
    for scene in (Scene.ID_LAUGH, Scene.FACE, Scene.NOBODY):
        with pytest.raises(CameraError) as bad:
            gate.cut(picture(scene, 0))
        assert bad.value.sentence == SENTENCES[scene]
    with pytest.raises(CameraError):
        gate.cut(b"no picture")


@pytest.mark.parametrize(
    ("wall", "sentence"),
    [
        ((234, 236, 236), ""),
        ((248, 248, 248), ""),
        ((205, 205, 205), ""),
        ((150, 150, 150), "背后要是白墙，换个地方站"),
        ((200, 215, 240), "背后要是白墙，换个地方站"),
        ((240, 220, 190), "背后要是白墙，换个地方站"),
    ],
    ids=["white", "whiter", "in less light", "grey", "blue", "cream"],
)
def test_only_a_white_wall_is_white(gate, wall, sentence):
    assert gate.check(_frame(_sitter(wall=wall, looks=Looks(hair=(70, 66, 66))))).problem == sentence


@pytest.mark.parametrize("x", [140, 500])
def test_who_stands_aside_is_told(gate, x):
    assert gate.check(_frame(_sitter(x=x))).problem == "偏了，站到中间来"


LOOKS = {
    "old": Looks(),
    "dark": Looks(skin=(176, 130, 98), hair=(48, 44, 44)),
    "pale": Looks(skin=(246, 220, 200), hair=(92, 80, 70), coat=(30, 30, 34)),
}


SOME = settings(derandomize=True, max_examples=24)  # cascades err once in hundreds of pictures: always the same ones


@SOME
@given(
    size=st.floats(0.86, 1.0),
    light=st.floats(0.88, 1.05),
    turn=st.floats(0.0, 6.28),
    x=st.floats(300, 340),
    looks=st.sampled_from(sorted(LOOKS)),
)
def test_whoever_sits_well_is_not_sent_away(size, light, turn, x, looks):
    image = _sitter(size, x=x, turn=turn, looks=LOOKS[looks])
    assert GATE.check(_frame(ImageEnhance.Brightness(image).enhance(light))).problem == ""


@SOME
@given(size=st.floats(0.86, 1.0), turn=st.floats(0.0, 6.28), mouth=st.sampled_from([Mouth.LAUGH, Mouth.OPEN]))
def test_a_mouth_that_is_not_closed_is_told_at_every_size(size, turn, mouth):
    assert GATE.check(_frame(_sitter(size, turn=turn, mouth=mouth))).problem == "嘴闭上，不笑"


@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    box=st.tuples(st.integers(-20, 80), st.integers(-20, 80), st.integers(4, 80), st.integers(4, 80)),
    data=st.data(),
)
def test_any_box_in_any_picture_is_answered_in_words(size, box, data):
    """Whatever a detector says: it may be one that errs."""
    width, height = size
    x, y = min(box[0], width - 1), min(box[1], height - 1)
    pixels = data.draw(st.binary(min_size=4, max_size=4)) * (width * height)

    class Erring:
        def check(self, frame: Frame) -> FaceFinding:
            return FaceFinding("", (max(0, x), max(0, y), box[2], box[3]), 1.0)

    finding = IdPhotoGate(Erring()).check(Frame(width, height, memoryview(pixels)))
    assert finding.problem in _sentences()


GATE = IdPhotoGate(HaarFaceDetector())


def _sentences():
    modules = face_gate, id_photo_gate, id_photo_looks
    return {
        value for module in modules for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }


def test_every_sentence_is_short_and_plain():
    assert len(_sentences()) == 14 + 2 + 6
    assert all(len(sentence) <= 20 and "请" not in sentence for sentence in _sentences())


def test_a_head_that_fills_the_oval_of_the_page_is_where_the_photo_wants_it(gate):
    """Hair and chin on its edges, and the whole photo is in the picture, with room to sway."""
    (_, down), middle = IdPhotoView.OVAL, IdPhotoView.MIDDLE
    head_drawn = 368 * 0.82  # from the hair to the chin, in pixels of the picture, of one of size 1
    size = down * 480 / head_drawn
    wanted = (middle - down / 2) * 480
    image = Image.new("RGB", (640, 480), WALL)
    sitter = _sitter(size)
    hair = 480 + (130 * (1 - size)) - 478 * size + HAIR_DRAWN * 0.82 * size
    image.paste(sitter, (0, round(wanted - hair)))
    for aside in (-20, 0, 20):
        for lower in (-15, 0, 15):
            swayed = Image.new("RGB", (640, 480), WALL)
            swayed.paste(image, (aside, lower))
            assert gate.check(_frame(swayed)).problem == ""
