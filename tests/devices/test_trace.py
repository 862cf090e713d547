"""The trace of a wire: what a technician sees of it, and that nothing of a citizen's is ever in it."""

import os
import re
import tty
from collections.abc import Iterator
from functools import reduce
from operator import xor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SystemClock
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.devices import escpos_trace, line_trace, sdt_trace
from kiosk.devices.escpos_encoding import ASK_CUTS, ASK_DONE, encode
from kiosk.devices.receipt_layout import lay_out
from kiosk.devices.sdt_frames import SYNC
from kiosk.devices.sdt_frames import encode as request
from kiosk.devices.trace import KEPT, Explain, Seen, Trace, lengths, traced
from kiosk.devices.wire import SerialWire
from tests.services.world import SetClock

TEXTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=100)
PIECES = st.lists(st.integers(1, 400), max_size=20)


def card(text: str, photo: bytes = bytes(1024)) -> bytes:
    """The answer to "read card": its text in UTF-16, padded, and its picture."""
    padded = (text.encode("utf-16-le") + b"\x20\x00" * 128)[:256]
    counted = (3 + 4 + 256 + len(photo) + 1).to_bytes(2, "big") + b"\x00\x00\x90\x01\x00\x04\x00" + padded + photo
    return SYNC + counted + bytes((reduce(xor, counted),))


def answer(sw3: int) -> bytes:
    counted = b"\x00\x04\x00\x00" + bytes((sw3,))
    return SYNC + counted + bytes((reduce(xor, counted),))


