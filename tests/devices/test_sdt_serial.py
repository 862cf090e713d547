"""The reader over a real serial line, with everything that can happen on it."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadReply, CardError, DeviceError, Disconnected, NoAnswer
from kiosk.core.status import Health, Status
from kiosk.core.timing import CARD_READ
from kiosk.devices.sdt_answers import ModuleError, refusal
from kiosk.devices.sdt_serial import Options, open_device
from kiosk.devices.simulators.line import SerialLine
from kiosk.devices.simulators.sdt_reader import ReaderFault, SdtReaderSimulator
from tests.busy import SLACK, quickest, quickest_timed, raised


@pytest.fixture
def bench(tmp_path):
    simulator = SdtReaderSimulator(tmp_path / "reader")
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def reader(bench, tmp_path, clock):
    driver = open_device(Options(port=tmp_path / "reader"), clock)
    yield driver
    driver.close()


def test_a_card_is_read_once_until_it_has_left(bench, reader, cards):
    assert reader.poll() == Status(Health.ONLINE)
    assert reader.read() is None
    assert not reader.present()
    bench.lay(cards["resident"], photo=b"\x57" * 1024)
    person = reader.read()
    assert person is not None
    assert (person.name, person.photo) == ("测试甲", b"\x57" * 1024)
    assert reader.read() is None
    assert reader.present()
    bench.take()
    assert not reader.present()
    bench.lay(cards["foreign2023"])
    assert reader.read().name == "测试丁"


def test_a_card_that_was_read_before_the_port_was_lost_still_lies_there(bench, reader, tmp_path, clock, cards):
    bench.lay(cards["resident"])
    reader.read()
    bench.set_fault(ReaderFault.UNPLUGGED)
    bench.set_fault(None)
    again = open_device(Options(port=tmp_path / "reader"), clock)
    assert again.read() is None
    assert again.present()
    bench.take()
    assert not again.present()
    again.close()


def test_the_number_of_the_module(reader):
    assert reader.sam_id() == "05.03-20180101-0001234567-0007654321"


def test_an_expired_card_is_said_and_still_waited_for(bench, reader, cards, clock):
    clock.today = date(2024, 1, 2)
    bench.lay(cards["hmt"])
    with pytest.raises(CardError) as said:
        reader.read()
    assert said.value.sentence == "这张身份证过期了"
    assert reader.present()


@pytest.mark.parametrize("fault", [ReaderFault.NOISE, ReaderFault.WRONG_XOR, ReaderFault.TRUNCATED])
@pytest.mark.parametrize("good", range(3), ids=["find", "select", "read"])
def test_one_spoilt_answer_loses_no_card(bench, reader, cards, fault, good):
    bench.lay(cards["resident"])
    bench.set_fault(fault, after=good, answers=1)
    assert reader.read().name == "测试甲"


@pytest.mark.parametrize("fault", [ReaderFault.WRONG_XOR, ReaderFault.TRUNCATED])
def test_an_empty_reader_with_one_spoilt_answer_says_nothing(bench, reader, fault):
    bench.set_fault(fault, answers=1)
    assert reader.read() is None


@pytest.mark.parametrize(
    ("fault", "error"),
    [(ReaderFault.MUTE, NoAnswer), (ReaderFault.WRONG_XOR, BadReply), (ReaderFault.TRUNCATED, BadReply)],
)
def test_a_lasting_fault_is_its_own_error_within_the_deadline(bench, reader, cards, fault, error):
    bench.lay(cards["resident"])
    bench.set_fault(fault)
    for ask, kind in ((reader.poll, error), (reader.read, DeviceError)):
        within = CARD_READ + SLACK
        assert quickest(lambda ask=ask, kind=kind: raised(kind, ask), within) < within
    bench.set_fault(None)
    assert reader.read().name == "测试甲"


def test_frames_in_single_bytes(bench, reader, cards):
    bench.cut_answers(lambda frame: tuple(bytes((byte,)) for byte in frame))
    bench.lay(cards["resident"])
    assert reader.read().name == "测试甲"


def test_a_late_answer_is_not_taken_for_the_next_one(bench, reader, cards):
    late = bytes.fromhex("AAAAAA9669000800009F0000000097")
    bench.cut_answers(lambda frame: (late + frame,))
    bench.lay(cards["resident"])
    assert reader.read().name == "测试甲"


CODES = (0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x60, 0x66, 0x80, 0x81, 0x91)


def test_every_code_has_its_own_words():
    errors = [refusal(code) for code in CODES]
    assert len({error.technician for error in errors}) == len(CODES)
    assert all(error.sentence and error.remedy for error in errors)
    assert [type(refusal(code)) for code in (0x31, 0x41, 0x60, 0x66)] == [
        CardError,
        CardError,
        ModuleError,
        ModuleError,
    ]


@pytest.mark.parametrize("code", sorted({*CODES} - {0x10, 0x11, 0x21, 0x24, 0x80}))
def test_a_refused_select_is_that_code(bench, reader, cards, code):
    bench.lay(cards["resident"])
    bench.refuse_next(0x9F, code)
    with pytest.raises(DeviceError) as said:
        reader.read()
    assert said.value.technician == refusal(code).technician


def test_a_garbled_request_is_sent_again(bench, reader, cards):
    bench.lay(cards["resident"])
    bench.refuse_next(0x10)
    assert reader.read().name == "测试甲"


def test_a_broken_module_is_a_hardware_error(bench, reader):
    bench.set_fault(ReaderFault.MODULE)
    status = reader.poll()
    assert status.health is Health.HARDWARE_ERROR
    assert status.fault == refusal(0x60).fault()


def test_a_pulled_cable_ends_a_call_at_once(bench, tmp_path, clock, cards):
    bench.lay(cards["resident"])
    bench.cut_answers(lambda frame: (bench.set_fault(ReaderFault.UNPLUGGED), frame)[1:])

    def pulled():
        bench.set_fault(None)
        reader = open_device(Options(port=tmp_path / "reader"), clock)
        started = SystemClock().monotonic()
        with pytest.raises(Disconnected):
            reader.read()
        took = SystemClock().monotonic() - started
        reader.close()
        return took

    assert quickest_timed(pulled, 0.5) < 0.5


def test_no_port_and_no_terminal_are_disconnected(tmp_path, clock):
    (tmp_path / "file").write_bytes(b"")
    for name in ("missing", "file"):
        with pytest.raises(Disconnected):
            open_device(Options(port=tmp_path / name), clock)


def test_a_port_in_use_is_disconnected(bench, reader, tmp_path, clock):
    with pytest.raises(Disconnected):
        open_device(Options(port=tmp_path / "reader"), clock)


class Parrot:
    """A line whose far end answers every request with the next of some bytes."""

    def __init__(self, link, answers):
        self.answers = list(answers)
        self.line = SerialLine(link, self.hear)

    def hear(self, _):
        for piece in self.answers.pop(0) if self.answers else ():
            self.line.send(piece)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(st.binary(max_size=1500), max_size=4), st.lists(st.integers(0, 1500), max_size=3)),
        min_size=8,
        max_size=8,
    )
)
def test_whatever_comes_back_the_call_ends_in_time_with_an_own_error(tmp_path, clock, scripts):
    """Eight readers at a time: most of these calls end at their deadline."""

    def read_from_parrot(number):
        return quickest_timed(lambda: read(number), CARD_READ + SLACK)

    def read(number):
        parrot = Parrot(
            tmp_path / f"parrot{number}", [_cut(answer, scripts[number][1]) for answer in scripts[number][0]]
        )
        parrot.line.plug()
        driver = open_device(Options(port=tmp_path / f"parrot{number}"), clock)
        started = SystemClock().monotonic()
        with contextlib.suppress(DeviceError):
            driver.read()
        took = SystemClock().monotonic() - started
        driver.close()
        parrot.line.unplug()
        return took

    with ThreadPoolExecutor(len(scripts)) as pool:
        assert max(pool.map(read_from_parrot, range(len(scripts)))) < CARD_READ + SLACK


def _cut(data, places):
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def test_endless_noise_does_not_outlive_the_deadline(tmp_path, clock):
    stop = threading.Event()
    line = SerialLine(tmp_path / "noisy", lambda _: None)
    line.plug()

    def chatter():
        while not stop.wait(0.001):
            line.send(b"\xaa\xaa\xaa\x96\x69\x05")

    noise = threading.Thread(target=chatter)
    noise.start()
    driver = open_device(Options(port=tmp_path / "noisy"), clock)
    assert quickest(lambda: raised(DeviceError, driver.read), CARD_READ + SLACK) < CARD_READ + SLACK
    stop.set()
    noise.join()
    driver.close()
    line.unplug()
