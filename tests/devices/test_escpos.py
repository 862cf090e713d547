"""The receipt printer over a real serial line and over TCP: what comes out, and what is said when it does not."""

import contextlib
import os
import re
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pydantic import ValidationError

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Clearer, DeviceError, Disconnected, NoAnswer, PaperError
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.status import Health, Media, Status
from kiosk.devices.escpos import Options, open_device
from kiosk.devices.escpos_answers import Answers
from kiosk.devices.escpos_encoding import encode
from kiosk.devices.escpos_status import is_done, is_status, to_status
from kiosk.devices.owner import Owner, Pace
from kiosk.devices.receipt_layout import lay_out
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator, PrinterFault
from kiosk.devices.simulators.line import SerialLine
from kiosk.devices.wire import Wire, _FilePort
from tests.busy import SLACK, quickest_timed

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
NUMBER = "NB202506010001237"
RECEIPT = Receipt(
    number=NUMBER,
    title="社会保险待遇领取资格认证",
    state=ReceiptState.DONE,
    issued_at=datetime(2025, 6, 1, 15, 4, tzinfo=timezone(timedelta(hours=8))),
    agency="测试市社会保险中心",
    rows=(("姓名", "测*甲"), ("认证年度", "2025")),
    note="明年到期前，再来认证一次。",
    code="https://receipt.invalid/1237",
)


@pytest.fixture(params=["serial", "tcp", "usb"])
def wire(request):
    return request.param


@pytest.fixture
def bench(wire, tmp_path):
    """A USB printer's file is a character device that is read and written as it is: so is a pseudo-terminal."""
    simulator = EscposPrinterSimulator() if wire == "tcp" else EscposPrinterSimulator(tmp_path / "printer")
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def options(bench, wire, tmp_path):
    if wire == "tcp":
        return Options(host="127.0.0.1", tcp_port=bench.port)
    return Options(port=tmp_path / "printer") if wire == "serial" else Options(usb=tmp_path / "printer")


@pytest.fixture
def printer(bench, options, clock, until):
    driver = open_device(options, clock)
    driver.poll()
    until(lambda: bench.idle)
    yield driver
    driver.close()


def _print(printer, receipt=RECEIPT, *, copy=0, deadline=5.0):
    printer.print_receipt(receipt, copy=copy, deadline=deadline)


def _print_again(printer, cuts=None, **how):
    """As the house does after trouble: what became of the last sheet, and another one unless it is out."""
    out = printer.fate(cuts, deadline=5.0)
    if not out:
        _print(printer, **how)
    return out


def _out(printer, **how):
    with pytest.raises(PaperError) as said:
        _print(printer, **how)
    return said.value.out


# --- what comes out ---


def test_the_sheet_says_what_the_receipt_says(bench, printer):
    _print(printer)
    (paper,) = bench.papers
    assert [line.split() for line in paper.text.splitlines() if line] == [
        ["测试市社会保险中心"],
        ["办件回执"],
        ["-" * 48],
        ["事项", "社会保险待遇领取资格认证"],
        ["状态", "办好了"],
        ["姓名", "测*甲"],
        ["认证年度", "2025"],
        ["时间", "2025年6月1日", "15:04"],
        ["-" * 48],
        ["办件编号"],
        [NUMBER],
        ["明年到期前，再来认证一次。"],
    ]
    assert paper.codes == (RECEIPT.code,)
    assert bench.strange == ()
    assert paper.png().startswith(b"\x89PNG")


def test_the_bytes_are_gb18030_for_any_decoder(bench, printer):
    _print(printer)
    data = bench.papers[0].data
    assert data.startswith(b"\x1b@\x1c&")
    assert "社会保险待遇领取资格认证".encode("gb18030") in data
    plain = re.sub(rb"\x1d\(k..[^\x1b\x1d]*|[\x1b\x1c\x1d].[\x00-\x31]?", b"", data)
    assert NUMBER in plain.decode("gb18030", "replace")


def test_a_copy_says_so(bench, printer):
    _print(printer, copy=1)
    assert "补打 第1次" in bench.papers[0].text


