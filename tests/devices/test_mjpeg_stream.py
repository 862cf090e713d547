"""Motion JPEG from a peer of another making: its dialects, and every way in which it can go wrong."""

import itertools
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SystemClock
from kiosk.core.errors import CameraError, DeviceError, Disconnected, NoAnswer
from kiosk.devices import opencv_pictures
from kiosk.devices.mjpeg_parts import BadStream, Parts, jpeg_size
from kiosk.devices.mjpeg_stream import MjpegStream
from kiosk.devices.opencv import Options, open_device
from kiosk.devices.simulators.scenes import Scene, picture
from tests.busy import SLACK, quickest, quickest_timed, raised, seconds
from tests.devices.mjpeg_peer import FAULTS, HEAD, PICTURE, Peer, part

OPEN, READ = 0.15, 0.2  # seconds; the real ones are ten times as long
CLOCK = SystemClock()


@pytest.fixture
def peer():
    server = Peer(lambda: iter((HEAD, part(), part(), None)))
    yield server
    server.close()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(opencv_pictures, "_OPEN", OPEN)
    monkeypatch.setattr(opencv_pictures, "_READ", READ)


# --- dialects ---


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/x-mixed-replace; boundary=frame",
        'multipart/x-mixed-replace;boundary="frame"',
        "Multipart/X-Mixed-Replace; charset=none; Boundary=--frame",
        "multipart/x-mixed-replace; boundary=frame; foo=bar",
    ],
)
@pytest.mark.parametrize("length", [True, False])
def test_each_maker_writes_its_boundary_in_a_way_of_its_own(peer, content_type, length):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode()
    peer.script = lambda: iter((head, part(length=length) * 2, b"--frame", None))
    stream = MjpegStream(peer.url, CLOCK, CLOCK.monotonic() + 1)
    assert [stream.next(CLOCK.monotonic() + 1) for _ in range(2)] == [PICTURE, PICTURE]
    stream.close()


def test_name_and_password_of_the_address_are_sent_and_nowhere_said(peer):
    peer.script = FAULTS["an error"]
    url = peer.url.replace("//", "//look:m%40y%20eyes@")
    with pytest.raises(BadStream) as refused:
        MjpegStream(url, CLOCK, CLOCK.monotonic() + 1)
    assert peer.asked[0].startswith(b"GET /video?size=1 HTTP/1.0\r\nHost: 127.0.0.1:")
    assert b"Authorization: Basic bG9vazptQHkgZXllcw==\r\n" in peer.asked[0]
    assert "eyes" not in str(refused.value)


def test_after_a_pause_what_piled_up_is_passed_over(peer):
    """The last picture here comes a while after the others."""
    gate = threading.Event()
    late = picture(Scene.DARK, 0)

    def script():
        yield HEAD + part() * 40
        while True:  # until nobody listens any more
            gate.wait(0.03)
            yield part(late)

    peer.script = script
    stream = MjpegStream(peer.url, CLOCK, CLOCK.monotonic() + 1)
    assert stream.next(CLOCK.monotonic() + 1) == PICTURE
    assert stream.newest(CLOCK.monotonic() + 1) == late
    stream.close()


# --- faults ---


@pytest.mark.parametrize("fault", FAULTS)
def test_no_call_outlives_its_deadline_whatever_the_stream_does(peer, impatient, fault):
    peer.script = FAULTS[fault]
    camera = open_device(Options(source=peer.url), CLOCK)
    within, said = OPEN + READ + SLACK, []
    assert quickest(lambda: said.append(raised(CameraError, camera.frame)), within) < within
    assert {one.sentence for one in said} == {CameraError.sentence}
    assert camera.poll().fault is not None
    peer.script = lambda: iter((HEAD, part(), part(), None))
    assert camera.poll().fault is None
    assert camera.frame().width == 640
    camera.close()


IN_THE_MIDDLE = [name for name, script in FAULTS.items() if (next(script(), None) or b"").startswith(HEAD)]


