"""A4 printers that speak IPP, printed on through their queue in CUPS.

CUPS takes the PDF, turns it into what the printer understands, and keeps sending it. What has come out only the
printer knows: CUPS says nothing of an empty tray, calls a job "processing" for ever when the printer is gone,
and "completed" when the printer came back without it. So both are asked, and ``ipp_jobs.judge`` weighs them.

A job bears the caller's key as its name, in CUPS and in the printer: printing again under a key waits for the job that
is there, or finds that it is out; it never makes a second copy. CUPS must keep its history of jobs for that
(PreserveJobHistory, which it does by default) and should not keep the documents (PreserveJobFiles No). The queue's
error policy must be abort-job, or one bad document stops it.
"""

from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Cancelled, Clearer, DeviceError, Disconnected, Fault, NoAnswer, PaperError
from kiosk.core.status import Health, Status
from kiosk.devices.ipp_device import IppDevice
from kiosk.devices.ipp_documents import Documents
from kiosk.devices.ipp_jobs import Outcome
from kiosk.devices.ipp_queue import IppQueue

__all__ = ["IppPrinter", "Options", "open_device"]

_MEDIA: Final = "iso_a4_210x297mm"
_ANSWER: Final = 2.0  # a printer that sleeps takes a moment to open its network
_LOOK: Final = 0.25  # between two looks at a job
_GONE: Final = 10.0  # a printer that was away for so long in mid-job is given up
_TAKE_BACK: Final = 3.0  # of the deadline, kept for cancelling and for seeing that it is cancelled

_SLOW: Final = Fault("a4.slow", "打印机太久没有打出来", "点「找人帮忙」", "no end within the deadline", Clearer.SITE)
_REFUSED: Final = Fault("a4.refused", "打印机没有打这份", "再试一次", "the printer gave the job up", Clearer.SITE)
_UNSURE: Final = Fault(
    "a4.unsure", "不知道打出来没有", "看看出纸口，再点「找人帮忙」", "the job ended and nobody saw how", Clearer.SITE
)


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    queue: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,127}$", description="CUPS 里的打印队列名（lpstat -p 能看到）")
    printer: str = Field(description="打印机自己的地址，例如 ipp://192.168.1.20/ipp/print；主机写 IP 地址")
    server: Path = Field(default=Path("/run/cups/cups.sock"), description="CUPS 的套接字文件")
    tray_sheets: int = Field(default=250, ge=20, le=5000, description="纸盒装满是多少张，用来估纸还够几天")

    @field_validator("printer")
    @classmethod
    def _an_address(cls, uri: str) -> str:
        """A name would have to be looked up, and that has no deadline."""
        parts = urlsplit(uri)
        host = parts.hostname or ""
        if parts.scheme not in ("ipp", "ipps") or not host:
            raise ValueError("要写成 ipp://IP地址/路径")
        if host != "localhost":
            try:
                ip_address(host)
            except ValueError:
                raise ValueError("主机要写 IP 地址，不写域名") from None
        return uri


def open_device(options: Options, clock: Clock) -> "IppPrinter":
    printer = IppPrinter(IppDevice(options.printer, clock), IppQueue(options.server, options.queue, clock), clock)
    try:
        printer.poll()
    except BaseException:
        printer.close()
        raise
    return printer