def pieces(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    for size in sizes:
        piece, data = data[:size], data[size:]
        if piece:
            yield piece
    if data:
        yield data


def seen(explain: Explain, data: bytes, sizes: list[int], *, sent: bool) -> list[Seen]:
    return [one for piece in pieces(data, sizes) for one in explain(piece, sent)]


# --- ID cards ---


def test_the_frames_of_a_reader_by_name() -> None:
    explain = sdt_trace.explain()
    assert [*explain(request(0x20, 0x01), True)] == [Seen("AA AA AA 96 69 00 03 20 01 … 1 字节", "找卡")]
    assert [*explain(answer(0x9F) + answer(0x80), False)] == [
        Seen("AA AA AA 96 69 00 04 00 00 9F … 1 字节", "找到卡"),
        Seen("AA AA AA 96 69 00 04 00 00 80 … 1 字节", "没有卡"),
    ]


def test_what_goes_wrong_on_the_wire_is_seen() -> None:
    explain = sdt_trace.explain()
    noise, _frame = explain(b"\xff\x00" + answer(0x90), False)
    assert noise == Seen("… 2 字节", "不是一帧")
    assert [*explain(answer(0x90)[:-1] + b"\x00", False)] == [Seen("… 11 字节", "校验不对的一帧")]
    assert [*explain(answer(0x90)[:6], False)] == []
    broken, _question = explain(request(0x11, 0xFF), True)
    assert broken == Seen("… 6 字节", "断在中间")


@given(TEXTS, TEXTS, st.binary(min_size=1024, max_size=1024), PIECES)
def test_two_cards_look_the_same(one: str, other: str, photo: bytes, sizes: list[int]) -> None:
    traces = [seen(sdt_trace.explain(), card(text), sizes, sent=False) for text in (one, other)]
    traces.append(seen(sdt_trace.explain(), card(one, photo), sizes, sent=False))
    assert traces[0] == traces[1] == traces[2] == [Seen("AA AA AA 96 69 05 08 00 00 90 … 1285 字节", "好")]


@given(TEXTS, PIECES, st.integers(0, 1294), st.integers(1, 255), st.binary(max_size=40))
def test_no_byte_of_a_card_is_seen_however_it_is_damaged(
    text: str, sizes: list[int], at: int, flip: int, noise: bytes
) -> None:
    """Only the head of a known frame is ever in full, and it is one of few."""
    frame = card(text)
    spoilt = [
        frame[:at] + bytes((frame[at] ^ flip,)) + frame[at + 1 :],
        frame[:at] + frame[at + 1 :],
        frame[:at] + noise + frame[at:],
        frame[at:],
    ]
    for data in spoilt:
        explain = sdt_trace.explain()
        for one in (*seen(explain, data, sizes, sent=False), *explain(request(0x11, 0xFF), True)):
            assert re.fullmatch(r"(AA AA AA 96 69 ([0-9A-F]{2} ?){4,5} )?… \d+ 字节", one.shown)
            if one.shown.startswith("AA"):
                head = bytes.fromhex(one.shown.partition(" …")[0])
                assert head[7:] in {**sdt_trace.ANSWERS, **sdt_trace.REQUESTS}


@given(st.lists(st.binary(max_size=60), max_size=30), st.booleans())
def test_every_byte_is_accounted_for(data: list[bytes], sent: bool) -> None:
    explain = sdt_trace.explain()
    lines = [one for piece in data for one in explain(piece, sent)]
    lines += [*explain(request(0x11, 0xFF), True)][:-1]
    told = sum(
        len(bytes.fromhex(one.shown.partition("…")[0])) + int(one.shown.partition("… ")[2].split()[0]) for one in lines
    )
    assert told == len(b"".join(data))


# --- codes ---


@given(st.binary(min_size=1, max_size=300).filter(lambda code: code.strip(b"\r\n\t\x02\x03") == code))
def test_a_code_is_seen_by_its_length_and_its_ends(code: bytes) -> None:
    [one] = line_trace.codes()(b"\x02" + code + b"\r\n", False)
    assert one == Seen(f"02 … {len(code)} 字节 0D 0A", "一个码完了")
    [begun] = line_trace.codes()(code, False)
    assert begun == Seen(f"… {len(code)} 字节", "码的一段")


# --- receipts ---


@given(TEXTS, PIECES)
def test_of_a_receipt_only_the_end_is_seen(name: str, sizes: list[int]) -> None:
    receipt = Receipt("R1", "养老金认证", ReceiptState.DONE, SetClock().now(), rows=(("姓名", name),), code=name or "x")
    data = encode(lay_out(receipt, copy=0), columns=48, font=Path("none"), native_qr=True)
    known = {one.hex(" ").upper() for one in (*escpos_trace.ASKED,)}
    for one in seen(escpos_trace.explain(), data, sizes, sent=True):
        assert one.shown in known or re.fullmatch(r"… \d+ 字节", one.shown)


def test_questions_and_answers_of_a_printer() -> None:
    explain = escpos_trace.explain()
    asked = [one.words for data in (b"\x10\x04\x02", ASK_DONE, ASK_CUTS) for one in explain(data, True)]
    assert asked == ["问状态（DLE EOT 2）", "问打完没有", "问切了几次"]
    heard = [one for data in (b"\x12", b"\x00\x00", b"\x5f1234\x00", b"R1 hello") for one in explain(data, False)]
    assert heard == [
        Seen("12", "状态"),
        Seen("00", "打完了"),
        Seen("00", "打完了"),
        Seen("5F 31 32 33 34 00", "切了 1234 次"),
        Seen("… 8 字节", "认不出"),
    ]


# --- guide lights ---


@given(st.lists(st.integers(1, 9), max_size=30))
def test_lines_of_the_lights_however_they_are_cut(sizes: list[int]) -> None:
    data = b"V 1 6\r\nOK\nERR no such light\n"
    assert [one.words for one in seen(line_trace.lights(), data, sizes, sent=False)] == ["V 1 6", "OK", "报错"]


# --- the trace itself ---


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def test_it_is_off_until_it_is_switched_on_and_ends_by_itself(clock: SetClock) -> None:
    trace = Trace(clock)
    trace.note(b"before", sent=True)
    assert (trace.entries, trace.left) == ((), 0.0)
    trace.start(60.0)
    trace.note(b"abc", sent=True)
    clock.advance(seconds=59)
    assert trace.left == 1.0
    clock.advance(seconds=1)
    trace.note(b"late", sent=False)
    [entry] = trace.entries
    assert (entry.sent, entry.seen, trace.left) == (True, Seen("… 3 字节"), 0.0)
    trace.start(60.0)
    assert trace.entries == ()
    trace.stop()
    trace.note(b"after", sent=True)
    assert trace.entries == ()


def test_it_keeps_no_more_than_a_page_of_a_busy_line(clock: SetClock) -> None:
    trace = Trace(clock, lengths)
    trace.start(60.0)
    for _ in range(KEPT + 5):
        trace.note(b"x", sent=False)
    assert len(trace.entries) == KEPT


def test_a_wire_tells_the_trace_of_whoever_opened_it() -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    clock = SystemClock()
    trace = Trace(clock)
    with traced(trace):
        wire = SerialWire(Path(os.ttyname(theirs)), 9600, clock)
    untraced = Trace(clock)
    untraced.start(60.0)
    trace.start(60.0)
    until = clock.monotonic() + 5
    wire.write(b"asked", until)
    os.write(ours, b"answered")
    heard = wire.read(until)
    while len(heard) < 8:
        heard += wire.read(until)
    os.write(ours, b"late")
    while not wire.read_waiting():
        pass
    wire.close()
    os.close(ours)
    os.close(theirs)
    sizes = [int(entry.seen.shown.split()[1]) for entry in trace.entries]
    assert trace.entries[0].sent
    assert (sizes[0], sum(sizes[1:]) >= 9) == (5, True)
    assert not any(entry.sent for entry in trace.entries[1:])
    assert untraced.entries == ()