def test_only_the_line_with_a_rare_character_is_a_picture(bench, printer):
    _print(printer, replace(RECEIPT, rows=(("姓名", "㐀䶮𬭛"), ("认证年度", "2025"))))
    (paper,) = bench.papers
    assert "㐀" not in paper.text
    assert "认证年度  2025" in paper.text
    pictures = [row for row in paper.rows if type(row).__name__ == "Picture"]
    assert [(picture.width, picture.height) for picture in pictures] == [(576, 30)]
    assert pictures[0].bits.count(0) < len(pictures[0].bits)


def test_without_its_font_a_rare_character_is_a_mark(bench, options, clock):
    driver = open_device(options.model_copy(update={"font": Path("/nonexistent.ttc")}), clock)
    _print(driver, replace(RECEIPT, rows=(("姓名", "测𬭛"),)))
    driver.close()
    assert "测〓" in bench.papers[0].text


def test_a_printer_that_draws_no_code_gets_a_picture_of_it(bench, options, clock):
    driver = open_device(options.model_copy(update={"qr": "picture"}), clock)
    _print(driver)
    driver.close()
    assert bench.papers[0].codes == ()
    assert sum(type(row).__name__ == "Picture" for row in bench.papers[0].rows) > 3


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Receipt,
        number=st.text(min_size=1, max_size=30),
        title=st.text(max_size=40),
        state=st.sampled_from(ReceiptState),
        issued_at=st.just(RECEIPT.issued_at),
        rows=st.lists(st.tuples(st.text(max_size=10), st.text(max_size=40)), max_size=3).map(tuple),
        note=st.text(max_size=80),
        code=st.text(max_size=40),
    )
)
def test_no_text_can_command_the_printer(receipt):
    bench = EscposPrinterSimulator()
    data = encode(lay_out(receipt, copy=0), columns=48, font=FONT, native_qr=True)
    bench.take_bytes(data)
    assert bench.strange == ()
    assert len(bench.papers) == 1
    assert bench.papers[0].codes == ((receipt.code,) if receipt.code else ())


# --- what is said ---


@pytest.mark.parametrize(
    ("answers", "health", "media", "code"),
    [
        ((0x12, 0x12, 0x12, 0x12), Health.ONLINE, Media.OK, None),
        ((0x12, 0x12, 0x12, 0x1E), Health.ONLINE, Media.LOW, None),
        ((0x1A, 0x12, 0x12, 0x12), Health.OFFLINE, Media.OK, "paper.stopped"),
        ((0x1A, 0x16, 0x12, 0x12), Health.USER_ERROR, Media.UNKNOWN, "paper.cover"),
        ((0x1A, 0x32, 0x12, 0x72), Health.USER_ERROR, Media.OUT, "paper.out"),
        ((0x1A, 0x12, 0x12, 0x7E), Health.USER_ERROR, Media.OUT, "paper.out"),
        ((0x1A, 0x52, 0x1A, 0x12), Health.HARDWARE_ERROR, Media.OK, "paper.cutter"),
        ((0x1A, 0x52, 0x32, 0x12), Health.HARDWARE_ERROR, Media.OK, "paper.broken"),
        ((0x1A, 0x52, 0x52, 0x12), Health.HARDWARE_ERROR, Media.OK, "paper.hot"),
    ],
)
def test_status_bytes(answers, health, media, code):
    status = to_status(dict(zip((1, 2, 3, 4), answers, strict=True)))
    assert (status.health, status.media) == (health, media)
    assert (status.fault.code if status.fault else None) == code


@given(st.integers(0, 255))
def test_a_byte_is_never_both_answers(byte):
    assert not (is_status(byte) and is_done(byte))


@given(st.tuples(*[st.integers(0, 255)] * 4))
def test_any_status_bytes_are_a_status_with_short_sentences(answers):
    status = to_status(dict(zip((1, 2, 3, 4), answers, strict=True)))
    assert status.usable == (status.fault is None)
    if status.fault:
        assert len(status.fault.sentence) <= 20


