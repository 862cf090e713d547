"""The code scanner over a real serial line, with everything that can happen on it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.core.clock import SystemClock
from kiosk.core.code import CodeKind, ScannedCode
from kiosk.core.errors import CodeError, DeviceError, Disconnected
from kiosk.core.status import Health, Status
from kiosk.devices.line_serial import Options, open_device
from kiosk.devices.simulators.code_scanner import CodeScannerSimulator, ScannerFault
from kiosk.devices.simulators.line import SerialLine
from tests.busy import SLACK, quickest, quickest_timed
from tests.devices.test_code_lines import cut

MEDICAL = "4243669509084040896099330000"
SOCIAL = "SC9D2F00A1B2C3D4E5F60718293A4B"
LOOK = 0.05


class Hands:
    """A clock that a test moves on, on top of the real one: a wire waits in real time."""

    def __init__(self):
        self.moved = 0.0

    def now(self):
        return SystemClock().now()

    def monotonic(self):
        return SystemClock().monotonic() + self.moved


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def bench(tmp_path):
    simulator = CodeScannerSimulator(tmp_path / "scanner")
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def scanner(bench, tmp_path, hands):
    driver = open_device(Options(port=tmp_path / "scanner"), hands)
    assert driver.read() is None  # somebody asks from now on
    yield driver
    driver.close()


def read_all(scanner, looks=40):
    """Every code that comes until nothing more does."""
    found = []
    for _ in range(looks):
        code = scanner.read()
        if code is None:
            return found
        found.append(code)
    raise AssertionError("it never ends")


def test_a_code_is_read_once_with_its_kind(bench, scanner):
    assert scanner.poll() == Status(Health.ONLINE)
    bench.scan(MEDICAL)
    assert scanner.read() == ScannedCode(MEDICAL, CodeKind.MEDICAL_VOUCHER)
    assert scanner.read() is None
    bench.scan(SOCIAL)
    assert scanner.read() == ScannedCode(SOCIAL, CodeKind.SOCIAL_SECURITY)


def test_two_codes_in_one_read_come_one_after_the_other(bench, scanner):
    bench.send(f"{MEDICAL}\r{SOCIAL}\r".encode())
    assert [code.text for code in read_all(scanner)] == [MEDICAL, SOCIAL]


def test_a_code_in_single_bytes(bench, scanner):
    bench.cut_lines(lambda line: tuple(bytes((byte,)) for byte in line))
    bench.scan(MEDICAL)
    assert [code.text for code in read_all(scanner)] == [MEDICAL]


def test_a_code_whose_end_comes_later_is_waited_for(bench, scanner, hands):
    bench.send(MEDICAL[:20].encode())
    assert scanner.read() is None
    bench.send(MEDICAL[20:].encode() + b"\r")
    assert scanner.read().text == MEDICAL


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_prefix_suffix_and_charset_are_the_site_s(tmp_path, hands, charset):
    bench = CodeScannerSimulator(tmp_path / "own", prefix=b"\x02", suffix=b"\x03", charset=charset)
    bench.start()
    options = Options(port=tmp_path / "own", baud=115200, prefix="\x02", suffix="\x03", charset=charset)
    driver = open_device(options, hands)
    driver.read()
    bench.scan("张桂芳的码㐀")
    assert driver.read() == ScannedCode("张桂芳的码㐀", CodeKind.TEXT)
    bench.set_fault(ScannerFault.NOISE)
    bench.scan(MEDICAL)
    assert driver.read().text == MEDICAL
    driver.close()
    bench.close()


REFUSED = {
    b"\x1b[2J" + MEDICAL.encode(): "这个码里有不能用的字符",
    "RTL \u202e here".encode(): "这个码里有不能用的字符",
    "two\u2028lines".encode(): "这个码里有不能用的字符",
    "\x85 next line".encode(): "这个码里有不能用的字符",
    b"a\x00b\x00c": "这个码里有不能用的字符",
    b"7" * 513: "这个码太长了",
    b"7" * 5000: "这个码太长了",
    "长".encode() * 513: "这个码太长了",
    b"123": "这个码太短了",
    b"\xff\xfe\xfd\xfc": "没认出这个码",
    "张桂芳".encode("gb18030"): "没认出这个码",
}


@pytest.mark.parametrize("line", REFUSED, ids=[f"{line[:12]!r} {len(line)}" for line in REFUSED])
def test_what_is_no_code_is_said_and_the_next_one_is_read(bench, scanner, line):
    bench.send(line + b"\r")
    with pytest.raises(CodeError) as said:
        scanner.read()
    assert said.value.sentence == REFUSED[line]
    assert said.value.remedy
    assert MEDICAL not in said.value.technician
    assert read_all(scanner) == []
    bench.scan(MEDICAL)
    assert scanner.read().text == MEDICAL


def test_the_longest_code_is_taken(bench, scanner):
    bench.scan("长" * 512)
    assert scanner.read().text == "长" * 512


def test_a_code_that_lost_its_end_is_said_once_and_spoils_no_other(bench, scanner, hands):
    bench.set_fault(ScannerFault.TRUNCATED)
    bench.scan(MEDICAL)
    assert scanner.read() is None
    hands.moved += 0.3
    with pytest.raises(CodeError) as said:
        scanner.read()
    assert said.value.sentence == "码没扫全"
    bench.set_fault(None)
    bench.scan(SOCIAL)
    assert scanner.read().text == SOCIAL


def test_noise_spoils_its_own_line_only(bench, scanner):
    bench.set_fault(ScannerFault.NOISE)
    bench.scan(MEDICAL)
    with pytest.raises(CodeError):
        scanner.read()
    bench.set_fault(None)
    bench.scan(MEDICAL)
    assert scanner.read().text == MEDICAL


@pytest.mark.parametrize("polled", [True, False])
@pytest.mark.parametrize("line", [f"{SOCIAL}\r", SOCIAL])
def test_what_was_scanned_while_nobody_asked_is_dropped(bench, scanner, hands, polled, line):
    hands.moved += 3.0
    bench.send(line.encode())
    if polled:
        assert scanner.poll() == Status(Health.ONLINE)
        hands.moved += 2.0
    assert scanner.read() is None
    bench.scan(MEDICAL)
    assert scanner.read().text == MEDICAL


@pytest.mark.parametrize("polled", [True, False])
@pytest.mark.parametrize("line", [f"{SOCIAL}\r", f"{SOCIAL}\r{SOCIAL}", SOCIAL])
def test_what_was_scanned_before_can_be_forgotten(bench, scanner, polled, line):
    bench.send(line.encode())
    if polled:
        scanner.poll()
    scanner.forget()
    assert scanner.read() is None
    bench.scan(MEDICAL)
    assert scanner.read().text == MEDICAL


def test_a_question_for_the_status_loses_no_code(bench, scanner):
    bench.scan(MEDICAL)
    scanner.poll()
    assert scanner.read().text == MEDICAL


def test_a_mute_scanner_says_nothing_in_time(bench, scanner):
    bench.set_fault(ScannerFault.MUTE)
    bench.scan(MEDICAL)
    found = []
    assert quickest(lambda: found.append(scanner.read()), LOOK + SLACK) < LOOK + SLACK
    assert set(found) == {None}


@pytest.mark.parametrize("ask", ["poll", "read"])
def test_a_pulled_cable_is_disconnected(bench, scanner, ask):
    bench.set_fault(ScannerFault.UNPLUGGED)
    with pytest.raises(Disconnected):
        getattr(scanner, ask)()


def test_no_port_is_disconnected(tmp_path, clock):
    with pytest.raises(Disconnected):
        open_device(Options(port=tmp_path / "missing"), clock)


@pytest.mark.parametrize(
    "wrong",
    [{"suffix": ""}, {"suffix": "长"}, {"prefix": "123456789"}, {"longest": 0}, {"charset": "utf-7"}, {"parity": 1}],
)
def test_options_that_make_no_sense_are_refused(tmp_path, wrong):
    with pytest.raises(ValidationError):
        Options(port=tmp_path, **wrong)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.binary(max_size=3000), st.lists(st.integers(0, 3000), max_size=4)), min_size=8, max_size=8)
)
def test_whatever_comes_the_look_ends_in_time_with_an_own_error(tmp_path, clock, scripts):
    """Eight scanners at a time, each with any bytes in any pieces; then each reads a good code."""

    def hold(number):
        return quickest_timed(lambda: longest_look(number), LOOK + SLACK)

    def longest_look(number):
        data, places = scripts[number]
        bench = CodeScannerSimulator(tmp_path / f"any{number}")
        bench.start()
        driver = open_device(Options(port=tmp_path / f"any{number}"), clock)
        driver.read()
        for piece in cut(data, places):
            bench.send(piece)
        longest = 0.0
        for _ in range(3001):
            started = SystemClock().monotonic()
            try:
                over = driver.read() is None
            except CodeError:
                over = False
            longest = max(longest, SystemClock().monotonic() - started)
            if over:
                break
        bench.send(b"\r")
        with suppress(CodeError):
            driver.read()
        bench.scan(MEDICAL)
        assert driver.read().text == MEDICAL
        driver.close()
        bench.close()
        return longest

    with ThreadPoolExecutor(len(scripts)) as pool:
        assert max(pool.map(hold, range(len(scripts)))) < LOOK + SLACK


@pytest.mark.parametrize("chatter", [b"\x00\xffnoise", b"\r\r\r", b"7" * 600])
def test_endless_noise_does_not_outlive_the_look(tmp_path, clock, chatter):
    stop = threading.Event()
    line = SerialLine(tmp_path / "noisy", lambda _: None)
    line.plug()

    def chatters():
        while not stop.is_set():
            line.send(chatter)

    noise = threading.Thread(target=chatters)
    noise.start()
    driver = open_device(Options(port=tmp_path / "noisy"), clock)
    for ask in (driver.read, driver.poll, driver.read):

        def asks(ask=ask):
            with suppress(DeviceError):
                ask()

        assert quickest(asks, LOOK + SLACK) < LOOK + SLACK
    stop.set()
    noise.join()
    driver.close()
    line.unplug()


def test_nothing_is_left_behind_after_many_openings(tmp_path, clock):
    bench = CodeScannerSimulator(tmp_path / "often")
    bench.start()
    threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(1000):
        driver = open_device(Options(port=tmp_path / "often"), clock)
        driver.poll()
        driver.close()
    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == (threads, files)
    bench.close()
