"""IPP as bytes, against libcups, which reads what is written here and writes what is read."""

import contextlib
import io

import cups
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import BadReply
from kiosk.devices.ipp_message import Operation, Reply, Tag, decode, encode


def by_cups(data: bytes) -> "cups.IPPRequest":
    message = cups.IPPRequest()
    state = message.readIO(io.BytesIO(data).read)
    assert state == cups.IPP_DATA
    return message


def reply_by_cups() -> bytes:
    """A reply with every kind of value that pycups can write."""
    message = cups.IPPRequest(cups.IPP_OP_GET_PRINTER_ATTRIBUTES)
    message.statuscode = cups.IPP_OK
    for tag, name, values in (
        (cups.IPP_TAG_ENUM, "printer-state", [5]),
        (cups.IPP_TAG_KEYWORD, "printer-state-reasons", ["media-empty-error", "toner-low-warning"]),
        (cups.IPP_TAG_BOOLEAN, "printer-is-accepting-jobs", [True]),
        (cups.IPP_TAG_INTEGER, "printer-up-time", [4711]),
        (cups.IPP_TAG_NAME, "printer-name", ["二楼打印机"]),
        (cups.IPP_TAG_URI, "printer-uri-supported", ["ipp://127.0.0.1/ipp/print"]),
    ):
        message.add(cups.IPPAttribute(cups.IPP_TAG_PRINTER, tag, name, values))
    data = bytearray()
    message.writeIO(lambda piece: data.extend(piece) or len(piece))
    return bytes(data)


REPLY = reply_by_cups()


def test_cups_reads_what_is_written():
    request = encode(
        Operation.GET_JOBS,
        [
            (Tag.URI, "printer-uri", ["ipp://127.0.0.1/ipp/print"]),
            (Tag.KEYWORD, "requested-attributes", ["job-id", "job-name"]),
            (Tag.INTEGER, "limit", [50]),
        ],
    )
    message = by_cups(request)
    assert message.operation == cups.IPP_OP_GET_JOBS
    assert [(one.name, one.values) for one in message.attributes] == [
        ("attributes-charset", ["utf-8"]),
        ("attributes-natural-language", ["en"]),
        ("printer-uri", ["ipp://127.0.0.1/ipp/print"]),
        ("requested-attributes", ["job-id", "job-name"]),
        ("limit", [50]),
    ]


def test_what_cups_writes_is_read():
    reply = decode(REPLY)
    assert not reply.refused
    assert reply.all(Tag.PRINTER) == [
        {
            "printer-state": [5],
            "printer-state-reasons": ["media-empty-error", "toner-low-warning"],
            "printer-is-accepting-jobs": [True],
            "printer-up-time": [4711],
            "printer-name": ["二楼打印机"],
            "printer-uri-supported": ["ipp://127.0.0.1/ipp/print"],
        }
    ]


def test_values_of_other_kinds_do_not_disturb():
    """A name with its language, no-value, a date, a collection (RFC 8010 3.1.6): written by hand, as pycups cannot."""
    head = bytes.fromhex("0101 0406 00000001 02")
    name = b"\x36\x00\x08job-name\x00\x08\x00\x02en\x00\x02k1"
    nothing = b"\x13\x00\x11time-at-completed\x00\x00"
    date = b"\x31\x00\x04date\x00\x0b\x07\xe9\x06\x01\x00\x00\x00\x00\x2b\x08\x00"
    collection = (
        b"\x34\x00\x09media-col\x00\x00\x4a\x00\x00\x00\x01x\x21\x00\x00\x00\x04\x00\x00\x00\x07\x37\x00\x00\x00\x00"
    )
    after = b"\x23\x00\x09job-state\x00\x04\x00\x00\x00\x09\x03"
    reply = decode(head + name + nothing + date + collection + after)
    assert reply.refused
    (said,) = reply.all(Tag.JOB)
    assert (said["job-name"], said["time-at-completed"], said["job-state"]) == (["k1"], [], [9])


def test_a_reply_that_breaks_off_is_none():
    for end in range(len(REPLY)):
        with pytest.raises(BadReply):
            decode(REPLY[:end])


@given(st.one_of(st.binary(), st.binary().map(lambda tail: REPLY[:8] + tail)))
def test_any_bytes_are_a_reply_or_a_bad_one(data):
    with contextlib.suppress(BadReply):
        assert isinstance(decode(data), Reply)


@given(st.integers(0, len(REPLY) - 1), st.integers(0, 255))
def test_any_byte_may_be_wrong(place, byte):
    data = bytearray(REPLY)
    data[place] = byte
    with contextlib.suppress(BadReply):
        assert isinstance(decode(bytes(data)), Reply)