@pytest.mark.parametrize(
    ("fault", "words", "clearer"),
    [
        (PrinterFault.PAPER_OUT, "打印机没纸了", Clearer.SITE),
        (PrinterFault.COVER_OPEN, "打印机的盖子没盖好", Clearer.SITE),
        (PrinterFault.CUTTER, "打印机的切纸刀卡住了", Clearer.SITE),
    ],
)
def test_a_fault_is_said_before_anything_is_printed_and_clears(bench, printer, fault, words, clearer):
    bench.set_fault(fault)
    status = printer.poll()
    assert (status.fault.sentence, status.fault.clearer) == (words, clearer)
    with pytest.raises(PaperError) as said:
        _print(printer)
    assert (said.value.sentence, said.value.out) == (words, False)
    bench.set_fault(None)
    assert printer.poll() == Status(Health.ONLINE, Media.OK)
    _print(printer)
    assert len(bench.papers) == 1


def test_little_paper_is_told_and_printed_on(bench, printer):
    bench.set_fault(PrinterFault.NEAR_END)
    status = printer.poll()
    assert (status.health, status.media, status.usable) == (Health.ONLINE, Media.LOW, True)
    assert [(notice.code, notice.clearer) for notice in status.notices] == [("paper.low", Clearer.SITE)]
    _print(printer)
    assert len(bench.papers) == 1


@pytest.mark.parametrize("baud", [9600, 19200])
def test_a_slow_line_is_given_the_time_that_it_needs(tmp_path, clock, baud):
    """What ends a broken picture takes two seconds at 9600 baud, and the first question waits behind it."""
    simulator = EscposPrinterSimulator(tmp_path / "printer", baud=baud)
    simulator.start()
    driver = open_device(Options(port=tmp_path / "printer", baud=baud, counter=True, presenter=True), clock)
    assert driver.poll() == Status(Health.ONLINE, Media.OK, waiting=False)
    _print(driver)
    assert driver.counter(deadline=2.0) == 1
    driver.close()
    simulator.close()


def test_a_mute_printer_is_no_answer_and_gets_nothing(bench, printer):
    bench.set_fault(PrinterFault.MUTE)
    with pytest.raises(NoAnswer):
        printer.poll()
    assert _out(printer) is False
    assert bench.papers == ()


# --- in the middle of a sheet ---


@pytest.mark.parametrize("fault", [PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN])
@pytest.mark.parametrize("after", [20, 60, 200])  # the first 12 are questions
def test_a_sheet_that_stopped_is_printed_on_and_not_twice(bench, printer, fault, after):
    bench.set_fault(fault, after=after)
    assert _out(printer) is False
    assert bench.papers == ()
    bench.set_fault(None)
    printer.poll()  # the owner asks meanwhile, and hears the sheet's answers
    assert _print_again(printer) is True
    (paper,) = bench.papers
    assert paper.text.count(NUMBER) == 1


def test_a_sheet_that_was_forgotten_is_printed_again(bench, printer):
    bench.set_fault(PrinterFault.PAPER_OUT, after=60)
    assert _out(printer) is False
    bench.switch_off_and_on()
    bench.set_fault(None)
    assert _print_again(printer) is False
    torn, whole = bench.papers
    assert NUMBER not in torn.text
    assert whole.text.startswith(RECEIPT.agency), "on clean paper"
    assert whole.text.count(NUMBER) == 1


def test_another_receipt_after_one_that_stopped_waits_for_both(bench, printer):
    bench.set_fault(PrinterFault.PAPER_OUT, after=60)
    assert _out(printer) is False
    bench.set_fault(None)
    _print(printer, replace(RECEIPT, number="NB2"))
    assert [NUMBER in paper.text for paper in bench.papers] == [True, False]


def test_a_knife_that_sticks_leaves_the_sheet_hanging_out(bench, printer):
    data = encode(lay_out(RECEIPT, copy=0), columns=48, font=FONT, native_qr=True)
    bench.set_fault(PrinterFault.CUTTER, after=len(data) - 5)
    assert _out(printer) is True


