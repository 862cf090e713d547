"""Codes held before the camera, as frames: drawn by another library, turned, small, and anything at all."""

import contextlib
import io

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from kiosk.core.code import CodeKind, ScannedCode
from kiosk.core.errors import CodeError
from kiosk.core.picture import Frame
from kiosk.devices.simulators.scenes import Scene, picture
from kiosk.devices.zxing_codes import ZxingCodeReader

VOUCHER = "4240012345678901234567890128"
reader = ZxingCodeReader()


def qr(text, scale=5, **how):
    buffer = io.BytesIO()
    segno.make(text, micro=False, **how).save(buffer, kind="png", scale=scale, border=4)
    return Image.open(buffer).convert("RGB")


def code128(text):
    return Image.fromarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=2)).convert(
        "RGB"
    )


def held(code, angle=0):
    """Before the camera, in the hall."""
    image = Image.open(io.BytesIO(picture(Scene.NOBODY, 0))).convert("RGB")
    turned = code.rotate(angle, expand=True, fillcolor=(255, 255, 255))
    image.paste(turned, (150, 90))
    return frame(image)


def frame(image):
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


@pytest.mark.parametrize("angle", [0, 20, 90, 200])
def test_a_code_on_a_phone_is_read_as_it_is_held(angle):
    assert reader.read(held(qr(VOUCHER), angle)) == ScannedCode(VOUCHER, CodeKind.MEDICAL_VOUCHER)


@pytest.mark.parametrize("angle", [0, 90, 180])
def test_a_code_on_paper_is_read(angle):
    assert reader.read(held(code128("JB-2026-000123"), angle)) == ScannedCode("JB-2026-000123", CodeKind.TEXT)


def test_chinese_and_small_and_soft_codes_are_read():
    text = "近办：回执 2026-000123"
    assert reader.read(held(qr(text))).text == text
    assert reader.read(held(qr(VOUCHER, scale=3))).text == VOUCHER
    assert reader.read(held(qr(VOUCHER).filter(ImageFilter.GaussianBlur(1.5)))).text == VOUCHER


@pytest.mark.parametrize("scene", Scene)
def test_in_no_scene_is_a_code_seen(scene):
    assert reader.read(frame(Image.open(io.BytesIO(picture(scene, 0))).convert("RGB"))) is None


@pytest.mark.parametrize("text", ["line\x1b[2J", "a\x00b", "9" * 600])
def test_what_cannot_be_taken_is_said_and_not_repeated(text):
    with pytest.raises(CodeError) as raised:
        reader.read(held(qr(text, scale=2)))
    assert raised.value.remedy == "换一个码，对准镜头"
    assert text[:4] not in str(raised.value)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=60), st.integers(0, 360)
)
def test_what_was_drawn_is_what_is_read(text, angle):
    # As bytes and with ECI: a few characters of UTF-8 may as well be Shift-JIS, for who draws them and who reads them.
    found = reader.read(held(qr(text, scale=4, error="m", encoding="utf-8", mode="byte", eci=True), angle))
    assert found is None or found.text == text


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_any_frame_gives_a_code_or_none(width, height, data):
    pixels = data.draw(st.binary(min_size=width * height * 4, max_size=width * height * 4))
    with contextlib.suppress(CodeError):
        assert reader.read(Frame(width, height, memoryview(pixels))) is None
