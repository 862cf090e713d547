"""Frames against those that public code shows, and against any bytes at all."""

from functools import reduce
from itertools import pairwise
from operator import xor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.devices.sdt_frames import SYNC, FrameReader, Response, encode

PUBLIC_REQUESTS = {
    (0x10, 0xFF): "AAAAAA9669000310FFEC",
    (0x11, 0xFF): "AAAAAA9669000311FFED",
    (0x12, 0xFF): "AAAAAA9669000312FFEE",
    (0x20, 0x01): "AAAAAA96690003200122",
    (0x20, 0x02): "AAAAAA96690003200221",
    (0x30, 0x01): "AAAAAA96690003300132",
    (0x30, 0x03): "AAAAAA96690003300330",
    (0x30, 0x10): "AAAAAA96690003301023",
    (0x60, 0x00): "AAAAAA96690003600063",
    (0x60, 0x04): "AAAAAA96690003600467",
}
PUBLIC_RESPONSES = {
    "AAAAAA9669000400009094": Response(0x90),
    "AAAAAA9669000800009F0000000097": Response(0x9F, bytes(4)),
    "AAAAAA9669000400008084": Response(0x80),
    "AAAAAA9669000C00009000000000000000009C": Response(0x90, bytes(8)),
    "AAAAAA9669000400008185": Response(0x81),
    "AAAAAA9669000400004145": Response(0x41),
    "AAAAAA9669000400003135": Response(0x31),
}

frames = st.builds(
    lambda sw, data: (_frame(sw, data), Response(sw[2], data)),
    st.binary(min_size=3, max_size=3),
    st.binary(max_size=60),
)


def _frame(sw: bytes, data: bytes) -> bytes:
    counted = (len(data) + 4).to_bytes(2, "big") + sw + data
    return SYNC + counted + bytes((reduce(xor, counted),))


def _read(*pieces: bytes) -> list[Response]:
    reader, found = FrameReader(), []
    for piece in pieces:
        reader.feed(piece)
        while (response := reader.next()) is not None:
            found.append(response)
    return found


def _cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(("command", "frame"), PUBLIC_REQUESTS.items(), ids=PUBLIC_REQUESTS.values())
def test_a_request_is_the_public_frame(command, frame):
    assert encode(*command) == bytes.fromhex(frame)


def test_a_request_with_data():
    assert encode(0x61, 0xFF, b"\x50") == bytes.fromhex("AAAAAA9669000461FF50CA")


@pytest.mark.parametrize(("frame", "response"), PUBLIC_RESPONSES.items(), ids=PUBLIC_RESPONSES)
def test_a_public_response_is_understood(frame, response):
    assert _read(bytes.fromhex(frame)) == [response]


def test_each_byte_alone_and_two_frames_at_once():
    frames = bytes.fromhex("".join(PUBLIC_RESPONSES))
    assert _read(frames) == _read(*(bytes((byte,)) for byte in frames)) == list(PUBLIC_RESPONSES.values())


def test_a_card_in_one_frame_of_1295_bytes(cards):
    data = bytes.fromhex("01000400") + cards["resident"] + bytes(1024)
    frame = _frame(b"\x00\x00\x90", data)
    assert len(frame) == 1295
    assert frame[-1] == 0x18
    assert _read(frame) == [Response(0x90, data)]


@given(st.binary(max_size=400), st.lists(st.integers(0, 1000), max_size=6))
def test_any_bytes_in_any_pieces_do_no_harm(data, places):
    assert _read(*_cut(data, places)) == _read(data)


@given(st.lists(frames, min_size=1, max_size=4), st.lists(st.integers(0, 1000), max_size=8))
def test_frames_come_through_any_split(sent, places):
    assert _read(*_cut(b"".join(frame for frame, _ in sent), places)) == [response for _, response in sent]


@given(frames, st.integers(0, 1000), frames)
def test_the_frame_behind_a_truncated_one_is_found(first, cut, second):
    """At the latest when the line has fallen silent: until then the broken one might still become whole."""
    heard = first[0][: cut % len(first[0])] + second[0]
    assume(reduce(xor, heard[5 : 7 + int.from_bytes(heard[5:7], "big")]) != 0 or heard == second[0])  # one in 256
    reader = FrameReader()
    reader.feed(heard)
    assert (reader.next() or reader.next(over=True)) == second[1]


@given(frames, st.integers(0), st.integers(1, 255), frames)
def test_the_frame_behind_a_damaged_one_is_found(first, place, damage, second):
    broken = bytearray(first[0])
    broken[7 + place % (len(broken) - 7)] ^= damage
    assert _read(bytes(broken) + second[0])[-1:] == [second[1]]


@given(st.binary(max_size=50).filter(lambda noise: b"\xaa" not in noise), frames)
def test_noise_before_a_frame_is_passed_over(noise, frame):
    assert _read(noise + frame[0]) == [frame[1]]