def test_silence_in_the_middle_leaves_it_unknown_within_the_deadline(bench, printer):
    def falls_silent():
        bench.set_fault(PrinterFault.MUTE, after=100)
        started = SystemClock().monotonic()
        assert _out(printer, deadline=2.0) is None
        took = SystemClock().monotonic() - started
        bench.set_fault(None)
        return took

    assert quickest_timed(falls_silent, 2.0 + SLACK) < 2.0 + SLACK


@pytest.mark.parametrize("after", [1, 13, 40, 120, 330, 480])
def test_unplugged_at_any_byte_the_outcome_is_true(bench, printer, options, clock, after, until):
    bench.set_fault(PrinterFault.UNPLUGGED, after=after)
    out = _out(printer)
    assert out in (False, None)
    assert not (out is False and bench.papers)
    with pytest.raises(Disconnected):
        printer.poll()
    bench.set_fault(None)
    again = open_device(options, clock)
    assert _print_again(again, copy=1) is None
    again.close()
    assert bench.papers[-1].text.startswith(RECEIPT.agency), "on clean paper"
    assert bench.papers[-1].text.count(NUMBER) == 1
    assert "补打 第1次" in bench.papers[-1].text


def test_unplugged_in_the_middle_of_a_picture_the_next_sheet_is_whole(bench, printer, options, clock):
    bench.set_fault(PrinterFault.UNPLUGGED, after=300)
    _out(printer, receipt=replace(RECEIPT, title="𬭛" * 20))
    bench.set_fault(None)
    again = open_device(options, clock)
    _print_again(again)
    again.close()
    assert bench.papers[-1].text.startswith(RECEIPT.agency), "on clean paper"
    assert bench.papers[-1].text.count(NUMBER) == 1
    assert bench.strange == ()


def test_a_printer_that_takes_no_data_ends_the_call_in_time(tmp_path, clock):
    """A line that answers questions and then stops reading: the port fills up."""

    def fills_up():
        answered, stuck = threading.Event(), threading.Event()

        def answer(data):
            line.send(b"\x12" * data.count(b"\x10\x04"))
            if data.count(b"\x04\x04"):
                answered.set()
                stuck.wait(60)

        line = SerialLine(tmp_path / "printer", answer)
        line.plug()
        driver = open_device(Options(port=tmp_path / "printer"), clock)
        started = SystemClock().monotonic()
        large = replace(RECEIPT, note="𬭛" * 300)
        assert _out(driver, receipt=large, deadline=1.5) is False
        took = SystemClock().monotonic() - started
        assert answered.is_set()
        stuck.set()
        driver.close()
        line.unplug()
        return took

    assert quickest_timed(fills_up, 1.5 + SLACK) < 1.5 + SLACK


@settings(max_examples=15, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=12))
def test_whatever_it_answers_the_call_ends_in_time_with_an_own_error(tmp_path_factory, answers):
    path = tmp_path_factory.mktemp("parrot") / "printer"

    def print_on_parrot():
        script = list(answers)
        line = SerialLine(path, lambda _: script and line.send(script.pop(0)))
        line.plug()
        driver = open_device(Options(port=path), SystemClock())
        started = SystemClock().monotonic()
        with contextlib.suppress(PaperError):
            driver.print_receipt(RECEIPT, copy=0, deadline=0.6)
        took = SystemClock().monotonic() - started
        driver.close()
        line.unplug()
        return took

    assert quickest_timed(print_on_parrot, 0.6 + SLACK) < 0.6 + SLACK


# --- what the printer itself knows ---


@pytest.fixture
def counting(bench, options, clock):
    """A connection to the same printer, of which the site says that it counts and sees what hangs in its mouth."""
    drivers = []

    def connect():
        drivers.append(open_device(options.model_copy(update={"counter": True, "presenter": True}), clock))
        return drivers[-1]

    yield connect
    for driver in drivers:
        with contextlib.suppress(DeviceError):
            driver.close()


