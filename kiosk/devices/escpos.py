"""Receipt printers that speak ESC/POS, on a serial port, over TCP, or as a USB printer's file.

A sheet is out when the printer says so: before and behind the cut stands GS r 1, which is answered in turn, after all
before it has been done, and not at all by a printer that has stopped (Better BT-532C manual p. 49). DLE EOT is answered
at once, whatever the printer is doing: it tells the faults, and nothing of what has been printed. A printer that stops
(no paper, cover open) keeps what it got and prints it on when it can: ``fate`` waits for that sheet, so that nobody
makes a second one.

Over a lost connection or a crash only the printer's own counter of cuts (GS g 2) knows: one more than before the sheet,
and it is out. Where there is none, ``fate`` says so, and a person has to look.
"""

import contextlib
import math
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, DeviceError, Disconnected, Fault, NoAnswer, PaperError
from kiosk.core.receipt import Receipt
from kiosk.core.status import Status
from kiosk.devices.escpos_encoding import CLEAR, END, SETTLE, encode, logo_bytes
from kiosk.devices.escpos_line import EscposLine
from kiosk.devices.escpos_status import NO_LOGO
from kiosk.devices.escpos_trace import explain
from kiosk.devices.identity import Identity
from kiosk.devices.receipt_layout import lay_out
from kiosk.devices.wire import Flow, SerialWire, TcpWire, UsbWire, Wire

__all__ = ["EscposPrinter", "Options", "explain", "identify", "open_device"]

_COLUMNS: Final = 48  # of 80 mm paper
_LOOK: Final = 0.5  # how often faults are asked for while a sheet is printed
_CONNECT: Final = 1.0
_FORGOTTEN: Final = 2.0  # between two answers lies the cut at most


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

    counter: bool = Field(
        default=False,
        description="打印机数切纸次数（说明书里有 GS g 2 的 178 号，断电也记得）；合上盖子自己会切纸的不要写 true",
    )
    presenter: bool = Field(
        default=False, description="出纸口看得见纸还在不在（说明书里有 DLE EOT 20，ticket present in output）"
    )
    roll_metres: int = Field(default=80, ge=10, le=1000, description="一卷新纸多少米，用来估纸还够几天")
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
        status = EscposPrinter(wire, Options(port=Path()), clock).poll()
    except NoAnswer:
        return None
    said = [fault.sentence for fault in (status.fault, *status.notices) if fault is not None]
    return Identity("receipt_printer", "，".join(("回执打印机", *(said or ("正常",)))))


class _Sheet(Enum):
    """What this connection knows of the sheet that it sent last."""

    NONE = auto()  # nothing, or that it is out
    BROKEN = auto()  # it broke off on its way to the printer: it cannot come out whole
    HELD = auto()  # the printer got it and has not said that it is out
    STOPPED = auto()  # and said why it does not go on
    TORN = auto()  # its fate has been told; a piece of it may hang under the head


