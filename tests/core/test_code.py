"""What a scanned text is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.code import CodeKind, ScannedCode, classify
from tests.people import ZHANG

# The public example of the medical voucher code, and texts that people really hold before a scanner.
KINDS = [
    ("4243669509084040896099330000", CodeKind.MEDICAL_VOUCHER),
    ("4243669509084040896099330000 ", CodeKind.TEXT),
    ("424366950908404089609933000", CodeKind.UNKNOWN),  # one digit short
    ("5243669509084040896099330000", CodeKind.UNKNOWN),
    ("４２４3669509084040896099330000", CodeKind.TEXT),  # full-width digits
    ("11010519491231002X", CodeKind.ID_NUMBER),
    ("11010519491231002x", CodeKind.ID_NUMBER),
    ("110105194912310021", CodeKind.UNKNOWN),  # wrong check digit
    ("9D2Fq0xY7bT4mK1sW8vN3cR6", CodeKind.SOCIAL_SECURITY),
    ("SC" + "0123456789abcdef" * 2, CodeKind.SOCIAL_SECURITY),
    ("a1+/=_-" * 4, CodeKind.SOCIAL_SECURITY),
    ("1a" * 64, CodeKind.SOCIAL_SECURITY),
    ("1a" * 64 + "1", CodeKind.UNKNOWN),
    ("http://weixin.qq.com/r/jHWSigDEQF0-rUTp9yCe", CodeKind.TEXT),
    ("https://example.com/", CodeKind.TEXT),
    ("张桂芳 13800000000", CodeKind.TEXT),
    ("6901234567892", CodeKind.UNKNOWN),  # goods
    ("70194716438902", CodeKind.UNKNOWN),  # a parcel
    ("", CodeKind.TEXT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_each_text_has_one_kind(text: str, kind: CodeKind) -> None:
    assert classify(text) is kind


@given(st.text())
def test_any_text_has_a_kind_and_only_plain_ascii_proves_anything(text: str) -> None:
    assert not classify(text).proves or (text.isascii() and text.isprintable())


@given(st.from_regex(r"\A424[0-9]{25}\Z"))
def test_every_code_of_the_medical_form_is_one(text: str) -> None:
    assert classify(text) is CodeKind.MEDICAL_VOUCHER


def test_what_was_scanned_stays_out_of_texts() -> None:
    assert ZHANG.id_number not in repr(ScannedCode(ZHANG.id_number, CodeKind.ID_NUMBER))