def test_the_counter_goes_up_with_each_sheet(bench, counting):
    driver = counting()
    before = driver.counter(deadline=1.0)
    _print(driver)
    _print(driver)
    assert driver.counter(deadline=1.0) == before + 2
    assert bench.strange == ()


@pytest.mark.parametrize("known", [{}, {"presenter": True}])
def test_a_printer_that_does_not_count_is_not_asked(bench, options, clock, known):
    """A foreign one would print the question."""
    heard = []
    bench._hear = lambda data, hear=bench._hear: (heard.append(data), hear(data))
    bench._line._on_bytes = bench._hear
    driver = open_device(options.model_copy(update=known), clock)
    assert driver.counter(deadline=1.0) is None
    _print(driver)
    assert driver.fate(3, deadline=3.0) is None
    driver.close()
    assert not any(b"\x1d\x67" in data for data in heard)


def test_a_printer_that_was_said_to_count_and_does_not_is_a_printer_that_cannot_tell(tmp_path, clock):
    simulator = EscposPrinterSimulator(tmp_path / "printer", cuts=None)
    simulator.start()
    driver = open_device(Options(port=tmp_path / "printer", counter=True), clock)
    assert driver.counter(deadline=2.0) is None
    _print(driver)
    assert len(simulator.papers) == 1
    driver.close()
    simulator.close()


def test_after_a_crash_the_counter_says_that_the_sheet_is_out(bench, counting):
    first = counting()
    cuts = first.counter(deadline=1.0)
    _print(first)
    first.close()  # killed before it could write that down
    again = counting()
    assert again.fate(cuts, deadline=2.0) is True
    assert len(bench.papers) == 1


def test_after_a_crash_before_the_first_byte_the_counter_says_that_it_is_not(bench, counting):
    first = counting()
    cuts = first.counter(deadline=1.0)
    first.close()
    assert counting().fate(cuts, deadline=2.0) is False


def test_until_the_answer_is_written_down_the_counter_says_the_same_again(bench, counting):
    """Killed between the two, the next life would take the cut of the torn rest for the sheet's own."""
    first = counting()
    cuts = first.counter(deadline=1.0)
    first.close()
    for _ in range(2):
        asked = counting()
        assert asked.fate(cuts, deadline=2.0) is False
        asked.close()
    asked = counting()
    assert asked.fate(cuts, deadline=2.0) is False
    assert asked.counter(deadline=2.0) == cuts + 1
    assert asked.counter(deadline=2.0) == cuts + 1


@pytest.mark.parametrize("others", [2, -5])
def test_a_counter_that_fits_no_story_decides_nothing(bench, counting, others):
    """Somebody cut paper by hand, or it is another printer by now."""
    driver = counting()
    assert driver.fate(driver.counter(deadline=1.0) - others, deadline=2.0) is None


def test_a_sheet_that_is_still_being_printed_after_a_crash_is_waited_for(tmp_path, clock):
    """The terminal is gone and the printer prints on what it has got."""
    with _bench_on(tmp_path / "printer", speed=150.0) as bench:
        options = Options(port=tmp_path / "printer", counter=True)
        first = open_device(options, clock)
        cuts = first.counter(deadline=1.0)
        assert _out(first, deadline=0.4) is None
        first.close()
        again = open_device(options, clock)
        assert again.fate(cuts, deadline=5.0) is True
        again.close()
        assert len(bench.papers) == 1


def test_silence_that_ate_the_answers_is_no_proof_that_the_sheet_is_gone(bench, printer):
    bench.set_fault(PrinterFault.MUTE, after=100)
    assert _out(printer, deadline=2.0) is None
    bench.set_fault(None)
    assert len(_whole(bench)) == 1
    assert printer.fate(None, deadline=5.0) is None


def test_the_counter_knows_better_than_the_silence(bench, counting):
    driver = counting()
    cuts = driver.counter(deadline=1.0)
    bench.set_fault(PrinterFault.MUTE, after=100)
    assert _out(driver, deadline=2.0) is None
    bench.set_fault(None)
    assert driver.fate(cuts, deadline=5.0) is True
    assert len(bench.papers) == 1


