"""Lines out of any bytes in any pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.code_lines import CodeLines, TooLong

LONGEST = 40
PLACES = st.lists(st.integers(0, 1000), max_size=8)
MARKS = st.sampled_from([(b"", b"\r"), (b"", b"\n"), (b"", b"\r\n"), (b"\x02", b"\x03"), (b"<<", b">>"), (b"~", b"\t")])
CODES = st.lists(st.text("0123456789ABCxyz", min_size=1, max_size=LONGEST).map(str.encode), min_size=1, max_size=5)
TOO_LONG = object()


def read(lines: CodeLines, *pieces: bytes) -> list[object]:
    found: list[object] = []
    for piece in pieces:
        lines.feed(piece)
        while True:
            try:
                code = lines.next()
            except TooLong:
                found.append(TOO_LONG)
                continue
            if code is None:
                break
            found.append(code)
    return found


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(MARKS, CODES, PLACES)
def test_codes_come_through_any_split(marks: tuple[bytes, bytes], codes: list[bytes], places: list[int]) -> None:
    prefix, suffix = marks
    sent = b"".join(prefix + code + suffix for code in codes)
    assert read(CodeLines(prefix, suffix, LONGEST), *cut(sent, places)) == codes


@given(MARKS, st.binary(max_size=300), PLACES)
def test_any_bytes_in_any_pieces_are_bounded_and_the_same(
    marks: tuple[bytes, bytes], data: bytes, places: list[int]
) -> None:
    lines = CodeLines(*marks, LONGEST)
    found = read(lines, *cut(data, places))
    assert len(lines._buffer) <= LONGEST + 10
    assert found == read(CodeLines(*marks, LONGEST), *(bytes((byte,)) for byte in data))


@given(MARKS, st.integers(1, 200), CODES, PLACES)
def test_the_line_behind_an_overlong_one_is_found(
    marks: tuple[bytes, bytes], more: int, codes: list[bytes], places: list[int]
) -> None:
    prefix, suffix = marks
    sent = b"".join(prefix + code + suffix for code in [b"7" * (LONGEST + 10 + more), *codes])
    assert read(CodeLines(prefix, suffix, LONGEST), *cut(sent, places)) == [TOO_LONG, *codes]


@given(st.binary(max_size=30).filter(lambda noise: not {0x02, 0x03} & set(noise)), CODES)
def test_with_a_prefix_the_noise_before_a_code_is_passed_over(noise: bytes, codes: list[bytes]) -> None:
    sent = b"".join(noise + b"\x02" + code + b"\x03" for code in codes)
    assert read(CodeLines(b"\x02", b"\x03", LONGEST + 30), sent) == codes


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize("sent", [b"ABC1\r\nABC2\r\n", b"\r\n\r\nABC1\r\nABC2\r\n"])
def test_a_scanner_set_to_cr_lf_is_understood(suffix: bytes, sent: bytes) -> None:
    assert read(CodeLines(b"", suffix, LONGEST), sent) == [b"ABC1", b"ABC2"]


def test_a_line_that_has_begun_can_be_given_up() -> None:
    lines = CodeLines(b"", b"\r", LONGEST)
    assert read(lines, b"half of a co") == []
    assert lines.clear()
    assert not lines.clear()
    assert read(lines, b"whole\r\n") == [b"whole"]
    assert not lines.clear()  # the line feed is no line


def test_a_line_that_was_refused_is_not_given_up_once_more() -> None:
    lines = CodeLines(b"", b"\r", LONGEST)
    assert read(lines, b"7" * 200) == [TOO_LONG]
    assert not lines.clear()
    assert read(lines, b"next\r") == [b"next"]