class IppPrinter:
    """Implements ``core.ports.A4Printer``."""

    def __init__(self, device: IppDevice, queue: IppQueue, clock: Clock) -> None:
        self._device = device
        self._queue = queue
        self._clock = clock
        self._documents = Documents(device, queue, clock)

    def poll(self) -> Status:
        """Also takes back what is left: jobs that nobody waits for any more, and those cancelled behind its back."""
        status, jobs = self._look(self._in(_ANSWER))
        if not jobs:
            self._queue.rest()
        return status

    def _look(self, end: float) -> tuple[Status, bool]:
        """How both stand, and whether one of them has jobs."""
        device, queue = self._device.state(end), self._queue.state(end)
        jobs = device.queued + queue.queued > 0
        if jobs:
            self._documents.tidy(end)
        status = device.status
        if status.fault is None and queue.fault is not None:
            status = replace(status, health=Health.OFFLINE, fault=queue.fault)
        return status, jobs

    def close(self) -> None:
        self._queue.rest()

    def print_pdf(
        self, pdf: bytes, *, key: str, copies: int = 1, duplex: bool = False, cancel: Cancel, deadline: float
    ) -> None:
        """See the port."""
        cancel.check()
        end = self._in(deadline)
        work = end - min(_TAKE_BACK, deadline / 3)
        try:
            outcome = self._documents.judge(key, work, whole=copies == 1)
        except DeviceError as error:
            raise _paper(error.fault(), out=None) from error
        job = 0
        if outcome is None or outcome is Outcome.NOT_OUT:
            job = self._submit(pdf, key, copies, duplex=duplex, work=work, end=end)
            outcome = Outcome.ACTIVE
        if outcome is Outcome.ACTIVE:
            self._wait(key, job, cancel, work, end, whole=copies == 1)
        elif outcome is Outcome.UNKNOWN:
            raise _paper(_UNSURE, out=None)

    def withdraw(self, key: str, *, deadline: float) -> bool | None:
        """See the port."""
        return self._documents.take_back(key, self._in(deadline))

    # --- the ladder ---

    def _submit(self, pdf: bytes, key: str, copies: int, *, duplex: bool, work: float, end: float) -> int:
        """The job's number in CUPS. Raises PaperError: until the document has gone nothing can come out."""
        options = {
            "copies": str(copies),
            "sides": "two-sided-long-edge" if duplex else "one-sided",
            "media": _MEDIA,
        }
        try:
            status, _ = self._look(min(work, self._in(_ANSWER)))
            if status.fault is not None and status.fault.clearer is not Clearer.ITSELF:
                raise _paper(status.fault, out=False)
            job = self._queue.create(key, options, work)
        except (Disconnected, NoAnswer, BadReply) as error:
            raise _paper(error.fault(), out=False) from error
        try:
            self._queue.send(job, key, pdf, work)
        except (Disconnected, NoAnswer, BadReply) as error:
            raise _paper(error.fault(), out=self._documents.take_back(key, end), begun=True) from error
        return job

    def _wait(self, key: str, job: int, cancel: Cancel, work: float, end: float, *, whole: bool) -> None:
        """Returns when the sheets are out. A fault that somebody can clear leaves the job where it is."""
        heard = self._clock.monotonic()
        trouble, doubt = _SLOW, False
        while (now := self._clock.monotonic()) < work and now - heard < _GONE:
            try:
                outcome = self._documents.judge(key, min(work, self._in(_ANSWER)), since=job, whole=whole, doubt=doubt)
                fault = self._fault(min(work, self._in(_ANSWER)))
            except (Disconnected, NoAnswer, BadReply) as error:
                doubt = True
                if self._clock.monotonic() < work:  # else our own deadline cut the look short
                    trouble = error.fault()
            else:
                heard, trouble = self._clock.monotonic(), _SLOW
                if self._has_ended(outcome):
                    return
                if fault is not None:
                    raise _paper(fault, out=self._nothing_yet(key, work), begun=True)
            try:
                cancel.wait(max(0.0, min(_LOOK, work - self._clock.monotonic())))
            except Cancelled:
                self._documents.take_back(key, end)
                raise
        out = self._documents.take_back(key, end)
        if not out:
            raise _paper(trouble, out=out, begun=True)

    def _has_ended(self, outcome: Outcome | None) -> bool:
        """Raises PaperError when it ended otherwise than with its sheets."""
        if outcome is Outcome.NOT_OUT:
            raise _paper(_REFUSED, out=False, begun=True)
        if outcome is None or outcome is Outcome.UNKNOWN:
            raise _paper(_UNSURE, out=None, begun=True)
        return outcome is Outcome.OUT

    def _nothing_yet(self, key: str, work: float) -> bool | None:
        """False while the printer counts no impression of it, None where it does not tell."""
        try:
            printed = self._device.jobs(work, name=key)
        except DeviceError:
            return None
        return False if all(job.impressions == 0 for job in printed) else None

    def _fault(self, end: float) -> Fault | None:
        """What stops a job until somebody comes."""
        device = self._device.state(end)
        fault = device.status.fault or self._queue.state(end).fault
        return fault if fault is not None and fault.clearer is not Clearer.ITSELF else None

    def _in(self, seconds: float) -> float:
        return self._clock.monotonic() + seconds


def _paper(fault: Fault, *, out: bool | None, begun: bool = False) -> PaperError:
    """``begun``: there was a job, now or from an earlier try."""
    return PaperError(fault.technician, sentence=fault.sentence, remedy=fault.remedy, out=out, begun=begun)