def test_a_printer_that_stands_still_is_asked_again_later(bench, counting):
    driver = counting()
    cuts = driver.counter(deadline=1.0)
    bench.set_fault(PrinterFault.PAPER_OUT, after=60)
    assert _out(driver) is False
    with pytest.raises(PaperError, match="paper end"):
        driver.fate(cuts, deadline=2.0)
    bench.set_fault(None)
    assert driver.fate(cuts, deadline=5.0) is True
    assert len(bench.papers) == 1


def test_a_sheet_hangs_in_the_mouth_until_it_is_taken(bench, counting):
    driver = counting()
    assert (driver.taken(), driver.poll().waiting) == (True, False)
    _print(driver)
    assert (driver.taken(), driver.poll().waiting) == (False, True)
    bench.take_paper()
    assert (driver.taken(), driver.poll().waiting) == (True, False)


def test_a_printer_without_a_presenter_cannot_tell(bench, printer):
    _print(printer)
    assert printer.taken() is None
    assert printer.poll().waiting is None


@given(st.lists(st.binary(max_size=12)))
def test_answers_are_the_same_in_any_pieces(pieces):
    whole, parts = Answers(), Answers()
    whole.hear(b"".join(pieces))
    for piece in pieces:
        parts.hear(piece)
    for take in ("take_done", "take_status", "take_count", "take_full"):
        assert getattr(whole, take)() == getattr(parts, take)()


@given(st.integers(0, 10**10 - 1), st.binary(min_size=4, max_size=4), st.binary(max_size=8))
def test_longer_answers_are_heard_behind_noise(count, full, noise):
    heard = Answers()
    heard.hear(noise.replace(b"\x5f", b"").replace(b"\x10", b""))
    heard.take_done()
    heard.hear(b"\x12\x5f%d\x00\x00\x10\x0f%s\x16" % (count, full))
    assert (heard.take_count(), heard.take_full()) == (count, full)
    assert (heard.take_done(), heard.take_status()) == (1, 0x16)


# --- cut off anywhere ---

DATA = encode(lay_out(RECEIPT, copy=0), columns=48, font=FONT, native_qr=True)


@contextlib.contextmanager
def _bench_on(path, speed=None):
    bench = EscposPrinterSimulator(path, speed=speed)
    bench.start()
    try:
        yield bench
    finally:
        bench.close()


def _until_a_sheet(bench):
    end = SystemClock().monotonic() + 5
    while not bench.papers and SystemClock().monotonic() < end:
        threading.Event().wait(0.002)


def _whole(bench):
    """Sheets that came out with everything on them."""
    return [paper for paper in bench.papers if RECEIPT.note in paper.text]


@settings(max_examples=40, deadline=None)
@given(after=st.integers(1, len(DATA) + 20), usb=st.booleans())
def test_wherever_the_cable_is_pulled_the_outcome_is_true(tmp_path_factory, after, usb):
    """What is said to be not out is not out; and after it a single whole sheet comes."""
    path = tmp_path_factory.mktemp("cut") / "printer"
    options = Options(usb=path) if usb else Options(port=path)
    clock = SystemClock()
    with _bench_on(path) as bench:
        driver = open_device(options, clock)
        bench.set_fault(PrinterFault.UNPLUGGED, after=after)
        out = True
        try:
            _print(driver, deadline=2.0)
        except PaperError as error:
            out = error.out
        with contextlib.suppress(DeviceError):
            driver.close()
        seen = len(_whole(bench))
        assert {True: seen == 1, False: seen == 0, None: seen <= 1}[out]
        if out is False:
            bench.set_fault(None)
            again = open_device(options, clock)
            assert _print_again(again) is None
            again.close()
            assert len(_whole(bench)) == 1
            assert bench.papers[-1].text.startswith(RECEIPT.agency), "on clean paper"


