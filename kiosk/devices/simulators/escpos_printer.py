"""A receipt printer: takes ESC/POS on a serial line or over TCP, prints on paper that can be looked at, and has faults.

As real ones do, it answers DLE EOT at once, even in the middle of data; stops when it has no paper, its cover is open
or its knife is stuck; keeps what it was sent meanwhile, and prints on when it can. It counts its cuts (GS g 2), and a
sheet hangs in its presenter, which sees it (DLE EOT 20), until somebody takes it.
"""

import threading
from enum import Enum
from pathlib import Path

from kiosk.devices.simulators.escpos_commands import Command, take_command
from kiosk.devices.simulators.line import SerialLine
from kiosk.devices.simulators.paper import Paper
from kiosk.devices.simulators.strip import Strip
from kiosk.devices.simulators.tcp_line import TcpLine

__all__ = ["EscposPrinterSimulator", "PrinterFault"]

_DOTS_PER_MM = 8
_CUTS = b"2\x00\xb2\x00"  # behind GS g: how often it has cut in its life
_QUESTIONS = (1, 2, 3, 4, 20)


class PrinterFault(Enum):
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    MUTE = "mute"
    UNPLUGGED = "unplugged"


_STOPPING = (PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN)
_STATUS = {  # bits over the fixed 0x12, by the number that DLE EOT asks for
    PrinterFault.NEAR_END: {4: 0x0C},
    PrinterFault.PAPER_OUT: {1: 0x08, 2: 0x20, 4: 0x6C},
    PrinterFault.COVER_OPEN: {1: 0x08, 2: 0x04},
    PrinterFault.CUTTER: {1: 0x08, 2: 0x40, 3: 0x08},
}
_FULL = {  # paper, user, recoverable and unrecoverable errors, as DLE EOT 20 tells them
    PrinterFault.NEAR_END: (0x04, 0, 0, 0),
    PrinterFault.PAPER_OUT: (0x05, 0, 0, 0),
    PrinterFault.COVER_OPEN: (0, 0x02, 0, 0),
    PrinterFault.CUTTER: (0, 0, 0, 0x01),
}