class EscposPrinter:
    """Implements ``core.ports.ReceiptPrinter``."""

    def __init__(self, wire: Wire, options: Options, clock: Clock) -> None:
        baud = options.baud if options.port is not None else None
        self._line = EscposLine(wire, clock, presenter=options.presenter, baud=baud)
        self._options = options
        self._clock = clock
        self._last = _Sheet.NONE
        self._logo_is_well = options.logo is None or bool(logo_bytes(options.logo))

    def settle(self, deadline: float) -> None:
        """For a printer that a pulled cable left in the middle of a picture."""
        with contextlib.suppress(NoAnswer):  # it takes no data just now; its status will say why
            self._line.write(SETTLE, deadline)

    def poll(self) -> Status:
        status = self._line.status(math.inf)
        return status if self._logo_is_well else replace(status, notices=(*status.notices, NO_LOGO))

    def fileno(self) -> int:
        return self._line.fileno()

    def close(self) -> None:
        self._line.close()

    def counter(self, *, deadline: float) -> int | None:
        """See the port."""
        end = self._clock.monotonic() + deadline
        self._clean(end)  # which counts as well
        if not self._options.counter:
            return None
        self._refuse_faults(end, out=False)
        return self._count(end)

    def taken(self) -> bool | None:
        """See the port."""
        hangs = self._line.hangs(math.inf)
        return None if hangs is None else not hangs

    def fate(self, cuts: int | None, *, deadline: float) -> bool | None:
        """See the port."""
        end = self._clock.monotonic() + deadline
        self._refuse_faults(end, out=False)
        out = False if self._last is _Sheet.BROKEN else None
        if self._last in (_Sheet.HELD, _Sheet.STOPPED):
            out = self._of_the_held(end)
        if out is None and cuts is not None and self._options.counter:
            now = self._count(end)
            out = None if now is None else {0: False, 1: True}.get(now - cuts)
        self._last = _Sheet.NONE if out else _Sheet.TORN
        return out

    def print_receipt(self, receipt: Receipt, *, copy: int, deadline: float) -> None:
        """See the port."""
        end = self._clock.monotonic() + deadline
        self._refuse_faults(end, out=False)
        elements = lay_out(receipt, copy=copy, columns=_COLUMNS)
        data = encode(
            elements,
            columns=_COLUMNS,
            font=self._options.font,
            native_qr=self._options.qr == "native",
            logo=self._options.logo,
        )
        self._clean(end)
        self._hand_over(data, end)
        self._last = _Sheet.HELD
        while self._line.awaited:
            self._listen(end)
        self._last = _Sheet.NONE

    def _clean(self, end: float) -> None:
        """Cuts off what may hang torn under the head. Raises PaperError: nothing of a next sheet has been sent."""
        if self._last not in (_Sheet.BROKEN, _Sheet.TORN):
            return
        try:
            self._hand_over(CLEAR, end)
            while self._line.awaited:
                self._listen(end)
        except PaperError as error:
            self._last = _Sheet.TORN
            error.out = False
            raise
        self._last = _Sheet.NONE

    def _hand_over(self, data: bytes, end: float) -> None:
        """What ends with ``END``. Raises PaperError: without that the sheet cannot come out."""
        rest = memoryview(data)
        try:
            while rest:
                rest = self._line.send(rest, end)
        except (NoAnswer, Disconnected) as error:
            out = False if len(rest) > len(END) else None
            if len(rest) < len(data):
                self._last = _Sheet.BROKEN if out is False else _Sheet.HELD
            self._refuse_faults(end, out=out)
            raise self._paper(_named(error), out=out) from error
        self._line.awaited += 2

    def _of_the_held(self, end: float) -> bool | None:
        """Whether the sheet that the printer held is out by now.

        One more question is asked: when only that one is answered, the earlier ones are gone. With them the sheet is,
        if the printer had stopped before its end, as when it is switched off; else their answers alone may be.
        """
        before = self._line.awaited
        if before:
            self._ask_done(end)
        answered = self._clock.monotonic()
        while awaited := self._line.awaited:
            self._listen(end)
            if self._line.awaited < awaited:
                answered = self._clock.monotonic()
            elif awaited == before and self._clock.monotonic() - answered > _FORGOTTEN:
                self._line.awaited = 0
                return False if self._last is _Sheet.STOPPED else None
        return True

    def _count(self, end: float) -> int | None:
        """How often the knife has cut, once all that was sent before has been done."""
        if self._last is _Sheet.BROKEN:
            self.settle(end)  # or it would take the question for a part of its picture
        self._ask_done(end)
        while self._line.awaited:
            self._listen(end)
        try:
            return self._line.count(end)
        except Disconnected as error:
            raise self._paper(_named(error), out=False) from error

    def _ask_done(self, end: float) -> None:
        try:
            self._line.ask_done(end)
        except (NoAnswer, Disconnected) as error:
            raise self._paper(_named(error), out=False) from error

    def _listen(self, end: float) -> None:
        """Hears answers for a moment, or else looks for faults. Raises PaperError when it is late or has stopped."""
        try:
            self._line.hear(min(end, self._clock.monotonic() + _LOOK))
        except NoAnswer as error:
            if self._clock.monotonic() >= end:
                raise self._paper(_named(error), out=self._known_of_the_sheet()) from error
            self._refuse_faults(end, out=self._line.awaited < 2, while_printing=True)
        except Disconnected as error:
            raise self._paper(_named(error), out=self._known_of_the_sheet()) from error

    def _known_of_the_sheet(self) -> bool | None:
        """True once the question before the cut has been answered: it hangs out, at worst to be torn off."""
        return True if self._line.awaited < 2 else None

    def _refuse_faults(self, end: float, *, out: bool | None, while_printing: bool = False) -> None:
        """Raises PaperError for what stops the printer. While it prints, one that says nothing may just be busy."""
        try:
            fault = self._line.status(end).fault
        except NoAnswer as error:
            if while_printing:
                return
            raise self._paper(_named(error), out=out) from error
        except Disconnected as error:
            raise self._paper(_named(error), out=self._known_of_the_sheet() if while_printing else out) from error
        if fault is not None and not (while_printing and fault.clearer is Clearer.ITSELF):
            if self._last is _Sheet.HELD and while_printing:
                self._last = _Sheet.STOPPED
            raise self._paper(fault, out=out)

    def _paper(self, fault: Fault, *, out: bool | None) -> PaperError:
        begun = self._last is not _Sheet.NONE
        return PaperError(fault.technician, sentence=fault.sentence, remedy=fault.remedy, out=out, begun=begun)


def _named(error: DeviceError) -> Fault:
    """A wire does not know whose it is."""
    error.device = "receipt_printer"
    return error.fault()