@settings(max_examples=25, deadline=None)
@given(after=st.integers(1, len(DATA) - 1), fault=st.sampled_from([PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN]))
def test_wherever_the_paper_ends_what_remains_is_printed_on_and_nothing_twice(tmp_path_factory, after, fault):
    path = tmp_path_factory.mktemp("refill") / "printer"
    with _bench_on(path) as bench:
        driver = open_device(Options(usb=path), SystemClock())
        bench.set_fault(fault, after=after)
        begun, out = True, True
        try:
            _print(driver)
        except PaperError as error:
            begun, out = error.begun, error.out
        cut = len(bench.papers) == 1
        assert out is True or not cut
        assert out in (True, False)  # True without a cut: it hangs out, printed to its end
        bench.set_fault(None)
        if out is False and begun:
            assert _print_again(driver) is True
        elif not out:
            _print(driver)
        _until_a_sheet(bench)
        driver.close()
        assert "".join(paper.text for paper in bench.papers).count(NUMBER) == 1


# --- wires that stop ---


def test_a_printer_that_says_stop_is_waited_for_and_printed_on(tmp_path, until):
    """XOFF from the printer, as when its memory is full: nothing is lost, and nothing outlives its deadline."""
    path = tmp_path / "printer"
    with _bench_on(path) as bench:
        driver = open_device(Options(port=path, flow="xonxoff"), SystemClock())
        driver.poll()
        bench._line.send(b"\x13")
        started = SystemClock().monotonic()
        with pytest.raises(NoAnswer):
            until(lambda: driver.poll() is None)  # the line stops within a moment
        assert _out(driver, deadline=1.0) is False
        assert SystemClock().monotonic() - started < 3.0
        assert bench.papers == ()
        bench._line.send(b"\x11")
        _print(driver)
        driver.close()
        assert [paper.text.count(NUMBER) for paper in bench.papers] == [1]


def test_an_empty_packet_of_a_usb_printer_is_no_end():
    """The kernel's printer driver returns nothing where the printer had nothing to say."""
    ours, theirs = os.pipe()
    port = _FilePort(ours)
    wire = Wire(port, "usb", SystemClock())
    os.write(theirs, b"x")
    with mock.patch("kiosk.devices.wire.os.read", side_effect=[b"", b"", b"\x12"]):
        assert wire.read(SystemClock().monotonic() + 1) == b"\x12"
    os.read(ours, 1)
    os.close(theirs)
    with pytest.raises(Disconnected):
        wire.read(SystemClock().monotonic() + 1)
    wire.close()


def test_a_usb_printer_belongs_to_one_program(tmp_path, clock):
    with _bench_on(tmp_path / "printer"):
        first = open_device(Options(usb=tmp_path / "printer"), clock)
        with pytest.raises(Disconnected):
            open_device(Options(usb=tmp_path / "printer"), clock)
        first.close()


# --- logo ---


def _logo(path, size=(300, 100)):
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((10, 10, size[0] - 10, size[1] - 10), fill=(160, 0, 0, 255))
    picture.save(path)
    return path


def test_a_logo_stands_over_everything_and_costs_few_bytes(bench, options, clock, tmp_path):
    driver = open_device(options.model_copy(update={"logo": _logo(tmp_path / "logo.png", (2000, 500))}), clock)
    _print(driver)
    assert driver.poll() == Status(Health.ONLINE, Media.OK)
    driver.close()
    (paper,) = bench.papers
    pictures = [row for row in paper.rows if type(row).__name__ == "Picture"]
    assert paper.rows.index(pictures[0]) == 0
    assert (sum(picture.height for picture in pictures), pictures[0].width, pictures[0].align) == (96, 384, 1)
    assert 200 < sum(bits.bit_count() for picture in pictures for bits in picture.bits) < 384 * 96 * 0.8
    assert len(paper.data) - len(DATA) < 4700
    assert bench.strange == ()


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_a_logo_that_cannot_be_read_is_said_and_the_receipt_comes(bench, options, clock, tmp_path, content):
    file = tmp_path / f"broken-{len(content or b'-')}.png"
    if content is not None:
        file.write_bytes(content)
    driver = open_device(options.model_copy(update={"logo": file}), clock)
    status = driver.poll()
    assert status.usable
    assert [notice.code for notice in status.notices] == ["paper.logo"]
    _print(driver)
    driver.close()
    assert [paper.text.count(NUMBER) for paper in bench.papers] == [1]


