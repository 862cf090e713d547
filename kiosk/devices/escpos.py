"""Receipt printers that speak ESC/POS, on a serial port, over TCP, or as a USB printer's file.

A sheet is out when the printer says so: before and behind the cut stands GS r 1, which is answered in turn, after all
before it has been done, and not at all by a printer that has stopped (Better BT-532C manual p. 49). DLE EOT is answered
at once, whatever the printer is doing: it tells the faults, and nothing of what has been printed. A printer that stops
(no paper, cover open) keeps what it got and prints it on when it can: printing the same receipt again then waits for
that sheet instead of making a second one.
"""

import contextlib
import math
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, DeviceError, Disconnected, Fault, NoAnswer, PaperError
from kiosk.core.receipt import Receipt
from kiosk.core.status import Status
from kiosk.devices.escpos_encoding import ASK_DONE, END, SETTLE, encode, logo_bytes
from kiosk.devices.escpos_status import NO_LOGO, QUESTIONS, is_done, is_status, to_status
from kiosk.devices.identity import Identity
from kiosk.devices.receipt_layout import lay_out
from kiosk.devices.wire import Flow, SerialWire, TcpWire, UsbWire, Wire

__all__ = ["EscposPrinter", "Options", "identify", "open_device"]

_COLUMNS: Final = 48  # of 80 mm paper
_ANSWER: Final = 0.3  # DLE EOT is answered at once
_LOOK: Final = 0.5  # how often faults are asked for while a sheet is printed
_CONNECT: Final = 1.0
_FORGOTTEN: Final = 2.0  # between two answers lies the cut at most
_STUCK: Final = 3.0  # a port that takes nothing for so long will take nothing


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    port: Path | None = Field(default=None, description="打印机的串口，例如 /dev/ttyS1；和 host、usb 只写一个")
    baud: int = Field(default=115200, ge=9600, le=921600, description="串口波特率，和打印机自检页上的一样")
    flow: Flow = Field(
        default="none", description="串口流控：none、rtscts（硬件）、xonxoff（软件），和打印机自检页上的一样"
    )
    host: str | None = Field(default=None, description="网口打印机的地址；和 port、usb 只写一个")
    tcp_port: int = Field(default=9100, ge=1, le=65535, description="网口打印机的端口，出厂是 9100")
    usb: Path | None = Field(default=None, description="USB 打印机的文件，例如 /dev/usb/lp0；和 port、host 只写一个")
    qr: Literal["native", "picture"] = Field(
        default="native", description="二维码：native 由打印机画（快），picture 发图片（打印机不会画时用）"
    )
    font: Path = Field(
        default=Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), description="画生僻字用的字体文件"
    )

    logo: Path | None = Field(default=None, description="回执最上面的单位标志，黑白图片（PNG）；不写就没有")

    @model_validator(mode="after")
    def _one_wire(self) -> Self:
        if [self.port, self.host, self.usb].count(None) != 2:
            raise ValueError("port（串口）、host（网口）、usb 要写一个，也只能写一个")
        return self


def open_device(options: Options, clock: Clock) -> "EscposPrinter":
    deadline = clock.monotonic() + _CONNECT
    wire: Wire
    if options.port is not None:
        wire = SerialWire(options.port, options.baud, clock, flow=options.flow)
    elif options.usb is not None:
        wire = UsbWire(options.usb, clock)
    else:
        wire = TcpWire(options.host or "", options.tcp_port, clock, deadline)
    printer = EscposPrinter(wire, options, clock)
    try:
        printer.settle(deadline)
    except BaseException:
        wire.close()
        raise
    return printer


def identify(wire: Wire, clock: Clock) -> Identity | None:
    """Asks for its status by DLE EOT, of which nothing gets onto the paper. Raises Disconnected."""
    try:
        fault = EscposPrinter(wire, Options(port=Path()), clock).poll().fault
    except NoAnswer:
        return None
    return Identity("receipt_printer", f"回执打印机，{fault.sentence if fault is not None else '正常'}")


