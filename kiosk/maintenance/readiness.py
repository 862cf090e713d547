"""The opening and closing check: everything is tried while nobody is served, and the report comes on paper."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from kiosk.check import report
from kiosk.check.finding import Choices, Finding
from kiosk.check.inspection import check_running
from kiosk.check.view import ready
from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, DeviceError, KioskError
from kiosk.core.ports import A4Printer, ReceiptPrinter
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.staff import Staff
from kiosk.maintenance.page import Premises
from kiosk.services.logs import crash, log
from kiosk.services.rounds import Inspected

__all__ = ["KEPT", "OCCASIONS", "Progress", "Readiness", "print_report"]

OCCASIONS: Final = {"opening": "开门检查", "closing": "关门检查"}
KEPT: Final = "kept"
MOST_LINES: Final = 20  # on the short report of a receipt


@dataclass(frozen=True)
class Progress:
    """``part`` is what is tried now, "" when it is over; ``trouble`` why it could not be ended or printed."""

    occasion: str
    findings: tuple[Finding, ...]
    part: str
    trouble: str = ""
    printed: str = ""

    @property
    def over(self) -> bool:
        return not self.part


class Readiness:
    """One check at a time, in a thread of its own: it goes on while nobody looks at its page."""

    def __init__(self, premises: Premises) -> None:
        self._premises, self._rounds = premises, premises.services.staff.rounds
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._thread: threading.Thread | None = None
        self._stopped = Cancel()

    @property
    def progress(self) -> Progress | None:
        """None where no check was begun."""
        with self._lock:
            return self._progress

    def begin(self, occasion: str, staff: Staff, *, prints: bool) -> bool:
        """False while another one is under way."""
        with self._lock:
            if self._progress is not None and not self._progress.over:
                return False
            self._progress = Progress(occasion, (), "配置")
        work = (occasion, staff, Choices(prints=prints, demo=(self._premises.state / "world.json").exists()))
        self._thread = threading.Thread(target=self._run, args=work, name="readiness", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Before the next part; what was found so far is not kept. Returns at once."""
        self._stopped.set()

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _run(self, occasion: str, staff: Staff, choices: Choices) -> None:
        found: list[Finding] = []
        try:
            self._try_everything(found, occasion, choices)
            self._tell(occasion, found, "打印报告")
            printed, trouble = "", ""
            try:
                printed = print_report(self._premises, OCCASIONS[occasion], found)
            except KioskError as error:
                trouble = f"报告没打出来：{error.sentence}"
            now = self._premises.clock.now().astimezone(UTC)
            words = tuple((one.part, one.ok, one.words) for one in found)
            self._rounds.inspected(Inspected(occasion, now, staff.id, ready(found), words, printed))
            self._tell(occasion, found, "", trouble, printed)
        except Cancelled:
            self._tell(occasion, found, "", "没有查完，维护就退出了")
        except KioskError as error:
            self._tell(occasion, found, "", error.sentence)
        except Exception as error:  # noqa: BLE001 - its page must come to an end, whatever went wrong
            log(crash(error))
            self._tell(occasion, found, "", "检查出错，停在这里")

    def _try_everything(self, found: list[Finding], occasion: str, choices: Choices) -> None:
        def tell(part: str) -> None:
            self._tell(occasion, found, part)

        where = self._premises
        for finding in check_running(where.settings, where.state, where.services, choices, tell=tell):
            self._stopped.check()
            found.append(finding)
            tell(finding.part)

    def _tell(self, occasion: str, found: Sequence[Finding], part: str, trouble: str = "", printed: str = "") -> None:
        with self._lock:
            self._progress = Progress(occasion, tuple(found), part, trouble, printed)


def print_report(premises: Premises, title: str, findings: Sequence[Finding]) -> str:
    """On A4, or in short on the receipt printer where there is no A4 that prints. Returns which one it was, "" where
    the site has neither. Raises DeviceError."""
    services, now = premises.services, premises.clock.now().astimezone()
    if services.usable("a4_printer"):
        pdf = report.render(premises.settings, findings, now)
        with suppress(DeviceError):  # then it comes on the other one
            _print_a4(services.owners["a4_printer"], pdf)
            services.staff.paper.test_out("a4_printer")
            return "a4_printer"
    if "receipt_printer" not in services.owners:
        return ""
    receipt = _in_short(premises.settings.terminal.id, title, findings, now)

    def print_it(printer: ReceiptPrinter) -> None:
        printer.print_receipt(receipt, copy=0, deadline=timing.PRINT_RECEIPT)

    deadline = timing.PRINT_RECEIPT + timing.DEVICE_POLL
    services.owners["receipt_printer"].run(print_it, cancel=Cancel(), deadline=deadline)
    services.staff.paper.test_out("receipt_printer")
    return "receipt_printer"


def _print_a4(owner: Any, pdf: bytes) -> None:
    key = f"readiness-{uuid4().hex}"

    def print_it(printer: A4Printer) -> None:
        try:
            printer.print_pdf(pdf, key=key, cancel=Cancel(), deadline=timing.PRINT_A4)
        except DeviceError:
            printer.withdraw(key, deadline=timing.TAKE_BACK_A4)  # or it would come out tomorrow
            raise

    owner.run(print_it, cancel=Cancel(), deadline=timing.PRINT_A4 + timing.TAKE_BACK_A4 + timing.DEVICE_POLL)


def _in_short(terminal: str, title: str, findings: Sequence[Finding], now: datetime) -> Receipt:
    """What is wrong, and how many parts are well."""
    wrong = [(one.part, one.words) for one in findings if one.ok is False]
    counts = [("正常", f"{sum(one.ok is True for one in findings)} 项"), ("有问题", f"{len(wrong)} 项")]
    rows = (("终端", terminal), *counts, *wrong[:MOST_LINES])
    verdict = "可以使用" if ready(findings) else "还不能使用"
    return Receipt("CHECK", f"{title}：{verdict}", ReceiptState.DONE, now, rows=rows, note="检查人签字：")