# --- foreign bytes ---


def test_the_bytes_of_another_encoder_come_out_as_what_they_say():
    recorded = (Path(__file__).parent / "data" / "receiptline.txt").read_text()
    data = bytes.fromhex("".join(line for line in recorded.splitlines() if not line.startswith("#")))
    bench = EscposPrinterSimulator()
    bench.take_bytes(data)
    assert bench.strange == ()
    paper = bench.papers[0]
    assert [line.split() for line in paper.text.splitlines() if line.strip()] == [
        ["办件回执"],
        ["事项", "社会保险待遇领取资格认证"],
        ["姓名", "测*甲"],
        ["时间", "2025-06-01", "15:04"],
        ["?" * 48],  # a line of its own code page
        [NUMBER],
    ]
    heading = next(row for row in paper.rows if getattr(row, "text", "").strip() == "办件回执")
    assert {(span.wide, span.high) for span in heading.spans if span.text.strip()} == {(2, 2)}
    (code,) = [row for row in paper.rows if type(row).__name__ == "Picture"]
    dark = np.unpackbits(np.frombuffer(code.bits, np.uint8)).reshape(code.height, -1)
    image = np.pad((255 * (1 - dark)).astype(np.uint8), 24, constant_values=255)
    assert cv2.QRCodeDetector().detectAndDecode(image)[0] == "https://receipt.invalid/1237"


@given(st.binary(max_size=300), st.lists(st.integers(0, 300)))
def test_any_bytes_in_any_pieces_are_taken_by_the_simulator(data, cuts):
    whole, pieces = EscposPrinterSimulator(), EscposPrinterSimulator()
    whole.take_bytes(data)
    for start, end in pairwise(sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})):
        pieces.take_bytes(data[start:end])
    assert [paper.rows for paper in whole.papers] == [paper.rows for paper in pieces.papers]


# --- the rest ---


def test_one_wire_and_only_one(tmp_path):
    for wires in ({}, {"port": tmp_path, "host": "127.0.0.1"}, {"port": tmp_path, "usb": tmp_path}):
        with pytest.raises(ValidationError, match="只能写一个"):
            Options(**wires)


def test_nobody_listening_is_disconnected(clock, tmp_path):
    missing = tmp_path / "missing"
    for wire in (Options(host="127.0.0.1", tcp_port=1), Options(port=missing), Options(usb=missing)):
        with pytest.raises(DeviceError):
            open_device(wire, clock)


def test_under_its_owner_a_fault_shows_and_clears(bench, options, clock, until):
    pace = Pace(poll=0.05, reconnect_first=0.02, reconnect_most=0.05)
    owner = Owner("receipt_printer", lambda: open_device(options, clock), clock=clock, pace=pace)
    ready = Status(Health.ONLINE, Media.OK)
    until(lambda: owner.status == ready)
    for fault, health in ((PrinterFault.PAPER_OUT, Health.USER_ERROR), (PrinterFault.UNPLUGGED, Health.OFFLINE)):
        bench.set_fault(fault)
        until(lambda health=health: owner.status.health is health)
        bench.set_fault(None)
        until(lambda: owner.status == ready)
    owner.run(_print, cancel=Cancel(), deadline=5)
    owner.close()
    assert len(bench.papers) == 1


@pytest.mark.parametrize("turns", [200, pytest.param(1000, marks=pytest.mark.whole)])
def test_opens_faults_and_closes_leave_nothing_behind(bench, options, clock, turns):
    descriptors, threads = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for turn in range(turns):
        bench.set_fault(None)
        driver = open_device(options, clock)
        if turn % 2:
            bench.set_fault(PrinterFault.UNPLUGGED)
        driver.close()
    bench.set_fault(None)
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) <= descriptors + 1  # a client just gone
