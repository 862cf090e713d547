"""Who is behind which port: the simulators on their ptys, asked as a technician's laptop would."""

import os
import termios
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.devices import probe as module
from kiosk.devices.probe import BAUDS, probe, serial_ports
from kiosk.devices.simulators.code_scanner import CodeScannerSimulator
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator, PrinterFault
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator
from kiosk.devices.simulators.line import SerialLine
from kiosk.devices.simulators.sdt_reader import ReaderFault, SdtReaderSimulator
from kiosk.devices.wire import SerialWire

ONE = (115200,)


@pytest.fixture
def plugged(tmp_path):
    """Starts a simulator and gives it and its port."""
    with ExitStack() as stack:

        def plug(kind, name):
            simulator = kind(tmp_path / name)
            simulator.start()
            stack.callback(simulator.close)
            return simulator, tmp_path / name

        yield plug


def ask(*ports, bauds=ONE):
    return list(probe(ports, SystemClock(), bauds=bauds))


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_each_port_tells_what_is_behind_it(plugged, tmp_path):
    _, reader = plugged(SdtReaderSimulator, "reader")
    printer, receipt = plugged(EscposPrinterSimulator, "receipt")
    lights, board = plugged(GuideLightsSimulator, "lights")
    _, scanner = plugged(CodeScannerSimulator, "scanner")
    before, threads = open_files(), threading.active_count()
    answers = ask(reader, receipt, board, scanner, tmp_path / "nothing")
    assert open_files() == before
    assert threading.active_count() == threads
    assert [answer.model for answer in answers] == ["sdt_serial", "escpos", "serial_lights", None, None]
    devices = [answer.identity.device for answer in answers[:3]]
    assert devices == ["id_card", "receipt_printer", "lights"]
    assert "05.03-20180101-0001234567-0007654321" in answers[0].identity.words
    assert "6 路灯" in answers[2].identity.words
    assert (answers[3].trouble, answers[3].identity) == ("", None)
    assert answers[4].trouble.startswith("没有这个口")
    assert set(lights.lights.values()) == {"off"}
    assert (printer.papers, printer.strange) == ((), ()), "nothing of the questions got onto the paper"


def test_a_device_in_trouble_is_still_that_device(plugged):
    reader, port = plugged(SdtReaderSimulator, "reader")
    reader.set_fault(ReaderFault.MODULE)
    printer, receipt = plugged(EscposPrinterSimulator, "receipt")
    printer.set_fault(PrinterFault.PAPER_OUT)
    first, second = ask(port, receipt)
    assert (first.model, second.model) == ("sdt_serial", "escpos")
    assert "打印机没纸了" in second.identity.words


def test_a_mute_device_and_one_that_babbles_are_nobody(plugged):
    reader, port = plugged(SdtReaderSimulator, "reader")
    reader.set_fault(ReaderFault.MUTE)

    def repeat(data):
        echo.send(data)

    echo = SerialLine(port.with_name("echo"), repeat)
    echo.plug()
    answers = ask(port, port.with_name("echo"))
    echo.unplug()
    assert [answer.identity for answer in answers] == [None, None]


def test_a_port_that_another_program_has_is_left_alone(plugged):
    _, port = plugged(SdtReaderSimulator, "reader")
    terminal = SerialWire(port, 115200, SystemClock())
    [answer] = ask(port)
    terminal.close()
    assert answer.trouble.startswith("别的程序正在用它")


def test_what_is_no_serial_port_is_said(tmp_path):
    (tmp_path / "file").touch()
    [answer] = ask(tmp_path / "file")
    assert answer.trouble


def test_the_speed_is_found(tmp_path):
    """A board that hears only what comes at its own speed, as the wire's settings have it."""
    heard = []

    def hear(data):
        speed = termios.tcgetattr(handle)[4]
        heard.append(speed)
        if speed == termios.B38400 and data.endswith(b"V\n"):
            line.send(b"ERR?\n" if len(heard) < 3 else b"V 1 2\n")

    line = SerialLine(tmp_path / "board", hear)
    line.plug()
    handle = os.open(tmp_path / "board", os.O_RDWR | os.O_NOCTTY)
    [answer] = ask(tmp_path / "board", bauds=(115200, 38400))
    os.close(handle)
    line.unplug()
    assert (answer.model, answer.baud) == ("serial_lights", 38400)
    assert answer.identity.options["slots"].startswith("{ id_card = 1, scanner = 2 }")


def test_a_port_that_is_pulled_out_meanwhile(plugged):
    reader, port = plugged(SdtReaderSimulator, "reader")
    reader.set_fault(ReaderFault.MUTE)
    before = open_files()
    pull = threading.Timer(0.2, reader.set_fault, (ReaderFault.UNPLUGGED,))
    pull.start()
    [answer] = ask(port, bauds=BAUDS)
    pull.join()
    assert answer.identity is None
    assert answer.trouble
    assert open_files() < before, "the simulator's ends are gone too"


def test_asking_ends_in_time(plugged):
    _, port = plugged(CodeScannerSimulator, "scanner")
    clock = SystemClock()
    started = clock.monotonic()
    ask(port, bauds=BAUDS[:2])
    assert clock.monotonic() - started < 8 * 2 / len(BAUDS)


def test_the_ports_have_the_names_that_stay(tmp_path, monkeypatch):
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    for name in ("ttyUSB0", "ttyS7"):
        (tmp_path / name).touch()
    (by_id / "usb-FTDI_Board_A1-if00").symlink_to("../ttyUSB0")
    found = [type("Port", (), {"device": str(tmp_path / name)}) for name in ("ttyUSB0", "ttyS7")]
    monkeypatch.setattr(module.list_ports, "comports", lambda: found)
    assert set(serial_ports(by_id)) == {by_id / "usb-FTDI_Board_A1-if00", tmp_path / "ttyS7"}
    assert set(serial_ports(tmp_path / "none")) == {tmp_path / "ttyUSB0", tmp_path / "ttyS7"}
