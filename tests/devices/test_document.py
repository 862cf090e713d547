"""Sheets under the document camera: edges to the pixel, what is wrong in words, and what any picture at all gives."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageStat

from kiosk.core.clock import SystemClock
from kiosk.core.errors import CameraError
from kiosk.core.picture import DocumentForm, Frame
from kiosk.devices import document
from kiosk.devices.document import SheetScanner
from kiosk.devices.opencv import Options, open_device
from kiosk.devices.simulators import sheets
from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.scenes import Scene, picture
from kiosk.devices.simulators.sheets import Sheet

SENTENCES = {
    Scene.PAPER_FLAT: "",
    Scene.PAPER_SKEWED: "",
    Scene.PAPER_GLARE: "纸上反光，换个角度放",
    Scene.PAPER_BLURRED: "字糊了，放平别动",
    Scene.PAPER_CUT: "纸没放全，往中间挪一挪",
}
scanner = SheetScanner()


def _frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


def _scene(scene, width=1280):
    image = Image.open(io.BytesIO(picture(scene, 0))).convert("RGB")
    return image.resize((width, width * 3 // 4), Image.Resampling.BOX)


def _jpeg(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _difference(one, other):
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("width", [640, 1280])
@pytest.mark.parametrize("scene", SENTENCES)
def test_what_is_wrong_with_a_sheet_is_said(scene, width):
    assert scanner.check(_frame(_scene(scene, width))).problem == SENTENCES[scene]


@pytest.mark.parametrize("sheet", [Sheet.FLAT, Sheet.SKEWED, Sheet.GLARE])
def test_the_corners_are_found_to_two_pixels(sheet):
    found = scanner.check(_frame(sheets.draw(sheet))).corners
    assert np.abs(np.array(found) - np.array(sheets.corners(sheet))).max() < 2


@pytest.mark.parametrize("sheet", [Sheet.FLAT, Sheet.SKEWED])
def test_a_straightened_sheet_is_the_page_that_was_laid_there(sheet):
    scan = Image.open(io.BytesIO(scanner.scan(_jpeg(sheets.draw(sheet)), DocumentForm.COLOUR_PNG))).convert("RGB")
    page = sheets.page()
    assert abs(scan.width / scan.height - 1 / 2**0.5) < 0.1
    soft = [image.resize(page.size).filter(ImageFilter.GaussianBlur(3)) for image in (scan, page)]
    assert _difference(*soft) < 5 < 10 < _difference(soft[1], Image.new("RGB", page.size, (240, 238, 232)))


@pytest.mark.parametrize("form", DocumentForm)
def test_a_scan_is_of_the_form_that_was_asked_for(form):
    scan = Image.open(io.BytesIO(scanner.scan(_jpeg(sheets.draw(Sheet.SKEWED)), form)))
    assert scan.format == ("PNG" if form.png else "JPEG")
    assert scan.mode == ("L" if form.grey else "RGB")


@pytest.mark.parametrize("sheet", [Sheet.GLARE, Sheet.BLURRED, Sheet.CUT])
def test_a_bad_sheet_is_no_scan(sheet):
    with pytest.raises(CameraError) as raised:
        scanner.scan(_jpeg(sheets.draw(sheet)), DocumentForm.GREY_JPEG)
    assert raised.value.sentence in SENTENCES.values()
    assert raised.value.remedy == "放好再拍一次"


def test_an_empty_table_and_a_card_are_no_sheet():
    table = Image.new("RGB", (640, 480), (84, 76, 70))
    assert scanner.check(_frame(table)).problem == document.NOTHING
    table.paste((240, 238, 232), (250, 180, 390, 270))
    assert scanner.check(_frame(table)).problem == document.NOTHING


def test_the_dark_and_the_back_of_a_sheet_are_said():
    dark = ImageEnhance.Brightness(sheets.draw(Sheet.FLAT)).enhance(0.27)
    back = sheets.draw(Sheet.FLAT)
    back.paste((240, 238, 232), (400, 100, 900, 880))
    assert scanner.check(_frame(dark)).problem == document.DARK
    assert scanner.check(_frame(back)).problem == document.BLANK


@pytest.mark.parametrize("light", [0.6, 0.8, 1.05])
def test_light_raises_no_false_alarm(light):
    image = ImageEnhance.Brightness(sheets.draw(Sheet.SKEWED)).enhance(light)
    assert scanner.check(_frame(image)).problem == ""


@settings(max_examples=25)
@given(st.floats(-40, 40), st.floats(0.5, 0.9))
def test_a_turned_sheet_is_found_where_it_lies(angle, size):
    table = Image.new("RGB", (960, 960), (84, 76, 70))
    page = sheets.page().convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    page = page.resize((round(page.width * size), round(page.height * size)), Image.Resampling.LANCZOS)
    table.paste(page, ((960 - page.width) // 2, (960 - page.height) // 2), page)
    finding = scanner.check(_frame(table))
    assert finding.problem == ""
    edges = [np.hypot(*(np.subtract(one, two))) for one, two in zip(finding.corners, finding.corners[1:], strict=False)]
    assert sorted(edges[:2]) == pytest.approx([594 * size, 840 * size], abs=4)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_any_frame_gives_a_finding_in_words(width, height, data):
    rows = st.one_of(st.binary(min_size=width * height * 4, max_size=width * height * 4), st.just(b"\0\xff" * 2))
    pixels = (data.draw(rows) * (width * height))[: width * height * 4]
    problem = scanner.check(Frame(width, height, memoryview(pixels))).problem
    assert problem in {"", *_sentences()}


@given(st.binary(max_size=300), st.integers(0, 2000), st.sampled_from(DocumentForm))
def test_any_bytes_give_a_scan_or_a_camera_error(junk, cut, form):
    whole = picture(Scene.PAPER, 0)
    for jpeg in (junk, whole[:cut], whole[:cut] + junk + whole[cut + len(junk) :]):
        try:
            scan = scanner.scan(jpeg, form)
        except CameraError:
            continue
        Image.open(io.BytesIO(scan)).load()


def test_over_the_wire_the_still_is_larger_than_the_frame():
    bench = MjpegCameraSimulator()
    bench.start()
    bench.show(Scene.PAPER_SKEWED)
    camera = open_device(Options(source=bench.url), SystemClock())
    try:
        frame = camera.frame()
        still = camera.still()
    finally:
        camera.close()
        bench.close()
    assert (frame.width, frame.height) == (640, 480)
    assert scanner.check(frame).problem == ""
    assert np.abs(np.array(scanner.check(frame).corners) * 2 - np.array(sheets.corners(Sheet.SKEWED))).max() < 4
    assert Image.open(io.BytesIO(still)).size == (1280, 960)
    assert scanner.scan(still, DocumentForm.GREY_JPEG)


def _sentences():
    return [value for name, value in vars(document).items() if name.isupper() and isinstance(value, str)]


def test_every_sentence_is_short_and_plain():
    assert len(_sentences()) == 6
    assert all(len(sentence) <= 20 and "请" not in sentence for sentence in _sentences())