class EscposPrinterSimulator:
    """On the serial port named ``link`` or, without one, on a TCP port. ``speed`` in mm a second; None prints at once.

    ``papers`` are the sheets that came out, oldest first; ``strange`` are commands that it does not know. ``cuts`` is
    how often it has cut before; None for a model that does not count.
    """

    def __init__(
        self,
        link: Path | None = None,
        *,
        port: int = 0,
        baud: int | None = None,
        speed: float | None = None,
        cuts: int | None = 0,
    ) -> None:
        self._line = SerialLine(link, self._hear, baud=baud) if link is not None else TcpLine(port, self._hear)
        self._speed = speed
        self._awake = threading.Condition()  # over all below
        self._buffer = bytearray()
        self._fault: PrinterFault | None = None
        self._coming: tuple[PrinterFault, int] | None = None
        self._strip = Strip()
        self._papers: list[Paper] = []
        self._cuts = cuts
        self._waiting = False
        self._closed = True
        self._tail = b""  # of what was heard: a question may arrive in pieces
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """Where it listens, when it is a TCP printer."""
        return self._line.port if isinstance(self._line, TcpLine) else 0

    @property
    def papers(self) -> tuple[Paper, ...]:
        with self._awake:
            return tuple(self._papers)

    @property
    def printing(self) -> bool:
        """Whether it is in the middle of a sheet."""
        return self._strip.begun

    @property
    def waiting(self) -> bool:
        """Whether a sheet hangs in the presenter. The next one pushes it out, and hangs there itself."""
        return self._waiting

    def take_paper(self) -> None:
        with self._awake:
            self._waiting = False

    @property
    def strange(self) -> tuple[bytes, ...]:
        with self._awake:
            return tuple(self._strip.strange)

    @property
    def idle(self) -> bool:
        """Whether everything that arrived has been dealt with."""
        with self._awake:
            return not self._buffer

    @property
    def fault(self) -> PrinterFault | None:
        return self._fault

    def start(self) -> None:
        self._closed = False
        self._line.plug()
        self._thread = threading.Thread(target=self._print, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self._awake:
            self._closed = True
            self._awake.notify_all()
        self._line.unplug()
        if self._thread is not None:
            self._thread.join()

    def set_fault(self, fault: PrinterFault | None, *, after: int = 0) -> None:
        """Now, or when ``after`` more bytes have been printed (for UNPLUGGED and MUTE: have arrived)."""
        with self._awake:
            if after:
                self._coming = fault and (fault, after)
                return
            self._fault, self._coming = fault, None
            self._awake.notify_all()
        if fault is PrinterFault.UNPLUGGED:
            self._line.unplug()
        else:
            self._line.plug()

    def switch_off_and_on(self) -> None:
        """What it was sent and has not printed is lost."""
        with self._awake:
            self._buffer.clear()

    def take_bytes(self, data: bytes) -> None:
        """Prints them on the spot, without a wire and without faults."""
        with self._awake:
            self._buffer += data
            while (taken := take_command(self._buffer)) is not None:
                self._carry_out(*taken)

    # --- the wire ---

    def _hear(self, data: bytes) -> None:
        with self._awake:
            data, unplug = self._until_fault(data)
            for question in self._questions(data):
                self._answer(self._full_status() if question == 20 else bytes((self._status(question),)))
            self._buffer += data
            self._awake.notify_all()
        if unplug:
            self._line.unplug()

    def _until_fault(self, data: bytes) -> tuple[bytes, bool]:
        """What still arrives before the cable is pulled, and whether it is pulled now."""
        if self._coming is None or self._coming[0] not in (PrinterFault.UNPLUGGED, PrinterFault.MUTE):
            return data, False
        fault, left = self._coming
        if len(data) < left:
            self._coming = fault, left - len(data)
            return data, False
        self._fault, self._coming = fault, None
        return (data[:left], True) if fault is PrinterFault.UNPLUGGED else (data, False)

    def _questions(self, data: bytes) -> list[int]:
        """Every DLE EOT in the stream, wherever it stands."""
        heard = self._tail + data
        self._tail = heard[-2:]
        return [
            heard[at + 2]
            for at in range(len(heard) - 2)
            if heard[at : at + 2] == b"\x10\x04" and heard[at + 2] in _QUESTIONS
        ]

    def _status(self, number: int) -> int:
        return 0x12 | _STATUS.get(self._fault, {}).get(number, 0) if self._fault else 0x12

    def _full_status(self) -> bytes:
        paper, *others = _FULL.get(self._fault, (0, 0, 0, 0)) if self._fault else (0, 0, 0, 0)
        return bytes((0x10, 0x0F, paper | (0x20 if self._waiting else 0), *others))

    def _answer(self, answer: bytes) -> None:
        if self._fault is not PrinterFault.MUTE:
            self._line.send(answer)

    # --- the mechanism ---

    def _print(self) -> None:
        with self._awake:
            while not self._closed:
                taken = None if self._fault in _STOPPING or self._stuck() else take_command(self._buffer)
                if taken is None:
                    self._awake.wait()
                    continue
                command, raw = taken
                self._carry_out(command, raw)
                self._fault_comes(len(raw))

    def _stuck(self) -> bool:
        """The knife, as soon as it is wanted."""
        return self._fault is PrinterFault.CUTTER and self._buffer.startswith(b"\x1d\x56")

    def _carry_out(self, command: Command, raw: bytes) -> None:
        if command.name == "GS r":
            self._answer(b"\x03" if self._fault is PrinterFault.NEAR_END else b"\x00")
        if command.name == "GS g" and command.data == _CUTS and self._cuts is not None:
            self._answer(b"\x5f%d\x00" % self._cuts)
        moved = self._strip.take(command, raw)
        if command.name == "GS V":
            self._cut()
        if moved and self._speed is not None:
            self._awake.wait_for(lambda: self._closed, moved / _DOTS_PER_MM / self._speed)

    def _cut(self) -> None:
        self._papers.append(self._strip.cut())
        self._waiting = True
        if self._cuts is not None:
            self._cuts += 1

    def _fault_comes(self, printed: int) -> None:
        if self._coming is not None and self._coming[0] not in (PrinterFault.UNPLUGGED, PrinterFault.MUTE):
            fault, left = self._coming
            self._coming = (fault, left - printed) if left > printed else None
            if self._coming is None:
                self._fault = fault