@pytest.mark.parametrize("fault", IN_THE_MIDDLE)
def test_a_stream_that_went_well_before_is_held_to_its_deadline_too(peer, impatient, fault):
    def script():
        rest = FAULTS[fault]()
        yield HEAD + part() + next(rest).removeprefix(HEAD)
        yield from rest

    peer.script = script

    def second_frame():
        camera = open_device(Options(source=peer.url), CLOCK)
        camera.frame()
        took = seconds(lambda: raised(CameraError, camera.frame))
        camera.close()
        return took

    assert quickest_timed(second_frame, READ + SLACK) < READ + SLACK


def test_nobody_there_and_nobody_answering(monkeypatch):
    listener = Peer(FAULTS["an error"])
    url = listener.url
    listener.close()
    with pytest.raises(Disconnected):
        MjpegStream(url, CLOCK, CLOCK.monotonic() + 1)
    with pytest.raises(NoAnswer):
        MjpegStream(url, CLOCK, CLOCK.monotonic() - 1)


@pytest.mark.parametrize("cycles", [40, pytest.param(1000, marks=pytest.mark.whole)])
def test_faults_leave_neither_thread_nor_descriptor(peer, impatient, until, cycles):
    options = Options(source=peer.url)
    camera = open_device(options, CLOCK)
    camera.frame()  # what OpenCV keeps for itself is there from now on
    camera.close()
    until(lambda: peer.clients == 0)
    threads, descriptors = threading.active_count(), _descriptors()
    quick = [name for name in FAULTS if not name.startswith(("silent", "dripping", "pictures"))]
    for number in range(cycles):
        name = quick[number % len(quick)] if number % 40 else list(FAULTS)[number // 40 % len(FAULTS)]
        peer.script = FAULTS[name]
        camera = open_device(options, CLOCK)
        with pytest.raises(DeviceError):
            camera.frame()
        camera.close()
    until(lambda: peer.clients == 0)
    assert (threading.active_count(), _descriptors()) == (threads, descriptors)


def _descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


# --- the parser alone ---


def _bodies(parts):
    found = []
    while (body := parts.next()) is not None:
        found.append(body)
    return found


@given(
    bodies=st.lists(st.binary(max_size=200).filter(lambda body: b"--frame" not in body), max_size=5),
    cuts=st.lists(st.integers(0, 2000), max_size=20),
    length=st.booleans(),
)
def test_any_split_gives_the_same_pictures(bodies, cuts, length):
    data = b"".join(part(body, length=length) for body in bodies) + b"--frame"
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    parts, found = Parts(b"frame"), []
    for start, end in itertools.pairwise(edges):
        parts.feed(data[start:end])
        found += _bodies(parts)
    assert found == bodies


@given(
    pieces=st.lists(
        st.binary(max_size=60)
        | st.sampled_from([b"--frame", b"\r\n\r\n", b"Content-Length: 7\r\n", b"Content-Length: 99999999\r\n"]),
        max_size=30,
    )
)
def test_any_bytes_are_pictures_or_a_bad_stream(pieces):
    parts, fed, given_out = Parts(b"frame"), 0, 0
    try:
        for piece in pieces:
            parts.feed(piece)
            fed += len(piece)
            given_out += sum(len(body) for body in _bodies(parts))
    except BadStream:
        return
    assert given_out <= fed


@given(st.binary(max_size=300))
def test_the_size_of_any_bytes(data):
    for jpeg in (data, b"\xff\xd8" + data + b"\xff\xd9", PICTURE[:20] + data + PICTURE[20:]):
        size = jpeg_size(jpeg)
        assert size is None or (0 < size[0] < 65536 and 0 < size[1] < 65536)


def test_the_size_of_a_picture():
    assert jpeg_size(PICTURE) == (640, 480)
    assert jpeg_size(picture(Scene.PAPER_FLAT, 0)) == (1280, 960)
    assert jpeg_size(PICTURE[:-2]) is None