class EscposPrinter:
    """Implements ``core.ports.ReceiptPrinter``."""

    def __init__(self, wire: Wire, options: Options, clock: Clock) -> None:
        self._wire = wire
        self._options = options
        self._clock = clock
        self._held: Receipt | None = None  # the sheet of which nothing certain is known: the printer may still hold it
        self._awaited = 0  # answers to GS r 1 that have not come yet
        self._logo_is_well = options.logo is None or bool(logo_bytes(options.logo))
        self._leftover = False  # a sheet broke off on its way to the printer

    def settle(self, deadline: float) -> None:
        """For a printer that a pulled cable left in the middle of a picture."""
        with contextlib.suppress(NoAnswer):  # it takes no data just now; its status will say why
            self._wire.write(SETTLE, deadline)

    def poll(self) -> Status:
        return self._status(math.inf)

    def close(self) -> None:
        self._wire.close()

    def print_receipt(self, receipt: Receipt, *, copy: bool, deadline: float) -> None:
        """See the port."""
        end = self._clock.monotonic() + deadline
        self._refuse_faults(end, out=False)
        if self._held == receipt and self._has_come_out(end):
            self._held = None
            return
        elements = lay_out(receipt, copy=copy, columns=_COLUMNS)
        data = encode(
            elements,
            columns=_COLUMNS,
            font=self._options.font,
            native_qr=self._options.qr == "native",
            logo=self._options.logo,
        )
        if self._leftover:
            self._hand_over(SETTLE + b"\n" + END, 2, end)
        self._hand_over(data, 2, end)
        self._leftover, self._held = False, receipt
        while self._awaited:
            self._listen(end)
        self._held = None

    def _hand_over(self, data: bytes, questions: int, end: float) -> None:
        """Raises PaperError: without its end the sheet cannot come out."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._wire.write_some(rest, min(end, self._clock.monotonic() + _STUCK)) :]
        except (NoAnswer, Disconnected) as error:
            self._leftover = True
            out = False if len(rest) > len(END) else None
            self._refuse_faults(end, out=out)
            raise _paper(_named(error), out=out) from error
        self._awaited += questions

    def _has_come_out(self, end: float) -> bool:
        """Whether the sheet that the printer held is out by now. False: it forgot it, as when it is switched off.

        One more question is asked: when only that one is answered, the earlier ones are gone with the sheet.
        """
        before = self._awaited
        if before:
            self._hand_over(ASK_DONE, 1, end)
        answered = self._clock.monotonic()
        while self._awaited:
            awaited = self._awaited
            self._listen(end)
            if self._awaited < awaited:
                answered = self._clock.monotonic()
            elif self._awaited == before and self._clock.monotonic() - answered > _FORGOTTEN:
                self._awaited = 0
                return False
        return True

    def _listen(self, end: float) -> None:
        """Hears answers for a moment, or else looks for faults. Raises PaperError when it is late or has stopped."""
        try:
            self._sort(self._wire.read(min(end, self._clock.monotonic() + _LOOK)))
        except NoAnswer as error:
            if self._clock.monotonic() >= end:
                raise _paper(_named(error), out=self._known_of_the_sheet()) from error
            self._refuse_faults(end, out=self._awaited < 2, while_printing=True)
        except Disconnected as error:
            raise _paper(_named(error), out=self._known_of_the_sheet()) from error

    def _known_of_the_sheet(self) -> bool | None:
        """True once the question before the cut has been answered: it hangs out, at worst to be torn off."""
        return True if self._awaited < 2 else None

    def _refuse_faults(self, end: float, *, out: bool | None, while_printing: bool = False) -> None:
        """Raises PaperError for what stops the printer. While it prints, one that says nothing may just be busy."""
        try:
            fault = self._status(end).fault
        except NoAnswer as error:
            if while_printing:
                return
            raise _paper(_named(error), out=out) from error
        except Disconnected as error:
            raise _paper(_named(error), out=self._known_of_the_sheet() if while_printing else out) from error
        if fault is not None and not (while_printing and fault.clearer is Clearer.ITSELF):
            raise _paper(fault, out=out)

    def _status(self, end: float) -> Status:
        status = to_status({number: self._ask(number, end) for number in QUESTIONS})
        return status if self._logo_is_well else replace(status, notices=(*status.notices, NO_LOGO))

    def _ask(self, number: int, end: float) -> int:
        """One status byte. Raises NoAnswer."""
        deadline = min(end, self._clock.monotonic() + _ANSWER)
        self._sort(self._wire.read_waiting())
        self._wire.write(bytes((0x10, 0x04, number)), deadline)
        while True:
            answers = self._sort(self._wire.read(deadline))
            if answers:
                return answers[-1]

    def _sort(self, heard: bytes) -> list[int]:
        """Counts the questions that have been answered; returns the status bytes. What is neither is noise."""
        self._awaited = max(0, self._awaited - sum(map(is_done, heard)))
        return [byte for byte in heard if is_status(byte)]


def _named(error: DeviceError) -> Fault:
    """A wire does not know whose it is."""
    error.device = "receipt_printer"
    return error.fault()


def _paper(fault: Fault, *, out: bool | None) -> PaperError:
    return PaperError(fault.technician, sentence=fault.sentence, remedy=fault.remedy, out=out)
