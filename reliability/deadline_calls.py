"""Every call of every driver, with the seconds it may take, over a wire that goes bad (``deadline_wire.py``).

Each of DEVICES has the honest device to be started behind the wire, and a script of calls. The seconds are the
promise as it stands here, in figures of its own: not what the drivers' constants say.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.picture import Frame
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.slot import Slot
from kiosk.devices import escpos, ipp, line_serial, opencv, sdt_serial, serial_lights
from kiosk.devices.simulators.code_scanner import CodeScannerSimulator
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator
from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator
from reliability.deadline_wire import SerialEnd, Start, TcpEnd

__all__ = ["DEVICES", "Call", "Device", "Elsewhere"]

CLOCK: Final = SystemClock()
CARD: Final = bytes.fromhex((Path(__file__).parent.parent / "tests/devices/data/resident.hex").read_text())
RECEIPT: Final = Receipt(
    number="NB202506010001237",
    title="社会保险待遇领取资格认证",
    state=ReceiptState.DONE,
    issued_at=datetime(2025, 6, 1, 15, 4, tzinfo=UTC),
    agency="测试市社会保险中心",
    rows=(("姓名", "测*甲"), ("认证年度", "2025"), ("经办", "㐀䶮")),
    note="明年到期前，再来认证一次。",
    code="https://receipt.invalid/1237",
)
PDF: Final = b"%PDF-1.4\n%%EOF\n"


@dataclass(frozen=True)
class Call:
    """``seconds`` is until when it must have come back, whatever the wire does."""

    name: str
    seconds: float
    do: Callable[[], Any]


@dataclass(frozen=True)
class Elsewhere:
    """What is started once for all: the socket of a print server, and the port of a printer."""

    cups: Path = Path()
    printer: int = 0


@dataclass(frozen=True)
class Device:
    """``bytes`` is about what it says in a whole script: so deep a fault may begin."""

    start: Callable[[Path, Elsewhere], Start]
    calls: Callable[[int | Path, Elsewhere, Random], Iterator[Call]]
    bytes: int


def _sdt(folder: Path, _: Elsewhere) -> Start:
    return partial(_start_sdt, folder)


def _start_sdt(folder: Path) -> tuple[SerialEnd, Callable[[Random], None]]:
    reader = SdtReaderSimulator(folder / "device")
    reader.start()

    def prepare(rng: Random) -> None:
        reader.take()
        if rng.random() < 0.8:
            reader.lay(CARD)

    return SerialEnd(folder / "port", folder / "device"), prepare


def _sdt_calls(port: int | Path, _: Elsewhere, rng: Random) -> Iterator[Call]:
    with closing(sdt_serial.open_device(sdt_serial.Options(port=Path(str(port))), CLOCK)) as reader:
        both = [Call("poll", 0.5, reader.poll), Call("sam_id", 0.5, reader.sam_id)]
        calls = [*both, Call("read", 2.0, reader.read), Call("present", 0.5, reader.present)]
        yield from rng.sample(calls, len(calls))


def _scanner(folder: Path, _: Elsewhere) -> Start:
    return partial(_start_scanner, folder)


def _start_scanner(folder: Path) -> tuple[SerialEnd, Callable[[Random], None]]:
    scanner = CodeScannerSimulator(folder / "device")
    scanner.start()

    def prepare(rng: Random) -> None:
        for _ in range(rng.randrange(5)):
            scanner.scan("9" * rng.randrange(1, 700))

    return SerialEnd(folder / "port", folder / "device"), prepare


def _scanner_calls(port: int | Path, _: Elsewhere, rng: Random) -> Iterator[Call]:
    with closing(line_serial.open_device(line_serial.Options(port=Path(str(port))), CLOCK)) as scanner:
        calls = [Call("poll", 0.002, scanner.poll), Call("forget", 0.002, scanner.forget)]
        for _ in range(8):
            yield rng.choice([*calls, *[Call("read", 0.052, scanner.read)] * 3])


def _lights(folder: Path, _: Elsewhere) -> Start:
    return partial(_start_lights, folder)


def _start_lights(folder: Path) -> tuple[SerialEnd, Callable[[Random], None]]:
    lights = GuideLightsSimulator(folder / "device")
    lights.start()
    return SerialEnd(folder / "port", folder / "device"), lambda _rng: None


def _lights_calls(port: int | Path, _: Elsewhere, rng: Random) -> Iterator[Call]:
    options = serial_lights.Options(port=Path(str(port)), slots={slot: n for n, slot in enumerate(Slot, 1)})
    with closing(serial_lights.open_device(options, CLOCK)) as lights:
        for slot in rng.sample([*Slot, None], 2):
            yield Call("show", 0.301 * len(Slot), partial(lights.show, slot))
        yield Call("poll", 0.301, lights.poll)


def _receipt_serial(folder: Path, _: Elsewhere) -> Start:
    return partial(_start_receipt_serial, folder)


def _start_receipt_serial(folder: Path) -> tuple[SerialEnd, Callable[[Random], None]]:
    printer = EscposPrinterSimulator(folder / "device")
    printer.start()
    return SerialEnd(folder / "port", folder / "device"), lambda _rng: printer.switch_off_and_on()


def _receipt_tcp(_folder: Path, _: Elsewhere) -> Start:
    return _start_receipt_tcp


def _start_receipt_tcp() -> tuple[TcpEnd, Callable[[Random], None]]:
    printer = EscposPrinterSimulator()
    printer.start()
    return TcpEnd(printer.port), lambda _rng: printer.switch_off_and_on()


def _receipt_calls(how: str, port: int | Path, _: Elsewhere, rng: Random) -> Iterator[Call]:
    knows: dict[str, Any] = {"counter": rng.random() < 0.5, "presenter": rng.random() < 0.5}
    where: dict[str, Any] = {"host": "127.0.0.1", "tcp_port": port} if how == "host" else {how: port}
    opened: list[escpos.EscposPrinter] = []
    options = escpos.Options(**knows, **where)
    yield Call("open", 1.0, lambda: opened.append(escpos.open_device(options, CLOCK)))
    if not opened:
        return
    still_carried = 0.5 if how == "port" else 0.0  # seconds for which a serial line has bytes of the receipt to carry
    with closing(opened[0]) as printer:
        until = rng.choice((0.3, 0.8, 1.5, 3.0))
        calls = [
            Call("poll", 1.5 + still_carried, printer.poll),
            Call("print_receipt", until + 1.0, partial(printer.print_receipt, RECEIPT, copy=0, deadline=until + 1.0)),
            Call("counter", until, partial(printer.counter, deadline=until)),
            Call("fate", until, partial(printer.fate, 3, deadline=until)),
            Call("taken", 0.3 + still_carried, printer.taken),
        ]
        yield from rng.sample(calls, 3)


def _camera(_folder: Path, _: Elsewhere) -> Start:
    return _start_camera


def _start_camera() -> tuple[TcpEnd, Callable[[Random], None]]:
    camera = MjpegCameraSimulator()
    camera.start()
    return TcpEnd(int(camera.url.split(":")[2].split("/")[0])), lambda _rng: None


def _camera_calls(port: int | Path, _: Elsewhere, rng: Random) -> Iterator[Call]:
    camera = opencv.OpencvCamera(opencv.Options(source=f"http://127.0.0.1:{port}/camera.mjpeg"), CLOCK)
    with closing(camera):
        taken: list[Frame] = []
        yield Call("open and frame", 3.5, lambda: taken.append(camera.frame()))
        for _ in range(rng.randrange(1, 4)):
            seconds = 2.0 if taken else 3.5  # one that failed has been let go of, and is opened anew
            taken.clear()
            yield Call("frame", seconds, lambda: taken.append(camera.frame(0.8)))
        yield Call("poll", 4.0, camera.poll)
        yield Call("still", 0.05, camera.still)


def _printer(_folder: Path, elsewhere: Elsewhere) -> Start:
    return partial(_start_printer, elsewhere.printer)


def _start_printer(port: int) -> tuple[TcpEnd, Callable[[Random], None]]:
    return TcpEnd(port), lambda _rng: None


def _printer_calls(port: int | Path, elsewhere: Elsewhere, rng: Random) -> Iterator[Call]:
    return _a4_calls(f"ipp://127.0.0.1:{port}/ipp/print", elsewhere.cups, rng)


def _cups(folder: Path, elsewhere: Elsewhere) -> Start:
    return partial(_start_cups, folder, elsewhere.cups)


def _start_cups(folder: Path, cups: Path) -> tuple[TcpEnd, Callable[[Random], None]]:
    return TcpEnd(cups, folder / "socket"), lambda _rng: None


def _cups_calls(port: int | Path, elsewhere: Elsewhere, rng: Random) -> Iterator[Call]:
    return _a4_calls(f"ipp://127.0.0.1:{elsewhere.printer}/ipp/print", Path(str(port)), rng)


def _a4_calls(uri: str, cups: Path, rng: Random) -> Iterator[Call]:
    opened: list[ipp.IppPrinter] = []
    options = ipp.Options(queue="A4", printer=uri, server=cups)
    yield Call("open", 2.0, lambda: opened.append(ipp.open_device(options, CLOCK)))
    if not opened:
        return
    with closing(opened[0]) as printer:
        key, until = f"deadlines-{rng.getrandbits(48):x}", rng.choice((0.5, 1.0, 2.0))
        put = partial(printer.print_pdf, PDF, key=key, cancel=Cancel(), deadline=until)
        yield rng.choice((Call("poll", 2.0, printer.poll), Call("print_pdf", until, put)))
        yield Call("withdraw", until, partial(printer.withdraw, key, deadline=until))


DEVICES: Final = {
    "sdt_serial": Device(_sdt, _sdt_calls, 1500),
    "line_serial": Device(_scanner, _scanner_calls, 1500),
    "serial_lights": Device(_lights, _lights_calls, 60),
    "escpos serial": Device(_receipt_serial, partial(_receipt_calls, "port"), 30),
    "escpos USB file": Device(_receipt_serial, partial(_receipt_calls, "usb"), 30),
    "escpos TCP": Device(_receipt_tcp, partial(_receipt_calls, "host"), 30),
    "opencv": Device(_camera, _camera_calls, 120_000),
    "ipp, the printer": Device(_printer, _printer_calls, 6000),
    "ipp, CUPS": Device(_cups, _cups_calls, 12_000),
}
